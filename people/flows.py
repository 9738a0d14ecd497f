"""Flows: moves counted between organizations and by period, with how many are certain and how many possible."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.db.models import F, Q, TextChoices, Value
from django.db.models.functions import TruncMonth, TruncYear

from people.evidence import CERTAIN_CONFIDENCES
from people.models import Organization
from people.models.move_derivation import NOT_KNOWN
from talentwatch.records.date_lookups import Certainty, not_after, not_before

BY_PAIR, LARGEST_FIRST = "origin", "-possible"  # orderings
LARGEST_COUNT = 10**9  # less the count, it sorts the largest first
FIRST_PAIRS = 8  # pairs of organizations read first: each may have a row for every month of many years
FlowKey = tuple[str, ...]  # the slugs of organizations, and the period last


class Level(TextChoices):
    UNIT = "unit", "The organization itself"
    GROUP = "group", "Its top-level organization"


class Period(TextChoices):
    ALL = "all", "All time"
    YEAR = "year", "Year"
    MONTH = "month", "Month"


@dataclass(frozen=True)
class MoveCount:
    """How many moves, certainly and possibly."""

    certain: int = 0
    possible: int = 0


@dataclass(frozen=True)
class PeriodCounter:
    """Counts moves by period within a span of days, both included; None means no bound."""

    period: str
    after: date | None = None
    before: date | None = None

    def count(self, moves: Any, *columns: str) -> dict[FlowKey, MoveCount]:
        """Count the moves by their values in these columns and by period.

        A move with a vague date is possible in every period that it may fall in, and certain only if there is just one.
        """
        # The database groups moves that span the same periods, so that only such sums are spread over periods here.
        if self.period == Period.ALL:
            bounds: dict[str, Any] = {"first": Value(None, models.DateField()), "last": Value(None, models.DateField())}
        else:
            truncate = TruncYear if self.period == Period.YEAR else TruncMonth
            bounds = {"first": truncate("date_earliest"), "last": truncate("date_latest")}
        rows = self.count_pairs(moves.annotate(**bounds), *columns, "first", "last")
        counts: dict[FlowKey, list[int]] = defaultdict(lambda: [0, 0])
        for *key, first, last, certain, possible in rows:
            # Without columns to group by, an aggregate over no moves is still one row.
            periods = self._periods(first, last) if possible else ()
            for period in periods:
                count = counts[*key, period]
                count[0] += certain if len(periods) == 1 else 0
                count[1] += possible
        return {key: MoveCount(*count) for key, count in counts.items()}

    def count_pairs(self, moves: Any, *columns: str) -> Any:
        """The values of the columns, each with how many moves are certain, and how many possible."""
        counted = moves.order_by().values_list(*columns)
        return counted.annotate(
            certain=models.Count("confidence", filter=self.is_certain), possible=models.Count("confidence")
        )

    @property
    def is_certain(self) -> Q:
        """Both employments are confirmed or reported, and the move is certainly within the span."""
        condition = Q(confidence__in=CERTAIN_CONFIDENCES)
        if self.after:
            condition &= not_before("date", self.after, Certainty.CERTAIN)
        if self.before:
            condition &= not_after("date", self.before, Certainty.CERTAIN)
        return condition

    def _periods(self, earliest: date | None, latest: date | None) -> list[str]:
        """The years or months from one day to another, as far as they are within the span; NOT_KNOWN without dates."""
        if earliest is None or latest is None:
            return [NOT_KNOWN]
        first, last = max(earliest, self.after or earliest), min(latest, self.before or latest)
        if self.period == Period.YEAR:
            return [str(year) for year in range(first.year, last.year + 1)]
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [f"{month // 12}-{month % 12 + 1:02}" for month in months]


class FlowEntry(NamedTuple):
    """A count and its position in the ordering, a text by which entries sort and which cursors name."""

    position: str
    key: FlowKey
    moves: MoveCount


@dataclass(frozen=True)
class Flow:
    """Moves from one organization to another in one period; None if not known. `slug` is the position in the ordering."""

    slug: str
    origin: Organization | None
    destination: Organization | None
    period: str | None
    certain: int
    possible: int


class Flows:
    """Moves counted by origin, destination and period; by group, moves within one are left out. Rows for ComputedPagination.

    Ordered by origin, destination and period, those not known last, a page reads only its own organizations from the index.
    With the largest first, the database counts every pair for each page; by period, so does this process.
    """

    def __init__(self, moves: Any, level: str, counter: PeriodCounter) -> None:
        self.columns = origin, destination = f"origin_{level}", f"destination_{level}"
        within_group = Q(**{origin: F(destination)}) if level == Level.GROUP else Q(pk__in=[])
        self.moves, self.counter = moves.visible_only(*self.columns).exclude(within_group), counter

    def count(self) -> int:
        if self.counter.period == Period.ALL:
            pairs: int = self.moves.order_by().values(*self.columns).distinct().count()
            return pairs
        return len(self.counter.count(self.moves, *self.columns))

    def page(self, ordering: str, beyond: str | None, most: int, *, backwards: bool) -> list[Flow]:
        """Up to `most` flows beyond a position, the nearest first."""
        if ordering == BY_PAIR:
            entries = self._nearest(beyond, most, backwards=backwards)
        elif self.counter.period == Period.ALL:
            entries = self._largest(beyond, most, backwards=backwards)
        else:
            entries = sorted(self._entries(self.moves, ordering), reverse=backwards)
        return _flows(_entries_beyond(entries, beyond, backwards=backwards)[:most])

    def walk(self, ordering: str, size: int) -> Iterator[list[Flow]]:
        """All flows in order, of `size` pairs of organizations at a time."""
        if ordering == LARGEST_FIRST:
            yield self.page(ordering, None, self.count(), backwards=False)
            return
        pairs = self._pairs(None, size)
        while pairs:
            yield _flows(sorted(self._entries(self._moves_between(pairs[0], pairs[-1]), ordering)))
            pairs = self._pairs(" ".join(pairs[-1]), size + 1)[1:]

    def _largest(self, beyond: str | None, most: int, *, backwards: bool) -> list[FlowEntry]:
        """The largest pairs beyond a position, in order: without periods, the database counts and sorts by itself."""
        origin, destination = self.columns
        counted = self.counter.count_pairs(self.moves, *self.columns)
        if beyond is not None:
            size, *pair = beyond.split(" ")[:3]
            possible = LARGEST_COUNT - int(size)
            after, before = ("lt", "gt") if backwards else ("gt", "lt")
            tie = Q(**{f"{origin}__{after}": pair[0]}) | Q(**{origin: pair[0], f"{destination}__{after}": pair[1]})
            counted = counted.filter(Q(**{f"possible__{before}": possible}) | Q(tie, possible=possible))
        ordering = ["possible", f"-{origin}", f"-{destination}"] if backwards else ["-possible", origin, destination]
        return [
            self._entry((*pair, NOT_KNOWN), MoveCount(certain, possible), LARGEST_FIRST)
            for *pair, certain, possible in counted.order_by(*ordering)[:most]
        ]

    def _nearest(self, beyond: str | None, most: int, *, backwards: bool) -> list[FlowEntry]:
        """The entries of the nearest pairs. Each pair has one at least, and by period often enough for the page to need few."""
        pairs = self._pairs(beyond, most + 1, backwards=backwards)
        entries: list[FlowEntry] = []
        first = len(pairs) if self.counter.period == Period.ALL else FIRST_PAIRS
        for some_pairs in filter(None, (pairs[:first], pairs[first:])):
            moves = self._moves_between(min(some_pairs), max(some_pairs))
            entries += sorted(self._entries(moves, BY_PAIR), reverse=backwards)
            if len(_entries_beyond(entries, beyond, backwards=backwards)) >= most:
                break
        return entries

    def _pairs(self, beyond: str | None, most: int, *, backwards: bool = False) -> list[tuple[str, str]]:
        """Up to `most` pairs of organizations in order, beginning with the pair of a position."""
        origin, destination = self.columns
        moves = self.moves
        if beyond is not None:
            first, _, rest = beyond.partition(" ")
            moves = _moves_from(moves, self.columns, (first, rest.partition(" ")[0]), "lt" if backwards else "gt")
        ordering = (f"-{origin}", f"-{destination}") if backwards else self.columns
        return list(moves.order_by(*ordering).values_list(origin, destination).distinct()[:most])

    def _moves_between(self, first: tuple[str, str], last: tuple[str, str]) -> Any:
        """The moves of two pairs of organizations, and of all pairs between them in the ordering."""
        return _moves_from(_moves_from(self.moves, self.columns, first, "gt"), self.columns, last, "lt")

    def _entries(self, moves: Any, ordering: str) -> Iterator[FlowEntry]:
        for key, count in self.counter.count(moves, *self.columns).items():
            yield self._entry(key, count, ordering)

    def _entry(self, key: FlowKey, count: MoveCount, ordering: str) -> FlowEntry:
        # A space sorts before every character of a slug.
        size = f"{LARGEST_COUNT - count.possible:010} " if ordering == LARGEST_FIRST else ""
        return FlowEntry(f"{size}{' '.join(key)}", key, count)


def _moves_from(moves: Any, columns: tuple[str, str], pair: tuple[str, str], side: str) -> Any:
    """The moves of this pair of organizations, and of those after ("gt") or before ("lt") it in the ordering."""
    origin, destination = columns
    tie = Q(**{f"{origin}__{side}": pair[0]}) | Q(**{f"{destination}__{side}e": pair[1]})
    return moves.filter(tie, **{f"{origin}__{side}e": pair[0]})


def _entries_beyond(entries: list[FlowEntry], beyond: str | None, *, backwards: bool) -> list[FlowEntry]:
    if beyond is None:
        return entries
    return [entry for entry in entries if (entry.position < beyond if backwards else entry.position > beyond)]


def _flows(entries: Collection[FlowEntry]) -> list[Flow]:
    slugs = {slug for entry in entries for slug in entry.key[:2]}
    public = Organization.objects.published().filter(slug__in=slugs).only("slug", "status", "name")
    organizations = {organization.slug: organization for organization in public}
    return [
        Flow(
            position,
            organizations.get(origin),
            organizations.get(destination),
            _public_period(period),
            count.certain,
            count.possible,
        )
        for position, (origin, destination, period), count in entries
    ]


def _public_period(period: str) -> str | None:
    return None if period == NOT_KNOWN else period


@dataclass(frozen=True)
class Balance:
    """Who came to an organization and who left it in one period (`slug`)."""

    slug: str
    arrivals: MoveCount
    departures: MoveCount

    @property
    def period(self) -> str | None:
        """None if the date isn't known, or for all time."""
        return _public_period(self.slug)

    @property
    def net(self) -> dict[str, int]:
        """Arrivals less departures, at least and at most."""
        return {
            "min": self.arrivals.certain - self.departures.possible,
            "max": self.arrivals.possible - self.departures.certain,
        }


