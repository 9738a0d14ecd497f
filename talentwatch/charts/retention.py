"""The chart of retention: how many of a cohort are still there, as a band between the certain and the possible."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.renderer import MARGIN, Chart, ChartRenderer, Frame
from talentwatch.charts.steps import StepPlot, line_names
from talentwatch.charts.text_metrics import label, measure
from talentwatch.phrases import format_short_date
from talentwatch.text import isolate_bidi

LEFT = MARGIN + 30
LEGEND = (
    "Strong line: certainly there; where sources are silent, as many as both before and after. "
    "Weak line: possibly there. The band between them is uncertain."
)
ROW_HEIGHT, SQUARE, COUNT_WIDTH = 20, 9, 50
MAX_NAME_SHARE = 0.45  # of the width of the chart


class RetentionChart(ChartRenderer):
    template = "retention"

    def build(self, data: Mapping[str, Any], frame: Frame) -> Chart:
        organizations = ", ".join(organization["name"] for organization in data["organizations"])
        chart = Chart(
            frame,
            title=f"{data['cohort']['name']}: who is still at {organizations}{frame.title}",
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
    right = chart.frame.right
    plot = StepPlot(data["points"], LEFT, right, chart.top + 22, size)
    certain, possible = plot.corners("certain"), plot.corners("possible")
    chart.shapes = {
        "years": [
            {
                "x": tick.x,
                "label": label(tick.text, min(tick.x, right - 14), plot.bottom + 16, 40, "small", side="middle"),
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
        "right": right,
        "top": plot.top,
        "bottom": plot.bottom,
        "labels": [label(f"{size} on the list", LEFT, plot.y(size) - 6, right - LEFT, "text"), *line_names(plot)],
    }
    chart.bottom = plot.bottom + 20


def _draw_elsewhere(chart: Chart, data: Mapping[str, Any]) -> None:
    """Where those who left are now: a square for each of them."""
    frame = chart.frame
    counts = [
        (row["organization"]["name"], row["people"], frame.page("organization", row["organization"]["slug"]))
        for row in data["elsewhere"]
    ]
    if data["whereabouts_unknown"]:
        counts.append(("unknown", data["whereabouts_unknown"], ""))
    if not counts:
        return
    y = chart.bottom + 28
    labels = [label("Where those who left are now", MARGIN, y, frame.text_width, "name")]
    squares = []
    longest = max(measure(name, "text") for name, _, _ in counts)
    name_end = round(MARGIN + min(longest + 1, frame.width * MAX_NAME_SHARE), 1)
    max_squares = int((frame.right - name_end - COUNT_WIDTH) / (SQUARE + 2))
    for name, people, href in counts:
        y += ROW_HEIGHT
        number = min(people, max_squares)
        labels.append(label(name, name_end, y, name_end - MARGIN, "text", side="end", href=href))
        squares += [{"x": round(name_end + 10 + column * (SQUARE + 2), 1), "y": y - SQUARE} for column in range(number)]
        labels.append(label(str(people), name_end + 16 + number * (SQUARE + 2), y, COUNT_WIDTH, "text"))
    chart.shapes = {**chart.shapes, "squares": squares, "labels": [*chart.shapes["labels"], *labels]}
    chart.bottom = y + 4
