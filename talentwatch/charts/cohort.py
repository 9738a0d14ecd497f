"""A sheet of careers: all who are on a list, in its order, each with their posts over the same years."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from talentwatch.charts.bars import Bar, EmploymentRow, unsure
from talentwatch.charts.colours import colours_of
from talentwatch.charts.dates import until
from talentwatch.charts.renderer import MARGIN, ROOM, WIDTH, Chart, ChartRenderer
from talentwatch.charts.text_metrics import label, measure
from talentwatch.charts.timelines import AXIS, NOTE, Timeline, sentence, shapes, time_axis
from talentwatch.text import isolated

NAME, TEXT = 16, 16  # heights: of a person's name, of an organization's,
LANE, BETWEEN = 28, 5  # of both with a bar, of a gap
MAX_PEOPLE = 100
APART = 8  # between two posts in one lane


class CohortChart(ChartRenderer):
    template = "timeline"

    def picture(self, data: Mapping[str, Any]) -> Chart:
        members = data["members"]
        posts = [post for member in members for post in member["employments"]]
        picture = Chart(
            title=data["name"],
            subtitle=data["description"] or "",
            description=" ".join([_size(data, members), *(_told(member) for member in members)]),
            note=" ".join(filter(None, [_beyond(data, members), NOTE])),
        )
        top, axis = picture.top, time_axis(posts)
        colours = colours_of(([post["organization"]["slug"] for post in m["employments"]] for m in members), least=2)
        rows = _Rows(top + AXIS)
        for member in members:
            rows.add(member, Timeline(member["employments"], member["moves"], axis, colours))
        picture.shapes = rows.shapes | shapes(axis, top, rows.y, rows.bars)
        picture.bottom = rows.y + AXIS
        return picture


def _size(data: Mapping[str, Any], members: list[Any]) -> str:
    hidden = sum(member["person"] is None for member in members)
    told = f", of whom {hidden} can't be shown" if hidden else ""
    return f"The careers of {isolated(data['name'])}: {data['expected_size']} people by the source's count{told}."


def _told(member: Mapping[str, Any]) -> str:
    person = member["person"]
    return f"{isolated(person['name'])}: {sentence(member['employments'])}." if person else "One isn't public."


def _beyond(data: Mapping[str, Any], members: list[Any]) -> str:
    """How many the source counts whom the picture doesn't show."""
    missing = max(data["expected_size"], data["listed"]) - len(members)
    return f"And {missing} more, by the source’s count of {data['expected_size']}." if missing > 0 else ""


class _Rows:
    """The people drawn so far; `y` is where the next one begins."""

    def __init__(self, y: float) -> None:
        self.y = y
        self.bars: list[Bar] = []
        self.shapes: dict[str, list[Any]] = {"labels": [], "moves": [], "rules": []}

    def add(self, member: Mapping[str, Any], timeline: Timeline) -> None:
        """A person's name, and beside it, or below where it stands in the way, the posts."""
        name = member["person"]["name"] if member["person"] else "Not public"
        style = "name" if member["person"] else "small"
        listed = member["name_as_listed"] or ""
        self.shapes["rules"].append(self.y)
        self.shapes["labels"].append(label(name, MARGIN, self.y + NAME - 1, ROOM, style, full=listed))
        placed = [_Placed(post, timeline) for post in timeline.posts]
        beside = MARGIN + measure(name, style) + APART
        if not placed or any(one.left < beside for one in placed):
            self.y += NAME
        self._add_posts(placed, timeline)
        self.y += BETWEEN

    def _add_posts(self, placed: list["_Placed"], timeline: Timeline) -> None:
        lanes: list[float] = []  # how far each is taken
        bars: dict[str, Bar] = {}
        for one in placed:
            lane = next((number for number, taken in enumerate(lanes) if taken + APART <= one.left), len(lanes))
            lanes[lane : lane + 1] = [one.right]
            y = self.y + lane * LANE + TEXT
            bars[one.slug] = replace(one.bar, y=y)
            self.shapes["labels"].append(replace(one.label, y=y - 3))
        self.bars += bars.values()
        self.shapes["moves"] += timeline.lines(bars)
        self.y += len(lanes) * LANE


class _Placed:
    """A post in its place along the years: its bar, and above it the organization and the date that matters most."""

    def __init__(self, post: EmploymentRow, timeline: Timeline) -> None:
        self.slug = post["slug"]
        self.bar = timeline.bar(post, 0)
        text = ", ".join(filter(None, [isolated(post["organization"]["name"]), until(post)])) + unsure(post)
        taken = min(measure(text, "text"), ROOM)
        self.label = label(text, min(self.bar.left, WIDTH - MARGIN - taken), 0, ROOM, "text")
        self.left = min(self.label.x, self.bar.left)
        self.right = max(self.label.x + taken, self.bar.right)
