"""A career: a person's posts, a row each, by organization; what was left for what is joined by a line."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.bars import THICK, EmploymentRow, unsure
from talentwatch.charts.colours import colours_of
from talentwatch.charts.dates import period
from talentwatch.charts.renderer import MARGIN, ROOM, WIDTH, Chart, ChartRenderer
from talentwatch.charts.text_metrics import label, measure
from talentwatch.charts.timelines import AXIS, NOTE, Timeline, sentence, shapes, time_axis
from talentwatch.text import isolated

HEADING, TEXT, AFTER, BETWEEN = 18, 16, 9, 7  # heights: of an organization's name, of a text, after a bar, of a gap


class CareerChart(ChartRenderer):
    template = "timeline"

    def picture(self, data: Mapping[str, Any]) -> Chart:
        posts = data["employments"]
        picture = Chart(
            title=data["name"],
            subtitle=data["description"] or "",
            description=f"The career of {isolated(data['name'])}, as far as sources tell: {sentence(posts)}.",
            note=NOTE if posts else "",
        )
        if posts:
            _draw_posts(picture, Timeline(posts, data["moves"], time_axis(posts), _colours(posts)))
        else:
            picture.shapes = {"labels": [label("No posts are known.", MARGIN, picture.top + 14, ROOM)]}
            picture.bottom = picture.top + 22
        return picture


def _colours(posts: list[EmploymentRow]) -> dict[str, int]:
    return colours_of([post["organization"]["slug"]] for post in posts)


def _draw_posts(picture: Chart, timeline: Timeline) -> None:
    top = picture.top
    labels, bars, y = [], {}, top + AXIS + 2
    for group in _groups(timeline.posts):
        y += HEADING
        labels.append(label(group[0]["organization"]["name"], MARGIN, y - 4, ROOM, "name"))
        for post in group:
            labels += _texts(post, y + 10)
            y += TEXT
            bars[post["slug"]] = timeline.bar(post, y)
            y += THICK + AFTER
        y += BETWEEN
    drawn = {"labels": labels, "moves": timeline.lines(bars)}
    picture.shapes = drawn | shapes(timeline.axis, top, y, list(bars.values()))
    picture.bottom = y + AXIS


def _groups(posts: list[EmploymentRow]) -> list[list[EmploymentRow]]:
    """By organization, in the order in which they first come."""
    groups: dict[str, list[EmploymentRow]] = {}
    for post in posts:
        groups.setdefault(post["organization"]["slug"], []).append(post)
    return list(groups.values())


def _texts(post: EmploymentRow, y: float) -> list[Any]:
    """What the post was on the left, when it was held on the right."""
    when = period(post)
    taken = measure(when, "small") + 10
    what = isolated(post["title"] or post["role"].capitalize()) + unsure(post)
    return [
        label(what, MARGIN, y, ROOM - taken),
        label(when, WIDTH - MARGIN, y, taken, "small", side="end"),
    ]
