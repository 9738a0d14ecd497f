"""Moves, derived from the employments of one person: who left which job for which. The rules are those of docs/moves.md.

Pure: the functions look at the employments they are given, and know no database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from people.evidence import Confidence, EndState
from talentwatch.dates import PartialDate

MAX_GAP = timedelta(365)  # between the end of one job and the start of the next
SUREST_FIRST = (Confidence.CONFIRMED, Confidence.REPORTED, Confidence.DISPUTED)


class MoveKind(TextChoices):
    DEPARTURE = "departure", "Departure"
    INTERNAL = "internal", "Within one organization"
    RETURN = "return", "Return"
    FOUNDING = "founding", "Founding"
    ARRIVAL = "arrival", "Arrival"
    MOVE = "move", "Move"


@dataclass(frozen=True)
class EligibleEmployment:
    """What the rules read of an employment; `group` is the slug of its top-level organization, `came_from` another's slug."""

    slug: str
    start: PartialDate
    end: PartialDate
    end_state: str
    confidence: str
    group: str
    is_founding: bool = False
    came_from: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.end_state == EndState.ENDED

    @property
    def is_undated_ongoing(self) -> bool:
        return self.end_state == EndState.ONGOING and not self.start

    @property
    def matching_order(self) -> tuple[bool, date, date, bool, date, str]:
        """The order in which employments are given their origins (rule 3)."""
        start, end = self.start, self.end
        return (
            not start,
            start.earliest or date.max,
            start.latest or date.max,
            not self.has_ended,
            end.latest or date.max,
            self.slug,
        )

    @property
    def end_order(self) -> tuple[date, date, date]:
        """By when it ended, to choose the last of several origins; without an earliest end only the start counts."""
        end = (self.end.earliest, self.end.latest or date.min) if self.end.earliest else (date.min, date.min)
        return (*end, self.start.earliest or date.min)


@dataclass(frozen=True)
class DerivedMove:
    """One move: its two employments, either of which may be missing, and what follows from them."""

    origin: EligibleEmployment | None
    destination: EligibleEmployment | None
    kind: MoveKind

    @property
    def slug(self) -> str:
        """The slugs of both employments; of an arrival its employment's alone, and of a departure with “--departure”."""
        if self.destination is None:
            return f"{self.origin.slug}--departure" if self.origin else ""
        return f"{self.origin.slug}--{self.destination.slug}" if self.origin else self.destination.slug

    @property
    def date(self) -> PartialDate:
        """When the move happened (rule 4)."""
        if self.origin is None:
            return self.destination.start if self.destination else PartialDate()
        if self.origin.end.is_bounded:
            return self.origin.end
        if self.destination and self.destination.start.is_bounded:
            return self.destination.start
        return PartialDate(self.origin.start.earliest, self.origin.end.latest)

    @property
    def gap_days(self) -> tuple[int | None, int | None]:
        """The fewest and the most days between the two employments; negative if they overlap, None if not known."""
        if self.origin is None or self.destination is None:
            return None, None
        end, start = self.origin.end, self.destination.start
        return _days_between(end.latest, start.earliest), _days_between(end.earliest, start.latest)

    @property
    def confidence(self) -> str:
        """The lower confidence of its employments."""
        levels = [employment.confidence for employment in (self.origin, self.destination) if employment]
        return max(levels, key=[str(level) for level in SUREST_FIRST].index)


def _days_between(first: date | None, last: date | None) -> int | None:
    return (last - first).days if first and last else None


def derive_moves(employments: Iterable[EligibleEmployment]) -> list[DerivedMove]:
    """The moves of one person, from all their eligible employments.

    Each employment is the destination of exactly one move, and each ended one the origin of exactly one.
    """
    in_order = sorted(employments, key=lambda employment: employment.matching_order)
    origins = _match_origins(in_order)
    matched = {origin.slug for origin in origins.values() if origin}
    arrivals = [
        DerivedMove(origins[employment.slug], employment, _kind(origins[employment.slug], employment, in_order))
        for employment in in_order
    ]
    departures = [
        DerivedMove(employment, None, MoveKind.DEPARTURE)
        for employment in in_order
        if employment.has_ended and employment.slug not in matched
    ]
    return arrivals + departures


