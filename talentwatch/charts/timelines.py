"""What the charts of one career and of a cohort share: bars over an axis of years, arrows between them, a legend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from talentwatch.charts.axis import TimeAxis, axis_over, to_day
from talentwatch.charts.bars import THICK, Bar, EmploymentRow, days_of, doubt, draw_bar
from talentwatch.charts.colours import COLOURS
from talentwatch.charts.renderer import MARGIN, WIDTH
from talentwatch.charts.text_metrics import label
from talentwatch.phrases import format_left_for, format_short_period
from talentwatch.text import isolate_bidi

LEGEND = (
    "Thick: certain. Thin: dates uncertain. Fading: possible, as far as sources say; ? where none gives a date. "
    "Dashed: at some time along the line. Striped: rumoured, disputed, denied or unsourced."
)
AXIS_HEIGHT = 20


def time_axis(jobs: Iterable[EmploymentRow]) -> TimeAxis:
    """From the first day that the jobs name to the last: a chart doesn't depend on today."""
    return axis_over(days_of(jobs), MARGIN, WIDTH - MARGIN)


@dataclass(frozen=True)
class Timeline:
    """The jobs of one person on an axis; each job without a start begins where the job left for it ended."""

    jobs: list[EmploymentRow]
    moves: list[Mapping[str, Any]]
    axis: TimeAxis
    colours: Mapping[str, int]

    @property
    def previous_jobs(self) -> dict[str, EmploymentRow]:
        """The job that was left for each job, by the slug of the latter."""
        jobs = {job["slug"]: job for job in self.jobs}
        pairs = ((move["destination_employment"], move["origin_employment"]) for move in self.moves)
        return {new["slug"]: jobs[old["slug"]] for new, old in pairs if new and old}

    def bar(self, job: EmploymentRow, y: float) -> Bar:
        previous = self.previous_jobs.get(job["slug"])
        previous_end = to_day(previous["end_earliest"]) if previous else None
        return draw_bar(job, self.axis, y, self.colours[job["organization"]["slug"]], previous_end)

    def arrows(self, bars: Mapping[str, Bar]) -> list[str]:
        """From the end of each job that was left to the start of the job it was left for."""
        return [arrow(bars[old["slug"]], bars[slug]) for slug, old in self.previous_jobs.items()]


def arrow(old: Bar, new: Bar) -> str:
    """A path down (or up) beside the start of the new bar, and into it."""
    x = max(min(old.arrow_start - 3, new.left - 8), 3)
    start = max(x, old.left)
    return f"M{start:.1f} {old.middle:.1f}H{x:.1f}V{new.middle:.1f}H{new.left - 0.5:.1f}"


def timeline_shapes(axis: TimeAxis, top: float, bottom: float, bars: Iterable[Bar]) -> dict[str, Any]:
    """The bars with their question marks, the years above and below, and the colours that bars fade in."""
    question_marks = [
        label("?", x, bar.y + THICK, 12, "small", side="middle") for bar in bars for x in bar.question_marks
    ]
    ticks = [
        {
            "x": tick.x,
            "labels": [
                label(tick.text, max(tick.x, MARGIN + 14), y, 40, "small", side="middle")
                for y in (top + 12, bottom + AXIS_HEIGHT - 6)
            ],
        }
        for tick in axis.ticks()
    ]
    return {
        "bars": bars,
        "question_marks": question_marks,
        "ticks": ticks,
        "colours": range(COLOURS + 1),
        "top": top + AXIS_HEIGHT - 4,
        "bottom": bottom + 2,
    }


def departure(job: EmploymentRow, moves: Iterable[Mapping[str, Any]]) -> str:
    """“ (left to study)” and the like, of a job that was left for no other job; empty if no source says."""
    left_for = format_left_for(job["left_for"])
    origins = {move["origin_employment"]["slug"] for move in moves if move["origin_employment"]}
    return f" (left {left_for})" if left_for and job["slug"] not in origins else ""


def describe_jobs(jobs: Iterable[EmploymentRow], moves: Iterable[Mapping[str, Any]]) -> str:
    """The jobs in words, for readers who can't see the chart."""
    descriptions = [
        f"{isolate_bidi(job['organization']['name'])}, {format_short_period(job)}{departure(job, moves)}{doubt(job)}"
        for job in jobs
    ]
    return "; ".join(descriptions) or "no jobs are known"
