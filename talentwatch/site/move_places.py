"""Where the people of some moves went or came from, by top-level organization, each with how many they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, Q, Value, When

from people.flows import PeriodCounter
from people.models import Organization
from people.models.move_derivation import NOT_KNOWN
from people.move_counts import PeopleCount, count_people, count_people_by
from talentwatch.phrases import LAST_DEPARTURES, format_left_for
from talentwatch.text import isolate_bidi

Keep = Callable[[str, Callable[[], Any]], Any]  # what a count returned before, by its name, or returns now


def count_anew(_name: str, count: Callable[[], Any]) -> Any:
    return count()


@dataclass(frozen=True)
class Direction:
    """A side of moves, and the words for it."""

    verb: str  # what people did with the organization that was asked about: they left it
    preposition: str  # before the organization on the other side: they left for it
    side: str  # that other side
    unknown: str  # where no source names it


HAS_LAST_DEPARTURE = Q(destination_group=NOT_KNOWN, left_for="", end_reason__in=LAST_DEPARTURES)

LEFT = Direction("left", "for", "destination", "destination unknown")
JOINED = Direction("joined", "from", "origin", "previous employer unknown")
# Of no organization in particular: which they left, and which they joined.
LEFT_ANY, JOINED_ANY = Direction("left", "", "origin", ""), Direction("joined", "", "destination", "")


@dataclass(frozen=True)
class Place:
    """How many people went to a place, or came from it; `organization` is None where it isn't one, or several."""

    words: str
    count: PeopleCount
    organization: Organization | None = None


def places(moves: Any, span: PeriodCounter, direction: Direction, most: int, keep: Keep = count_anew) -> list[Place]:
    """The places with the most people, at most so many by name; then the others together, what else people left for, and those unknown."""
    group = f"{direction.side}_group"
    is_within = Case(When(origin_group=F("destination_group"), then=True), default=False, output_field=BooleanField())
    # What somebody left for, or a last departure, stands in place of a destination, and says nothing of an origin.
    known_for = (
        Case(When(HAS_LAST_DEPARTURE, then="end_reason"), default="left_for") if direction is LEFT else Value("")
    )
    moves_by_place = moves.annotate(is_within=is_within, known_for=known_for)
    counts = keep(group, lambda: count_people_by(moves_by_place, span, group, "known_for", "is_within"))
    slugs = [slug for slug, _, _ in counts if slug != NOT_KNOWN]
    public = Organization.objects.published().filter(slug__in=slugs).only("slug", "status", "name")
    organizations = {organization.slug: organization for organization in public}
    named: list[Place] = []
    purposes: list[Place] = []
    unknown: list[Place] = []
    for (slug, purpose, within), count in sorted(counts.items(), key=lambda item: (-item[1].possible, item[0][:2])):
        if slug in organizations:
            parts = "other parts of " if within else ""
            words = f"{direction.preposition} {parts}{isolate_bidi(organizations[slug].name)}".strip()
            named.append(Place(words, count, organizations[slug]))
        elif slug == NOT_KNOWN and purpose:
            purposes.append(Place(LAST_DEPARTURES.get(purpose) or format_left_for(purpose), count))
        elif slug == NOT_KNOWN:
            unknown.append(Place(direction.unknown, count))
    # A single one beyond the limit is no shorter as “another organization”.
    shown = named if len(named) <= most + 1 else named[:most]
    others = []
    if len(shown) < len(named):
        rest = moves.filter(
            **{f"{group}__in": [place.organization.slug for place in named[most:] if place.organization]}
        )
        others = [
            Place(
                f"{direction.preposition} other organizations".strip(),
                keep(f"other {group}", lambda: count_people(rest, span)),
            )
        ]
    return [*shown, *others, *purposes, *unknown]
