"""The index of names: the nearest, the same, and those that begin with what is typed."""

import pytest

from talentwatch.matching.comparison import ORGANIZATION_NAMES, PERSON_NAMES
from talentwatch.matching.index import MAX_NEAREST, NameIndex
from talentwatch.text import search_key

NAMES = ["guillaume lample", "marie anne lachaux", "open ai", "梁文锋", "wu", "a b c"]


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("Lample, Guillaume", [0]),
        ("Guilaume Lampl", [0]),
        ("G. Lample", [0]),
        ("Lample", [0]),
        ("M. Lachaux", [1]),
        ("M.-A. Lachaux", [1]),
        ("OpenAI", [2]),
        ("梁文锋", [3]),
        ("Cat Wu", [4]),
        ("Nobody Atall", []),
        ("…", []),
    ],
)
def test_the_nearest_names_are_found(query, nearest):
    index = NameIndex(PERSON_NAMES, enumerate(NAMES))
    assert sorted(index.nearest(search_key(query))) == nearest


def test_the_nearest_come_first_and_there_is_an_end_to_them():
    rows = [(number, "ivan zhang") for number in range(MAX_NEAREST)]
    scores = NameIndex(PERSON_NAMES, [*rows, (99, "zhang")]).nearest("zhang")
    assert (list(scores)[:2], scores[99], len(scores)) == ([99, 0], 100, MAX_NEAREST)


def test_only_the_same_name_is_the_same():
    index = NameIndex(ORGANIZATION_NAMES, [(1, "openai inc"), (2, "open ai"), (3, "open a")])
    assert index.same("openai") == {1, 2}
    assert index.same("") == set()


def test_a_prefix_begins_a_word_and_each_record_comes_once():
    index = NameIndex(PERSON_NAMES, [(1, "ada lovelace"), (1, "augusta ada king"), (2, "adam"), (3, "canada")])
    assert sorted(index.beginning_with("ada")) == [(False, "ada lovelace", 1), (False, "adam", 2)]


def test_a_prefix_may_be_run_together():
    index = NameIndex(ORGANIZATION_NAMES, [(1, "hugging face"), (2, "openai"), (3, "hug")])
    assert [pk for *_, pk in index.beginning_with("huggingf")] == [1]
    assert [pk for *_, pk in index.beginning_with("open a")] == [2]
