"""Flows as a table: a row for each origin, a column for each destination, a square for each link, as large as its count."""

from math import sqrt
from typing import Any

from talentwatch.charts.flow_data import NAMES, FlowData
from talentwatch.charts.renderer import MARGIN, WIDTH
from talentwatch.charts.text_metrics import SMALL, label, measure, shortened

SIDE = 148  # the room of the names at the left
LARGEST = 26.0  # a cell
TEXT = 150  # the most room of a name above its column
NAMELESS = set(NAMES)
Places = list[dict[str, float]]  # of the middle of each row, of each column


def matrix(flows: FlowData, top: float) -> tuple[dict[str, Any], float]:
    """The shapes, and where they end."""
    rows, columns = list(flows.side(0)), list(flows.side(1))
    left = MARGIN + SIDE
    cell = min(LARGEST, (WIDTH - MARGIN - left) / len(columns))
    above = min(max(measure(flows.names[lab], "text") for lab in columns), TEXT)
    first = top + above + 10
    right, bottom = left + cell * len(columns), first + cell * len(rows)
    places = [
        {lab: round(start + cell * (number + 0.5), 2) for number, lab in enumerate(labs)}
        for start, labs in ((first, rows), (left, columns))
    ]
    shapes = {
        "across": places[0].values(),
        "along": places[1].values(),
        "field": {"left": left, "top": first, "right": round(right, 2), "bottom": round(bottom, 2)},
        "cells": _cells(flows, places, cell),
        "labels": [
            label(flows.names[lab], left - 6, y + 4, SIDE - 6, "text", side="end") for lab, y in places[0].items()
        ],
        "columns": [_column(flows.names[lab], round(x + 4, 1), round(first - 6, 1)) for lab, x in places[1].items()],
    }
    return shapes, bottom


def _column(name: str, x: float, y: float) -> dict[str, Any]:
    """A name that runs upwards."""
    return {"x": x, "y": y, "text": shortened(name, TEXT, SMALL), "full": name}


def _cells(flows: FlowData, places: Places, cell: float) -> list[dict[str, Any]]:
    """A square for each link between labs that have a name, a figure for each other link, which would dwarf them."""
    named = {pair: count for pair, count in flows.counts.items() if not NAMELESS & set(pair)}
    most = max((count.possible for count in named.values()), default=1)
    found: list[dict[str, Any]] = []
    for pair, count in sorted(flows.counts.items()):
        y, x = places[0][pair[0]], places[1][pair[1]]
        tip = f"{flows.names[pair[0]]} → {flows.names[pair[1]]}: {count}"
        if pair in named:
            sides = ((count.possible, "band"), (count.certain, ""))
            squares = [_square(x, y, (cell - 2) * sqrt(number / most), style) for number, style in sides if number]
            found.append({"tip": tip, "squares": squares})
        else:
            figure = label(str(count.possible), x, y + 4, 2 * cell, "small", side="middle")
            found.append({"tip": tip, "figure": figure})
    return found


def _square(x: float, y: float, side: float, style: str) -> dict[str, Any]:
    return {"x": round(x - side / 2, 2), "y": round(y - side / 2, 2), "side": round(side, 2), "style": style}
