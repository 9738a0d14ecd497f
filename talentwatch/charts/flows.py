"""The chart of flows: who moves where, as a Sankey diagram of few links or a matrix of many."""

from collections.abc import Mapping, Sequence
from typing import Any

from talentwatch.api.renderers import UnpagedRenderer
from talentwatch.charts.flow_data import FlowData, MoveTotal, sum_flows
from talentwatch.charts.matrix import matrix
from talentwatch.charts.renderer import MARGIN, WIDTH, Chart, ChartRenderer
from talentwatch.charts.sankey import sankey
from talentwatch.charts.text_metrics import label
from talentwatch.text import isolate_bidi

MAX_LABS = 16  # with a name; the rest are summed
MAX_SANKEY_LINKS = 24
MAX_DESCRIBED_LINKS = 12
SANKEY_LEGEND = "From left to right. Strong: certain. Faint: possible, as far as sources say."
BALANCE_LEGEND = "Strong: certain. Faint: possible, as far as sources say."
CERTAIN = {"confirmed", "reported"}
MAX_PERIODS = 240
BAR_LEFT, BAR_HEIGHT, COUNT_WIDTH = MARGIN + 60, 13, 90
BAR_WIDTH = WIDTH - MARGIN - COUNT_WIDTH - BAR_LEFT
MATRIX_LEGEND = (
    "From row to column. The area shows the number. Strong: certain. Faint: possible. "
    "Figures: all possible moves from or to others or unknown."
)


class FlowChart(ChartRenderer, UnpagedRenderer):
    template = "flows"
    max_rows = 10_000
    unsupported = {
        **ChartRenderer.unsupported,
        **UnpagedRenderer.unsupported,
        "period": "A chart shows all periods together; use after and before to choose a time.",
    }

    def build(self, data: Mapping[str, Any]) -> Chart:
        flows = sum_flows(data["results"], MAX_LABS)
        chart = Chart(
            title="Who moves where",
            subtitle=f"{_count_moves(flows.total)} between labs.",
            description=_description(flows),
        )
        if not flows.counts:
            chart.show_text("No moves are known.")
        elif len(flows.counts) <= MAX_SANKEY_LINKS:
            chart.legend = SANKEY_LEGEND
            chart.shapes, chart.bottom = sankey(flows, chart.top)
        else:
            chart.legend = MATRIX_LEGEND
            chart.shapes, chart.bottom = matrix(flows, chart.top)
        return chart


class MoveChart(FlowChart):
    """The moves of a list, counted as flows are: those of confirmed or reported jobs are certain."""

    unsupported = {**ChartRenderer.unsupported, **UnpagedRenderer.unsupported}

    def build(self, data: Mapping[str, Any]) -> Chart:
        rows = [{**row, "certain": int(row["confidence"] in CERTAIN), "possible": 1} for row in data["results"]]
        return super().build({"results": rows})


class BalanceChart(ChartRenderer, UnpagedRenderer):
    """How many joined an organization and how many left it: a pair of bars for each period."""

    template = "flows"
    max_rows = MAX_PERIODS

    unsupported = {**ChartRenderer.unsupported, **UnpagedRenderer.unsupported}

    def build(self, data: Mapping[str, Any]) -> Chart:
        rows = data["results"]
        # Not the possible ones: a vague move counts in every period that it may belong to.
        joined, left = (sum(row[side]["certain"] for row in rows) for side in ("in", "out"))
        chart = Chart(
            title="Who joined and who left",
            subtitle=f"At least {joined} joined and {left} left.",
            description=" ".join(
                f"{_period(row, rows)}: {_total(row['in'])} joined, {_total(row['out'])} left." for row in rows
            ),
            legend=BALANCE_LEGEND if rows else "",
        )
        if rows:
            _draw_balances(chart, rows)
        else:
            chart.show_text("No moves are known.")
        return chart


def _total(count: Mapping[str, int]) -> MoveTotal:
    return MoveTotal(count["certain"], count["possible"])


def _period(row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    return row["period"] or ("undated" if len(rows) > 1 else "all time")


def _draw_balances(chart: Chart, rows: Sequence[Mapping[str, Any]]) -> None:
    """Two bars for each period, one above the other: those who joined, and those who left."""
    scale = BAR_WIDTH / max(row[side]["possible"] for row in rows for side in ("in", "out"))
    y, links, labels = chart.top + 10, [], []
    for row in rows:
        labels.append(
            label(_period(row, rows), BAR_LEFT - 8, y + BAR_HEIGHT + 3, BAR_LEFT - MARGIN, "text", side="end")
        )
        for colour, (side, verb) in enumerate((("in", "joined"), ("out", "left")), 1):
            count = _total(row[side])
            links.append(
                {
                    "colour": colour,
                    "tooltip": f"{_period(row, rows)}: {count} {verb}",
                    "possible": _bar(y, count.possible * scale),
                    "certain": _bar(y, count.certain * scale) if count.certain else "",
                }
            )
            labels.append(
                label(f"{count} {verb}", BAR_LEFT + count.possible * scale + 6, y + BAR_HEIGHT - 2, COUNT_WIDTH, "text")
            )
            y += BAR_HEIGHT + 2
        y += 8
    chart.shapes, chart.bottom = {"links": links, "labels": labels}, y


def _bar(y: float, width: float) -> str:
    return f"M{BAR_LEFT} {y:.2f}h{width:.2f}v{BAR_HEIGHT}h{-width:.2f}Z"


def _count_moves(count: MoveTotal) -> str:
    return f"{count} move" if count == MoveTotal(1, 1) else f"{count} moves"


def _description(flows: FlowData) -> str:
    """The largest links in words."""
    if not flows.counts:
        return "No moves are known."
    ranked = sorted(flows.counts.items(), key=lambda item: (-item[1].possible, item[0]))
    links = [
        f"{isolate_bidi(flows.names[origin])} to {isolate_bidi(flows.names[destination])}: {count}"
        for (origin, destination), count in ranked[:MAX_DESCRIBED_LINKS]
    ]
    rest = f"; and {len(ranked) - len(links)} more" if len(ranked) > len(links) else ""
    return f"{_count_moves(flows.total)}. {'; '.join(links)}{rest}."
