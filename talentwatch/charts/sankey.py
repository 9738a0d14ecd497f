"""Flows as a Sankey diagram: origins on the left, destinations on the right, each as high as it counts people."""

from dataclasses import dataclass
from typing import Any

from talentwatch.charts.colours import GREY, colours_of
from talentwatch.charts.flow_data import NAMES, FlowData, MoveTotal
from talentwatch.charts.renderer import MARGIN, Frame
from talentwatch.charts.text_metrics import SMALL, Label, label, measure, shorten
from talentwatch.text import isolate_bidi

NAMES_SHARE, NODE_WIDTH = 0.64, 7  # the most of the width of the chart that both columns of names take
HEIGHT, MAX_PERSON_HEIGHT = 360, 18.0  # of the whole diagram, roughly
LINE_HEIGHT = 18  # from one name to the next, at least
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


@dataclass(frozen=True)
class Columns:
    """Where the ribbons run, between the names of origins and those of destinations."""

    left: float
    right: float
    name_widths: tuple[float, float]

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def sankey(flows: FlowData, top: float, frame: Frame) -> tuple[dict[str, Any], float]:
    """The shapes, and the y where they end."""
    columns = _columns(flows, frame)
    scale = min(MAX_PERSON_HEIGHT, HEIGHT / flows.total.possible)
    colours = colours_of([lab] for lab in flows.labs() if lab not in NAMES)
    origins, destinations = (_nodes(flows.side(end), top, scale, colours) for end in (0, 1))
    places = ((columns.left, origins), (columns.right - NODE_WIDTH, destinations))
    nodes = [(x, node) for x, side in places for node in side.values()]
    shapes = {
        "links": _links(flows, columns, origins, destinations, scale),
        "nodes": [{"x": x, "y": node.y, "height": node.height, "colour": node.colour} for x, node in nodes],
        "labels": [*_names(flows, columns, origins, 0), *_names(flows, columns, destinations, 1)],
    }
    return shapes, max(node.y + max(node.height, LINE_HEIGHT) for _, node in nodes) + 4


def _columns(flows: FlowData, frame: Frame) -> Columns:
    """With as much room for the names of each side as they need, if both fit."""
    longest = [
        max(measure(f"{flows.names[lab]} {count}", "text") for lab, count in flows.side(end).items()) + 10
        for end in (0, 1)
    ]
    room = frame.width * NAMES_SHARE
    left, right = (min(width, max(room - other, room / 2)) for width, other in (longest, longest[::-1]))
    return Columns(round(MARGIN + left), round(frame.right - right), (left, right))


def _nodes(sums: dict[str, MoveTotal], top: float, scale: float, colours: dict[str, int]) -> dict[str, Node]:
    nodes, y = {}, top + 6
    for lab, count in sums.items():
        height = round(max(count.possible * scale, 1.5), 2)
        nodes[lab] = Node(round(y, 2), height, colours.get(lab, GREY))
        y += max(height + NODE_MARGIN, LINE_HEIGHT)
    return nodes


def _names(flows: FlowData, columns: Columns, nodes: dict[str, Node], end: int) -> list[Label]:
    x, side = ((columns.left - 6, "end"), (columns.right + 6, "start"))[end]
    name = ("origin", "destination")[end]
    sums = flows.side(end)
    labels = []
    for lab, node in nodes.items():
        count = f" {sums[lab]}"
        room = columns.name_widths[end] - 6 - measure(count, "text")
        short = shorten(flows.names[lab], room, SMALL)
        full = flows.names[lab] if short != flows.names[lab] else ""
        text, y = isolate_bidi(short) + count, node.y + node.height / 2 + 4
        href = flows.address(**{name: lab})
        labels.append(label(text, x, y, columns.name_widths[end], "text", side=side, full=full, href=href))
    return labels


def _links(
    flows: FlowData, columns: Columns, origins: dict[str, Node], destinations: dict[str, Node], scale: float
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
                "href": flows.address(origin=pair[0], destination=pair[1]),
                "possible": _ribbon(columns, y1, y2, count.possible * scale),
                "certain": _ribbon(columns, y1, y2, count.certain * scale) if count.certain else "",
            }
        )
    return links


def _ribbon(columns: Columns, y1: float, y2: float, height: float) -> str:
    x1, x2, middle = columns.left + NODE_WIDTH, columns.right - NODE_WIDTH, columns.middle
    upper_edge = f"M{x1} {y1:.1f}C{middle} {y1:.1f} {middle} {y2:.1f} {x2} {y2:.1f}"
    low1, low2 = y1 + height, y2 + height
    return f"{upper_edge}V{low2:.1f}C{middle} {low2:.1f} {middle} {low1:.1f} {x1} {low1:.1f}Z"
