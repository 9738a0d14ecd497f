"""A job as a bar: solid while it was certainly held, fading while its dates are uncertain, pale to today if ongoing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentwatch.charts.axis import STUB, TimeAxis, to_day

THICK, THIN = 8, 3  # heights of a bar, and of one for a job that was certainly held on no day
MIN_WIDTH, OVERLAP = 2.5, 0.3  # of a visible bar; of the solid piece with the fading ones
DATE_FIELDS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "verified_from", "verified_on")
DOUBTS = {"rumoured": "rumoured", "disputed": "disputed", "refuted": "denied", "unsourced": "unsourced"}
EmploymentRow = Mapping[str, Any]


@dataclass(frozen=True)
class JobDates:
    """The first and last day on which a job can have been held (None: open), and between them its core.

    If `is_certain`, the core runs from the first to the last day on which it was certainly held. If it was certainly
    held on no day, the core lies between the days that come closest. Without those, it is None.
    """

    first: date | None
    core: tuple[date, date] | None
    last: date | None
    is_certain: bool = False


def job_dates(job: EmploymentRow) -> JobDates:
    """By the same rule as “as of a day”."""
    first, last = to_day(job["start_earliest"]), to_day(job["end_latest"])
    latest_start = min(_days(job, "start_latest", "verified_from"), default=None)
    earliest_end = max(_days(job, "end_earliest", "verified_on"), default=None)
    # A source may have reported the job outside the dates that the desk concluded.
    start, end = (min(max(day, first or day), last or day) if day else None for day in (latest_start, earliest_end))
    core = sorted(day for day in (start, end) if day)
    is_certain = bool(start and end and start <= end)
    return JobDates(first, (core[0], core[-1]) if core else None, last, is_certain)


def _days(job: EmploymentRow, *fields: str) -> list[date]:
    return [day for field in fields if (day := to_day(job[field]))]


def days_of(jobs: Iterable[EmploymentRow]) -> Iterator[date]:
    """Every day that the jobs name; the axis runs from the first to the last of them."""
    for job in jobs:
        yield from _days(job, *DATE_FIELDS)


def is_ongoing(job: EmploymentRow) -> bool:
    return bool(job["end_state"] == "ongoing")


@dataclass(frozen=True)
class Neighbours:
    """When the job that was left for this one had ended, and when the one that this was left for began, if known."""

    previous_end: date | None = None
    next_start: date | None = None


@dataclass(frozen=True)
class Piece:
    """A part of a bar: solid, fading `in` from the left, fading `out` to the right, or `pale` until today."""

    x: float
    width: float
    fade: str = ""

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True)
class Bar:
    """A bar in its place; `y` is its upper edge, `colour` the number of a colour. Without pieces it is a dashed line."""

    pieces: list[Piece]
    question_marks: list[float]  # x of their middles
    left: float
    right: float
    arrow_start: float  # where an arrow to the next job begins
    y: float
    colour: int
    is_certain: bool
    is_striped: bool
    tooltip: str
    href: str

    @property
    def middle(self) -> float:
        return self.y + THICK / 2

    @property
    def top(self) -> float:
        """The upper edge of what is drawn: a thin bar runs in the middle."""
        return self.y if self.is_certain else self.middle - THIN / 2

    @property
    def height(self) -> float:
        return THICK if self.is_certain else THIN

    @property
    def width(self) -> float:
        return round(self.right - self.left, 2)


def draw_bar(job: EmploymentRow, axis: TimeAxis, y: float, colour: int, neighbours: Neighbours = Neighbours()) -> Bar:
    """The bar of a job. What no source dates lies between its neighbours."""
    dates = job_dates(job)
    pieces = list(_pieces(dates, axis, neighbours.previous_end, axis.today if is_ongoing(job) else None))
    if pieces:
        left, right = pieces[0].x, pieces[-1].right
    else:
        left, right = _span(dates, axis, neighbours)
    has_open_end = pieces and not dates.last and not is_ongoing(job)
    return Bar(
        pieces=pieces,
        question_marks=[left + 4] * bool(pieces and not dates.first) + [right - 4] * bool(has_open_end),
        left=left,
        right=right,
        arrow_start=axis.x(dates.core[1]) if dates.core else right,
        y=y,
        colour=colour,
        is_certain=dates.is_certain,
        is_striped=job["confidence"] in DOUBTS and right - left > THICK,
        tooltip=job["organization"]["name"],
        href=job["page"],
    )


def _span(dates: JobDates, axis: TimeAxis, neighbours: Neighbours) -> tuple[float, float]:
    """Where a job without a core may have been."""
    first = max(filter(None, [dates.first, neighbours.previous_end]), default=None)
    last = min(filter(None, [dates.last, neighbours.next_start]), default=None)
    left = axis.x(first) if first else axis.left
    right = axis.x(last) if last else axis.x(axis.today) if axis.today else axis.right
    return left, max(right, left + MIN_WIDTH)


def _pieces(dates: JobDates, axis: TimeAxis, previous_end: date | None, today: date | None) -> Iterator[Piece]:
    """The fade in, the core and the fade out, or what is pale until today; none for a job without a core."""
    if not dates.core:
        return
    start, end = axis.x(dates.core[0]), max(axis.x(dates.core[1]), axis.x(dates.core[0]) + MIN_WIDTH)
    stub = min(axis.x(previous_end), start - STUB / 2) if previous_end else start - STUB
    left = axis.x(dates.first) if dates.first else stub
    open_end = axis.x(today) if today else min(end + STUB, axis.right)
    right = max(axis.x(dates.last), end) if dates.last else open_end
    last_fade = "pale" if today and not dates.last else "out"
    for x, to, fade in ((left, start, "in"), (start - OVERLAP, end + OVERLAP, ""), (end, right, last_fade)):
        if to > x:
            yield Piece(round(x, 2), round(to - x, 2), fade)


def doubt(job: EmploymentRow) -> str:
    """“ (rumoured)” and the like; empty for a confirmed or reported job."""
    word = DOUBTS.get(job["confidence"])
    return f" ({word})" if word else ""
