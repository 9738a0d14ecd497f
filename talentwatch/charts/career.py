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
    departure,
    describe_jobs,
    legend_of,
    time_axis,
    timeline_shapes,
)
from talentwatch.phrases import format_short_period
from talentwatch.text import isolate_bidi

HEADING_HEIGHT, TEXT_HEIGHT, BAR_MARGIN, GROUP_MARGIN = 18, 17, 9, 8


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
            width = frame.text_width - period_width if is_short else frame.text_width
            labels.append(label(title, MARGIN, y + 10, width, href=job["page"]))
            if is_short:
                labels.append(label(period, frame.right, y + 10, period_width, "small", side="end"))
            else:
                for line in wrap(period, frame.text_width, SMALL, max_lines=2):
                    y += TEXT_HEIGHT
                    labels.append(label(line, MARGIN, y + 10, frame.text_width, "small"))
            y += TEXT_HEIGHT
            bars[job["slug"]] = timeline.bar(job, y)
            y += THICK + BAR_MARGIN
        y += GROUP_MARGIN
    chart.shapes = {
        "labels": labels,
        "arrows": timeline.arrows(bars),
        **timeline_shapes(timeline.axis, chart.top, y, list(bars.values())),
    }
    chart.legend = legend_of(bars.values())
    chart.bottom = y + AXIS_HEIGHT
