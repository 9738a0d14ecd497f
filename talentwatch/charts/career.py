"""The chart of a career: a row for each job, grouped by organization; an arrow from each job to the one it was left for."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.bars import THICK, Bar, EmploymentRow, doubt
from talentwatch.charts.career_order import in_career_order
from talentwatch.charts.colours import colours_of
from talentwatch.charts.renderer import MARGIN, Chart, ChartRenderer, Frame
from talentwatch.charts.text_metrics import SMALL, Label, label, measure, wrap
from talentwatch.charts.timelines import (
    AXIS_HEIGHT,
    Timeline,
    arrow,
    arrow_x,
    departure,
    describe_jobs,
    legend_of,
    time_axis,
    timeline_shapes,
)
from talentwatch.phrases import format_short_period
from talentwatch.text import isolate_bidi

HEADING_HEIGHT, TEXT_HEIGHT, BAR_MARGIN, GROUP_MARGIN = 18, 17, 9, 8
GAP = 3  # between a period and an arrow
NEAR = 48  # from the left edge of the texts
MIN_LINE = 90  # the least width of a line that ends before an arrow


class CareerChart(ChartRenderer):
    template = "timeline"

    def build(self, data: Mapping[str, Any], frame: Frame) -> Chart:
        jobs = in_career_order(data["employments"], data["moves"])
        chart = Chart(
            frame,
            title=data["name"],
            subtitle=data["description"] or "",
            description=f"The career of {isolate_bidi(data['name'])}, as far as sources say: {describe_jobs(jobs, data['moves'])}.",
        )
        if jobs:
            colours = colours_of([job["organization"]["slug"]] for job in jobs)
            _draw_jobs(chart, Timeline(jobs, data["moves"], time_axis(jobs, frame), colours))
        else:
            chart.show_text("No jobs are known.")
        return chart


def _draw_jobs(chart: Chart, timeline: Timeline) -> None:
    frame = chart.frame
    groups: dict[str, list[EmploymentRow]] = {}
    for job in timeline.jobs:
        groups.setdefault(job["organization"]["slug"], []).append(job)
    crossings = _crossings(timeline, [job for jobs in groups.values() for job in jobs])
    labels: list[Label] = []
    bars: dict[str, Bar] = {}
    y = chart.top + AXIS_HEIGHT + 2
    for slug, jobs in groups.items():
        y += HEADING_HEIGHT
        href = frame.page("organization", slug)
        labels.append(label(jobs[0]["organization"]["name"], MARGIN, y - 4, frame.text_width, "name", href=href))
        for job in jobs:
            period = format_short_period(job)
            title = isolate_bidi(job["title"] or job["role"].capitalize()) + departure(job, timeline.moves) + doubt(job)
            period_width = measure(period, "small") + 10
            is_short = measure(title) + period_width <= frame.text_width
            arrows = crossings[job["slug"]]
            # At the right edge, or else just behind the title.
            places = [(frame.right - period_width, "end"), (MARGIN + measure(title), "start")] if is_short else []
            free = [place for place in places if not any(-GAP < x - place[0] < period_width + GAP for x in arrows)]
            labels.append(label(title, MARGIN, y + 10, frame.text_width, href=job["page"]))
            if free:
                left, side = free[0]
                x = frame.right if side == "end" else left + 10
                labels.append(label(period, x, y + 10, period_width, "small", side=side))
            else:
                for line in _lines_of(period, frame.text_width, arrows):
                    y += TEXT_HEIGHT
                    labels.append(label(line, MARGIN, y + 10, frame.text_width, "small"))
            y += TEXT_HEIGHT
            bars[job["slug"]] = timeline.bar(job, y)
            y += THICK + BAR_MARGIN
        y += GROUP_MARGIN
    chart.shapes = {
        "labels": labels,
        "arrows": [
            arrow(old, new, _arrow_x(old, new))
            for old, new in ((bars[old["slug"]], bars[new["slug"]]) for old, new in timeline.pairs)
        ],
        **timeline_shapes(timeline.axis, chart.top, y, list(bars.values())),
    }
    chart.legend = legend_of(bars.values())
    chart.bottom = y + AXIS_HEIGHT


def _arrow_x(old: Bar, new: Bar) -> float:
    """Where an arrow runs down or up: left of all texts, if that is near."""
    x = arrow_x(old, new)
    return MARGIN / 2 if x < MARGIN + NEAR else x


def _crossings(timeline: Timeline, jobs: list[EmploymentRow]) -> dict[str, list[float]]:
    """Where arrows run through the texts above the bar of each job, in the order in which they are drawn."""
    bars = {job["slug"]: timeline.bar(job, 0) for job in jobs}
    slugs = list(bars)
    crossings: dict[str, list[float]] = {slug: [] for slug in slugs}
    for old, new in timeline.pairs:
        upper, lower = sorted((slugs.index(old["slug"]), slugs.index(new["slug"])))
        for slug in slugs[upper + 1 : lower + 1]:
            crossings[slug].append(_arrow_x(bars[old["slug"]], bars[new["slug"]]))
    return crossings


def _lines_of(period: str, width: float, arrows: list[float]) -> list[str]:
    """The period in lines of its own that end before the first arrow, if there is room for them."""
    free = min([width, *(x - MARGIN - GAP for x in arrows if x - MARGIN - GAP >= MIN_LINE)])
    lines = wrap(period, free, SMALL)
    is_whole = " ".join(lines) == period
    return lines if is_whole else wrap(period, width, SMALL, max_lines=2)
