"""How much two names resemble each other, and how near ones are found."""

import pytest

from talentwatch.reconciliation.names import Names
from talentwatch.reconciliation.resemblance import (
    ABBREVIATED,
    MAX_OF_SIMILAR,
    MIDDLE_INITIAL,
    ONE_LETTER_OFF,
    SAME,
    Folded,
    resemblance,
)

NAMES = ["guillaume lample", "marie anne lachaux", "open ai", "梁文锋", "wu", "a b c"]


def fold(text):
    return Folded.of(text, has_initials=True)


@pytest.mark.parametrize(
    ("asked", "name", "score"),
    [
        ("Guillaume Lample", "guillaume lample", SAME),
        ("LAMPLE, Guillaume", "Guillaume Lample", SAME),
        ("Timothee Lacroix", "Timothée Lacroix", SAME),
        ("Yann Le Cun", "Yann LeCun", SAME),
        ("梁文锋", "梁文锋", SAME),
        ("Aidan N. Gomez", "Aidan Gomez", MIDDLE_INITIAL),
        ("Aidan Gomez", "Aidan N. Gomez", MIDDLE_INITIAL),
        ("Guillaume Lampel", "Guillaume Lample", ONE_LETTER_OFF),
        ("Guilaume Lample", "Guillaume Lample", ONE_LETTER_OFF),
        ("G. Lample", "Guillaume Lample", ABBREVIATED),
        ("Guillaume Lample", "G. Lample", ABBREVIATED),
        ("Lample G", "Guillaume Lample", ABBREVIATED),
        ("M. Lachaux", "Marie-Anne Lachaux", ABBREVIATED),
        ("И. Суцкевер", "Илья Суцкевер", ABBREVIATED),
    ],
)
def test_a_score_says_why(asked, name, score):
    assert resemblance(fold(asked), fold(name)) == score


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Guillaume Lampes", "Guillaume Lample"),  # two letters
        ("Guilaume Lampl", "Guillaume Lample"),  # in two words
        ("Wei Xu", "Wen Xu"),  # in a word too short to tell
        ("Lampel", "Lample"),  # a word alone
        ("Guillaume Lample Rozière", "Guillaume Lample"),
        ("H. Lample", "Guillaume Lample"),
        ("G. T. Lample", "Guillaume Lample"),
        ("G. L.", "Guillaume Lample"),
        ("John A. Smith", "John B. Smith"),
        ("G. Lample", "Lample"),
        ("G. Rozière", "Guillaume Lample"),
    ],
)
def test_anything_else_is_merely_similar(asked, name):
    assert resemblance(fold(asked), fold(name)) <= MAX_OF_SIMILAR
    assert resemblance(fold(asked), fold(name)) not in {ABBREVIATED, ONE_LETTER_OFF, MIDDLE_INITIAL}


def test_a_known_word_is_no_slip_of_the_pen():
    assert resemblance(fold("Greg Wang"), fold("Greg Yang")) == ONE_LETTER_OFF
    assert resemblance(fold("Greg Wang"), fold("Greg Yang"), {"wang"}) < ONE_LETTER_OFF


def test_the_h_in_h_company_is_a_word():
    assert resemblance(
        Folded.of("H. Company", has_initials=False), Folded.of("Harvey Company", has_initials=False)
    ) != (ABBREVIATED)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("Lample, Guillaume", [0]),
        ("Guilaume Lampl", [0]),
        ("G. Lample", [0]),
        ("M. Lachaux", [1]),
        ("M.-A. Lachaux", [1]),
        ("OpenAI", [2]),
        ("梁文锋", [3]),
        ("Nobody Atall", []),
        ("…", []),
    ],
)
def test_near_names_are_found(asked, near):
    names = Names.of((number, name, "alias") for number, name in enumerate(NAMES))
    assert sorted(names.near(fold(asked))) == near


def test_the_words_of_a_misspelling_are_not_known_words():
    assert Names.of([(1, "nick frosst", ""), (1, "nick frost", "misspelling")]).words == {"nick", "frosst"}


def test_a_prefix_begins_a_word_and_each_comes_once():
    names = Names.of([(1, "ada lovelace", ""), (1, "augusta ada king", "alias"), (2, "adam", ""), (3, "canada", "")])
    assert sorted(names.beginning("ada")) == [(False, "ada lovelace", 1), (False, "adam", 2)]