class Balances:
    """Moves to and from some organizations, which are counted as one, by period; those of no known date last.

    Rows for ComputedPagination.
    """

    def __init__(self, moves: Any, organizations: Iterable[str], counter: PeriodCounter) -> None:
        self.moves = moves.visible_only("origin_unit", "destination_unit")
        self.organizations, self.counter = list(organizations), counter

    def count(self) -> int:
        return len(self._rows())

    def page(self, ordering: str, beyond: str | None, most: int, *, backwards: bool) -> list[Balance]:
        """Up to `most` balances beyond a period, the nearest first."""
        rows = sorted(self._rows(), key=lambda row: row.slug, reverse=backwards)
        if beyond is not None:
            rows = [row for row in rows if (row.slug < beyond if backwards else row.slug > beyond)]
        return rows[:most]

    def walk(self, ordering: str, size: int) -> Iterator[list[Balance]]:
        yield sorted(self._rows(), key=lambda row: row.slug)

    def _rows(self) -> list[Balance]:
        arrivals, departures = self._count("destination", "origin"), self._count("origin", "destination")
        return [
            Balance(key[0], arrivals.get(key, MoveCount()), departures.get(key, MoveCount()))
            for key in arrivals.keys() | departures.keys()
        ]

    def _count(self, inside: str, outside: str) -> dict[FlowKey, MoveCount]:
        """Moves that have one side ("origin" or "destination") at these organizations, and the other elsewhere."""
        at_organizations = {f"{inside}_unit__in": self.organizations}
        moves = self.moves.filter(**at_organizations).exclude(**{f"{outside}_unit__in": self.organizations})
        return self.counter.count(moves)
