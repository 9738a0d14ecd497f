"""Retention: how many of a list are still there, as steps over time, with the band between the certain and the possible."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.dates import day_of
from talentwatch.charts.renderer import MARGIN, ROOM, WIDTH, Chart, ChartRenderer
from talentwatch.charts.steps import Field, names
from talentwatch.charts.text_metrics import label
from talentwatch.dates import PartialDate
from talentwatch.phrases import shortly
from talentwatch.text import isolated

LEFT, RIGHT = MARGIN + 30, WIDTH - MARGIN
NOTE = "Strong line: certainly there on that day. Weak line: possibly there. What lies between, no source settles."
ROW, SQUARE, MAX_SQUARES = 20, 9, 20


class RetentionChart(ChartRenderer):
    template = "retention"

    def picture(self, data: Mapping[str, Any]) -> Chart:
        places = ", ".join(place["name"] for place in data["organizations"])
        picture = Chart(
            title=f"{data['cohort']['name']}: who is still at {places}",
            subtitle=_summary(data),
            description=_description(data, places),
            note=NOTE if data["points"] else "",
        )
        if data["points"]:
            _draw_steps(picture, data)
        else:
            picture.shapes = {"labels": [label("No dates are known.", MARGIN, picture.top + 14, ROOM)]}
            picture.bottom = picture.top + 22
        _draw_elsewhere(picture, data)
        return picture


def _summary(data: Mapping[str, Any]) -> str:
    unknown = data["expected_size"] - data["remaining"] - data["left"]
    rest = f"; of {unknown} nothing is known there" if unknown > 0 else ""
    left = f"{data['left']} {'has' if data['left'] == 1 else 'have'} left"
    remain = f"{data['remaining']} {'remains' if data['remaining'] == 1 else 'remain'}"
    return f"Of {data['expected_size']}, {left} and {remain}{rest}."


def _description(data: Mapping[str, Any], places: str) -> str:
    told = [f"{isolated(data['cohort']['name'])} at {isolated(places)}. {_summary(data)}"]
    if data["points"]:
        told += [_point(data["points"][0]), _point(data["points"][-1])]
    where = ", ".join(f"{isolated(row['organization']['name'])} {row['people']}" for row in data["elsewhere"])
    return " ".join([*told, f"Where those who left are: {where}." if where else ""]).strip()


def _point(point: Mapping[str, Any]) -> str:
    day = shortly(PartialDate(day_of(point["date"]), day_of(point["date"])))
    return f"On {day}, {point['certain']} were certainly there, {point['possible']} possibly."


def _draw_steps(picture: Chart, data: Mapping[str, Any]) -> None:
    points = data["points"]
    size = data["expected_size"]
    field = Field(points, LEFT, RIGHT, picture.top + 22, size)
    certain, possible = (field.corners(name) for name in ("certain", "possible"))
    picture.shapes = {
        "ticks": [
            {
                "x": tick.x,
                "label": label(tick.text, min(tick.x, RIGHT - 14), field.bottom + 16, 40, "small", side="middle"),
            }
            for tick in field.axis.ticks()
        ],
        "counts": [
            {"y": field.y(count), "label": label(str(count), LEFT - 8, field.y(count) + 4, 40, "small", side="end")}
            for count in field.counts()
        ],
        "size": field.y(size),
        "certain": f"M{' '.join(certain)}",
        "possible": f"M{' '.join(possible)}",
        "band": f"M{' '.join([*possible, *reversed(certain)])}Z",
        "left": LEFT,
        "right": RIGHT,
        "top": field.top,
        "base": field.bottom,
        "labels": [
            label(f"{size} on the list", LEFT, field.y(size) - 6, ROOM, "text"),
            *names(field),
        ],
    }
    picture.bottom = field.bottom + 20


def _draw_elsewhere(picture: Chart, data: Mapping[str, Any]) -> None:
    """Where those who left are now: a square for each of them."""
    rows = [(row["organization"]["name"], row["people"]) for row in data["elsewhere"]]
    rows += [("nobody says", data["whereabouts_unknown"])] if data["whereabouts_unknown"] else []
    if not rows:
        return
    y = picture.bottom + 28
    labels = [label("Where those who left are now; one may be at several", MARGIN, y, ROOM, "name")]
    squares = []
    for name, people in rows:
        y += ROW
        labels.append(label(name, 190, y, 190 - MARGIN, "text", side="end"))
        shown = min(people, MAX_SQUARES)
        squares += [{"x": 200 + number * (SQUARE + 2), "y": y - SQUARE} for number in range(shown)]
        labels.append(label(str(people), 206 + shown * (SQUARE + 2), y, 60, "text"))
    picture.shapes = {**picture.shapes, "squares": squares, "labels": [*picture.shapes["labels"], *labels]}
    picture.bottom = y + 4
