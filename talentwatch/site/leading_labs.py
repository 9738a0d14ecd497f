"""The moves of this year as the front page shows them: between which labs, and whom most people left."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Max

from people.flows import Period, PeriodCounter
from people.models import Move, MoveKind, Organization
from people.models.move_derivation import NOT_KNOWN
from talentwatch.site.chart_images import ChartImage, flow_chart

MAX_LABS = 5


@dataclass(frozen=True)
class LeadingLab:
    """An organization that many people left in a year, and how many certainly did."""

    organization: Organization
    people: int


@dataclass(frozen=True)
class YearOfMoves:
    """The moves that are certainly of one year, and the organizations that most people left in it."""

    year: int
    moves: int
    labs: list[LeadingLab]


def latest_years(day: date) -> list[YearOfMoves]:
    """The year of this day, or else the latest one before it with moves, and the year before; empty without any."""
    moves = Move.objects.published().exclude(kind=MoveKind.INTERNAL).order_by()
    latest = moves.filter(date_latest__lte=date(day.year, 12, 31)).aggregate(latest=Max("date_earliest"))["latest"]
    if latest is None:
        return []
    years = [latest.year, latest.year - 1]
    is_in = {year: PeriodCounter(Period.ALL, date(year, 1, 1), date(year, 12, 31)).is_certain for year in years}
    totals = moves.aggregate(**{f"moves_{year}": Count("pk", filter=is_in[year]) for year in years})
    people: dict[str, Any] = {f"people_{year}": Count("person", distinct=True, filter=is_in[year]) for year in years}
    dated = moves.filter(is_in[years[0]] | is_in[years[1]]).exclude(origin_group=NOT_KNOWN)
    rows: list[Any] = list(dated.values("origin_group").annotate(**people))
    public = Organization.objects.published().filter(slug__in=[row["origin_group"] for row in rows])
    organizations = {organization.slug: organization for organization in public.only("slug", "status", "name")}
    return [YearOfMoves(year, totals[f"moves_{year}"], _leading(rows, year, organizations)) for year in years]


def year_chart(moves: YearOfMoves) -> ChartImage:
    alt = f"The moves between organizations that are certainly of {moves.year}. The page of its moves says the same in words."
    rows = {"rows": range(moves.moves), "more": False}
    year = str(moves.year)
    chart = flow_chart(alt, rows, after=year, before=year, certainty="certain", level="group")
    return replace(chart, is_lazy=False)


def _leading(rows: list[Any], year: int, organizations: dict[str, Organization]) -> list[LeadingLab]:
    counts = {row["origin_group"]: row[f"people_{year}"] for row in rows if row["origin_group"] in organizations}
    ranked = sorted(filter(counts.get, counts), key=lambda slug: (-counts[slug], slug))
    return [LeadingLab(organizations[slug], counts[slug]) for slug in ranked[:MAX_LABS]]
