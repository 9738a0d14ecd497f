"""The axis of a chart: the places of days and years along it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

STUB = 26.0  # the width of a fade where no source gives a date
MIN_TICK_DISTANCE = 40.0
TICK_YEARS = (1, 2, 5, 10, 20, 50)
PADDING = timedelta(183)  # on either side of a single day
NO_DAY = date(2000, 1, 1)  # if there are no dates at all


def to_day(value: str | date | None) -> date | None:
    """A day of the API's rows, which have them as dates or, once written out, as texts."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True)
class TimeAxis:
    """Days from `first` to `last` between two places on the chart, with room for a stub on either side.

    `today` is there if the axis reaches it.
    """

    first: date
    last: date
    left: float
    right: float
    stub: float = STUB
    has_dates: bool = True  # without any there are no years to show
    today: date | None = None

    def x(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return round(self.left + self.stub + share * (self.right - self.left - 2 * self.stub), 2)

    def ticks(self) -> Iterator[Tick]:
        """The first days of years, as many years apart as leaves room for the texts, and today."""
        per_year = (self.right - self.left - 2 * self.stub) / max((self.last - self.first).days / 365.25, 0.01)
        step = next((years for years in TICK_YEARS if years * per_year >= MIN_TICK_DISTANCE), TICK_YEARS[-1])
        now = self.x(self.today) if self.today else None
        for year in range(self.first.year - 1, self.last.year + 2):
            x = self.x(date(year, 1, 1))
            is_free = now is None or abs(x - now) >= MIN_TICK_DISTANCE
            if self.has_dates and year % step == 0 and self.left <= x <= self.right and is_free:
                yield Tick(x, str(year))
        if now is not None:
            yield Tick(now, "today")


def axis_over(
    days: Iterable[date], left: float, right: float, stub: float = STUB, today: date | None = None
) -> TimeAxis:
    """An axis from the first of these days to the last, or to today; days that are close get some time around them."""
    ordered = sorted([*days, *([today] if today else [])])
    first, last = (ordered[0], ordered[-1]) if ordered else (NO_DAY, NO_DAY)
    if last - first < PADDING:
        first, last = first - PADDING, last + PADDING
    return TimeAxis(first, last, left, right, stub, has_dates=bool(ordered), today=today)
