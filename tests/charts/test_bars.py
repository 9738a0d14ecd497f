"""Posts in words, axes of years, and posts as bars."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwatch.charts.axis import axis_over
from talentwatch.charts.bars import bar_of, span_of
from talentwatch.charts.dates import period, until
from talentwatch.dates import parse

DAYS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "verified_from", "verified_on")


def post(start="", end="", state="unknown", seen=None, **values):
    """A row as JSON has it, of dates as texts."""
    row = dict.fromkeys(DAYS) | {"end_state": "ended" if end else state, "confidence": "reported"}
    for name, text in (("start", start), ("end", end)):
        when = parse(text) if text else None
        row |= {f"{name}_earliest": when and when.earliest, f"{name}_latest": when and when.latest}
    organization = {"slug": "acme", "name": "Acme"}
    return row | {"verified_from": seen, "verified_on": seen, "organization": organization} | values


@pytest.mark.parametrize(
    ("row", "whole", "short"),
    [
        (post("2018", "2020-01"), "2018 → Jan 2020", "to Jan 2020"),
        (post("", "[..2020]"), "? → by 2020", "left by 2020"),
        (post("2023-04", state="ongoing", seen="2025-05-26"), "Apr 2023 → there on 26 May 2025", "from Apr 2023"),
        (post("[..2023]", state="ongoing"), "by 2023 → ongoing", "there by 2023"),
        (post("", seen="2020-02-01"), "? → seen on 1 Feb 2020", ""),
        (post(), "? → ?", ""),
    ],
)
def test_a_post_in_words(row, whole, short):
    assert (period(row), until(row)) == (whole, short)


def test_an_axis_runs_from_the_first_day_to_the_last():
    axis = axis_over([date(2024, 1, 1), date(2014, 1, 1)], 0, 452)
    assert (axis.x(date(2014, 1, 1)), axis.x(date(2024, 1, 1))) == (26, 426)
    assert [tick.text for tick in axis.ticks()] == ["2014", "2015", "2016"] + [str(year) for year in range(2017, 2025)]


def test_without_dates_there_are_no_years():
    assert list(axis_over([], 0, 452).ticks()) == []


@pytest.mark.parametrize("days", [[date(2020, 6, 1)], [date(1900, 1, 1), date(2100, 12, 31)]])
def test_any_days_have_an_axis_with_years(days):
    axis = axis_over(days, 0, 452)
    ticks = list(axis.ticks())
    assert 1 <= len(ticks) <= 11
    assert all(after.x - before.x >= 40 for before, after in pairwise(ticks))


@pytest.mark.parametrize(
    ("row", "inner", "is_sure"),
    [
        (post("[2015..2017]", "[2023-01..2023-04]"), ("2017-12-31", "2023-01-01"), True),
        (post("2023-04", state="ongoing", seen="2025-05-26"), ("2023-04-30", "2025-05-26"), True),
        (post("", state="ongoing", seen="2025-05-26"), ("2025-05-26", "2025-05-26"), True),
        (post("2023", "2023"), ("2023-01-01", "2023-12-31"), False),
        (post("2023"), ("2023-12-31", "2023-12-31"), False),
        (post("", "2020-01"), ("2020-01-01", "2020-01-01"), False),
        (post("", "[..2020]"), None, False),
        (post("[2020..]", "[..2022]"), None, False),
        (post("2020-06", state="ongoing", verified_from="2021-01-01", verified_on="2020-01-01"), None, False),
        (post(), None, False),
    ],
)
def test_what_is_sure_of_a_post(row, inner, is_sure):
    span = span_of(row)
    if inner or span.inner is None:
        assert span.inner == (inner and tuple(date.fromisoformat(day) for day in inner))
    assert span.is_sure is is_sure


def test_a_bar_fades_where_its_dates_are_vague():
    axis = axis_over([date(2015, 1, 1), date(2023, 4, 30)], 0, 452)
    bar = bar_of(post("[2015..2017]", "[2023-01..2023-04]"), axis, 10, 1)
    assert [piece.fade for piece in bar.pieces] == ["in", "", "out"]
    assert (bar.questions, bar.is_sure, bar.left, round(bar.right)) == ([], True, 26, 426)


def test_a_bar_is_open_where_nobody_says_when():
    axis = axis_over([date(2020, 1, 1), date(2024, 1, 1)], 0, 452)
    assert len(bar_of(post("2021"), axis, 0, 1).questions) == 1
    assert bar_of(post("2021", state="ongoing"), axis, 0, 1).questions == []
    assert len(bar_of(post(seen="2022-01-01"), axis, 0, 1).questions) == 2


def test_an_open_bar_begins_where_the_post_before_it_ended():
    axis = axis_over([date(2020, 1, 1), date(2024, 1, 1)], 0, 452)
    seen = post(state="ongoing", seen="2023-01-01")
    assert bar_of(seen, axis, 0, 1, date(2021, 1, 1)).left == axis.x(date(2021, 1, 1))
    assert bar_of(seen, axis, 0, 1, date(2023, 6, 1)).left == axis.x(date(2023, 1, 1)) - 13


day = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(
    st.lists(st.none() | day, min_size=6, max_size=6), st.sampled_from(["ended", "ongoing", "unknown"]), st.none() | day
)
def test_every_bar_stays_within_the_picture(days, state, before):
    row = post(end_state=state) | dict(zip(DAYS, days, strict=True))
    for name in ("start", "end"):
        low, high = row[f"{name}_earliest"], row[f"{name}_latest"]
        if low and high and high < low:
            row |= {f"{name}_earliest": high, f"{name}_latest": low}
    if state != "ended":
        row |= {"end_earliest": None, "end_latest": None}
    if row["start_earliest"] and row["end_latest"] and row["end_latest"] < row["start_earliest"]:
        row |= {"start_earliest": None}
    axis = axis_over([found for name in DAYS if (found := row[name])] + [before] * bool(before), 14, 466)
    bar = bar_of(row, axis, 0, 1, before)
    assert 14 <= bar.left < bar.right <= 466.5
    assert all(piece.width > 0 and piece.x >= 14 and piece.right <= 466.5 for piece in bar.pieces)
