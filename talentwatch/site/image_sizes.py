"""How tall the pictures of a page will be, in pixels of CSS: the page keeps their place, so that nothing moves when they come."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.career import CareerChart
from talentwatch.charts.renderer import SHOWN_WIDTH, WIDTH

SHEET, MEMBER = 130, 70  # of a list of people: what is above and below them, and about what one takes
STEPS, PLACE = 400, 20  # of retention: the steps with all around them, and each place where those who left are

FLOWS, MOVE, SQUEEZED = (
    120,
    21,
    22,
)  # of flows: what is around them, what one takes, how many take all the room there is


def career_height(person: Mapping[str, Any], posts: list[Any]) -> int:
    """That of the very picture; arrows make it no taller."""
    return CareerChart().picture({**person, "employments": posts, "moves": []}).shown_height


def sheet_height(members: int) -> int:
    """About; what is taller than a window moves nothing that is seen."""
    return _in_pixels(SHEET + MEMBER * members)


def retention_height(places: int) -> int:
    """About; it is fetched before it is scrolled to."""
    return _in_pixels(STEPS + PLACE * places)


def flows_height(moves: Mapping[str, Any]) -> int:
    """About; those who aren't listed are drawn too."""
    return _in_pixels(FLOWS + MOVE * (SQUEEZED if moves["more"] else len(moves["rows"])))


def _in_pixels(height: int) -> int:
    return round(height * SHOWN_WIDTH / WIDTH)