def _match_origins(employments: Sequence[EligibleEmployment]) -> dict[str, EligibleEmployment | None]:
    """The origin of each employment, by slug (rule 3)."""
    by_slug = {employment.slug: employment for employment in employments}
    # What a source states comes first: it takes an origin even from an employment that is earlier in the order.
    origins = {one.slug: by_slug.get(one.came_from) for one in employments if one.came_from}
    matched = {origin.slug for origin in origins.values() if origin}
    for employment in employments:
        if employment.slug not in origins:
            # Nobody leaves a job for one that they left, at whatever remove, to come to it.
            excluded = matched | _slugs_that_came_from(employment, origins)
            origin = _last_ended_origin(employment, employments, excluded)
            origins[employment.slug] = origin
            if origin:
                matched.add(origin.slug)
    return origins


def _slugs_that_came_from(employment: EligibleEmployment, origins: Mapping[str, EligibleEmployment | None]) -> set[str]:
    """The employments that this one led to, as far as origins are known: the next, the one after it, and so on."""
    destinations = {origin.slug: slug for slug, origin in origins.items() if origin}
    slugs: set[str] = set()
    slug = destinations.get(employment.slug)
    while slug and slug not in slugs:
        slugs.add(slug)
        slug = destinations.get(slug)
    return slugs


def _last_ended_origin(
    destination: EligibleEmployment, employments: Sequence[EligibleEmployment], excluded: set[str]
) -> EligibleEmployment | None:
    if destination.is_undated_ongoing and sum(other.is_undated_ongoing for other in employments) > 1:
        return None
    possible = [
        origin
        for origin in employments
        if origin.slug not in excluded
        and _precedes(origin, destination)
        and not any(_lies_between(origin, other, destination) for other in employments)
    ]
    possible.sort(key=lambda origin: origin.end_order, reverse=True)
    is_tied = len(possible) > 1 and possible[0].end_order == possible[1].end_order
    return None if is_tied or not possible else possible[0]


def _precedes(origin: EligibleEmployment, destination: EligibleEmployment) -> bool:
    """The dates allow that the origin was left for the destination, and not the other way round as well (rule 2)."""
    return _may_precede(origin, destination) and not _may_precede(destination, origin)


def _may_precede(origin: EligibleEmployment, destination: EligibleEmployment) -> bool:
    """The origin has ended, the destination began neither before it nor more than MAX_GAP before its end, and was not
    over by then."""
    if origin is destination or not origin.has_ended or destination.end.before(origin.end):
        return False
    if not destination.start:
        is_ongoing = destination.end_state == EndState.ONGOING
        return is_ongoing or _is_known_no_later(origin.end.latest, destination.end.earliest)
    if origin.start and not (
        _is_no_later(origin.start.earliest, destination.start.earliest)
        and _is_no_later(origin.start.latest, destination.start.latest)
    ):
        return False
    ended = origin.end.earliest or (None if origin.start else origin.end.latest)
    return _is_no_later(ended, destination.start.latest and destination.start.latest + MAX_GAP)


def _lies_between(origin: EligibleEmployment, other: EligibleEmployment, destination: EligibleEmployment) -> bool:
    """The other employment has a known start, after the end of the origin and before the destination."""
    if other is origin or other is destination or not _is_known_no_later(origin.end.latest, other.start.latest):
        return False
    if not _is_no_later(origin.start.earliest, other.start.earliest):
        return False
    return not destination.start or other.start.before(PartialDate(destination.start.earliest, None))


def _is_no_later(first: date | None, last: date | None) -> bool:
    """True as well if a day is unknown."""
    return first is None or last is None or first <= last


def _is_known_no_later(first: date | None, last: date | None) -> bool:
    """False if a day is unknown."""
    return first is not None and last is not None and first <= last


def _kind(
    origin: EligibleEmployment | None, destination: EligibleEmployment, employments: Sequence[EligibleEmployment]
) -> MoveKind:
    """The first kind that fits (rule 6)."""
    if origin and origin.group == destination.group:
        return MoveKind.INTERNAL
    if any(other.group == destination.group and _precedes(other, destination) for other in employments):
        return MoveKind.RETURN
    if destination.is_founding:
        return MoveKind.FOUNDING
    return MoveKind.MOVE if origin else MoveKind.ARRIVAL
