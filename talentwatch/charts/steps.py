"""Counts over time as steps: where the lines run, and where their names fit.

A certain count falls to what sources place there on that very day, and rises again with the next source. Drawn like this, it
would say that people left and came back, so gaps in what is known are filled (fill_gaps).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from talentwatch.charts.axis import axis_over, to_day
from talentwatch.charts.text_metrics import Label, label, measure

HEIGHT = 210
TICK_COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MAX_TICKS = 6
NAME_HEIGHT, CLEARANCE = 14, 6  # of a name, and its distance from a line
SINGLE_DAY_WIDTH = 12  # of a line with one point only
NAMES = {"possible": "possibly there", "certain": "certainly there"}
Baseline = tuple[float, float, float]  # left, right and y of a name that is already placed


def fill_gaps(certain: Sequence[int], possible: Sequence[int]) -> list[int]:
    """The certain counts without dips: never less than both some day before and some day after had, if that is possible.

    So a fall that is followed by a rise remains only where fewer people can have been there in between.
    """
    before, after = accumulate(certain, max), [*accumulate(reversed(certain), max)][::-1]
    limits = zip(before, after, strict=True)
    return [max(count, min(*pair, most)) for count, pair, most in zip(certain, limits, possible, strict=True)]


class StepPlot:
    """Days to the right, counts upwards; each count holds until the next day that has one."""

    def __init__(self, points: Sequence[Mapping[str, Any]], left: float, right: float, top: float, size: int) -> None:
        days = [day for point in points if (day := to_day(point["date"]))]
        self.axis = axis_over(days, left, right, stub=0)
        self.max_count = max(size, *(point["possible"] for point in points))
        self.top, self.bottom = top, top + HEIGHT
        possible = [point["possible"] for point in points]
        certain = fill_gaps([point["certain"] for point in points], possible)
        self.points = [
            (self.axis.x(day), self.y(least), self.y(most))
            for day, least, most in zip(days, certain, possible, strict=True)
        ]

    def y(self, count: int) -> float:
        return round(self.bottom - HEIGHT * count / self.max_count, 2)

    def ticks(self) -> range:
        """The counts at which the grid has a line."""
        step = next((step for step in TICK_COUNTS if self.max_count / step <= MAX_TICKS), TICK_COUNTS[-1])
        return range(0, self.max_count + 1, step)

    def corners(self, line: str) -> list[str]:
        """The corners of a line, which is level from each day to the next that has a count."""
        points = [(x, certain if line == "certain" else possible) for x, certain, possible in self.points]
        points += [(points[0][0] + SINGLE_DAY_WIDTH, points[0][1])] if len(points) == 1 else []
        corners = [f"{points[0][0]},{points[0][1]}"]
        for (_, before), (x, y) in pairwise(points):
            corners += [f"{x},{before}", f"{x},{y}"]
        return corners

    def free_spaces(self, line: str, left: float, right: float) -> Iterator[tuple[float, float]]:
        """The empty space (upper, lower) on either side of a line between two x, the outer side first."""
        valid_until = [point for point, after in pairwise([*self.points, self.points[-1]]) if left <= after[0]]
        within = [point for point in valid_until if point[0] <= right] or self.points[-1:]
        certain, possible = [y for _, y, _ in within], [y for _, _, y in within]
        yield (self.top, min(possible)) if line == "possible" else (max(certain), self.bottom)
        yield max(possible), min(certain)


def line_names(plot: StepPlot) -> list[Label]:
    """The name of each line beside it, where it fits; otherwise only the legend explains it."""
    labels: list[Label] = []
    placed: list[Baseline] = []
    for line, text in NAMES.items():
        width = measure(text, "name")
        best = max(_places(plot, line, width, placed), default=None)
        if best:
            _, left, y = best
            placed.append((left, left + width, y))
            labels.append(label(text, left, y, width, "name"))
    return labels


def _places(plot: StepPlot, line: str, width: float, placed: list[Baseline]) -> Iterator[tuple[float, float, float]]:
    """Each place where a name fits: a score, its left end, its baseline."""
    for left in range(round(plot.axis.left) + 4, round(plot.axis.right - width), 8):
        for side, (upper, lower) in enumerate(plot.free_spaces(line, left, left + width)):
            is_below = (line == "certain") == (side == 0)
            y = upper + CLEARANCE + NAME_HEIGHT - 3 if is_below else lower - CLEARANCE
            overlaps = any(
                left < end and start < left + width and abs(y - other) < NAME_HEIGHT for start, end, other in placed
            )
            if lower - upper >= NAME_HEIGHT + 2 * CLEARANCE and not overlaps:
                yield (min(lower - upper, 40) - 20 * side, left, y)
