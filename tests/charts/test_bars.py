"""Axes of years, and jobs as bars."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwatch.charts.axis import axis_over
from talentwatch.charts.bars import Neighbours, draw_bar, job_dates
from talentwatch.charts.career_order import in_career_order
from talentwatch.charts.renderer import MARGIN, Frame
from talentwatch.charts.text_metrics import measure
from talentwatch.charts.timelines import timeline_shapes
from talentwatch.dates import parse

DAYS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "verified_from", "verified_on")


def job(start="", end="", state="unknown", seen=None, **values):
    """A row as JSON has it, of dates as texts."""
    row = dict.fromkeys(DAYS) | {"end_state": "ended" if end else state, "confidence": "reported"}
    for name, text in (("start", start), ("end", end)):
        when = parse(text) if text else None
        row |= {f"{name}_earliest": when and when.earliest, f"{name}_latest": when and when.latest}
    row |= {"organization": {"slug": "acme", "name": "Acme"}, "page": "https://talentwatch.example/people/ada/#acme"}
    return row | {"verified_from": seen, "verified_on": seen} | values


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
    ("row", "core", "is_certain"),
    [
        (job("[2015..2017]", "[2023-01..2023-04]"), ("2017-12-31", "2023-01-01"), True),
        (job("2023-04", state="ongoing", seen="2025-05-26"), ("2023-04-30", "2025-05-26"), True),
        (job("", state="ongoing", seen="2025-05-26"), ("2025-05-26", "2025-05-26"), True),
        (job("2023", "2023"), ("2023-01-01", "2023-12-31"), False),
        (job("2023"), ("2023-12-31", "2023-12-31"), False),
        (job("", "2020-01"), ("2020-01-01", "2020-01-01"), False),
        (job("", "[..2020]"), None, False),
        (job("[2020..]", "[..2022]"), None, False),
        (job("2020-06", state="ongoing", verified_from="2021-01-01", verified_on="2020-01-01"), None, False),
        (job(), None, False),
    ],
)
def test_when_a_job_was_certainly_held(row, core, is_certain):
    dates = job_dates(row)
    if core or dates.core is None:
        assert dates.core == (core and tuple(date.fromisoformat(day) for day in core))
    assert dates.is_certain is is_certain


def test_a_bar_fades_where_its_dates_are_uncertain():
    axis = axis_over([date(2015, 1, 1), date(2023, 4, 30)], 0, 452)
    bar = draw_bar(job("[2015..2017]", "[2023-01..2023-04]"), axis, 10, 1)
    assert [piece.fade for piece in bar.pieces] == ["in", "", "out"]
    assert (bar.question_marks, bar.is_certain, bar.left, round(bar.right)) == ([], True, 26, 426)


def test_a_bar_is_open_where_no_source_gives_a_date():
    axis = axis_over([date(2020, 1, 1), date(2024, 1, 1)], 0, 452)
    assert len(draw_bar(job("2021"), axis, 0, 1).question_marks) == 1
    assert draw_bar(job("2021", state="ongoing"), axis, 0, 1).question_marks == []
    assert len(draw_bar(job(seen="2022-01-01"), axis, 0, 1).question_marks) == 2


def test_an_open_bar_begins_where_the_previous_job_ended():
    axis = axis_over([date(2020, 1, 1), date(2024, 1, 1)], 0, 452)
    seen = job(state="ongoing", seen="2023-01-01")
    assert draw_bar(seen, axis, 0, 1, Neighbours(date(2021, 1, 1))).left == axis.x(date(2021, 1, 1))
    assert draw_bar(seen, axis, 0, 1, Neighbours(date(2023, 6, 1))).left == axis.x(date(2023, 1, 1)) - 13


def test_an_ongoing_job_is_pale_from_the_day_it_was_last_reported_to_today():
    today = date(2026, 1, 1)
    axis = axis_over([date(2020, 1, 1), date(2022, 1, 1)], 0, 452, today=today)
    bar = draw_bar(job("2020-01-01", state="ongoing", seen="2022-01-01"), axis, 0, 1)
    assert [(piece.fade, round(piece.x), round(piece.right)) for piece in bar.pieces] == [
        ("", round(axis.x(date(2020, 1, 1))), round(axis.x(date(2022, 1, 1)) + 0.3)),
        ("pale", round(axis.x(date(2022, 1, 1))), round(axis.x(today))),
    ]
    assert bar.question_marks == []
    assert [tick.text for tick in axis.ticks()][-1] == "today"
    over = draw_bar(job("2020-01-01", "2022-01-01"), axis, 0, 1)
    assert "pale" not in [piece.fade for piece in over.pieces]


@pytest.mark.parametrize("first", [date(2014, 6, 1), date(2024, 3, 1)])
def test_no_year_is_cut_at_the_edge_in_a_wide_typeface(first):
    frame = Frame(date(2026, 1, 1), 800)
    for number in range(366):
        axis = axis_over([first, date(2024, 6, 1) + timedelta(number)], MARGIN, frame.right)
        for tick in timeline_shapes(axis, 0, 100, [])["ticks"]:
            for year in tick["labels"]:
                half = measure(year.text, "small") / 2
                assert year.x - half >= 0 and year.x + half <= frame.width


def test_years_beside_today_make_room_for_it():
    ticks = list(axis_over([date(2014, 1, 1)], 0, 452, today=date(2024, 3, 1)).ticks())
    assert [tick.text for tick in ticks][-2:] == ["2022", "today"]
    assert ticks[-1].x - ticks[-2].x >= 40


def test_a_job_without_any_date_lies_between_its_neighbours():
    axis = axis_over([date(2010, 1, 1), date(2024, 1, 1)], 0, 452)
    bar = draw_bar(job(), axis, 0, 1, Neighbours(date(2012, 1, 1), date(2015, 1, 1)))
    assert (bar.pieces, bar.left, bar.right) == ([], axis.x(date(2012, 1, 1)), axis.x(date(2015, 1, 1)))
    alone = draw_bar(job(), axis, 0, 1)
    assert (alone.left, alone.right) == (0, 452)


def named(slug, *dates, **options):
    return job(*dates, **options) | {"slug": slug}


def move(old, new):
    return {"origin_employment": old and {"slug": old}, "destination_employment": new and {"slug": new}}


@pytest.mark.parametrize(
    ("jobs", "moves", "order"),
    [
        # As served: by the first known day, which of these is the end.
        ([named("a", "2016", "2018"), named("b", "2018", "2024"), named("c", "", "[..2018]")], [], "cab"),
        ([named("a", "2003", state="ongoing"), named("b", "", "[..2003]"), named("c", "", "[..2003]")], [], "bca"),
        ([named("a", "2016", "2018"), named("b", "", "[..2030]")], [], "ab"),
        ([named("a", "2016", "2018"), named("b", "2018"), named("c")], [move("c", "b")], "acb"),
        ([named("a", "2016", "2018"), named("b", "2018"), named("c")], [move("a", "c")], "acb"),
        ([named("a", "2020"), named("b"), named("c")], [move("b", "c"), move("c", "a")], "bca"),
        ([named("a", "2020"), named("b", state="ongoing")], [move(None, "b"), move("b", None)], "ab"),
        ([named("b"), named("c")], [], "bc"),
        ([], [], ""),
    ],
)
def test_jobs_without_a_start_stand_where_others_place_them(jobs, moves, order):
    assert "".join(one["slug"] for one in in_career_order(jobs, moves)) == order


day = st.dates(date(1990, 1, 1), date(2030, 1, 1))


@given(
    st.lists(st.none() | day, min_size=6, max_size=6), st.sampled_from(["ended", "ongoing", "unknown"]), st.none() | day
)
def test_every_bar_stays_within_the_chart(days, state, before):
    row = job(end_state=state) | dict(zip(DAYS, days, strict=True))
    for name in ("start", "end"):
        low, high = row[f"{name}_earliest"], row[f"{name}_latest"]
        if low and high and high < low:
            row |= {f"{name}_earliest": high, f"{name}_latest": low}
    if state != "ended":
        row |= {"end_earliest": None, "end_latest": None}
    if row["start_earliest"] and row["end_latest"] and row["end_latest"] < row["start_earliest"]:
        row |= {"start_earliest": None}
    axis = axis_over([value for name in DAYS if (value := row[name])] + [before] * bool(before), 14, 466)
    bar = draw_bar(row, axis, 0, 1, Neighbours(before))
    assert 14 <= bar.left < bar.right <= 466.5
    assert all(piece.width > 0 and piece.x >= 14 and piece.right <= 466.5 for piece in bar.pieces)
