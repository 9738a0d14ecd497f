"""People counted among moves, each once: in all, by where they went or came from, and by year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from people.flows import Period, PeriodCounter
from talentwatch.records.date_lookups import not_after, not_before

UNDATED = Q(date_earliest=None, date_latest=None)
ANY_TIME = PeriodCounter(Period.ALL)


@dataclass(frozen=True)
class PeopleCount:
    """How many people certainly moved, how many possibly, the certain ones included, and how many of these at an unknown date."""

    certain: int = 0
    possible: int = 0
    undated: int = 0


def count_people(moves: Any, span: PeriodCounter = ANY_TIME) -> PeopleCount:
    """All people of these moves, which were chosen for this span; what is certain means the same as in flows."""
    return PeopleCount(**moves.order_by().aggregate(**_counts(span.is_certain)))


def count_people_by(moves: Any, span: PeriodCounter, *columns: str) -> dict[tuple[Any, ...], PeopleCount]:
    """The same by the values of columns: somebody with two moves may be counted with two values, but once with each."""
    rows = moves.order_by().values_list(*columns).annotate(**_counts(span.is_certain))
    return {tuple(key): PeopleCount(certain, possible, undated) for *key, certain, possible, undated in rows}


def count_people_by_year(moves: Any, years: Iterable[int]) -> tuple[PeopleCount, dict[int, PeopleCount], PeopleCount]:
    """All people of the moves; those of dated moves by year, with the year 0 for all before the first; and of undated moves.

    A vague date is possible in each year that it may fall in.
    """
    years = sorted(years)
    spans = {year: PeriodCounter(Period.ALL, date(year, 1, 1), date(year, 12, 31)) for year in years}
    spans[0] = PeriodCounter(Period.ALL, None, date(years[0] - 1, 12, 31))
    counts = {
        **_counts(ANY_TIME.is_certain),
        "certain_undated": Count("person", distinct=True, filter=UNDATED & ANY_TIME.is_certain),
    }
    for year, span in spans.items():
        possible = ~UNDATED
        if span.after:
            possible &= not_before("date", span.after)
        if span.before:
            possible &= not_after("date", span.before)
        counts[f"certain_{year}"] = Count("person", distinct=True, filter=span.is_certain & ~UNDATED)
        counts[f"possible_{year}"] = Count("person", distinct=True, filter=possible)
    values = moves.order_by().aggregate(**counts)
    by_year = {year: PeopleCount(values[f"certain_{year}"], values[f"possible_{year}"]) for year in spans}
    undated: int = values["undated"]
    total = PeopleCount(values["certain"], values["possible"], undated)
    return total, by_year, PeopleCount(values["certain_undated"], undated, undated)


def _counts(is_certain: Q) -> dict[str, Count]:
    return {
        "certain": Count("person", distinct=True, filter=is_certain),
        "possible": Count("person", distinct=True),
        "undated": Count("person", distinct=True, filter=UNDATED),
    }
