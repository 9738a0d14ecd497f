"""Flows: who moves where, as ribbons between labs where they are few, as a table of them where they are many."""

from collections.abc import Mapping
from typing import Any

from talentwatch.api.renderers import UnpagedRenderer
from talentwatch.charts.flow_data import FlowCount, FlowData, flows_of
from talentwatch.charts.matrix import matrix
from talentwatch.charts.renderer import MARGIN, ROOM, Chart, ChartRenderer
from talentwatch.charts.sankey import sankey
from talentwatch.charts.text_metrics import label
from talentwatch.text import isolated

MAX_LABS = 16  # with a name of their own; the rest is summed
MAX_RIBBONS = 24
TOLD = 12  # links in the description
NOTES = {
    "ribbons": "From left to right. Strong: certain. Faint: possible, too, as far as sources tell.",
    "matrix": (
        "From the row to the column. The area is the number; strong: certain, faint: possible, too. "
        "Figures: all that are possible, where a side is others or not known."
    ),
}


class FlowChart(ChartRenderer, UnpagedRenderer):
    template = "flows"
    max_rows = 10_000
    unsupported = {
        **ChartRenderer.unsupported,
        **UnpagedRenderer.unsupported,
        "period": "A picture shows all periods together; narrow it by after and before.",
    }

    def picture(self, data: Mapping[str, Any]) -> Chart:
        flows = flows_of(data["results"], MAX_LABS)
        kind = "ribbons" if len(flows.counts) <= MAX_RIBBONS else "matrix"
        picture = Chart(
            title="Who moves where",
            subtitle=f"{_moves(flows.total)} between labs.",
            description=_told(flows),
        )
        if flows.counts:
            draw = sankey if kind == "ribbons" else matrix
            picture.note = NOTES[kind]
            picture.shapes, picture.bottom = draw(flows, picture.top)
        else:
            picture.shapes = {"labels": [label("No moves are known.", MARGIN, picture.top + 14, ROOM)]}
            picture.bottom = picture.top + 22
        return picture


def _moves(count: FlowCount) -> str:
    return f"{count} move" if count == FlowCount(1, 1) else f"{count} moves"


def _told(flows: FlowData) -> str:
    """The largest links in words."""
    links = sorted(flows.counts.items(), key=lambda item: (-item[1].possible, item[0]))
    told = [
        f"{isolated(flows.names[origin])} to {isolated(flows.names[destination])}: {count}"
        for (origin, destination), count in links[:TOLD]
    ]
    more = f"; and {len(links) - TOLD} more" if len(links) > TOLD else ""
    return f"{_moves(flows.total)}. {'; '.join(told)}{more}." if told else "No moves are known."
