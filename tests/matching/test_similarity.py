"""The table of scores: how similar two names are, and why."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from talentwatch.matching.names import parse_organization_name, parse_person_name
from talentwatch.matching.similarity import (
    INITIALS,
    MAX_OF_FIGURES,
    MAX_OF_RELATIVES,
    MAX_OF_SIMILAR,
    MIDDLE_INITIAL,
    MIDDLE_NAME,
    MIN_DUPLICATE,
    ONE_LETTER_OFF,
    SAME,
    SHORT_FIRST_NAME,
    TWO_SHORT_FIRST_NAMES,
    exact_similarity,
    has_initials_of,
    organization_similarity,
    person_similarity,
)
from talentwatch.reconciliation.candidates import MIN_MATCH_SCORE
from talentwatch.text import search_key
from tests.support.names import PEOPLE

RULES = {MIDDLE_INITIAL, MIDDLE_NAME, SHORT_FIRST_NAME, TWO_SHORT_FIRST_NAMES, ONE_LETTER_OFF, INITIALS}


def people(one, other, known_words=()):
    return person_similarity(parse_person_name(search_key(one)), parse_person_name(search_key(other)), known_words)


def organizations(one, other):
    return organization_similarity(parse_organization_name(search_key(one)), parse_organization_name(search_key(other)))


@pytest.mark.parametrize(("one", "other", "score"), PEOPLE)
def test_a_score_says_why_two_names_of_people_are_similar(one, other, score):
    assert people(one, other) == people(other, one) == score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guillaume Lampes", "Guillaume Lample"),  # two letters
        ("Guilaume Lampl", "Guillaume Lample"),  # in two words
        ("Wei Xu", "Wen Xu"),  # in a word too short to tell
        ("Lampel", "Lample"),  # a word alone
        ("Guillaume Lample Rozière", "Guillaume Lample"),
        ("H. Lample", "Guillaume Lample"),
        ("G. L.", "Guillaume Lample"),
        ("John A. Smith", "John B. Smith"),
        ("G. Lample", "Lample"),
        ("G. Rozière", "Guillaume Lample"),
        ("Wolfgang B. Mozart", "Wolfgang Amadeus Mozart"),
        ("Li Na", "Li Xiao Na"),  # two given names, no middle name
        ("Mike A. Jordan", "Michael B. Jordan"),
        ("Mike Jordan", "Michael Pippen"),
        ("Smith Ben Jones", "Smith Benjamin Jones"),  # no first name
    ],
)
def test_anything_else_is_merely_similar(one, other):
    assert people(one, other) <= MAX_OF_SIMILAR
    assert people(one, other) not in RULES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Li Wei", "Li Fei"),
        ("G. Lample", "Thomas Lample"),
        ("G. K. Lample", "Guillaume Thomas Lample"),
        ("G. Lample", "Guillaume Lacroix"),
        ("Z. Wang", "Alexandr Z. Wang"),
        ("A. B.", "Ada Byron"),
        ("Ada Byron", "Alan Byron"),
        ("Ivan Zhang", "Jian Zhang"),
        ("Zhang Yutao", "Zhang Yutong"),
        ("", "Ada"),
    ],
)
def test_names_of_different_people_are_not_asked_about(one, other):
    assert people(one, other) < MIN_DUPLICATE
    assert people(other, one) < MIN_DUPLICATE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guillaume Lample", "Guilaume Lample"),
        ("Guillaume Lample", "Guillaume Lampel"),
        ("Anthropic", "Antropic"),
        ("G. Hinton", "G. E. Hinton"),
    ],
)
def test_a_letter_off_is_asked_about(one, other):
    assert MIN_DUPLICATE <= people(one, other) < 99


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sammy Davis Jr.", "Sammy Davis III"), ("Davis Sr., Sammy", "Sammy Davis, Jr."), ("Davis Jr.", "Davis III")],
)
def test_two_generations_are_never_the_same(one, other):
    assert people(one, other) == people(other, one) == 0


@pytest.mark.parametrize(
    ("one", "other"), [("Tolstoy", "Leo Tolstoy"), ("Leo", "Leo Tolstoy"), ("Tolstoy, L.", "Leo Tolstoy")]
)
def test_a_surname_alone_and_initials_are_candidates_and_never_a_match(one, other):
    assert MIN_DUPLICATE <= people(one, other) < MIN_MATCH_SCORE


def test_initials_alone_are_no_name():
    assert not has_initials_of(parse_person_name("a b"), parse_person_name("ada byron"))


def test_a_word_that_is_known_is_no_misspelling():
    assert people("Greg Wang", "Greg Yang") == ONE_LETTER_OFF
    assert people("Greg Wang", "Greg Yang", {"wang"}) < ONE_LETTER_OFF


def test_relatives_share_a_surname_and_no_more():
    assert people("Jonathan Wolfeschlegel", "Nathaniel Wolfeschlegel") <= MAX_OF_RELATIVES


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("Open AI", "OpenAI", SAME),
        ("HuggingFace", "Hugging Face", SAME),
        ("OpenAI, Inc.", "OpenAI", SAME),
        ("Open AI, L.L.C.", "OpenAI", SAME),
        ("Anthropic PBC", "Anthropic", SAME),
        ("Mistral AI S.A.S.", "Mistral AI", SAME),
        ("Stability AI Ltd", "Stability AI, Inc.", SAME),
        ("Hugging Fase", "Hugging Face", ONE_LETTER_OFF),
    ],
)
def test_a_score_says_why_two_names_of_organizations_are_similar(one, other, score):
    assert organizations(one, other) == organizations(other, one) == score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meta", "Meta AI"),
        ("Laboratory 21", "Laboratory 22"),
        ("H. Company", "Harvey Company"),  # an organization has no initials
        ("Benjamin Labs", "Ben Labs"),  # nor a first name
        ("Google Brain", "Google Research"),
    ],
)
def test_names_of_different_organizations_are_not_asked_about(one, other):
    assert organizations(one, other) < MIN_DUPLICATE
    assert organizations(one, other) != INITIALS


@pytest.mark.parametrize(("one", "other"), [("Ada Lovelace", "Ada Lovelace 2"), ("Laboratory 21", "Laboratory 22")])
def test_names_that_differ_in_a_figure_are_never_alike(one, other):
    assert people(one, other) == organizations(one, other) == MAX_OF_FIGURES < MIN_DUPLICATE


def test_exact_keys_are_the_same_or_not():
    assert exact_similarity(parse_person_name("a"), parse_person_name("a")) == SAME
    assert exact_similarity(parse_person_name("a"), parse_person_name("b")) == 0


WORDS = st.text("abcdefg", min_size=1, max_size=8) | st.sampled_from(["ben", "benjamin", "jr", "iii", "dr", "2"])
KEYS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@given(KEYS, KEYS)
@example("a aaaaaaaa aaaaaaaa", "a aaaaaaaa aaaaabbb")  # as long, and initials of the other in one direction only
@example("ben a aaa", "benjamin aaa")
def test_similarity_has_no_direction(one, other):
    for parse, similarity in (
        (parse_person_name, person_similarity),
        (parse_organization_name, organization_similarity),
    ):
        assert similarity(parse(one), parse(other)) == similarity(parse(other), parse(one))
