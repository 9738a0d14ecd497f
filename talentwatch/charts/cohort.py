"""The chart of a cohort: the careers of all who are on a list, in its order, over the same years."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from talentwatch.charts.bars import Bar, EmploymentRow, doubt
from talentwatch.charts.career_order import in_career_order
from talentwatch.charts.colours import colours_of
from talentwatch.charts.renderer import MARGIN, Chart, ChartRenderer, Frame
from talentwatch.charts.text_metrics import label, measure
from talentwatch.charts.timelines import (
    AXIS_HEIGHT,
    Timeline,
    departure,
    describe_jobs,
    legend_of,
    time_axis,
    timeline_shapes,
)
from talentwatch.phrases import format_latest_date
from talentwatch.text import isolate_bidi

NAME_HEIGHT, TEXT_HEIGHT = 17, 17
LANE_HEIGHT, MEMBER_MARGIN = 30, 7  # a lane holds bars, each below the name of its organization
MAX_PEOPLE = 100
MIN_DISTANCE = 8  # between two jobs in one lane


class CohortChart(ChartRenderer):
    template = "timeline"

    def build(self, data: Mapping[str, Any], frame: Frame) -> Chart:
        members = data["members"]
        jobs = [job for member in members for job in member["employments"]]
        missing = max(data["expected_size"], data["listed"]) - len(members)
        rest = f"And {missing} more, by the source’s count of {data['expected_size']}." if missing > 0 else ""
        chart = Chart(
            frame,
            title=data["name"],
            subtitle=data["description"] or "",
            description=_description(data, members),
        )
        axis = time_axis(jobs, frame)
        colours = colours_of(
            ([job["organization"]["slug"] for job in member["employments"]] for member in members), min_groups=2
        )
        drawing = MemberDrawing(frame, chart.top + AXIS_HEIGHT)
        for member in members:
            ordered = in_career_order(member["employments"], member["moves"])
            drawing.add(member, Timeline(ordered, member["moves"], axis, colours))
        chart.shapes = drawing.shapes | timeline_shapes(axis, chart.top, drawing.y, drawing.bars)
        chart.legend = f"{rest} {legend_of(drawing.bars)}".strip()
        chart.bottom = drawing.y + AXIS_HEIGHT
        return chart


def _description(data: Mapping[str, Any], members: list[Any]) -> str:
    hidden = sum(member["person"] is None for member in members)
    note = f", {hidden} of them not public" if hidden else ""
    sentences = [
        f"The careers of {isolate_bidi(data['name'])}: {data['expected_size']} people by the source's count{note}."
    ]
    for member in members:
        if member["person"]:
            jobs = describe_jobs(member["employments"], member["moves"])
            sentences.append(f"{isolate_bidi(member['person']['name'])}: {jobs}.")
        else:
            sentences.append("One is not public.")
    return " ".join(sentences)


class MemberDrawing:
    """The members drawn so far; `y` is where the next one begins."""

    def __init__(self, frame: Frame, y: float) -> None:
        self.frame, self.y = frame, y
        self.bars: list[Bar] = []
        self.shapes: dict[str, list[Any]] = {"labels": [], "arrows": [], "rules": []}

    def add(self, member: Mapping[str, Any], timeline: Timeline) -> None:
        """Draw a member: the name, and beside it the jobs, or below it if they would overlap."""
        name = member["person"]["name"] if member["person"] else "Not public"
        style = "name" if member["person"] else "small"
        full = member["name_as_listed"] or ""
        href = self.frame.page("person", member["person"]["slug"]) if member["person"] else ""
        self.shapes["rules"].append(self.y)
        self.shapes["labels"].append(
            label(name, MARGIN, self.y + NAME_HEIGHT - 1, self.frame.text_width, style, full=full, href=href)
        )
        jobs = [PlacedJob(job, timeline, self.frame) for job in timeline.jobs]
        name_end = MARGIN + measure(name, style) + MIN_DISTANCE
        if not jobs or any(job.left < name_end for job in jobs):
            self.y += NAME_HEIGHT
        lane_ends: list[float] = []
        bars: dict[str, Bar] = {}
        for job in jobs:
            fitting = (number for number, end in enumerate(lane_ends) if end + MIN_DISTANCE <= job.left)
            lane = next(fitting, len(lane_ends))
            lane_ends[lane : lane + 1] = [job.right]
            y = self.y + lane * LANE_HEIGHT + TEXT_HEIGHT
            bars[job.slug] = replace(job.bar, y=y)
            self.shapes["labels"].append(replace(job.label, y=y - 3))
        self.shapes["arrows"] += timeline.arrows(bars)
        self.bars += bars.values()
        self.y += len(lane_ends) * LANE_HEIGHT + MEMBER_MARGIN


class PlacedJob:
    """A job in its place along the years: its bar, and above it the organization and the date that matters most."""

    def __init__(self, job: EmploymentRow, timeline: Timeline, frame: Frame) -> None:
        self.slug = job["slug"]
        self.bar = timeline.bar(job, 0)
        text = ", ".join(filter(None, [isolate_bidi(job["organization"]["name"]), format_latest_date(job)]))
        text += departure(job, timeline.moves) + doubt(job)
        width = min(measure(text, "text"), frame.text_width)
        self.label = label(text, min(self.bar.left, frame.right - width), 0, frame.text_width, "text", href=job["page"])
        self.left = min(self.label.x, self.bar.left)
        self.right = max(self.label.x + width, self.bar.right)
