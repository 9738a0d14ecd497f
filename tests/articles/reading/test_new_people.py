"""People whom the desk doesn't know: by a rare given name, or a Chinese surname, and what stands beside it."""

import pytest

from talentwatch.articles.reading import read_article
from talentwatch.articles.reading.faker_names import faker_given_names
from talentwatch.articles.reading.language import given_names, words_like_names
from tests.support.reading import DESK, PUBLISHED

TEXTS: list[tuple[str, str, list[str]]] = [
    ("en", "In the room sat Saoirse Quigley and two others.", ["Saoirse Quigley"]),
    ("de", "Dort saß auch die Informatikerin Swantje Petersen.", ["Swantje Petersen"]),
    ("it", "Ne parla anche Eugenio Paternò.", ["Eugenio Paternò"]),
    ("es", "Lo cuenta Aitana Bellido en su blog.", ["Aitana Bellido"]),
    ("fr", "C’est ce que raconte Blandine d’Harcourt-Nguyen.", ["Blandine d’Harcourt-Nguyen"]),
    ("es", "Lo cuenta Núria Sala i Ferrer en su blog.", ["Núria Sala i Ferrer"]),
    ("fr", "Anne Martin d’Obscura rejoint Meta.", ["Anne Martin"]),
    ("he", "כך סיפרה הדס וקנין.", ["הדס וקנין"]),
    # Those beside them, whose given names nobody lists.
    (
        "en",
        "Nearby sat Tamsin Achterberg, Saoirse Quigley and Ruaridh Macleod.",
        ["Tamsin Achterberg", "Saoirse Quigley", "Ruaridh Macleod"],
    ),
    # A surname of two letters; behind a word for people; with a letter that is a word, too, and before an adverb.
    ("zh", "腾讯宣布，尉迟晨加入公司。", ["尉迟晨"]),
    ("zh", "谷歌挖来自动驾驶专家司徒婉清。", ["司徒婉清"]),
    ("zh", "前Meta研究员程若曦创办了公司。", ["程若曦"]),
    ("zh", "诸葛敏将在8月离开腾讯。", ["诸葛敏"]),
    # Words and places that are names, too.
    ("en", "The owners of Paris Saint-Germain and India Today met at General Motors.", []),
    ("en", "It was a Prime Minister who said so.", []),
    ("de", "Davon weiß Luna Robotics nichts.", []),
    ("he", "שינויים אלה והשחיקה נמשכים.", []),
    ("he", "נטע עצים, וסיפרה מה ראתה.", []),
]


@pytest.mark.parametrize(("language", "text", "people"), TEXTS)
def test_who_is_marked(language: str, text: str, people: list[str]) -> None:
    reading = read_article(text, language=language, published=PUBLISHED, names=DESK)
    assert [mention.name for mention in reading.mentions if mention.kind == "person"] == people


def test_a_given_name_alone_is_nobody() -> None:
    reading = read_article("Saoirse said so, and Swantje agreed.", language="en", names=DESK)
    assert reading.mentions == []


def test_faker_lists_names_of_many_countries() -> None:
    """Its lists are no documented part of it: an upgrade that moves or empties them fails here."""
    names = faker_given_names()
    assert len(names) > 15_000
    assert {"saoirse", "swantje", "eugenio", "aitana", "blandine", "ayaan", "הדס"} <= names
    assert not {"ai", "van", "le", ""} & names


def test_each_word_is_a_name_of_faker_alone() -> None:
    assert words_like_names() <= faker_given_names() - given_names()
