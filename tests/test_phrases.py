"""Dates, periods and numbers in English words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import EndReason, LeftFor
from talentwatch import phrases
from talentwatch.dates import PartialDate
from talentwatch.phrases import format_date, format_date_with_preposition, format_short_date
from talentwatch.typed_dates import parse_typed

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
    assert (format_date(when), format_date(text), format_short_date(when)) == (words, words, short)
    assert format_date_with_preposition(when) == f"{before} {words}".strip()


def test_without_a_date_there_are_no_words():
    assert format_date(None) == format_date_with_preposition(None) == ""


@pytest.mark.parametrize("value", ["2023-06-05", date(2023, 6, 5), PartialDate(date(2023, 6, 5), date(2023, 6, 5))])
def test_a_day_may_be_a_text_a_day_or_a_partial_date(value):
    assert format_date(value) == "5 June 2023"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-06-05", "5 June 2023"),
        ("2023-06", "any day from 1 June to 30 June 2023"),
        ("[2022-12-30..2023-01-02]", "any day from 30 December 2022 to 2 January 2023"),
        ("[..2023-06]", "30 June 2023 or any day before"),
        ("[2025-04..]", "1 April 2025 or any day after"),
        ("", "unknown"),
    ],
)
def test_the_days_that_a_date_can_be(text, words):
    assert phrases.format_possible_days(parse_typed(text)) == words


@given(days, days)
def test_every_date_has_words(one, other):
    low, high = min(one, other), max(one, other)
    for when in (PartialDate(low, high), PartialDate(low, None), PartialDate(None, high), PartialDate(low, low)):
        words = format_date(when)
        assert len(format_short_date(when)) <= len(words)
        if not words.startswith("between") and not words.endswith("or later"):
            assert parse_typed(words) == parse_typed(format_short_date(when)) == when


@pytest.mark.parametrize(("number", "words"), [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (4000, "4,000")])
def test_numbers(number, words):
    assert phrases.format_number(number) == words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "less than a month"),
        (1, "1 month"),
        (11, "11 months"),
        (12, "1 year"),
        (24, "2 years"),
        (79, "6 years 7 months"),
    ],
)
def test_durations(months, words):
    assert phrases.format_duration(months) == words


@pytest.mark.parametrize(
    ("shortest", "longest", "words"),
    [
        (None, None, ""),
        (None, 24, "at most 2 years"),
        (24, None, "at least 2 years"),
        (0, None, ""),
        (0, 0, "less than a month"),
        (0, 4, "at most 4 months"),
        (24, 24, "2 years"),
        (23, 24, "1 year 11 months to 2 years"),
    ],
)
def test_tenures(shortest, longest, words):
    assert phrases.format_tenure({"min": shortest, "max": longest}) == words


def period(start=None, end=None, state="unknown", verified=None, months=None):
    return {"start": start, "end": end, "end_state": state, "verified_on": verified, "stated_months": months}


@pytest.mark.parametrize(
    ("row", "concluded", "stated"),
    [
        (period(), "start unknown; not known whether it has ended", ""),
        (period("2020", None, "ongoing"), "began in 2020; ongoing", "began in 2020; still there"),
        (
            period("2020-06-05", "[..2023]", "ended", months=36),
            "began on 5 June 2020; ended by 2023",
            "began on 5 June 2020; ended by 2023; for 3 years",
        ),
        (period(None, "2023", "ended"), "start unknown; ended in 2023", "ended in 2023"),
    ],
)
def test_a_period_in_a_sentence(row, concluded, stated):
    assert (phrases.format_period(row), phrases.format_stated_period(row)) == (concluded, stated)


@pytest.mark.parametrize(
    ("row", "short", "latest"),
    [
        (period("2018", "2020-01", "ended"), "2018 → Jan 2020", "to Jan 2020"),
        (period(None, "[..2020]", "ended"), "? → by 2020", "left by 2020"),
        (
            period("2023-04", None, "ongoing", date(2025, 5, 26)),
            "Apr 2023 → still there on 26 May 2025",
            "from Apr 2023",
        ),
        (period("[..2023]", None, "ongoing"), "by 2023 → ongoing", "there by 2023"),
        (period(verified="2020-02-01"), "? → last reported 1 Feb 2020", ""),
        (period(), "? → ?", ""),
    ],
)
def test_a_period_on_a_chart(row, short, latest):
    assert (phrases.format_short_period(row), phrases.format_latest_date(row)) == (short, latest)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (period("2018", "2020-01", "ended"), "2018 – January 2020"),
        (period("2020", None, "ongoing"), "2020 – still there"),
        (period(None, None, "ongoing", "2022-03-04"), "start unknown – still there on 4 March 2022"),
        (period("2020", verified="2022-03-04"), "2020 – end unknown, last reported 4 March 2022"),
        (period("2020"), "2020 – end unknown"),
    ],
)
def test_a_period_on_a_slide(row, words):
    assert phrases.format_date_range(row) == words


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (600, 600, "600 people"),
        (1600, 1700, "1,600 to 1,700 people"),
        (600, None, "at least 600 people"),
        (None, 700, "at most 700 people"),
    ],
)
def test_a_range_of_people(least: int | None, most: int | None, text: str) -> None:
    assert phrases.format_range({"min": least, "max": most}, "people") == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (1, "USD 1"),
        (999_999, "USD 999,999"),
        (1_000_000, "USD 1 million"),
        (1_234_567, "USD 1,234,567"),
        (500_000_000, "USD 500 million"),
        (14_300_000_000, "USD 14.3 billion"),
        (14_312_345_678, "USD 14,312,345,678"),
        (1_000_000_000_000, "USD 1 trillion"),
        (10**15, "USD 1,000 trillion"),
    ],
)
def test_an_amount_loses_no_figure(amount: int, text: str) -> None:
    assert phrases.format_amount(amount, "USD") == text


@pytest.mark.parametrize(
    ("end_reason", "left_for", "words"),
    [
        (None, None, ""),
        ("other", None, ""),
        ("retired", None, "they retired"),
        (None, "unnamed_employer", "they left for an employer that nobody names"),
        ("contract_ended", "leave", "their contract ended; they left on leave"),
    ],
)
def test_a_departure_in_words(end_reason, left_for, words):
    assert phrases.format_departure({"end_reason": end_reason, "left_for": left_for}) == words


def test_everything_that_a_job_is_left_for_has_words():
    assert set(phrases.LEFT_FOR) == set(LeftFor.values)
    assert {*phrases.END_REASONS, "other"} == set(EndReason.values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2015-01~", "about January 2015"),
        ("2014-12~", "about December 2014"),
        ("1636-10~", "about October 1636"),
        ("[2015-01-02..2015-03]", "between 2 January and 31 March 2015"),
        ("2015", "2015"),
        ("[..2015-01]", "by January 2015"),
        ("", ""),
    ],
)
def test_three_months_are_about_the_middle_one(text, words):
    assert phrases.format_about(parse_typed(text, 1000)) == words
