"""The chart of flows: who moves where, as a Sankey diagram of few links or a matrix of many."""

from collections.abc import Mapping
from typing import Any

from talentwatch.api.renderers import UnpagedRenderer
from talentwatch.charts.flow_data import FlowData, MoveTotal, sum_flows
from talentwatch.charts.matrix import matrix
from talentwatch.charts.renderer import Chart, ChartRenderer
from talentwatch.charts.sankey import sankey
from talentwatch.text import isolate_bidi

MAX_LABS = 16  # with a name; the rest are summed
MAX_SANKEY_LINKS = 24
MAX_DESCRIBED_LINKS = 12
SANKEY_LEGEND = "From left to right. Strong: certain. Faint: possible, as far as sources say."
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
