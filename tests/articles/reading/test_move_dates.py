"""The date of a departure or a hire is that of its own verb."""

import pytest

from talentwatch.articles.reading import read_article
from tests.support.reading import DESK, PUBLISHED

JOINED_2021_LEFT_2023 = [
    ("en", "Tom Baker joined Meta in 2021 and left Meta in 2023."),
    ("en", "Tom Baker joined Meta in 2021 and left in 2023."),
    ("en", "Tom Baker was hired by Meta in 2021 and resigned in 2023."),
    ("en", "Tom Baker joined Meta, in 2021, and left it in 2023."),
    ("en", "Tom Baker joined Meta in 2021, became head of safety in 2022 and left in 2023."),
    ("de", "Yann LeCun wechselte 2021 zu Meta und hat das Unternehmen 2023 verlassen."),
    ("it", "Tom Baker è entrato in Meta nel 2021 e ha lasciato Meta nel 2023."),
    ("it", "Entrato in Meta nel 2021, Tom Baker ha lasciato l'azienda nel 2023."),
    ("fr", "Tom Baker a rejoint Meta en 2021 et a quitté Meta en 2023."),
    ("es", "Tom Baker se unió a Meta en 2021 y dejó Meta en 2023."),
    ("he", "יאן לקון הצטרף למטא ב-2021 ועזב את החברה ב-2023."),
]
# Sentences, and what was left when or joined when; empty if not said.
DATES = [
    # The verb of coming is none of the listed ones: still, "and" begins something else.
    ("de", "Tom Baker kam 2021 zu Meta und verließ Meta 2023.", "2023", ""),
    ("de", "Tom Baker hatte 2021 bei Meta begonnen und hat Meta 2023 verlassen.", "2023", ""),
    ("en", "Tom Baker joined Meta in 2021 and left.", "[..2025-05-28]", "2021"),
    ("en", "Tom Baker left Meta in 2023, having arrived in 2021.", "2023", ""),
    ("he", "יאן לקון נחת ב-2021 בפריז ועזב את מטא ב-2023.", "2023", ""),
    # The date before both verbs is that of both.
    ("en", "In March 2024, Tom Baker resigned and left Meta.", "2024-03", ""),
    ("en", "In March 2024 Tom Baker and Jane Doe left Meta.", "2024-03", ""),
    ("en", "After joining Meta, in 2023 Tom Baker left the company.", "2023", ""),
    ("en", "Tom Baker founded Acme Labs in 2019 and joined Meta in 2023.", "", "2023"),
    # Only "in March" has no other verb.
    ("en", "Tom Baker quit Google and in March 2024 joined Meta.", "[..2025-05-28]", "2024-03"),
]


def dates(language: str, text: str) -> tuple[str, str]:
    """When the first person of the article left, and joined, last."""
    rows = read_article(text, language=language, published=PUBLISHED, names=DESK).rows
    ends = [row["left"]["end"] for row in rows if row["left"]]
    starts = [row["joined"]["start"] for row in rows if row["joined"]]
    return next(iter(ends), ""), next(reversed(starts), "")


@pytest.mark.parametrize(("language", "text"), JOINED_2021_LEFT_2023)
def test_each_verb_has_its_own_date(language: str, text: str) -> None:
    assert dates(language, text) == ("2023", "2021")


@pytest.mark.parametrize(("language", "text", "end", "start"), DATES)
def test_the_nearest_date_wins(language: str, text: str, end: str, start: str) -> None:
    assert dates(language, text) == (end, start)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "Tom Baker will leave OpenAI.", ""),
        ("en", "Tom Baker will leave OpenAI next month.", "2025-06"),
        ("en", "Tom Baker plans to leave OpenAI at the end of June.", "2025-06"),
        ("en", "Tom Baker denied that he will leave OpenAI next month.", ""),
        # Not before the day of the article.
        ("it", "Tom Baker lascerà OpenAI a fine maggio.", "[2025-05-28..2025-05-31]"),
        ("de", "Tom Baker wird OpenAI im Juni verlassen.", "2025-06"),
        # Planned in the past: nobody knows what became of it.
        ("en", "In 2023 Tom Baker was going to leave OpenAI.", ""),
    ],
)
def test_a_planned_departure_says_when(language: str, text: str, day: str) -> None:
    (row,) = read_article(text, language=language, published=PUBLISHED, names=DESK).rows
    assert (row["left"]["end"], row["left"]["end_state"], row["event"]) == ("", "unknown", "departure")
    # An event without any date can't be saved.
    assert row["event_date"] == (day or None)


def test_a_planned_departure_says_nothing_of_when_without_the_day_of_the_article() -> None:
    (row,) = read_article("Tom Baker will leave OpenAI in June 2025.", language="en", names=DESK).rows
    assert (row["left"]["end"], row["event_date"]) == ("", None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tom Baker has joined Meta.", ""),
        ("Tom Baker will join Meta.", None),
        ("Tom Baker will join Meta in June.", ""),
        ("Tom Baker has left OpenAI and will join Meta.", ""),
        ("Tom Baker has left OpenAI.", ""),
    ],
)
def test_an_event_has_happened_or_has_a_day(text: str, day: str | None) -> None:
    (row,) = read_article(text, language="en", published=PUBLISHED, names=DESK).rows
    assert row["event_date"] == day
