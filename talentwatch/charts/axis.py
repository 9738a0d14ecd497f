"""Scales: days along a picture, and where its lines of years stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

STUB = 26.0  # how far a bar fades where nobody says when
NARROWEST = 40.0  # between two lines of the grid
STEPS = (1, 2, 5, 10, 20, 50)  # years
MIN = timedelta(183)  # on either side of a single day
NO_DAY = date(2000, 1, 1)  # stands in where there is none


@dataclass(frozen=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True)
class TimeAxis:
    """Days from `first` to `last`, with room for a stub on either side, between two places of the picture."""

    first: date
    last: date
    left: float
    right: float
    stub: float = STUB
    is_known: bool = True  # without any date there are no years to show

    def x(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return round(self.left + self.stub + share * (self.right - self.left - 2 * self.stub), 2)

    def ticks(self) -> Iterator[Tick]:
        """The first day of a year, each as many years as leave room for the texts."""
        per_year = (self.right - self.left - 2 * self.stub) / max((self.last - self.first).days / 365.25, 0.01)
        step = next((step for step in STEPS if step * per_year >= NARROWEST), STEPS[-1])
        for year in range(self.first.year - 1, self.last.year + 2):
            place = self.x(date(year, 1, 1))
            if self.is_known and year % step == 0 and self.left <= place <= self.right:
                yield Tick(place, str(year))


def axis_over(days: Iterable[date], left: float, right: float, stub: float = STUB) -> TimeAxis:
    """An axis from the first of these days to the last; days that are close get some time around them."""
    known = sorted(days)
    first, last = (known[0], known[-1]) if known else (NO_DAY, NO_DAY)
    if last - first < MIN:
        first, last = first - MIN, last + MIN
    return TimeAxis(first, last, left, right, stub, is_known=bool(known))
