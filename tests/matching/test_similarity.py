"""How alike two names are: what is shown to an editor, and what isn't."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from talentwatch.matching.similarity import (
    ABBREVIATED,
    NAMES,
    ORGANIZATION_NAMES,
    SAME,
    address_key,
    blocks,
    is_abbreviated,
    is_address,
    most_similar,
    pasted_key,
    similar_pairs,
    similarity,
    without_legal_form,
)
from talentwatch.text import search_key


def score(one: str, other: str) -> float:
    return similarity(search_key(one), search_key(other))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Timothée Lacroix", "TIMOTHEE LACROIX", 100),
        ("扬·勒丘恩", "扬 勒丘恩", 100),
        ("Lample, Guillaume", "Guillaume Lample", 99),
        ("G. Lample", "Guillaume Lample", ABBREVIATED),
        ("G. E. Hinton", "Geoffrey Hinton", ABBREVIATED),
    ],
)
def test_the_same_name_otherwise_written(one, other, wanted):
    assert score(one, other) == score(other, one) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guillaume Lample", "Guilaume Lample"),
        ("Guillaume Lample", "Guillaume Lampel"),
        ("Anthropic", "Antropic"),
        ("G. Hinton", "G. E. Hinton"),
    ],
)
def test_a_letter_off(one, other):
    assert 86 <= score(one, other) < 99


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Li Wei", "Li Fei"),
        ("Meta", "Meta AI"),
        ("Laboratory 21", "Laboratory 22"),
        ("G. Lample", "Thomas Lample"),
        ("G. K. Lample", "Guillaume Thomas Lample"),
        ("G. Lample", "Guillaume Lacroix"),
        ("A. B.", "Ada Byron"),
        ("Ada Byron", "Alan Byron"),
        ("", "Ada"),
    ],
)
def test_names_of_different_people(one, other):
    assert score(one, other) == score(other, one) == 0


def test_initials_alone_are_no_name():
    assert not is_abbreviated("a b", "ada byron")


@pytest.mark.parametrize(
    ("name", "bare"), [("acme inc", "acme"), ("acme co ltd", "acme"), ("sas", "sas"), ("inc acme", "inc acme")]
)
def test_legal_forms_are_left_out(name, bare):
    assert without_legal_form(name) == bare


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.paper.example/a/", "paper.example/a"),
        ("http://m.paper.example:8080/a#top", "paper.example/a"),
        ("https://paper.example/a?utm_source=x&id=2&fbclid=y&b=1", "paper.example/a?b=1&id=2"),
        ("HTTPS://Paper.Example:443/A?gclid=1&mc_cid=2&msclkid=3", "paper.example/A"),
        ("https://paper.example/?12345", "paper.example?12345="),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_an_address_without_what_does_not_change_the_article(address, key):
    assert address_key(address) == key


def test_the_nearest_have_their_best_score():
    rows = [(1, "ada lovelace"), (1, "ada lovelase"), (2, "lovelace ada"), (3, "bob kahn")]
    assert most_similar(NAMES, ["ada lovelace", "", "zuse"], rows) == {1: 100, 2: 99}


def test_pairs_are_of_two_rows_each_once():
    rows = [
        (2, "ada lovelace"),
        (1, "ada lovelace"),
        (1, "lovelace ada"),
        (3, "ada kahn"),
        (3, "alan kahn"),
        (4, "adam kahn y"),
    ]
    assert similar_pairs(NAMES, rows) == {(1, 2): 100}
    assert similar_pairs(ORGANIZATION_NAMES, [(1, "acme inc"), (2, "acme")]) == {(1, 2): 100}
    assert similar_pairs(SAME, [(1, "a"), (2, "a"), (3, "b")]) == {(1, 2): 100}


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ("kristina johansen", "kristine johansin", True),
        ("muhammad al sayed", "mohammad al sayid", True),
        ("johanna weissman", "johana weisman", True),
        ("kristina johansen", "kristima johamsen", False),  # consonants off in both halves: only the form asks
    ],
)
def test_names_with_several_slips_are_compared_where_they_are_vowels(one, other, is_found):
    assert set(most_similar(NAMES, [one], [(1, other)])) == {1}
    assert set(similar_pairs(NAMES, [(1, one), (2, other)])) == ({(1, 2)} if is_found else set())


WORDS = st.text("abcdefg", min_size=1, max_size=8)
KEYS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(KEYS, st.integers(0, 30), st.sampled_from(["", "a", "z"]))
def test_what_is_one_letter_off_shares_a_block(key, place, letter):
    place %= len(key)
    other = " ".join((key[:place] + letter + key[place + 1 :]).split())
    if (
        len(key) > 5
        and sorted(key.split()) == key.split()
        and sorted(other.split()) == other.split()
        and similarity(key, other)
    ):
        assert not blocks(key).isdisjoint(blocks(other))


@given(KEYS, KEYS)
@example("a aaaaaaaa aaaaaaaa", "a aaaaaaaa aaaaabbb")  # as long, and an abbreviation in one direction only
def test_likeness_has_no_direction(one, other):
    assert similarity(one, other) == similarity(other, one)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (" https://www.paper.example/a/?utm_medium=x ", "paper.example/a"),
        ("paper.example/a", "paper.example/a"),
        ("www.paper.example/a#b", "paper.example/a"),
        ("paper.example", None),
        ("Ada joins https://paper.example/a", None),
        ("and/or", None),
        ("", None),
    ],
)
def test_an_address_is_known_from_words_and_needs_no_scheme(text, key):
    assert is_address(text) is (key is not None)
    if key:
        assert pasted_key(text) == key
