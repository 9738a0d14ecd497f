"""The index of names: the nearest, the same, and those that begin with what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwatch.matching.comparison import ORGANIZATION_NAMES, PERSON_NAMES
from talentwatch.matching.index import FEW_SUGGESTED, MAX_NEAREST, MAX_SUGGESTED, NameIndex
from talentwatch.matching.similarity import MIN_DUPLICATE
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


PEOPLE = [
    (1, "sam altman"),
    (2, "samuel altmark"),
    (3, "ada lovelace"),
    (3, "countess of lovelace"),
    (4, "adam smith"),
    (5, "梁文锋"),
    (6, "עדה לאבלייס"),
    (7, "yann lecun"),
]


@pytest.mark.parametrize(
    ("typed", "matching"),
    [
        ("a", [3, 4, 1, 2, 7]),  # names that begin so, words that begin so, words that have it
        ("ada", [3, 4]),
        ("ada smith", [4]),
        ("lovelace, ada", [3]),
        ("countess ada", [3]),  # in two names of one record
        ("love", [3]),
        ("mith", [4]),
        ("梁", [5]),
        ("文锋", [5]),
        ("עדה לא", [6]),
        ("le cun", [7]),
        ("yannle", [7]),
        ("…", []),
    ],
)
def test_what_is_typed_matches_beginnings_first_then_words(typed, matching):
    assert NameIndex(PERSON_NAMES, PEOPLE).matching(search_key(typed)) == matching


@pytest.mark.parametrize(
    ("typed", "similar"),
    [("altmann", [1]), ("sam altmann", [1]), ("Ada Lovelase", [3]), ("Samuel Altman", [1]), ("Zoe Nobody", [])],
)
def test_words_may_be_nearly_as_typed(typed, similar):
    assert NameIndex(PERSON_NAMES, PEOPLE).similar(search_key(typed)) == similar


@pytest.mark.parametrize(("typed", "pk"), [("Open AI", 1), ("openai inc", 1), ("HuggingFace", 2), ("hugging f", 2)])
def test_names_of_organizations_may_be_run_together(typed, pk):
    index = NameIndex(ORGANIZATION_NAMES, [(1, "openai"), (2, "hugging face")])
    matching, similar = index.suggest(search_key(typed))
    assert [*matching, *similar] == [pk]


def test_similar_names_are_left_out_where_many_match():
    many = NameIndex(PERSON_NAMES, [(number, f"ada number{number}") for number in range(FEW_SUGGESTED)])
    assert many.suggest("ada") == (many.matching("ada"), [])
    assert len(NameIndex(PERSON_NAMES, [(number, "ada") for number in range(200)]).matching("ada")) == MAX_SUGGESTED


def test_replaced_names_are_found_and_the_old_ones_are_not():
    index = NameIndex(PERSON_NAMES, PEOPLE)
    index.replace(1, ["samantha oldman", "סם"])
    index.replace(4, [])
    assert index.same("samantha oldman") == index.same("סם") == {1}
    assert not index.same("sam altman")
    assert 1 not in index.nearest("sam altman", MIN_DUPLICATE)
    assert index.matching("sam") == [1, 2]
    assert index.matching("smith") == []
    assert index.similar("smithh") == []
    assert {pk for *_, pk in index.beginning_with("a")} == {2, 3}
    assert not index.is_sparse
    for pk in (1, 2, 3):
        index.replace(pk, [])
    assert index.is_sparse


@given(st.lists(st.tuples(st.integers(1, 4), st.lists(st.sampled_from(NAMES), max_size=2)), max_size=8))
def test_an_index_with_replaced_names_answers_like_a_new_one(edits):
    index, names = NameIndex(PERSON_NAMES, []), {}
    for pk, keys in edits:
        index.replace(pk, keys)
        names[pk] = keys
    fresh = NameIndex(PERSON_NAMES, [(pk, key) for pk, keys in names.items() for key in keys])
    for key in (*NAMES, "lample", "lampel", "a"):
        assert index.matching(key) == fresh.matching(key)
        assert index.similar(key) == fresh.similar(key)
        assert index.same(key) == fresh.same(key)


def test_a_reader_meets_an_index_to_which_a_name_is_just_being_added():
    index = NameIndex(PERSON_NAMES, [(1, "ada lovelace")])
    met = []

    class Names(list):
        def append(self, name):
            met.append(index.beginning_with("ada"))
            super().append(name)

    index.joined = Names(index.joined)
    index.replace(2, ["ada byron"])
    assert met == [{(False, "ada lovelace", 1)}]
    assert {pk for *_, pk in index.beginning_with("ada")} == {1, 2}
