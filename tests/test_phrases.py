"""Dates and numbers in English words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwatch.dates import PartialDate, parse_typed
from talentwatch.phrases import in_words, number_words, shortly, with_preposition, words_of

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "words", "before", "short"),
    [
        ("2023", "2023", "in", "2023"),
        ("2023-06", "June 2023", "in", "Jun 2023"),
        ("2023-06-05", "5 June 2023", "on", "5 Jun 2023"),
        ("[2023-01..2023-04]", "between January and April 2023", "", "Jan–Apr 2023"),
        ("[2023-12..2024-02]", "between December 2023 and February 2024", "", "Dec 2023–Feb 2024"),
        ("[2021..2023]", "between 2021 and 2023", "", "2021–2023"),
        ("[2023-06-15..2023-06-16]", "between 15 and 16 June 2023", "", "15–16 Jun 2023"),
        ("[2023-05-26..2023-06-15]", "between 26 May and 15 June 2023", "", "26 May–15 Jun 2023"),
        ("[2022-12-30..2023-01-02]", "between 30 December 2022 and 2 January 2023", "", "30 Dec 2022–2 Jan 2023"),
        ("[..2023-06]", "by June 2023", "", "by Jun 2023"),
        ("[..2023]", "by 2023", "", "by 2023"),
        ("[..2023-06-15]", "by 15 June 2023", "", "by 15 Jun 2023"),
        ("[2025-04..]", "April 2025 or later", "in", "Apr 2025 or later"),
        ("[2025-04-09..]", "9 April 2025 or later", "on", "9 Apr 2025 or later"),
        ("[2025..]", "2025 or later", "in", "2025 or later"),
        ("", "", "", ""),
    ],
)
def test_a_date_in_words(text, words, before, short):
    when = parse_typed(text)
    assert (in_words(when), words_of(text), shortly(when)) == (words, words, short)
    assert with_preposition(when) == f"{before} {words}".strip()


def test_of_no_date_nothing_is_said():
    assert words_of(None) == ""


@given(days, days)
def test_every_date_has_words(one, other):
    low, high = min(one, other), max(one, other)
    for when in (PartialDate(low, high), PartialDate(low, None), PartialDate(None, high), PartialDate(low, low)):
        words = in_words(when)
        assert len(shortly(when)) <= len(words)
        if not words.startswith("between") and not words.endswith("or later"):
            assert parse_typed(words) == parse_typed(shortly(when)) == when


@pytest.mark.parametrize(("number", "told"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (4000, "4,000")])
def test_numbers(number, told):
    assert number_words(number) == told
