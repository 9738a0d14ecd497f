"""A career: a person's posts, a row each, by organization; what was left for what is joined by a line."""

from collections.abc import Mapping
from typing import Any

from talentwatch.pictures.bars import THICK, Row, unsure
from talentwatch.pictures.colours import colours_of
from talentwatch.pictures.lettering import label, measure
from talentwatch.pictures.reading import period
from talentwatch.pictures.renderer import MARGIN, ROOM, WIDTH, Picture, PictureRenderer
from talentwatch.pictures.timelines import AXIS, NOTE, Timeline, sentence, shapes, time_axis
from talentwatch.text import isolated

HEADING, TEXT, AFTER, BETWEEN = 18, 16, 9, 7  # heights: of an organization's name, of a text, after a bar, of a gap


class CareerPicture(PictureRenderer):
    template = "timeline"

    def picture(self, data: Mapping[str, Any]) -> Picture:
        posts = data["employments"]
        picture = Picture(
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


def _colours(posts: list[Row]) -> dict[str, int]:
    return colours_of([post["organization"]["slug"]] for post in posts)


def _draw_posts(picture: Picture, timeline: Timeline) -> None:
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


def _groups(posts: list[Row]) -> list[list[Row]]:
    """By organization, in the order in which they first come."""
    groups: dict[str, list[Row]] = {}
    for post in posts:
        groups.setdefault(post["organization"]["slug"], []).append(post)
    return list(groups.values())


def _texts(post: Row, y: float) -> list[Any]:
    """What the post was on the left, when it was held on the right."""
    when = period(post)
    taken = measure(when, "small") + 10
    what = isolated(post["title"] or post["role"].capitalize()) + unsure(post)
    return [
        label(what, MARGIN, y, ROOM - taken),
        label(when, WIDTH - MARGIN, y, taken, "small", side="end"),
    ]
