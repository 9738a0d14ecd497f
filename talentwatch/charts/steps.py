"""Counts over time as steps: where the lines run, and where there is room for their names."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from talentwatch.charts.axis import axis_over
from talentwatch.charts.dates import day_of
from talentwatch.charts.text_metrics import Label, label, measure

HEIGHT = 210
COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # from one line of the grid to the next
MAX_LINES = 6
LETTER, CLEAR = 14, 6  # the height of a name, and how far it keeps away from a line
DASH = 12  # how long a line is that has one day only
NAMES = {"possible": "possibly there", "certain": "certainly there"}
Box = tuple[float, float, float]  # left, right, and the line that the letters stand on


class Field:
    """Days to the right, counts upwards; each count holds until the next day that has one."""

    def __init__(self, points: Sequence[Mapping[str, Any]], left: float, right: float, top: float, size: int) -> None:
        days = [day for point in points if (day := day_of(point["date"]))]
        self.axis = axis_over(days, left, right, stub=0)
        self.most = max(size, *(point["possible"] for point in points))
        self.top, self.bottom = top, top + HEIGHT
        self.places = [
            (self.axis.x(day), self.y(point["certain"]), self.y(point["possible"]))
            for day, point in zip(days, points, strict=True)
        ]

    def y(self, count: int) -> float:
        return round(self.bottom - HEIGHT * count / self.most, 2)

    def counts(self) -> range:
        """Where the grid has a line."""
        step = next((step for step in COUNTS if self.most / step <= MAX_LINES), COUNTS[-1])
        return range(0, self.most + 1, step)

    def corners(self, name: str) -> list[str]:
        """Of one of the lines: level from each day to the next one that has a count."""
        places = [(x, certain if name == "certain" else possible) for x, certain, possible in self.places]
        places += [(places[0][0] + DASH, places[0][1])] if len(places) == 1 else []
        found = [f"{places[0][0]},{places[0][1]}"]
        for (_, before), (x, y) in pairwise(places):
            found += [f"{x},{before}", f"{x},{y}"]
        return found

    def free(self, name: str, left: float, right: float) -> Iterator[tuple[float, float]]:
        """Between these two, the space (upper, lower) on either side of a line, the outer side first."""
        held = [place for place, after in pairwise([*self.places, self.places[-1]]) if left <= after[0]]
        within = [place for place in held if place[0] <= right] or self.places[-1:]
        low, high = [y for _, y, _ in within], [y for _, _, y in within]
        band = (max(high), min(low))
        yield (self.top, min(high)) if name == "possible" else (max(low), self.bottom)
        yield band


def names(field: Field) -> list[Label]:
    """The name of each line beside it, where there is room; else the note must do."""
    found: list[Label] = []
    taken: list[Box] = []
    for name, text in NAMES.items():
        best = max(_boxes(field, name, measure(text, "name"), taken), default=None)
        if best:
            _, left, y = best
            taken.append((left, left + measure(text, "name"), y))
            found.append(label(text, left, y, measure(text, "name"), "name"))
    return found


def _boxes(field: Field, name: str, width: float, taken: list[Box]) -> Iterator[Box]:
    """Each place with room for a name: how good it is, its left end, the line that it stands on."""
    for left in range(round(field.axis.left) + 4, round(field.axis.right - width), 8):
        for turn, (upper, lower) in enumerate(field.free(name, left, left + width)):
            is_below = (name == "certain") == (turn == 0)
            y = upper + CLEAR + LETTER - 3 if is_below else lower - CLEAR
            fits = lower - upper >= LETTER + 2 * CLEAR
            if fits and not any(
                left < end and start < left + width and abs(y - at) < LETTER for start, end, at in taken
            ):
                yield (min(lower - upper, 40) - 20 * turn, left, y)
