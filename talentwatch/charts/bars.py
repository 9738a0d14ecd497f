"""A post as a bar: solid where it surely was held, fading where its dates are vague, open where nobody says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from talentwatch.charts.axis import STUB, TimeAxis
from talentwatch.charts.dates import day_of

THICK, THIN = 8, 3  # a bar, and one of a post that was surely held on no day
MIN, SEAM = 2.5, 0.3  # the shortest that is seen; how far the middle runs into what fades
DAYS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "verified_from", "verified_on")
UNSURE = {"rumoured": "rumoured", "disputed": "disputed", "refuted": "denied", "unsourced": "unsourced"}
EmploymentRow = Mapping[str, Any]


@dataclass(frozen=True)
class Span:
    """The first and last day on which a post can have been held (null: open), and the days between which it surely was.

    Where it surely was on no day, `is_sure` is false, and between those days it most likely was; without even that,
    both are null.
    """

    first: date | None
    inner: tuple[date, date] | None
    last: date | None
    is_sure: bool = False


def span_of(post: EmploymentRow) -> Span:
    """As the rule “as of a day” has it."""
    first, last = day_of(post["start_earliest"]), day_of(post["end_latest"])
    begun = _within(min(_days(post, "start_latest", "verified_from"), default=None), first, last)
    lasted = _within(max(_days(post, "end_earliest", "verified_on"), default=None), first, last)
    known = sorted(day for day in (begun, lasted) if day)
    is_sure = begun is not None and lasted is not None and begun <= lasted
    return Span(first, (known[0], known[-1]) if known else None, last, is_sure)


def _days(post: EmploymentRow, *names: str) -> list[date]:
    return [day for name in names if (day := day_of(post[name]))]


def _within(day: date | None, first: date | None, last: date | None) -> date | None:
    if day and first:
        day = max(day, first)
    return min(day, last) if day and last else day


def days_of(posts: Iterable[EmploymentRow]) -> Iterator[date]:
    """Every day that the posts name: the axis runs from the first to the last of them."""
    for post in posts:
        yield from _days(post, *DAYS)


@dataclass(frozen=True)
class Piece:
    """A part of a bar: whole, or fading `in` from the left or `out` to the right."""

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
    questions: list[float]  # where a question mark has its middle
    left: float
    right: float
    leaves: float  # where a line to the next post begins
    y: float
    colour: int
    is_sure: bool
    is_striped: bool
    tip: str

    @property
    def middle(self) -> float:
        return self.y + THICK / 2

    @property
    def upper(self) -> float:
        """The upper edge of what is drawn: a thin bar runs in the middle."""
        return self.y if self.is_sure else self.middle - THIN / 2

    @property
    def height(self) -> float:
        return THICK if self.is_sure else THIN

    @property
    def width(self) -> float:
        return round(self.right - self.left, 2)


def bar_of(post: EmploymentRow, axis: TimeAxis, y: float, colour: int, left_for_it: date | None = None) -> Bar:
    """The bar of a post. `left_for_it` is when the post was over that was left for this one.

    It fades in from then, if nobody says when it began.
    """
    span = span_of(post)
    pieces = list(_pieces(span, axis, left_for_it))
    left = pieces[0].x if pieces else axis.x(span.first) if span.first else axis.left
    right = pieces[-1].right if pieces else max(axis.x(span.last), left + MIN) if span.last else axis.right
    is_open = pieces and not span.last and post["end_state"] != "ongoing"
    return Bar(
        pieces=pieces,
        questions=[left + 4] * bool(pieces and not span.first) + [right - 4] * bool(is_open),
        left=left,
        right=right,
        leaves=axis.x(span.inner[1]) if span.inner else right,
        y=y,
        colour=colour,
        is_sure=span.is_sure,
        is_striped=post["confidence"] in UNSURE and right - left > THICK,
        tip=post["organization"]["name"],
    )


def _pieces(span: Span, axis: TimeAxis, left_for_it: date | None) -> Iterator[Piece]:
    """The fade in, the middle and the fade out; none where all that is known is a day before or after which it was."""
    if not span.inner:
        return
    start, end = axis.x(span.inner[0]), max(axis.x(span.inner[1]), axis.x(span.inner[0]) + MIN)
    since = min(axis.x(left_for_it), start - STUB / 2) if left_for_it else start - STUB
    left = axis.x(span.first) if span.first else since
    right = max(axis.x(span.last), end) if span.last else min(end + STUB, axis.right)
    for x, to, fade in ((left, start, "in"), (start - SEAM, end + SEAM, ""), (end, right, "out")):
        if to > x:
            yield Piece(round(x, 2), round(to - x, 2), fade)


def unsure(post: EmploymentRow) -> str:
    """A word for what isn't sure of a post, in brackets; nothing for a confirmed or reported one."""
    word = UNSURE.get(post["confidence"])
    return f" ({word})" if word else ""
