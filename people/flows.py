"""Flows: moves counted between organizations, period by period; how many surely, and how many possibly."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, TextChoices, Value
from django.db.models.functions import TruncMonth, TruncYear

from people.evidence import Confidence
from people.models import Organization
from people.models.move_derivation import UNKNOWN
from talentwatch.records.date_lookups import Certainty, not_after, not_before

SURE = (Confidence.CONFIRMED, Confidence.REPORTED)
BY_PAIR, LARGEST_FIRST = "origin", "-possible"
FEW = 8  # pairs of organizations, which may have rows for every month of many years
Key = tuple[str, ...]  # the slugs of organizations, and the period


class Level(TextChoices):
    UNIT = "unit", "The organization itself"
    GROUP = "group", "Its top-level organization"


class Period(TextChoices):
    ALL = "all", "All time"
    YEAR = "year", "Year"
    MONTH = "month", "Month"


@dataclass(frozen=True)
class MoveCount:
    """How many moves, surely and possibly."""

    certain: int = 0
    possible: int = 0


@dataclass(frozen=True)
class Asked:
    """By what period moves are counted, and within which days; None is open."""

    period: str
    after: date | None = None
    before: date | None = None

    @property
    def surely(self) -> Q:
        """Both posts confirmed or reported, and the move surely within the days asked for."""
        found = Q(confidence__in=SURE)
        if self.after:
            found &= not_before("date", self.after, Certainty.CERTAIN)
        if self.before:
            found &= not_after("date", self.before, Certainty.CERTAIN)
        return found

    def number(self, day: date) -> int:
        """The period of a day: periods are numbered one after the other."""
        return day.year if self.period == Period.YEAR else day.year * 12 + day.month - 1

    def periods(self, earliest: date | None, latest: date | None) -> list[str]:
        """Those from the one day to the other, as far as they reach into the days asked for."""
        if earliest is None or latest is None:
            return [UNKNOWN]
        first, last = max(earliest, self.after or earliest), min(latest, self.before or latest)
        return [self._name(number) for number in range(self.number(first), self.number(last) + 1)]

    def _name(self, number: int) -> str:
        return str(number) if self.period == Period.YEAR else f"{number // 12}-{number % 12 + 1:02}"

    def count(self, moves: Any, *columns: str) -> dict[Key, MoveCount]:
        """The moves, by what they have in these columns and by period.

        The database counts together what spans the same periods, and only such sums are spread over them: a vague move
        is possible in each that it may fall in, and certain in one at most.
        """
        if self.period == Period.ALL:
            ends: dict[str, Any] = {"first": Value(None, models.DateField()), "last": Value(None, models.DateField())}
        else:
            begin = TruncYear if self.period == Period.YEAR else TruncMonth
            ends = {"first": begin("date_earliest"), "last": begin("date_latest")}
        spans = moves.order_by().annotate(**ends).values_list(*columns, "first", "last")
        rows = spans.annotate(sure=models.Count("confidence", filter=self.surely), every=models.Count("confidence"))
        found: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        for *key, first, last, certain, possible in rows:
            periods = self.periods(first, last) if possible else ()  # a sum of nothing is a row too
            for period in periods:
                count = found[*key, period]
                count[0] += certain if len(periods) == 1 else 0
                count[1] += possible
        return {key: MoveCount(*count) for key, count in found.items()}


Place = tuple[str, Key, MoveCount]  # the place in the order, and what stands there


@dataclass(frozen=True)
class Flow:
    """Moves from one organization to another in one period, None where it isn't known; `slug` is its place in the order."""

    slug: str
    origin: Organization | None
    destination: Organization | None
    period: str | None
    certain: int
    possible: int


