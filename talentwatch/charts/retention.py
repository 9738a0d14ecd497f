"""The chart of retention: how many of a cohort are still there, as a band between the certain and the possible."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.renderer import MARGIN, TEXT_WIDTH, WIDTH, Chart, ChartRenderer
from talentwatch.charts.steps import StepPlot, line_names
from talentwatch.charts.text_metrics import label
from talentwatch.phrases import format_short_date
from talentwatch.text import isolate_bidi

LEFT, RIGHT = MARGIN + 30, WIDTH - MARGIN
LEGEND = "Strong line: certainly there on that day. Weak line: possibly there. The band between them is uncertain."
ROW_HEIGHT, SQUARE, MAX_SQUARES = 20, 9, 20


class RetentionChart(ChartRenderer):
    template = "retention"

    def build(self, data: Mapping[str, Any]) -> Chart:
        organizations = ", ".join(organization["name"] for organization in data["organizations"])
        chart = Chart(
            title=f"{data['cohort']['name']}: who is still at {organizations}",
            subtitle=_summary(data),
            description=_description(data, organizations),
            legend=LEGEND if data["points"] else "",
        )
        if data["points"]:
            _draw_steps(chart, data)
        else:
            chart.show_text("No dates are known.")
        _draw_elsewhere(chart, data)
        return chart


def _summary(data: Mapping[str, Any]) -> str:
    unknown = data["expected_size"] - data["remaining"] - data["left"]
    left = f"{data['left']} {'has' if data['left'] == 1 else 'have'} left"
    remaining = f"{data['remaining']} {'remains' if data['remaining'] == 1 else 'remain'}"
    rest = f"; no job there is known of {unknown}" if unknown > 0 else ""
    return f"Of {data['expected_size']}, {left} and {remaining}{rest}."


def _description(data: Mapping[str, Any], organizations: str) -> str:
    sentences = [f"{isolate_bidi(data['cohort']['name'])} at {isolate_bidi(organizations)}. {_summary(data)}"]
    for point in data["points"][:1] + data["points"][-1:]:
        day, certain, possible = format_short_date(point["date"]), point["certain"], point["possible"]
        sentences.append(f"On {day}, {certain} were certainly there, {possible} possibly.")
    counts = [f"{isolate_bidi(row['organization']['name'])} {row['people']}" for row in data["elsewhere"]]
    if counts:
        sentences.append(f"Where those who left are: {', '.join(counts)}.")
    return " ".join(sentences)


def _draw_steps(chart: Chart, data: Mapping[str, Any]) -> None:
    size = data["expected_size"]
    plot = StepPlot(data["points"], LEFT, RIGHT, chart.top + 22, size)
    certain, possible = plot.corners("certain"), plot.corners("possible")
    chart.shapes = {
        "years": [
            {
                "x": tick.x,
                "label": label(tick.text, min(tick.x, RIGHT - 14), plot.bottom + 16, 40, "small", side="middle"),
            }
            for tick in plot.axis.ticks()
        ],
        "counts": [
            {"y": plot.y(count), "label": label(str(count), LEFT - 8, plot.y(count) + 4, 40, "small", side="end")}
            for count in plot.ticks()
        ],
        "size_y": plot.y(size),
        "certain": f"M{' '.join(certain)}",
        "possible": f"M{' '.join(possible)}",
        "band": f"M{' '.join([*possible, *reversed(certain)])}Z",
        "left": LEFT,
        "right": RIGHT,
        "top": plot.top,
        "bottom": plot.bottom,
        "labels": [label(f"{size} on the list", LEFT, plot.y(size) - 6, TEXT_WIDTH, "text"), *line_names(plot)],
    }
    chart.bottom = plot.bottom + 20


def _draw_elsewhere(chart: Chart, data: Mapping[str, Any]) -> None:
    """Where those who left are now: a square for each of them."""
    counts = [(row["organization"]["name"], row["people"]) for row in data["elsewhere"]]
    if data["whereabouts_unknown"]:
        counts.append(("unknown", data["whereabouts_unknown"]))
    if not counts:
        return
    y = chart.bottom + 28
    labels = [label("Where those who left are now; one may be at several", MARGIN, y, TEXT_WIDTH, "name")]
    squares = []
    for name, people in counts:
        y += ROW_HEIGHT
        number = min(people, MAX_SQUARES)
        labels.append(label(name, 190, y, 190 - MARGIN, "text", side="end"))
        squares += [{"x": 200 + column * (SQUARE + 2), "y": y - SQUARE} for column in range(number)]
        labels.append(label(str(people), 206 + number * (SQUARE + 2), y, 60, "text"))
    chart.shapes = {**chart.shapes, "squares": squares, "labels": [*chart.shapes["labels"], *labels]}
    chart.bottom = y + 4
