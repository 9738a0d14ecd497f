"""The search for similar names: near one of them, and among all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwatch.matching.comparison import (
    EXACT_KEYS,
    ORGANIZATION_NAMES,
    PERSON_NAMES,
    most_similar,
    similar_pairs,
    typo_keys,
)
from talentwatch.matching.index import NameIndex
from talentwatch.matching.names import parse_person_name
from talentwatch.matching.similarity import MIN_DUPLICATE, person_similarity
from talentwatch.text import search_key
from tests.support.names import PEOPLE


def test_the_most_similar_have_their_best_score():
    rows = [(1, "ada lovelace"), (1, "ada lovelase"), (2, "lovelace ada"), (3, "bob kahn")]
    assert most_similar(PERSON_NAMES, ["ada lovelace", "", "zuse"], rows) == {1: 100, 2: 100}
    assert most_similar(PERSON_NAMES, ["ada lovelase"], rows) == {1: 100, 2: 93}


def test_pairs_are_of_two_rows_each_once():
    rows = [
        (2, "ada lovelace"),
        (1, "ada lovelace"),
        (1, "lovelace ada"),
        (3, "ada kahn"),
        (3, "alan kahn"),
        (4, "adam kahn y"),
    ]
    assert similar_pairs(PERSON_NAMES, rows) == {(1, 2): 100}
    assert similar_pairs(ORGANIZATION_NAMES, [(1, "acme inc"), (2, "acme")]) == {(1, 2): 100}
    assert similar_pairs(EXACT_KEYS, [(1, "a"), (2, "a"), (3, "b")]) == {(1, 2): 100}
    assert most_similar(EXACT_KEYS, ["a"], [(1, "a"), (2, "a b")]) == {1: 100}


def test_a_surname_alone_is_compared_with_all_who_have_it():
    rows = [(1, "zhang"), (2, "ivan zhang"), (3, "zhang duo"), (4, "duo ivan")]
    assert similar_pairs(PERSON_NAMES, rows) == {(1, 2): 86, (1, 3): 86}
    assert most_similar(PERSON_NAMES, ["zhang"], rows) == {1: 100, 2: 86, 3: 86}
    assert similar_pairs(ORGANIZATION_NAMES, [(1, "meta"), (2, "meta labs")]) == {}


@pytest.mark.parametrize(("one", "other", "score"), PEOPLE)
def test_whatever_the_table_calls_similar_is_found_in_every_way(one, other, score):
    one, other = search_key(one), search_key(other)
    assert most_similar(PERSON_NAMES, [one], [(1, other)]) == {1: score}
    assert similar_pairs(PERSON_NAMES, [(1, one), (2, other)]) == {(1, 2): score}
    assert NameIndex(PERSON_NAMES, [(1, other)]).nearest(one) == {1: score}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("open ai", "openai"),
        ("openai", "open ai inc"),
        ("open ai l l c", "openai"),
        ("huggingface", "hugging face"),
        ("anthropic pbc", "anthropic"),
        ("antropic", "anthropic inc"),
    ],
)
def test_whatever_is_similar_among_organizations_is_found_in_every_way(one, other):
    assert set(most_similar(ORGANIZATION_NAMES, [one], [(1, other)])) == {1}
    assert set(similar_pairs(ORGANIZATION_NAMES, [(1, one), (2, other)])) == {(1, 2)}
    assert set(NameIndex(ORGANIZATION_NAMES, [(1, other)]).nearest(one)) == {1}


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ("kristina johansen", "kristine johansin", True),
        ("muhammad al sayed", "mohammad al sayid", True),
        ("johanna weissman", "johana weisman", True),
        ("kristina johansen", "kristima johamsen", False),  # consonants off in both halves: only the form asks
    ],
)
def test_names_with_several_slips_are_compared_if_they_are_vowels(one, other, is_found):
    assert set(most_similar(PERSON_NAMES, [one], [(1, other)])) == {1}
    assert set(similar_pairs(PERSON_NAMES, [(1, one), (2, other)])) == ({(1, 2)} if is_found else set())


WORDS = st.text("abcdefg", min_size=1, max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(NAMES, st.integers(0, 30), st.sampled_from(["", "a", "z"]))
def test_a_name_with_one_letter_off_shares_a_key(key, place, letter):
    place %= len(key)
    other = " ".join((key[:place] + letter + key[place + 1 :]).split())
    if len(key) > 5 and sorted(key.split()) == key.split() and sorted(other.split()) == other.split():
        one, another = parse_person_name(key), parse_person_name(other)
        # A part alone is found by its words instead.
        if person_similarity(one, another) >= MIN_DUPLICATE and not (one.is_one_word or another.is_one_word):
            keys, other_keys = (PERSON_NAMES.rule_keys(name) | typo_keys(name) for name in (one, another))
            assert not keys.isdisjoint(other_keys)
