"""Rows from invented German news."""

import pytest

from tests.support.reading import Row, read_rows

PAST = "[..2025-05-28]"  # left, on no stated day: by the day of the article

CASES: list[tuple[str, list[Row]]] = [
    # The title of a companion is hers alone.
    (
        "Anna Schmidt wechselt gemeinsam mit der Forscherin Maria Chen zu Meta.",
        [
            ("Anna Schmidt", "", "", None, "Meta", "", "reported", "hire"),
            ("Maria Chen", "", "", None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "Anna Schmidt verlässt OpenAI im März 2024 nach sechs Jahren und wechselt zu Mistral AI.",
        [("Anna Schmidt", "OpenAI", "2024-03", 72, "Mistral AI", "", "reported", "departure")],
    ),
    (
        "Anthropic holt Anna Schmidt von Google als Chefwissenschaftlerin.",
        [("Anna Schmidt", "Google", PAST, None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        "Der ehemalige OpenAI-Forscher Max Müller hat sich Thinking Machines Lab angeschlossen.",
        [("Max Müller", "OpenAI", PAST, None, "Thinking Machines Lab", "", "reported", "hire")],
    ),
    (
        "Max Müller wechselt von Google DeepMind zu Microsoft AI.",
        [("Max Müller", "Google DeepMind", PAST, None, "Microsoft AI", "", "reported", "departure")],
    ),
    (
        "Meta wirbt drei Forscher von OpenAI ab: Lucas Beyer, Alexander Kolesnikov und Xiaohua Zhai.",
        [
            ("Lucas Beyer", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Alexander Kolesnikov", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Xiaohua Zhai", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "Das Start-up Periodic Labs wurde von den ehemaligen Google-Forschern Max Müller und Anna Schmidt gegründet.",
        [
            ("Max Müller", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
            ("Anna Schmidt", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Berichten zufolge steht Anna Schmidt vor dem Wechsel zu Metas Superintelligence-Team.",
        [("Anna Schmidt", "", "", None, "Meta", "", "rumoured", "hire")],
    ),
    (
        "Anna Schmidt hat Meta im April 2025 verlassen.",
        [("Anna Schmidt", "Meta", "2025-04", None, "", "", "reported", "departure")],
    ),
    (
        "Anna Schmidt dementierte, dass sie Anthropic verlässt.",
        [("Anna Schmidt", "Anthropic", "", None, "", "", "denied", "departure")],
    ),
    (
        "Max Müller kehrt zu Google zurück.",
        [("Max Müller", "", "", None, "Google", "", "reported", "return")],
    ),
    (
        "• Anna Schmidt\n  • Frühere Position: Forscherin bei Meta\n  • Aktuelle Position: Chefwissenschaftlerin bei Mistral AI\n  • Ausgeschieden: Februar 2025\n  • Zeit bei Meta: 6 Jahre, 7 Monate\n",
        [("Anna Schmidt", "Meta", "2025-02", 79, "Mistral AI", "Chief scientist", "reported", "departure")],
    ),
    (
        "Ilya Sutskever hat OpenAI verlassen und das Start-up Safe Superintelligence gegründet.",
        [("Ilya Sutskever", "OpenAI", PAST, None, "Safe Superintelligence", "Founder", "reported", "founding")],
    ),
    (
        "Apple verliert Ruoming Pang an Meta.",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "Der KI-Forscher Max Müller wurde von Anthropic abgeworben.",
        [("Max Müller", "", "", None, "Anthropic", "", "reported", "hire")],
    ),
    (
        "Max Müller, bisher Technikchef bei Helsing, wird neuer CEO von Aleph Alpha.",
        [("Max Müller", "Helsing", "", None, "Aleph Alpha", "CEO", "reported", "hire")],
    ),
    (
        "Jan Leike wechselt nach seinem Rücktritt bei OpenAI zu Anthropic.",
        [("Jan Leike", "OpenAI", PAST, None, "Anthropic", "", "reported", "departure")],
    ),
    (
        "Meta-Chefwissenschaftler Yann LeCun verlässt den Konzern, um ein eigenes Unternehmen zu gründen.",
        [("Yann LeCun", "Meta", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Mira Murati, Technikchefin von OpenAI, ist im September 2024 nach sechseinhalb Jahren zurückgetreten.",
        [("Mira Murati", "OpenAI", "2024-09", 78, "", "", "reported", "departure")],
    ),
    (
        "Microsoft hat den DeepMind-Mitgründer Mustafa Suleyman als Chef der neuen KI-Sparte Microsoft AI eingestellt.",
        [("Mustafa Suleyman", "Google DeepMind", PAST, None, "Microsoft", "CEO", "reported", "hire")],
    ),
    (
        "Zuvor hatte Jan Leike acht Jahre bei DeepMind gearbeitet, bevor er 2021 zu OpenAI ging.",
        [("Jan Leike", "Google DeepMind", PAST, 96, "OpenAI", "", "reported", "hire")],
    ),
    (
        "Die Physikerin Anna Schmidt heuert bei Aleph Alpha an.",
        [("Anna Schmidt", "", "", None, "Aleph Alpha", "", "reported", "hire")],
    ),
    (
        "Nach Angaben von Bloomberg verlässt Ruoming Pang Apple in Richtung Meta.",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "Anna Schmidt bleibt bei OpenAI.",
        [],
    ),
    (
        "Jörn Kähler\nFrühere Position: Forscher bei Obscura\nNeue Position: Chefwissenschaftler bei Novelco\nAusgeschieden: Mai 2024\n",
        [("Jörn Kähler", "Obscura", "2024-05", None, "Novelco", "Chief scientist", "reported", "departure")],
    ),
    (
        "Jörn Kähler verlässt OpenAI und wird Forschungschef bei DeepL.",
        [("Jörn Kähler", "OpenAI", PAST, None, "DeepL", "Head of research", "reported", "departure")],
    ),
    (
        "Der Technikchef von Mistral AI, Tim Berger, verlässt das Unternehmen zum 30. Juni und wechselt zu Anthropic.",
        [("Tim Berger", "Mistral AI", "", None, "Anthropic", "", "reported", "departure")],
    ),
    (
        "Tim Berger war im vergangenen Oktober bei Google ausgeschieden. Bergers Nachfolgerin wird Julia Krämer.",
        [("Tim Berger", "Google", "2024-10", None, "", "", "reported", "departure")],
    ),
    (
        "Max Huber verlässt die Technische Universität Chemnitz und wechselt zu Anthropic.",
        [("Max Huber", "Technische Universität Chemnitz", PAST, None, "Anthropic", "", "reported", "departure")],
    ),
    (
        "Anthropic warb Professorin Ingrid Vogt von der Universität Heidelberg ab. Neumanns Doktormutter freut sich, sagt Lukas Neumann.",
        [("Ingrid Vogt", "Universität Heidelberg", PAST, None, "Anthropic", "", "reported", "hire")],
    ),
    (
        "Max Huber wechselte 2023 zu Meta. Er hatte Google 2022 verlassen.",
        [
            ("Max Huber", "", "", None, "Meta", "", "reported", "hire"),
            ("Max Huber", "Google", "2022", None, "", "", "reported", "departure"),
        ],
    ),
    (
        "+++ Mistral AI: Cheflobbyistin Audrey Martin verlässt das Pariser Unternehmen Ende Juni. +++ OpenAI: Max Huber kehrt zu Google zurück. +++",
        [
            ("Audrey Martin", "Mistral AI", "", None, "", "", "reported", "departure"),
            ("Max Huber", "", "", None, "Google", "", "reported", "return"),
        ],
    ),
    (
        "Max Huber ist bei Google ausgeschieden. Er gründete im März das Start-up Lumenwerk.",
        [
            ("Max Huber", "Google", PAST, None, "Lumenwerk", "Founder", "reported", "departure"),
        ],
    ),
    (
        "Max Huber, der 2023 von Google gekommen war, hat das Unternehmen Ende Mai verlassen.",
        [],
    ),
    (
        "Max Huber hatte Google im Januar verlassen und arbeitet inzwischen bei OpenAI in Zürich.",
        [("Max Huber", "Google", "2025-01", None, "OpenAI", "", "reported", "departure")],
    ),
    (
        "Max Huber, bisher Forscher bei Google, heuert zum 1. April als Forschungsleiter an.",
        [],
    ),
    (
        "Ursula Horn hat inzwischen mit Georg Paulsen das Start-up Silbenwerk gegründet.",
        [
            ("Ursula Horn", "", "", None, "Silbenwerk", "Founder", "reported", "founding"),
            ("Georg Paulsen", "", "", None, "Silbenwerk", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Helsing hat Annika Reuter zur Forschungschefin ernannt. Die 39-Jährige kommt von Google.",
        [("Annika Reuter", "Google", PAST, None, "Helsing", "Head of research", "reported", "hire")],
    ),
    ("Anna Schmidt verlässt Meta nicht.", []),
    (
        "Anna Schmidt wechselt zu DeepThings.",
        [("Anna Schmidt", "", "", None, "DeepThings", "", "reported", "hire")],
    ),
    (
        "Anna Schmidt hat OpenAI für Meta verlassen.",
        [("Anna Schmidt", "OpenAI", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "Mistral heuert Anna Schmidt von Google an.",
        [("Anna Schmidt", "Google", PAST, None, "Mistral AI", "", "reported", "hire")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_rows_are_read(text: str, rows: list[Row]) -> None:
    assert read_rows(text, "de") == rows
