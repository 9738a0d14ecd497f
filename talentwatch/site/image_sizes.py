"""How tall the charts of a page will be, in CSS pixels: the page reserves their space, so nothing jumps when they load."""

from collections.abc import Mapping
from typing import Any

from talentwatch.charts.career import CareerChart
from talentwatch.charts.renderer import DISPLAY_WIDTH, WIDTH

# In units of the chart.
COHORT, MEMBER = 130, 70  # above and below the members, and about one of them
RETENTION, PLACE = 400, 20  # the steps, and each place of those who left
FLOWS, MOVE, MAX_MOVES = 120, 21, 22  # above and below the moves, one of them, and how many fill the whole height


def career_height(person: Mapping[str, Any], jobs: list[Any]) -> int:
    """Exact; arrows don't change it."""
    return CareerChart().build({**person, "employments": jobs, "moves": []}).display_height


def cohort_height(members: int) -> int:
    """Approximate; a chart taller than the window moves nothing in sight."""
    return _to_pixels(COHORT + MEMBER * members)


def retention_height(places: int) -> int:
    """Approximate; the chart loads before it is scrolled to."""
    return _to_pixels(RETENTION + PLACE * places)


def flows_height(moves: Mapping[str, Any]) -> int:
    """Approximate; the chart also shows moves that the page doesn't list."""
    return _to_pixels(FLOWS + MOVE * (MAX_MOVES if moves["more"] else len(moves["rows"])))


def _to_pixels(height: int) -> int:
    return round(height * DISPLAY_WIDTH / WIDTH)
