"""What a career and a sheet of careers share: bars over an axis of years, the lines between them, how to read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from talentwatch.charts.axis import TimeAxis, axis_over
from talentwatch.charts.bars import THICK, Bar, EmploymentRow, bar_of, days_of, unsure
from talentwatch.charts.colours import COLOURS
from talentwatch.charts.dates import day_of, period
from talentwatch.charts.renderer import MARGIN, WIDTH
from talentwatch.charts.text_metrics import label
from talentwatch.text import isolated

NOTE = (
    "Thick: surely there. Thin: there, but on no day surely. Fading: perhaps there, as far as sources tell; "
    "? where none says when. Dashed: some time along the line. Striped: rumoured, disputed or denied."
)
AXIS = 20  # the room that the years take


def time_axis(posts: Iterable[EmploymentRow]) -> TimeAxis:
    """From the first day that the posts name to the last: the picture knows no today."""
    return axis_over(days_of(posts), MARGIN, WIDTH - MARGIN)


@dataclass(frozen=True)
class Timeline:
    """The posts of one person, each placed by the post that it was left for."""

    posts: list[EmploymentRow]
    moves: list[Mapping[str, Any]]
    axis: TimeAxis
    colours: Mapping[str, int]

    @property
    def origins(self) -> dict[str, EmploymentRow]:
        """By the slug of a post, the one that was left for it."""
        by_slug = {post["slug"]: post for post in self.posts}
        pairs = ((move["destination_employment"], move["origin_employment"]) for move in self.moves)
        return {there["slug"]: by_slug[left["slug"]] for there, left in pairs if there and left}

    def bar(self, post: EmploymentRow, y: float) -> Bar:
        origin = self.origins.get(post["slug"])
        left_for_it = day_of(origin["end_earliest"]) if origin else None
        return bar_of(post, self.axis, y, self.colours[post["organization"]["slug"]], left_for_it)

    def lines(self, bars: Mapping[str, Bar]) -> list[str]:
        """From the end of each post that was left to the beginning of the one that it was left for."""
        return [line(bars[left["slug"]], bars[slug]) for slug, left in self.origins.items()]


def line(left: Bar, there: Bar) -> str:
    """Down (or up) beside the beginning of the bar that it leads to, and into it."""
    way = max(min(left.leaves - 3, there.left - 8), 3)
    begin = max(way, left.left)
    return f"M{begin:.1f} {left.middle:.1f}H{way:.1f}V{there.middle:.1f}H{there.left - 0.5:.1f}"


def shapes(axis: TimeAxis, top: float, bottom: float, bars: Iterable[Bar]) -> dict[str, Any]:
    """The bars with their question marks, the years above and below, and the colours that bars fade in."""
    questions = [label("?", x, bar.y + THICK, 12, "small", side="middle") for bar in bars for x in bar.questions]
    ticks = [
        {
            "x": tick.x,
            "labels": [
                label(tick.text, max(tick.x, MARGIN + 14), y, 40, "small", side="middle")
                for y in (top + 12, bottom + AXIS - 6)
            ],
        }
        for tick in axis.ticks()
    ]
    colours = range(COLOURS + 1)
    return {
        "bars": bars,
        "questions": questions,
        "ticks": ticks,
        "colours": colours,
        "top": top + AXIS - 4,
        "bottom": bottom + 2,
    }


def sentence(posts: Iterable[EmploymentRow]) -> str:
    """The posts in words, for those who can't see them."""
    told = [f"{isolated(post['organization']['name'])}, {period(post)}{unsure(post)}" for post in posts]
    return "; ".join(told) or "no posts are known"
