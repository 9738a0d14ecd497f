from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwatch.dates import UNKNOWN, PartialDate, months_between, parse
from talentwatch.typed_dates import parse_typed

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
BOUNDS = st.none() | DAYS
thorough = settings(max_examples=200, deadline=None)


@st.composite
def partial_dates(draw):
    first, last = draw(BOUNDS), draw(BOUNDS)
    return PartialDate(last, first) if first and last and last < first else PartialDate(first, last)


def span(earliest, latest):
    return PartialDate(*(day and date.fromisoformat(day) for day in (earliest, latest)))


# The canonical text


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (None, None, ""),
        ("2023-01-01", "2023-12-31", "2023"),
        ("2023-01-01", "2024-12-31", "[2023..2024]"),
        ("2023-01-01", "2023-12-30", "[2023-01-01..2023-12-30]"),
        ("2023-01-01", "2023-11-30", "[2023-01..2023-11]"),
        ("2023-06-01", "2023-06-30", "2023-06"),
        ("2023-06-02", "2023-06-30", "[2023-06-02..2023-06-30]"),
        ("2024-02-01", "2024-02-28", "[2024-02-01..2024-02-28]"),
        ("2023-06-15", "2023-06-15", "2023-06-15"),
        (None, "2023-12-31", "[..2023]"),
        (None, "2023-06-30", "[..2023-06]"),
        (None, "2023-06-29", "[..2023-06-29]"),
        ("2023-01-01", None, "[2023..]"),
        ("2023-02-01", None, "[2023-02..]"),
        ("2023-02-02", None, "[2023-02-02..]"),
    ],
)
def test_the_text_is_canonical(earliest, latest, text):
    assert str(span(earliest, latest)) == text


@given(partial_dates())
@thorough
def test_parsing_the_text_gives_the_date_back(when):
    assert parse_typed(str(when)) == when
    if when:
        assert parse(str(when)) == when


@given(partial_dates())
@thorough
def test_the_text_of_the_text_is_the_same(when):
    assert str(parse_typed(str(when))) == str(when)


# The value object


def test_a_date_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="its latest day is before its earliest"):
        PartialDate(date(2023, 6, 2), date(2023, 6, 1))


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2101, 1, 1)])
def test_days_outside_the_calendar_are_refused(day):
    for bounds in ((day, None), (None, day), (day, day)):
        with pytest.raises(ValueError, match="only the years 1900 to 2100"):
            PartialDate(*bounds)


def test_only_the_unknown_date_is_false():
    assert not UNKNOWN
    assert PartialDate() == UNKNOWN
    assert parse("[..2023]")
    assert parse("[2023..]")


def test_a_date_is_bounded_when_both_sides_are_known():
    assert [parse_typed(text).is_bounded for text in ("2023", "[..2023]", "[2023..]", "")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_before", "do_overlap"),
    [
        ("2023", "2023-06", False, True),
        ("2023-06", "2025-05", True, False),
        ("2023-06", "2023-07", True, False),
        ("2023-06-30", "2023-07-01", True, False),
        ("[..2023-06]", "2023-06-30", False, True),
        ("[..2023-06]", "2023-07-01", True, False),
        ("2023", "[2024..]", True, False),
        ("[2023..]", "2024", False, True),
        ("[2023..]", "[..2022]", False, False),
        ("", "2023", False, True),
        ("", "", False, True),
    ],
)
def test_before_is_sure_and_overlaps_is_possible(one, other, is_before, do_overlap):
    first, second = parse_typed(one), parse_typed(other)
    assert first.before(second) is is_before
    assert first.overlaps(second) is second.overlaps(first) is do_overlap


@given(partial_dates(), partial_dates())
@thorough
def test_two_dates_overlap_or_one_is_before_the_other(one, other):
    assert [one.before(other), other.before(one), one.overlaps(other)].count(True) == 1


@given(partial_dates(), partial_dates(), DAYS)
@thorough
def test_dates_that_share_a_day_overlap(one, other, day):
    def may_be(when):
        return (when.earliest is None or when.earliest <= day) and (when.latest is None or day <= when.latest)

    assert not (may_be(one) and may_be(other)) or one.overlaps(other)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2020-01-15", "2020-01-14", 0),
        ("2020-01-15", "2019-01-15", 0),
        ("2020-01-15", "2020-01-15", 0),
        ("2020-01-15", "2020-02-14", 0),
        ("2020-01-15", "2020-02-15", 1),
        ("2020-01-31", "2020-02-29", 0),
        ("2020-01-31", "2020-03-31", 2),
        ("2016-11-01", "2023-06-01", 79),
        ("2019-12-31", "2020-12-30", 11),
    ],
)
def test_months_are_counted_as_ages_are(first, last, months):
    assert months_between(date.fromisoformat(first), date.fromisoformat(last)) == months
