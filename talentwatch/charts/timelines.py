"""What the charts of one career and of a cohort share: bars over an axis of years, arrows between them, a legend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from talentwatch.charts.axis import TimeAxis, axis_over, to_day
from talentwatch.charts.bars import THICK, Bar, EmploymentRow, Neighbours, days_of, doubt, draw_bar, is_ongoing
from talentwatch.charts.career_order import Move, pairs_of
from talentwatch.charts.renderer import MARGIN, Frame
from talentwatch.charts.text_metrics import label
from talentwatch.phrases import format_short_period, format_whereabouts
from talentwatch.text import isolate_bidi

AXIS_HEIGHT = 20


def time_axis(jobs: Sequence[EmploymentRow], frame: Frame) -> TimeAxis:
    """From the first day that the jobs name to the last, or to today if one is ongoing."""
    today = frame.today if any(map(is_ongoing, jobs)) else None
    return axis_over(days_of(jobs), MARGIN, frame.right, today=today)


@dataclass(frozen=True)
class Timeline:
    """The jobs of one person on an axis; what isn't known of a job lies between the one before and the one after."""

    jobs: list[EmploymentRow]
    moves: list[Move]
    axis: TimeAxis
    colours: Mapping[str, int]

    @cached_property
    def pairs(self) -> list[tuple[EmploymentRow, EmploymentRow]]:
        return pairs_of(self.jobs, self.moves)

    def bar(self, job: EmploymentRow, y: float) -> Bar:
        ends = [to_day(old["end_earliest"]) for old, new in self.pairs if new["slug"] == job["slug"]]
        starts = [to_day(new["start_latest"]) for old, new in self.pairs if old["slug"] == job["slug"]]
        neighbours = Neighbours(*((days or [None])[0] for days in (ends, starts)))
        return draw_bar(job, self.axis, y, self.colours[job["organization"]["slug"]], neighbours)

    def arrows(self, bars: Mapping[str, Bar]) -> list[str]:
        """From the end of each job that was left to the start of the job it was left for."""
        pairs = [(bars[old["slug"]], bars[new["slug"]]) for old, new in self.pairs]
        return [arrow(old, new, arrow_x(old, new)) for old, new in pairs]


def arrow(old: Bar, new: Bar, x: float) -> str:
    """A path down (or up) at x, and into the new bar."""
    start = max(x, old.left)
    return f"M{start:.1f} {old.middle:.1f}H{x:.1f}V{new.middle:.1f}H{new.left - 0.5:.1f}"


def arrow_x(old: Bar, new: Bar) -> float:
    """Beside the start of the new bar."""
    return max(min(old.arrow_start - 3, new.left - 8), 3)


def timeline_shapes(axis: TimeAxis, top: float, bottom: float, bars: Sequence[Bar]) -> dict[str, Any]:
    """The bars with their question marks, the years above and below, and the colours that bars fade in."""
    question_marks = [
        label("?", x, bar.y + THICK, 12, "small", side="middle") for bar in bars for x in bar.question_marks
    ]
    ticks = [
        {
            "x": tick.x,
            "labels": [
                label(tick.text, min(max(tick.x, MARGIN + 14), axis.right - 4), y, 40, "small", side="middle")
                for y in (top + 12, bottom + AXIS_HEIGHT - 6)
            ],
        }
        for tick in axis.ticks()
    ]
    return {
        "bars": bars,
        "question_marks": question_marks,
        "ticks": ticks,
        "has_today": axis.today is not None,
        "fades": sorted({(piece.fade, bar.colour) for bar in bars for piece in bar.pieces if piece.fade}),
        "has_stripes": any(bar.is_striped for bar in bars),
        "top": top + AXIS_HEIGHT - 4,
        "bottom": bottom + 2,
    }


def legend_of(bars: Iterable[Bar]) -> str:
    """What the marks that these bars have mean."""
    bars = list(bars)
    fades = {piece.fade for bar in bars for piece in bar.pieces}
    marks = {
        "Thick: certain.": any(bar.is_certain for bar in bars),
        "Thin: dates uncertain.": any(bar.pieces and not bar.is_certain for bar in bars),
        "Pale: ongoing, but no source has reported it since.": "pale" in fades,
        "Fading: possible, as far as sources say.": bool(fades & {"in", "out"}),
        "?: no source gives a date.": any(bar.question_marks for bar in bars),
        "Dashed: at some time along the line.": not all(bar.pieces for bar in bars),
        "Striped: rumoured, disputed, denied or unsourced.": any(bar.is_striped for bar in bars),
    }
    return " ".join(words for words, is_there in marks.items() if is_there)


def departure(job: EmploymentRow, moves: Iterable[Move]) -> str:
    """“ (left to study)”, “ (retired)” and the like, of a job that was left for no other job; empty if no source says."""
    whereabouts = format_whereabouts(job)
    origins = {move["origin_employment"]["slug"] for move in moves if move["origin_employment"]}
    return f" ({whereabouts})" if whereabouts and job["slug"] not in origins else ""


def describe_jobs(jobs: Iterable[EmploymentRow], moves: Iterable[Move]) -> str:
    """The jobs in words, for readers who can't see the chart."""
    descriptions = [
        f"{isolate_bidi(job['organization']['name'])}, {format_short_period(job)}{departure(job, moves)}{doubt(job)}"
        for job in jobs
    ]
    return "; ".join(descriptions) or "no jobs are known"
