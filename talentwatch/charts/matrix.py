"""Flows as a matrix: a row for each origin, a column for each destination, a square for each link, as large as its count."""

from math import sqrt
from typing import Any

from talentwatch.charts.flow_data import NAMES, FlowData
from talentwatch.charts.renderer import MARGIN, Frame
from talentwatch.charts.text_metrics import SMALL, Label, label, measure, shorten

MAX_ROW_NAME_SHARE = 0.38  # of the width of the chart
MAX_COLUMN_NAME_HEIGHT = 150
MAX_CELL = 34.0
Centres = dict[str, float]  # of the rows or columns, by lab


def matrix(flows: FlowData, top: float, frame: Frame) -> tuple[dict[str, Any], float]:
    """The shapes, and the y where they end."""
    rows, columns = list(flows.side(0)), list(flows.side(1))
    longest = max(measure(flows.names[lab], "text") for lab in rows) + 8
    row_name_width = min(longest, frame.width * MAX_ROW_NAME_SHARE)
    left = round(MARGIN + row_name_width, 1)
    cell = min(MAX_CELL, (frame.right - left) / len(columns))
    column_name_height = min(max(measure(flows.names[lab], "text") for lab in columns), MAX_COLUMN_NAME_HEIGHT)
    first_row = top + column_name_height + 10
    right, bottom = left + cell * len(columns), first_row + cell * len(rows)
    row_centres, column_centres = (
        {lab: round(start + cell * (number + 0.5), 2) for number, lab in enumerate(labs)}
        for start, labs in ((first_row, rows), (left, columns))
    )
    shapes = {
        "horizontals": row_centres.values(),
        "verticals": column_centres.values(),
        "grid": {"left": left, "top": first_row, "right": round(right, 2), "bottom": round(bottom, 2)},
        "cells": _cells(flows, row_centres, column_centres, cell),
        "labels": [
            label(
                flows.names[lab],
                left - 6,
                y + 4,
                row_name_width - 6,
                "text",
                side="end",
                href=flows.address(origin=lab),
            )
            for lab, y in row_centres.items()
        ],
        "column_names": [
            {
                "x": round(x + 4, 1),
                "y": round(first_row - 6, 1),
                "text": shorten(flows.names[lab], MAX_COLUMN_NAME_HEIGHT, SMALL),
                "full": flows.names[lab],
                "href": flows.address(destination=lab),
            }
            for lab, x in column_centres.items()
        ],
    }
    return shapes, bottom


def _cells(flows: FlowData, row_centres: Centres, column_centres: Centres, cell: float) -> list[dict[str, Any]]:
    """A square for each link between named labs; a figure for others and unknown, which would dwarf the squares."""
    named = {pair: count for pair, count in flows.counts.items() if not NAMES.keys() & set(pair)}
    largest = max((count.possible for count in named.values()), default=1)
    cells: list[dict[str, Any]] = []
    for (origin, destination), count in sorted(flows.counts.items()):
        x, y = column_centres[destination], row_centres[origin]
        tooltip, figure = f"{flows.names[origin]} → {flows.names[destination]}: {count}", str(count.possible)
        if (origin, destination) not in named:
            cells.append({"tooltip": tooltip, "figure": label(figure, x, y + 4, 2 * cell, "small", side="middle")})
            continue
        squares, side = [], 0.0
        for number, style in ((count.possible, "band"), (count.certain, "")):
            if number:
                side = (cell - 2) * sqrt(number / largest)
                corner = {"x": round(x - side / 2, 2), "y": round(y - side / 2, 2)}
                squares.append({**corner, "side": round(side, 2), "style": style})
        inside = _figure_inside(figure, side, x, y, "on-colour" if count.certain else "text")
        href = flows.address(origin=origin, destination=destination)
        cells.append({"tooltip": tooltip, "squares": squares, "figure": inside, "href": href})
    return cells


def _figure_inside(text: str, side: float, x: float, y: float, style: str) -> Label | None:
    """The figure in the middle of a square, if there is room for it: it mustn't hide the square."""
    fits = max(measure(text, style) + 3, SMALL - 1) <= side  # digits are lower than letters with accents
    return label(text, x, y + 4, side, style, side="middle") if fits else None
