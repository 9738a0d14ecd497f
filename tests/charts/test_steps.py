"""Retention: where the steps run, and where their names fit."""

from datetime import date

import pytest

from talentwatch.charts.steps import StepPlot, fill_gaps, line_names
from talentwatch.charts.text_metrics import width


def points(*counts):
    return [
        {"date": date(2010 + number, 1, 1), "certain": certain, "possible": possible}
        for number, (certain, possible) in enumerate(counts)
    ]


def test_steps_hold_until_the_next_count():
    plot = StepPlot(points((0, 2), (1, 4)), 0, 100, 0, 4)
    assert plot.corners("possible") == ["0.0,105.0", "100.0,105.0", "100.0,0.0"]
    assert list(plot.ticks()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("counts", "size", "shown"),
    [
        ([(1, 2), (2, 2), (2, 3)], 6, ["possibly there", "certainly there"]),
        ([(0, 1), (0, 1), (0, 1)], 10, ["possibly there"]),
        ([(0, 4), (0, 4)], 4, ["possibly there", "certainly there"]),
        ([(4, 4), (4, 4)], 4, ["certainly there"]),
        ([(1, 1)], 400, ["possibly there"]),
    ],
)
def test_lines_are_named_where_there_is_room(counts, size, shown):
    plot = StepPlot(points(*counts), 44, 466, 50, size)
    labels = line_names(plot)
    assert [label.text for label in labels] == shown
    for label in labels:
        assert label.x >= 44
        assert label.x + width(label.text, 14, bold=True) <= 466
        assert plot.top + 10 <= label.y <= plot.bottom


@pytest.mark.parametrize(
    ("certain", "possible", "drawn"),
    [
        # Two have left for certain, and the three who remain are only reported at the end.
        ([0, 2, 1, 0, 3], [4, 5, 4, 3, 3], [0, 2, 2, 2, 3]),
        ([0, 11, 4, 0, 3], [4, 14, 7, 3, 3], [0, 11, 4, 3, 3]),
        # All left and others came, or the same came back: fewer can't have been there.
        ([2, 0, 2], [2, 0, 2], [2, 0, 2]),
        ([0, 1, 3, 2, 0], [1, 2, 3, 2, 1], [0, 1, 3, 2, 0]),
        ([], [], []),
    ],
)
def test_the_certain_line_has_no_dips_that_only_say_that_nobody_reported(certain, possible, drawn):
    assert fill_gaps(certain, possible) == drawn
