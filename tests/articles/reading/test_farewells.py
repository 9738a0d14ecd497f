"""Who says farewell to somebody stays; who says it to an organization leaves."""

import pytest

from talentwatch.articles.reading import read_article
from tests.support.reading import DESK, PUBLISHED, read_rows

BAKER = [("Tom Baker", "xAI")]
LECUN = [("Yann LeCun", "xAI")]
SENTENCES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("en", "xAI chief executive Elon Musk bids farewell to Tom Baker.", BAKER),
    ("en", "xAI chief Elon Musk bids farewell to Tom Baker.", []),
    ("en", "Former xAI engineer Elon Musk says goodbye to Tom Baker.", []),
    ("en", "Sam Altman parted ways with Tom Baker.", []),
    ("en", "Elon Musk bids farewell to xAI, where he worked with Tom Baker.", [("Elon Musk", "xAI")]),
    ("en", "Elon Musk, xAI's chief executive, bids farewell to the company.", [("Elon Musk", "xAI")]),
    ("en", "Tom Baker says goodbye to Sam Altman's OpenAI.", [("Tom Baker", "OpenAI")]),
    ("de", "xAI-Chef Elon Musk verabschiedet sich von Tom Baker.", BAKER),
    ("de", "xAI-Chef Elon Musk verabschiedet Tom Baker.", BAKER),
    ("de", "Tom Baker verabschiedet sich von xAI.", BAKER),
    ("it", "Il capo di xAI Elon Musk saluta Tom Baker.", BAKER),
    ("it", "Elon Musk, capo di xAI, dice addio a Tom Baker.", BAKER),
    ("it", "Elon Musk dice addio a Tom Baker.", []),
    ("it", "L'addio di Tom Baker a xAI.", BAKER),
    ("it", "Tom Baker saluta xAI.", BAKER),
    ("he", 'מנכ"ל xAI אילון מאסק נפרד מיאן לקון.', LECUN),
    ("he", "xAI נפרדת מיאן לקון.", LECUN),
    ("fr", "Elon Musk dit adieu à Tom Baker.", []),
    ("fr", "Tom Baker dit adieu à xAI.", BAKER),
    ("es", "Elon Musk se despide de Tom Baker.", []),
    ("es", "Tom Baker se despide de xAI.", BAKER),
]


@pytest.mark.parametrize(("language", "text", "left"), SENTENCES)
def test_who_leaves(language: str, text: str, left: list[tuple[str, str]]) -> None:
    rows = read_rows(text, language)
    assert [(row[0], row[1]) for row in rows] == left
    assert {row[4] for row in rows} <= {""}


def test_the_title_is_that_of_who_leaves() -> None:
    text = "Elon Musk, capo di xAI, dice addio alla ricercatrice Maria Chen."
    (row,) = read_article(text, language="it", published=PUBLISHED, names=DESK).rows
    assert row["left"]["title"] == "Researcher"


def test_in_spanish_a_goodbye_is_no_dismissal() -> None:
    (row,) = read_article("Tom Baker se despide de xAI.", language="es", published=PUBLISHED, names=DESK).rows
    assert row["left"]["end_reason"] == ""
