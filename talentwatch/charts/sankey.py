"""Flows as ribbons: origins on the left, destinations on the right, each as high as it counts people (a Sankey diagram)."""

from dataclasses import dataclass
from typing import Any

from talentwatch.charts.colours import COLOURS, GREY
from talentwatch.charts.flow_data import NAMES, FlowCount, FlowData
from talentwatch.charts.renderer import MARGIN, WIDTH
from talentwatch.charts.text_metrics import Label, label
from talentwatch.text import isolated

SIDE = 158  # the room of the names
NODE = 7  # how broad a lab stands
LEFT, RIGHT = MARGIN + SIDE, WIDTH - MARGIN - SIDE
HEIGHT, HIGHEST = 360, 18.0  # of all together, about; of one person at most
LINE = 17  # the least from one name to the next
GAP = 5


@dataclass
class Node:
    """A lab on one side; `used` is how much of it has its ribbons."""

    y: float
    height: float
    colour: int
    used: float = 0.0


def sankey(flows: FlowData, top: float) -> tuple[dict[str, Any], float]:
    """The shapes, and where they end."""
    scale = min(HIGHEST, HEIGHT / flows.total.possible)
    named = [lab for lab in flows.labs() if lab not in NAMES][:COLOURS]
    colours = {lab: number for number, lab in enumerate(named, 1)}
    sides = [_nodes(flows.side(end), top, scale, colours) for end in (0, 1)]
    bottom = max(node.y + max(node.height, LINE) for nodes in sides for node in nodes.values())
    shapes = {
        "links": _links(flows, sides, scale),
        "nodes": [
            {"x": x, "y": node.y, "height": node.height, "colour": node.colour}
            for x, nodes in zip((LEFT, RIGHT - NODE), sides, strict=True)
            for node in nodes.values()
        ],
        "labels": [*_names(flows, sides[0], 0), *_names(flows, sides[1], 1)],
    }
    return shapes, bottom + 4


def _nodes(side: dict[str, FlowCount], top: float, scale: float, colours: dict[str, int]) -> dict[str, Node]:
    nodes, y = {}, top + 6
    for lab, count in side.items():
        height = round(max(count.possible * scale, 1.5), 2)
        nodes[lab] = Node(round(y, 2), height, colours.get(lab, GREY))
        y += max(height + GAP, LINE)
    return nodes


def _names(flows: FlowData, nodes: dict[str, Node], end: int) -> list[Label]:
    x, side = ((LEFT - 6, "end"), (RIGHT + 6, "start"))[end]
    sums = flows.side(end)
    found = []
    for lab, node in nodes.items():
        count = f" {sums[lab]}"
        name = label(flows.names[lab], 0, 0, SIDE - 6 - 7 * len(count), "text").text
        full = flows.names[lab] if name != flows.names[lab] else ""
        found.append(
            label(isolated(name) + count, x, node.y + node.height / 2 + 4, SIDE - 4, "text", side=side, full=full)
        )
    return found


def _links(flows: FlowData, sides: list[dict[str, Node]], scale: float) -> list[dict[str, Any]]:
    """Ribbons in the order of both sides, so that they cross as little as may be."""
    places = [{lab: number for number, lab in enumerate(nodes)} for nodes in sides]
    pairs = sorted(flows.counts, key=lambda pair: (places[0][pair[0]], places[1][pair[1]]))
    starts = {}
    for pair in pairs:
        starts[pair] = _take(sides[0][pair[0]], flows.counts[pair], scale)
    drawn = []
    for pair in sorted(pairs, key=lambda pair: (places[1][pair[1]], places[0][pair[0]])):
        count = flows.counts[pair]
        y1, y2 = starts[pair], _take(sides[1][pair[1]], count, scale)
        drawn.append(
            {
                "colour": sides[0][pair[0]].colour,
                "tip": f"{flows.names[pair[0]]} → {flows.names[pair[1]]}: {count}",
                "possible": _ribbon(y1, y2, count.possible * scale),
                "certain": _ribbon(y1, y2, count.certain * scale) if count.certain else "",
            }
        )
    return drawn


def _take(node: Node, count: FlowCount, scale: float) -> float:
    y = node.y + node.used
    node.used += count.possible * scale
    return y


def _ribbon(y1: float, y2: float, height: float) -> str:
    x1, x2, middle = LEFT + NODE, RIGHT - NODE, WIDTH / 2
    over = f"M{x1} {y1:.1f}C{middle} {y1:.1f} {middle} {y2:.1f} {x2} {y2:.1f}"
    return f"{over}V{y2 + height:.1f}C{middle} {y2 + height:.1f} {middle} {y1 + height:.1f} {x1} {y1 + height:.1f}Z"
