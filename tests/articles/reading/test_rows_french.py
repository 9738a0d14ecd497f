"""Rows from invented French news."""

import pytest

from tests.support.reading import Row, read_rows

PAST = "[..2025-05-28]"  # left, on no stated day: by the day of the article

CASES: list[tuple[str, list[Row]]] = [
    (
        "Marie Dupont quitte OpenAI pour Mistral AI en mars 2024 après six ans.",
        [("Marie Dupont", "OpenAI", "2024-03", 72, "Mistral AI", "", "reported", "departure")],
    ),
    (
        "Anthropic recrute Marie Dupont de Google comme directrice scientifique.",
        [("Marie Dupont", "Google", PAST, None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        "Marie Dupont, ancienne chercheuse d'OpenAI, a rejoint Thinking Machines Lab.",
        [("Marie Dupont", "OpenAI", PAST, None, "Thinking Machines Lab", "", "reported", "hire")],
    ),
    (
        "Meta débauche trois chercheurs d’OpenAI : Lucas Beyer, Alexander Kolesnikov et Xiaohua Zhai.",
        [
            ("Lucas Beyer", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Alexander Kolesnikov", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Xiaohua Zhai", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "La start-up Periodic Labs a été fondée par les anciens chercheurs de Google Pierre Martin et Marie Dupont.",
        [
            ("Pierre Martin", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
            ("Marie Dupont", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Selon des rumeurs, Marie Dupont pourrait quitter Apple.",
        [("Marie Dupont", "Apple", "", None, "", "", "rumoured", "departure")],
    ),
    (
        "Pierre Martin rejoindra Kyutai comme ingénieur de recherche.",
        [("Pierre Martin", "", "", None, "Kyutai", "Research engineer", "reported", "hire")],
    ),
    (
        "Pierre Martin passe de Google DeepMind à Microsoft AI.",
        [("Pierre Martin", "Google DeepMind", PAST, None, "Microsoft AI", "", "reported", "departure")],
    ),
    (
        "Marie Dupont a démenti vouloir quitter Anthropic.",
        [("Marie Dupont", "Anthropic", "", None, "", "", "denied", "departure")],
    ),
    (
        "Le départ de Marie Dupont de Meta a été annoncé la semaine dernière.",
        [("Marie Dupont", "Meta", PAST, None, "", "", "announced", "departure")],
    ),
    (
        "• Marie Dupont\n  • Poste précédent : chercheuse chez Meta\n  • Poste actuel : directrice scientifique de Mistral AI\n  • Date de départ : février 2025\n  • Temps passé chez Meta : 6 ans et 7 mois\n",
        [("Marie Dupont", "Meta", "2025-02", 79, "Mistral AI", "Chief scientist", "reported", "departure")],
    ),
    (
        "Yann LeCun va quitter Meta pour lancer sa propre start-up.",
        [("Yann LeCun", "Meta", "", None, "", "", "reported", "departure")],
    ),
    (
        "Arthur Mensch, Guillaume Lample et Timothée Lacroix ont fondé Mistral AI en avril 2023.",
        [
            ("Arthur Mensch", "", "", None, "Mistral AI", "Founder", "reported", "founding"),
            ("Guillaume Lample", "", "", None, "Mistral AI", "Founder", "reported", "founding"),
            ("Timothée Lacroix", "", "", None, "Mistral AI", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Après cinq ans chez Google, Pierre Martin est embauché par OpenAI.",
        [("Pierre Martin", "Google", PAST, 60, "OpenAI", "", "reported", "hire")],
    ),
    (
        "Apple perd Ruoming Pang au profit de Meta.",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "departure")],
    ),
    (
        "L’ex-patron de Google Brain Pierre Martin est de retour chez Google.",
        [("Pierre Martin", "Google Brain", PAST, None, "Google", "", "reported", "return")],
    ),
    (
        "John Schulman a annoncé sur X qu’il quittait OpenAI et qu’il rejoignait Anthropic.",
        [("John Schulman", "OpenAI", PAST, None, "Anthropic", "", "announced", "departure")],
    ),
    (
        "Mira Murati, directrice technique d’OpenAI, a démissionné en septembre 2024 après six ans et demi.",
        [("Mira Murati", "OpenAI", "2024-09", 78, "", "", "reported", "departure")],
    ),
    (
        "Microsoft débauche Mustafa Suleyman, cofondateur de DeepMind, pour diriger Microsoft AI.",
        [("Mustafa Suleyman", "Google DeepMind", PAST, None, "Microsoft", "", "reported", "hire")],
    ),
    (
        "L'ancienne responsable de la sécurité d'OpenAI, Marie Dupont, a été embauchée par Mistral AI la semaine dernière.",
        [("Marie Dupont", "OpenAI", PAST, None, "Mistral AI", "", "reported", "hire")],
    ),
    (
        "Andrej Karpathy a quitté OpenAI pour se consacrer à des projets personnels.",
        [("Andrej Karpathy", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Passé par Google Brain, Pierre Martin a cofondé Kyutai en 2023.",
        [("Pierre Martin", "Google Brain", PAST, None, "Kyutai", "Founder", "reported", "founding")],
    ),
    (
        "Marie Dupont ne quittera pas Google.",
        [],
    ),
    (
        "Nom\tAncien employeur\tNouvel employeur\tDate de départ\nAwa Diop\tObscura\tNovelco\tmai 2024\n",
        [("Awa Diop", "Obscura", "2024-05", None, "Novelco", "", "reported", "departure")],
    ),
    (
        "Awa Diop quitte Obscura pour rejoindre Novelco en tant qu'ingénieure de recherche.",
        [("Awa Diop", "Obscura", PAST, None, "Novelco", "Research engineer", "reported", "departure")],
    ),
    (
        "Selon Les Echos, Awa Diop, directrice de recherche chez Meta, s'apprête à rejoindre Mistral AI.",
        [("Awa Diop", "Meta", "", None, "Mistral AI", "", "reported", "hire")],
    ),
    (
        "Arthur Mensch, cofondateur de Mistral AI, a annoncé le départ de Julien Moreau.",
        [("Julien Moreau", "Mistral AI", "", None, "", "", "announced", "departure")],
    ),
    (
        "Julien Moreau quitte Mistral AI. Ce dernier rejoint Nvidia, où il retrouvera Sophie Lambert.",
        [
            ("Julien Moreau", "Mistral AI", PAST, None, "", "", "reported", "departure"),
            ("Julien Moreau", "", "", None, "Nvidia", "", "reported", "hire"),
        ],
    ),
    (
        "Julien Moreau, arrivé chez Google en 2021, devrait rejoindre Meta cet été.",
        [
            ("Julien Moreau", "", "", None, "Google", "", "reported", "hire"),
            ("Julien Moreau", "", "", None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "Chez Mistral AI, Arthur Mensch perd son bras droit : Marie Lefèvre.",
        [],
    ),
    (
        "Marie Lefèvre, qui a quitté Meta en 2024, a débauché Pascale Fung et Michel Roux.",
        [("Marie Lefèvre", "Meta", "2024", None, "", "", "reported", "departure")],
    ),
    (
        "Deux chercheurs de Kyutai, Maxime Gillet et Aurore Blanc, ont annoncé lundi leur départ pour Anthropic.",
        [
            ("Maxime Gillet", "Kyutai", "", None, "Anthropic", "", "announced", "departure"),
            ("Aurore Blanc", "Kyutai", "", None, "Anthropic", "", "announced", "departure"),
        ],
    ),
    (
        "Thomas Roussel est parti chez OpenAI.",
        [("Thomas Roussel", "", "", None, "OpenAI", "", "reported", "hire")],
    ),
    (
        "Nommé en avril directeur scientifique de Mistral AI, Antoine Roux avait auparavant dirigé un laboratoire.",
        [("Antoine Roux", "", "", None, "Mistral AI", "Chief scientist", "reported", "hire")],
    ),
    (
        "Mistral nomme Marie Dupont directrice scientifique.",
        [("Marie Dupont", "", "", None, "Mistral AI", "Chief scientist", "reported", "hire")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_rows_are_read(text: str, rows: list[Row]) -> None:
    assert read_rows(text, "fr") == rows
