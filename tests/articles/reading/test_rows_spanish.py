"""Rows from invented Spanish news."""

import pytest

from tests.support.reading import Row, read_rows

PAST = "[..2025-05-28]"  # left, on no stated day: by the day of the article

CASES: list[tuple[str, list[Row]]] = [
    (
        "Ana García deja OpenAI por Mistral AI en marzo de 2024 tras seis años.",
        [("Ana García", "OpenAI", "2024-03", 72, "Mistral AI", "", "reported", "departure")],
    ),
    (
        "Anthropic ficha a Ana García, procedente de Google, como científica jefa.",
        [("Ana García", "Google", PAST, None, "Anthropic", "Chief scientist", "reported", "hire")],
    ),
    (
        "Ana García, exinvestigadora de OpenAI, se une a Thinking Machines Lab.",
        [("Ana García", "OpenAI", PAST, None, "Thinking Machines Lab", "", "reported", "hire")],
    ),
    (
        "Meta arrebata tres investigadores a OpenAI: Lucas Beyer, Alexander Kolesnikov y Xiaohua Zhai.",
        [
            ("Lucas Beyer", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Alexander Kolesnikov", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
            ("Xiaohua Zhai", "OpenAI", PAST, None, "Meta", "", "reported", "hire"),
        ],
    ),
    (
        "Periodic Labs, fundada por los exinvestigadores de Google Carlos López y Ana García, recauda fondos.",
        [
            ("Carlos López", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
            ("Ana García", "Google", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "Según rumores, Ana García podría dejar Apple.",
        [("Ana García", "Apple", "", None, "", "", "rumoured", "departure")],
    ),
    (
        "Carlos López fue despedido de Google la semana pasada.",
        [("Carlos López", "Google", "[2025-05-19..2025-05-25]", None, "", "", "reported", "departure")],
    ),
    (
        "Carlos López pasa de Google DeepMind a Microsoft AI.",
        [("Carlos López", "Google DeepMind", PAST, None, "Microsoft AI", "", "reported", "departure")],
    ),
    (
        "Ana García negó que vaya a dejar Anthropic.",
        [("Ana García", "Anthropic", "", None, "", "", "denied", "departure")],
    ),
    (
        "Carlos López volverá a Google como director de investigación.",
        [("Carlos López", "", "", None, "Google", "Research director", "reported", "return")],
    ),
    (
        "• Ana García\n  • Puesto anterior: investigadora en Meta\n  • Puesto actual: científica jefa de Mistral AI\n  • Fecha de salida: febrero de 2025\n  • Tiempo en Meta: 6 años y 7 meses\n",
        [("Ana García", "Meta", "2025-02", 79, "Mistral AI", "Chief scientist", "reported", "departure")],
    ),
    (
        "Ilya Sutskever abandona OpenAI después de casi una década.",
        [("Ilya Sutskever", "OpenAI", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Meta ficha a Ruoming Pang, hasta ahora en Apple.",
        [("Ruoming Pang", "Apple", PAST, None, "Meta", "", "reported", "hire")],
    ),
    (
        "Carlos López y Ana García fundaron Periodic Labs tras salir de Google DeepMind.",
        [
            ("Carlos López", "Google DeepMind", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
            ("Ana García", "Google DeepMind", PAST, None, "Periodic Labs", "Founder", "reported", "founding"),
        ],
    ),
    (
        "John Schulman anunció que deja OpenAI para unirse a Anthropic.",
        [("John Schulman", "OpenAI", PAST, None, "Anthropic", "", "announced", "departure")],
    ),
    (
        "Carlos López trabajó cinco años en Google antes de incorporarse a OpenAI en enero de 2025.",
        [("Carlos López", "Google", PAST, 60, "OpenAI", "", "reported", "hire")],
    ),
    (
        "Mira Murati, directora de tecnología de OpenAI, dimitió en septiembre de 2024 tras seis años y medio.",
        [("Mira Murati", "OpenAI", "2024-09", 78, "", "", "reported", "departure")],
    ),
    (
        "Microsoft ha contratado a Mustafa Suleyman, cofundador de DeepMind, para dirigir Microsoft AI.",
        [("Mustafa Suleyman", "Google DeepMind", PAST, None, "Microsoft", "", "reported", "hire")],
    ),
    (
        "La investigadora Ana García se incorpora a Anthropic procedente de Google DeepMind, donde trabajó siete años.",
        [("Ana García", "Google DeepMind", PAST, 84, "Anthropic", "", "reported", "hire")],
    ),
    (
        "Tras su salida de OpenAI, John Schulman se unió a Anthropic.",
        [("John Schulman", "OpenAI", PAST, None, "Anthropic", "", "reported", "departure")],
    ),
    (
        "Ana García no dejará Google.",
        [],
    ),
    (
        "• Itziar Goñi\n  • Puesto anterior: ingeniera en Obscura\n  • Puesto actual: directora de tecnología de Novelco\n  • Fecha de salida: mayo de 2024\n",
        [("Itziar Goñi", "Obscura", "2024-05", None, "Novelco", "Chief technology officer", "reported", "departure")],
    ),
    (
        "Itziar Goñi abandona Obscura y se incorpora a Novelco como directora de tecnología.",
        [("Itziar Goñi", "Obscura", PAST, None, "Novelco", "Chief technology officer", "reported", "departure")],
    ),
    (
        "El exjefe de seguridad de OpenAI Jan Leike trabaja ahora en Anthropic.",
        [("Jan Leike", "OpenAI", PAST, None, "Anthropic", "", "reported", "")],
    ),
    (
        "Lucía Fernández, que dirigía desde 2023 el equipo de seguridad de Anthropic, se incorpora a OpenAI.",
        [("Lucía Fernández", "Anthropic", PAST, None, "OpenAI", "", "reported", "hire")],
    ),
    (
        "Lucía Fernández deja Google. La salida de Fernández fue adelantada por Bloomberg.",
        [("Lucía Fernández", "Google", PAST, None, "", "", "reported", "departure")],
    ),
    (
        "Multiverse Computing pierde a su director. Andrés Peña, que había llegado a la empresa en 2022 desde Nvidia, ha renunciado.",
        [("Andrés Peña", "Multiverse Computing", PAST, None, "", "", "reported", "departure")],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_rows_are_read(text: str, rows: list[Row]) -> None:
    assert read_rows(text, "es") == rows
