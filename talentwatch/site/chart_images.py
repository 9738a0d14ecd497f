"""The charts that pages show: the address of each, what it shows in words, and how tall it will be.

The page reserves the height, so nothing jumps when the chart loads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from talentwatch.charts.career import CareerChart
from talentwatch.charts.renderer import MIN_DISPLAY_WIDTH, WIDTHS, Frame

# Above and below the rows of a chart, about one row, and how many rows fill the whole height; by width, in its pixels.
COHORT_HEIGHTS = {360: (190, 84), 560: (160, 72), 800: (140, 66)}
RETENTION, PLACE = 430, 20
FLOWS, MOVE, MAX_MOVES = 130, 22, 20


@dataclass(frozen=True)
class ChartSize:
    """A chart laid out for a width, in CSS pixels as it is shown."""

    layout: int
    height: int

    @property
    def width(self) -> int:
        return max(self.layout, MIN_DISPLAY_WIDTH)

    @property
    def min_window(self) -> int:
        """How wide the window must be for this layout: as wide as the chart and the margins of the page."""
        return self.layout + 64


@dataclass(frozen=True)
class ChartImage:
    """What site/_chart.html shows; `address` is that of the API, with format=svg, and `heights` those of each layout."""

    address: str
    alt: str
    heights: Mapping[int, float]
    is_lazy: bool = True

    @property
    def sizes(self) -> list[ChartSize]:
        """The widest first, as <picture> takes the first that fits."""
        return [
            ChartSize(width, round(self.heights[width] * max(width, MIN_DISPLAY_WIDTH) / width))
            for width in sorted(WIDTHS, reverse=True)
        ]

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
    data = {**person, "employments": jobs, "moves": []}
    frames = [Frame(timezone.now().date(), width) for width in WIDTHS]
    heights = {frame.width: CareerChart().build(data, frame).height for frame in frames}
    alt = f"The career of {person['name']} over time. The list below says the same in words."
    return ChartImage(chart_address("person-detail", person["slug"]), alt, heights, is_lazy=False)


def cohort_chart(cohort: Mapping[str, Any], members: int) -> ChartImage:
    """The careers of a cohort; the height is approximate, but a chart taller than the window moves nothing in sight."""
    alt = f"The careers of {cohort['name']}, one per line. The list below says where they are now."
    address = chart_address("cohort-detail", cohort["slug"])
    heights = {width: rest + row * members for width, (rest, row) in COHORT_HEIGHTS.items()}
    return ChartImage(address, alt, heights, is_lazy=False)


def retention_chart(cohort: Mapping[str, Any], organization: Any, places: int) -> ChartImage:
    """How many of a cohort stayed at an organization; the height is approximate."""
    alt = f"How many of {cohort['name']} were at {organization.name} over time."
    address = chart_address("cohort-retention", cohort["slug"], organization=organization.slug)
    return ChartImage(address, alt, dict.fromkeys(WIDTHS, RETENTION + PLACE * places))


def flow_chart(alt: str, moves: Mapping[str, Any], **filters: str) -> ChartImage:
    """Who moves where, by the filters of flows/; `moves` are the rows beside it, and whether there are more.

    The height is approximate: the chart also shows moves that the page doesn't list.
    """
    height = FLOWS + MOVE * (MAX_MOVES if moves["more"] else len(moves["rows"]))
    return ChartImage(chart_address("flow-list", **filters), alt, dict.fromkeys(WIDTHS, height))
