"""The moves of this year as the front page shows them: between which labs, and which of them most people left."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Max

from people.flows import Period, PeriodCounter
from people.models import Move, MoveKind, Organization
from people.models.move_derivation import NOT_KNOWN
from talentwatch.site.chart_images import ChartImage, flow_chart
from talentwatch.site.rankings import kept_ranking

MAX_LABS = 5
MAX_RANKED = 50  # of which those that aren't public are left out


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
    counted = kept_ranking(f"leading labs {day}", lambda: _count_latest_years(day))
    slugs = {slug for _, _, people in counted for slug in people}
    public = Organization.objects.published().filter(slug__in=slugs)
    organizations = {organization.slug: organization for organization in public.only("slug", "status", "name")}
    return [YearOfMoves(year, moves, _leading(people, organizations)) for year, moves, people in counted]


def _count_latest_years(day: date) -> list[tuple[int, int, dict[str, int]]]:
    """Of both years: how many moves, and how many people left each organization, by slug, of those that most left."""
    moves = Move.objects.visible_only().exclude(kind=MoveKind.INTERNAL).order_by()
    latest = moves.filter(date_latest__lte=date(day.year, 12, 31)).aggregate(latest=Max("date_earliest"))["latest"]
    if latest is None:
        return []
    years = [latest.year, latest.year - 1]
    is_in = {year: PeriodCounter(Period.ALL, date(year, 1, 1), date(year, 12, 31)).is_certain for year in years}
    # The moves that are certainly of one of the two years begin and end in it.
    moves = moves.filter(date_earliest__gte=date(years[1], 1, 1), date_earliest__lte=date(years[0], 12, 31))
    totals = moves.aggregate(**{f"moves_{year}": Count("pk", filter=is_in[year]) for year in years})
    people: dict[str, Any] = {f"people_{year}": Count("person", distinct=True, filter=is_in[year]) for year in years}
    dated = moves.filter(is_in[years[0]] | is_in[years[1]]).exclude(origin_group=NOT_KNOWN)
    rows: list[Any] = list(dated.values("origin_group").annotate(**people))
    by_year = {year: {row["origin_group"]: row[f"people_{year}"] for row in rows} for year in years}
    return [(year, totals[f"moves_{year}"], _most(by_year[year], MAX_RANKED)) for year in years]


def year_chart(moves: YearOfMoves) -> ChartImage:
    alt = f"The moves between organizations that are certainly of {moves.year}. The page of its moves says the same in words."
    rows = {"rows": range(moves.moves), "more": False}
    year = str(moves.year)
    chart = flow_chart(alt, rows, after=year, before=year, certainty="certain", level="group")
    return replace(chart, is_lazy=False)


def _leading(people: dict[str, int], organizations: dict[str, Organization]) -> list[LeadingLab]:
    leading = _most({slug: count for slug, count in people.items() if slug in organizations}, MAX_LABS)
    return [LeadingLab(organizations[slug], count) for slug, count in leading.items()]


def _most(counts: dict[str, int], number: int) -> dict[str, int]:
    """The largest counts, without those of nobody, in their order."""
    ranked = sorted(filter(counts.get, counts), key=lambda slug: (-counts[slug], slug))
    return {slug: counts[slug] for slug in ranked[:number]}