class Flows:
    """Moves counted by origin, destination and period; at the level of groups those within one are left out.

    By origin, destination and period, the unknown last; so a page reads no more of the index than its own organizations.
    The largest first costs a count of everything.
    """

    def __init__(self, moves: Any, level: str, asked: Asked) -> None:
        self.columns = origin, destination = f"origin_{level}", f"destination_{level}"
        within = Q(**{origin: F(destination)}) if level == Level.GROUP else Q(pk__in=[])
        self.moves, self.asked = moves.visible_only(*self.columns).exclude(within), asked

    def count(self) -> int:
        return len(self.asked.count(self.moves, *self.columns))

    def page(self, ordering: str, beyond: str | None, most: int, *, backwards: bool) -> list[Flow]:
        """So many beyond a place in the order, the nearest first."""
        if ordering == BY_PAIR:
            places = self._nearest(beyond, most, backwards=backwards)
        else:
            places = sorted(self._places(self.moves, ordering), reverse=backwards)
        return _flows(_after(places, beyond, backwards=backwards)[:most])

    def _nearest(self, beyond: str | None, most: int, *, backwards: bool) -> list[Place]:
        """Those of the nearest pairs, which have a row each at least; of few pairs, where these have rows enough."""
        pairs = self._pairs(beyond, most + 1, backwards=backwards)
        places: list[Place] = []
        first = len(pairs) if self.asked.period == Period.ALL else FEW
        for some in filter(None, (pairs[:first], pairs[first:])):
            moves = self._between(min(some), max(some))
            places += sorted(self._places(moves, BY_PAIR), reverse=backwards)
            if len(_after(places, beyond, backwards=backwards)) >= most:
                break
        return places

    def walk(self, ordering: str, size: int) -> Iterator[list[Flow]]:
        """All of them in order, so many pairs of organizations at a time."""
        if ordering == LARGEST_FIRST:
            yield self.page(ordering, None, self.count(), backwards=False)
            return
        pairs = self._pairs(None, size)
        while pairs:
            yield _flows(sorted(self._places(self._between(pairs[0], pairs[-1]), ordering)))
            pairs = self._pairs(" ".join(pairs[-1]), size + 1)[1:]

    def _pairs(self, beyond: str | None, most: int, *, backwards: bool = False) -> list[tuple[str, str]]:
        """So many pairs of organizations in order, from the one at a place on."""
        origin, destination = self.columns
        moves = self.moves
        if beyond is not None:
            first, _, rest = beyond.partition(" ")
            moves = _beyond(moves, self.columns, (first, rest.partition(" ")[0]), "lt" if backwards else "gt")
        ordered = (f"-{origin}", f"-{destination}") if backwards else self.columns
        return list(moves.order_by(*ordered).values_list(origin, destination).distinct()[:most])

    def _between(self, first: tuple[str, str], last: tuple[str, str]) -> Any:
        """The moves between the organizations of two pairs, and of all that are between them in the order."""
        return _beyond(_beyond(self.moves, self.columns, first, "gt"), self.columns, last, "lt")

    def _places(self, moves: Any, ordering: str) -> Iterator[Place]:
        for key, count in self.asked.count(moves, *self.columns).items():
            place = " ".join(key)  # a space sorts before all that slugs are made of
            size = f"{10**9 - count.possible:010} " if ordering == LARGEST_FIRST else ""
            yield f"{size}{place}", key, count


def _beyond(moves: Any, columns: tuple[str, str], pair: tuple[str, str], side: str) -> Any:
    """Moves of this pair of organizations, and of those on one side of it in the order."""
    origin, destination = columns
    tie = Q(**{f"{origin}__{side}": pair[0]}) | Q(**{f"{destination}__{side}e": pair[1]})
    return moves.filter(tie, **{f"{origin}__{side}e": pair[0]})


def _after(places: list[Place], beyond: str | None, *, backwards: bool) -> list[Place]:
    if beyond is None:
        return places
    return [one for one in places if (one[0] < beyond if backwards else one[0] > beyond)]


def _flows(places: Collection[Place]) -> list[Flow]:
    slugs = {slug for _, key, _ in places for slug in key[:2]}
    public = Organization.objects.published().filter(slug__in=slugs).only("slug", "status", "name")
    names = {one.slug: one for one in public}
    return [
        Flow(place, names.get(origin), names.get(destination), _shown(period), count.certain, count.possible)
        for place, (origin, destination, period), count in places
    ]


def _shown(period: str) -> str | None:
    return None if period == UNKNOWN else period


@dataclass(frozen=True)
class Balance:
    """Who came to an organization and who left it in one period, None where it isn't known."""

    slug: str
    came: MoveCount
    went: MoveCount

    @property
    def period(self) -> str | None:
        return _shown(self.slug)

    @property
    def net(self) -> dict[str, int]:
        """The least and the most by which those who came outnumber those who left."""
        return {"min": self.came.certain - self.went.possible, "max": self.came.possible - self.went.certain}


class Balances:
    """What came to some organizations, taken as one, and what left them, by period; the unknown period last."""

    def __init__(self, moves: Any, units: Iterable[str], asked: Asked) -> None:
        self.moves, self.units, self.asked = moves.visible_only("origin_unit", "destination_unit"), list(units), asked

    def count(self) -> int:
        return len(self._rows())

    def page(self, ordering: str, beyond: str | None, most: int, *, backwards: bool) -> list[Balance]:
        """So many beyond a period, the nearest first."""
        rows = sorted(self._rows(), key=lambda row: row.slug, reverse=backwards)
        if beyond is not None:
            rows = [row for row in rows if (row.slug < beyond if backwards else row.slug > beyond)]
        return rows[:most]

    def walk(self, ordering: str, size: int) -> Iterator[list[Balance]]:
        yield sorted(self._rows(), key=lambda row: row.slug)

    def _rows(self) -> list[Balance]:
        came, went = self._count("destination", "origin"), self._count("origin", "destination")
        return [
            Balance(key[0], came.get(key, MoveCount()), went.get(key, MoveCount())) for key in came.keys() | went.keys()
        ]

    def _count(self, here: str, there: str) -> dict[Key, MoveCount]:
        moves = self.moves.filter(**{f"{here}_unit__in": self.units}).exclude(**{f"{there}_unit__in": self.units})
        return self.asked.count(moves)
