"""Flows as a Sankey diagram: origins on the left, destinations on the right, each as high as it counts people."""

from dataclasses import dataclass
from typing import Any

from talentwatch.charts.colours import COLOURS, GREY
from talentwatch.charts.flow_data import NAMES, FlowData, MoveTotal
from talentwatch.charts.renderer import MARGIN, WIDTH
from talentwatch.charts.text_metrics import Label, label
from talentwatch.text import isolate_bidi

NAME_WIDTH, NODE_WIDTH = 158, 7
LEFT, RIGHT = MARGIN + NAME_WIDTH, WIDTH - MARGIN - NAME_WIDTH
HEIGHT, MAX_PERSON_HEIGHT = 360, 18.0  # of the whole diagram, roughly
LINE_HEIGHT = 17  # from one name to the next, at least
NODE_MARGIN = 5


@dataclass
class Node:
    """A lab on one side; `used` is how much of its height has links."""

    y: float
    height: float
    colour: int
    used: float = 0.0

    def attach(self, count: MoveTotal, scale: float) -> float:
        """The y where the next link begins."""
        y = self.y + self.used
        self.used += count.possible * scale
        return y


def sankey(flows: FlowData, top: float) -> tuple[dict[str, Any], float]:
    """The shapes, and the y where they end."""
    scale = min(MAX_PERSON_HEIGHT, HEIGHT / flows.total.possible)
    named = [lab for lab in flows.labs() if lab not in NAMES][:COLOURS]
    colours = {lab: number for number, lab in enumerate(named, 1)}
    origins, destinations = (_nodes(flows.side(end), top, scale, colours) for end in (0, 1))
    nodes = [(x, node) for x, side in ((LEFT, origins), (RIGHT - NODE_WIDTH, destinations)) for node in side.values()]
    shapes = {
        "links": _links(flows, origins, destinations, scale),
        "nodes": [{"x": x, "y": node.y, "height": node.height, "colour": node.colour} for x, node in nodes],
        "labels": [*_names(flows, origins, 0), *_names(flows, destinations, 1)],
    }
    return shapes, max(node.y + max(node.height, LINE_HEIGHT) for _, node in nodes) + 4


def _nodes(sums: dict[str, MoveTotal], top: float, scale: float, colours: dict[str, int]) -> dict[str, Node]:
    nodes, y = {}, top + 6
    for lab, count in sums.items():
        height = round(max(count.possible * scale, 1.5), 2)
        nodes[lab] = Node(round(y, 2), height, colours.get(lab, GREY))
        y += max(height + NODE_MARGIN, LINE_HEIGHT)
    return nodes


def _names(flows: FlowData, nodes: dict[str, Node], end: int) -> list[Label]:
    x, side = ((LEFT - 6, "end"), (RIGHT + 6, "start"))[end]
    sums = flows.side(end)
    labels = []
    for lab, node in nodes.items():
        count = f" {sums[lab]}"
        name = label(flows.names[lab], 0, 0, NAME_WIDTH - 6 - 7 * len(count), "text").text
        full = flows.names[lab] if name != flows.names[lab] else ""
        text, y = isolate_bidi(name) + count, node.y + node.height / 2 + 4
        labels.append(label(text, x, y, NAME_WIDTH - 4, "text", side=side, full=full))
    return labels


def _links(
    flows: FlowData, origins: dict[str, Node], destinations: dict[str, Node], scale: float
) -> list[dict[str, Any]]:
    """Ribbons in the order of both sides, so that they cross as little as possible."""
    origin_ranks, destination_ranks = ({lab: rank for rank, lab in enumerate(side)} for side in (origins, destinations))
    pairs = sorted(flows.counts, key=lambda pair: (origin_ranks[pair[0]], destination_ranks[pair[1]]))
    starts = {pair: origins[pair[0]].attach(flows.counts[pair], scale) for pair in pairs}
    links = []
    for pair in sorted(pairs, key=lambda pair: (destination_ranks[pair[1]], origin_ranks[pair[0]])):
        count = flows.counts[pair]
        y1, y2 = starts[pair], destinations[pair[1]].attach(count, scale)
        links.append(
            {
                "colour": origins[pair[0]].colour,
                "tooltip": f"{flows.names[pair[0]]} → {flows.names[pair[1]]}: {count}",
                "possible": _ribbon(y1, y2, count.possible * scale),
                "certain": _ribbon(y1, y2, count.certain * scale) if count.certain else "",
            }
        )
    return links


def _ribbon(y1: float, y2: float, height: float) -> str:
    x1, x2, middle = LEFT + NODE_WIDTH, RIGHT - NODE_WIDTH, WIDTH / 2
    upper_edge = f"M{x1} {y1:.1f}C{middle} {y1:.1f} {middle} {y2:.1f} {x2} {y2:.1f}"
    low1, low2 = y1 + height, y2 + height
    return f"{upper_edge}V{low2:.1f}C{middle} {low2:.1f} {middle} {low1:.1f} {x1} {low1:.1f}Z"
