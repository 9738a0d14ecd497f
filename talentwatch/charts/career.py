"""The chart of a career: a row for each job, grouped by organization; an arrow from each job to the one it was left for."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.bars import THICK, Bar, EmploymentRow, doubt
from talentwatch.charts.colours import colours_of
from talentwatch.charts.renderer import MARGIN, TEXT_WIDTH, WIDTH, Chart, ChartRenderer
from talentwatch.charts.text_metrics import Label, label, measure
from talentwatch.charts.timelines import (
    AXIS_HEIGHT,
    LEGEND,
    Timeline,
    departure,
    describe_jobs,
    time_axis,
    timeline_shapes,
)
from talentwatch.phrases import format_short_period
from talentwatch.text import isolate_bidi

HEADING_HEIGHT, TEXT_HEIGHT, BAR_MARGIN, GROUP_MARGIN = 18, 16, 9, 7


class CareerChart(ChartRenderer):
    template = "timeline"

    def build(self, data: Mapping[str, Any]) -> Chart:
        jobs = data["employments"]
        chart = Chart(
            title=data["name"],
            subtitle=data["description"] or "",
            description=f"The career of {isolate_bidi(data['name'])}, as far as sources say: {describe_jobs(jobs, data['moves'])}.",
            legend=LEGEND if jobs else "",
        )
        if jobs:
            colours = colours_of([job["organization"]["slug"]] for job in jobs)
            _draw_jobs(chart, Timeline(jobs, data["moves"], time_axis(jobs), colours))
        else:
            chart.show_text("No jobs are known.")
        return chart


def _draw_jobs(chart: Chart, timeline: Timeline) -> None:
    groups: dict[str, list[EmploymentRow]] = {}
    for job in timeline.jobs:
        groups.setdefault(job["organization"]["slug"], []).append(job)
    labels: list[Label] = []
    bars: dict[str, Bar] = {}
    y = chart.top + AXIS_HEIGHT + 2
    for jobs in groups.values():
        y += HEADING_HEIGHT
        labels.append(label(jobs[0]["organization"]["name"], MARGIN, y - 4, TEXT_WIDTH, "name"))
        for job in jobs:
            period = format_short_period(job)
            period_width = measure(period, "small") + 10
            title = isolate_bidi(job["title"] or job["role"].capitalize()) + departure(job, timeline.moves) + doubt(job)
            labels.append(label(title, MARGIN, y + 10, TEXT_WIDTH - period_width))
            labels.append(label(period, WIDTH - MARGIN, y + 10, period_width, "small", side="end"))
            y += TEXT_HEIGHT
            bars[job["slug"]] = timeline.bar(job, y)
            y += THICK + BAR_MARGIN
        y += GROUP_MARGIN
    chart.shapes = {
        "labels": labels,
        "arrows": timeline.arrows(bars),
        **timeline_shapes(timeline.axis, chart.top, y, list(bars.values())),
    }
    chart.bottom = y + AXIS_HEIGHT
