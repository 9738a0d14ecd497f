"""The charts that pages show: the address of each, what it shows in words, and how tall it will be.

The page reserves the height, so nothing jumps when the chart loads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from talentwatch.charts.career import CareerChart
from talentwatch.charts.renderer import DISPLAY_WIDTH, WIDTH

# In units of the chart.
COHORT, MEMBER = 130, 70  # above and below the members, and about one of them
RETENTION, PLACE = 400, 20  # the steps, and each place of those who left
FLOWS, MOVE, MAX_MOVES = 120, 21, 22  # above and below the moves, one of them, and how many fill the whole height


@dataclass(frozen=True)
class ChartImage:
    """What site/_chart.html shows; `address` is that of the API, with format=svg, and `height` in CSS pixels."""

    address: str
    alt: str
    height: int
    is_lazy: bool = True
    width: int = DISPLAY_WIDTH

    @property
    def file_name(self) -> str:
        """“talentwatch-people-yann-lecun.svg”."""
        words = self.address.partition("?")[0].strip("/").split("/")[2:]
        return f"talentwatch-{'-'.join(words)}.svg"


def chart_address(route: str, *args: str, **filters: str) -> str:
    """The address of a chart by the name of its route in the API, with filters."""
    return f"{reverse(route, args=args)}?{urlencode({**filters, 'format': 'svg'}, safe=',')}"


def career_chart(person: Mapping[str, Any], jobs: list[Any]) -> ChartImage:
    """The career of a person; the height is exact, because arrows don't change it."""
    height = CareerChart().build({**person, "employments": jobs, "moves": []}).display_height
    alt = f"The career of {person['name']} over time. The list below says the same in words."
    return ChartImage(chart_address("person-detail", person["slug"]), alt, height, is_lazy=False)


def cohort_chart(cohort: Mapping[str, Any], members: int) -> ChartImage:
    """The careers of a cohort; the height is approximate, but a chart taller than the window moves nothing in sight."""
    alt = f"The careers of {cohort['name']}, one per line. The list below says where they are now."
    address = chart_address("cohort-detail", cohort["slug"])
    return ChartImage(address, alt, _to_pixels(COHORT + MEMBER * members), is_lazy=False)


def retention_chart(cohort: Mapping[str, Any], organization: Any, places: int) -> ChartImage:
    """How many of a cohort stayed at an organization; the height is approximate."""
    alt = f"How many of {cohort['name']} were at {organization.name} over time."
    address = chart_address("cohort-retention", cohort["slug"], organization=organization.slug)
    return ChartImage(address, alt, _to_pixels(RETENTION + PLACE * places))


def flow_chart(alt: str, moves: Mapping[str, Any], **filters: str) -> ChartImage:
    """Who moves where, by the filters of flows/; `moves` are the rows beside it, and whether there are more.

    The height is approximate: the chart also shows moves that the page doesn't list.
    """
    height = _to_pixels(FLOWS + MOVE * (MAX_MOVES if moves["more"] else len(moves["rows"])))
    return ChartImage(chart_address("flow-list", **filters), alt, height)


def _to_pixels(height: int) -> int:
    return round(height * DISPLAY_WIDTH / WIDTH)
