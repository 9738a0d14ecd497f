"""Partial dates in English words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwatch.dates import UNKNOWN, PartialDate, parse, parse_typed
from talentwatch.phrases import in_words, words_of

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023", "2023"),
        ("2023-06", "June 2023"),
        ("2023-06-05", "5 June 2023"),
        ("[2023-01..2023-04]", "early 2023"),
        ("[2023-05..2023-08]", "mid 2023"),
        ("[2023-09..2023-12]", "late 2023"),
        ("[2023-01..2023-03]", "between January and March 2023"),
        ("[2023-12..2024-02]", "between December 2023 and February 2024"),
        ("[2021..2023]", "between 2021 and 2023"),
        ("[2023-06-15..2023-06-16]", "between 15 and 16 June 2023"),
        ("[2023-06-15..2023-07-02]", "between 15 June and 2 July 2023"),
        ("[2023-12-30..2024-01-02]", "between 30 December 2023 and 2 January 2024"),
        ("[..2023-06]", "by June 2023"),
        ("[..2023]", "by 2023"),
        ("[..2023-06-15]", "by 15 June 2023"),
        ("[2025-04..]", "from April 2025 on"),
        ("[2025..]", "from 2025 on"),
    ],
)
def test_a_date_in_words(text, words):
    assert words_of(text) == words
    if not words.startswith("between"):
        assert parse_typed(words) == parse(text)


def test_of_no_date_nothing_is_said():
    assert words_of(None) == words_of("") == in_words(UNKNOWN) == ""


@given(days, days)
def test_every_date_has_words(one, other):
    low, high = min(one, other), max(one, other)
    for when in (PartialDate(low, high), PartialDate(low, None), PartialDate(None, high), PartialDate(low, low)):
        words = in_words(when)
        if not words.startswith("between"):
            assert parse_typed(words) == when
