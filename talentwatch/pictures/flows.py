"""Flows: who moves where, as ribbons between labs where they are few, as a table of them where they are many."""

from collections.abc import Mapping
from typing import Any

from talentwatch.api.renderers import WholeRenderer
from talentwatch.pictures.lettering import label
from talentwatch.pictures.links import Count, Flows, flows_of
from talentwatch.pictures.matrix import matrix
from talentwatch.pictures.renderer import MARGIN, ROOM, Picture, PictureRenderer
from talentwatch.pictures.ribbons import ribbons
from talentwatch.text import isolated

MOST_LABS = 16  # with a name of their own; the rest is summed
MOST_RIBBONS = 24
TOLD = 12  # links in the description
NOTES = {
    "ribbons": "From left to right. Strong: certain. Faint: possible, too, as far as sources tell.",
    "matrix": (
        "From the row to the column. The area is the number; strong: certain, faint: possible, too. "
        "Figures: all that are possible, where a side is others or not known."
    ),
}


class FlowPicture(PictureRenderer, WholeRenderer):
    template = "flows"
    most = 10_000
    refused = {
        **PictureRenderer.refused,
        **WholeRenderer.refused,
        "period": "A picture shows all periods together; narrow it by after and before.",
    }

    def picture(self, data: Mapping[str, Any]) -> Picture:
        flows = flows_of(data["results"], MOST_LABS)
        kind = "ribbons" if len(flows.counts) <= MOST_RIBBONS else "matrix"
        picture = Picture(
            title="Who moves where",
            subtitle=f"{_moves(flows.total)} between labs.",
            description=_told(flows),
        )
        if flows.counts:
            draw = ribbons if kind == "ribbons" else matrix
            picture.note = NOTES[kind]
            picture.shapes, picture.bottom = draw(flows, picture.top)
        else:
            picture.shapes = {"labels": [label("No moves are known.", MARGIN, picture.top + 14, ROOM)]}
            picture.bottom = picture.top + 22
        return picture


def _moves(count: Count) -> str:
    return f"{count} move" if count == Count(1, 1) else f"{count} moves"


def _told(flows: Flows) -> str:
    """The largest links in words."""
    links = sorted(flows.counts.items(), key=lambda item: (-item[1].possible, item[0]))
    told = [
        f"{isolated(flows.names[origin])} to {isolated(flows.names[destination])}: {count}"
        for (origin, destination), count in links[:TOLD]
    ]
    more = f"; and {len(links) - TOLD} more" if len(links) > TOLD else ""
    return f"{_moves(flows.total)}. {'; '.join(told)}{more}." if told else "No moves are known."
