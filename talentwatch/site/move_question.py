"""What the filters of a list of moves ask, as a question, and the answer in sentences with numbers."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from people.charts import filter_details, format_kinds
from people.filters import MoveFilterSet
from people.filters.move import organization_slugs
from people.filters.organization import with_descendants
from people.flows import Period, PeriodCounter
from people.models import MoveKind, Organization, Person
from people.move_counts import PeopleCount, count_people
from talentwatch.phrases import format_span
from talentwatch.site.move_places import JOINED, JOINED_ANY, LEFT, LEFT_ANY, Direction, Place, places
from talentwatch.site.rankings import kept_ranking
from talentwatch.site.wording import count
from talentwatch.text import isolate_bidi

MAX_PLACES, MAX_NAMES = 6, 3
MAX_PLACES_IN_SHORT = 2
NO_ONE = "No one is known to have"
ORGANIZATION_FILTERS = ("organization", "origin", "destination")


def format_people(number: int) -> str:
    return "one person" if number == 1 else f"{number:,} people"


def answer_sentence(count: PeopleCount, deed: str, named: Sequence[Place] = (), *, with_undated: bool = False) -> str:
    """“Up to 40 people left Meta in 2025: 12 for OpenAI, 7 destination unknown; at least 35 certainly.”"""
    if not count.possible:
        return f"{NO_ONE} {deed}."
    who = format_people(count.possible)
    if count.certain == 0:
        who += " may have"
    elif count.certain < count.possible:
        who = f"up to {who}"
    detail = ""
    if named and count.possible == 1:
        detail = ", " + " and ".join(place.words for place in named)
    elif named:
        detail = ": " + ", ".join(f"{place.count.possible:,} {place.words}" for place in named)
        if sum(place.count.possible for place in named) > count.possible:
            detail += ", some counted more than once"
    certainty = format_certainty(count, with_undated=with_undated)
    return f"{who[0].upper()}{who[1:]} {deed}{detail}; {certainty}."


def format_certainty(count: PeopleCount, *, with_undated: bool) -> str:
    """“all certainly”; “at least 35 certainly, 3 at an unknown date”."""
    if count.possible == 1:
        certainty, undated = "this is certain" if count.certain else "this isn’t certain", "at an unknown date"
    else:
        certainty = {0: "none certainly", count.possible: "all certainly"}.get(
            count.certain, f"at least {count.certain:,} certainly"
        )
        undated = f"{count.undated:,} at an unknown date"
    return f"{certainty}, {undated}" if with_undated and count.undated else certainty


@dataclass(frozen=True)
class NamedOrganizations:
    """The organizations that one filter names: their names as a phrase, and the slugs of them and their parts."""

    name: str
    slugs: Collection[str]


class MoveQuestion:
    """The question of a filterset of moves, which must be valid."""

    def __init__(self, filterset: MoveFilterSet) -> None:
        self.moves = filterset.qs
        self.values = values = filterset.values
        self.dates = values["after"], values["before"]
        self.span = PeriodCounter(
            Period.ALL,
            *(day and getattr(day, bound) for day, bound in zip(self.dates, ("earliest", "latest"), strict=True)),
        )
        when = format_span(*self.dates, with_preposition=True)
        self.when = f" {when}" if when else ""
        pks = {pk for name in ORGANIZATION_FILTERS for pk in values[name] or ()}
        self.organizations = Organization.objects.published().only("slug", "status", "name", "parent").in_bulk(pks)
        self.sides = {name: self._side(values[name], values["include_descendants"]) for name in ORGANIZATION_FILTERS}
        self.either, self.origin, self.destination = (self.sides[name] for name in ORGANIZATION_FILTERS)
        self.people = self._people()
        self.is_about_people = bool(self.people) and not any(self.sides.values())
        self.is_filtered = any(value is not None for value in values.values())

    def _side(self, pks: Collection[int] | None, include_descendants: bool | None) -> NamedOrganizations | None:  # noqa: FBT001 a parameter of the API
        if not pks:
            return None
        names = [isolate_bidi(self.organizations[pk].name) for pk in pks if pk in self.organizations]
        name = " or ".join(names) if len(names) <= MAX_NAMES else f"any of {len(names)} organizations"
        return NamedOrganizations(name, organization_slugs(with_descendants(pks, include_descendants)))

    def _people(self) -> str:
        """The people that the filters name, as a phrase."""
        pks = self.values["person"] or ()
        if len(pks) > MAX_NAMES:
            return f"any of {len(pks)} people"
        people = Person.objects.published().filter(pk__in=pks).order_by("slug") if pks else ()
        return " or ".join(isolate_bidi(person.name) for person in people)

    @cached_property
    def title(self) -> str:
        """The question, with all that the filters ask."""
        kinds = [format_kinds(self.values["kind"])] if self.values["kind"] else []
        details = [*kinds, *filter_details(self.values)]
        if self.is_about_people:
            question = f"The moves of {self.people}{self.when}"
        else:
            question = self._question()
            details = [self.people, *details] if self.people else details
        return f"{question} ({', '.join(details)})" if details else question

    def _question(self) -> str:
        if self.origin and self.destination:
            return f"Who left {self.origin.name} for {self.destination.name}{self.when}?"
        if self.origin:
            return f"Who left {self.origin.name}{self.when}, and for where?"
        if self.destination:
            return f"Who joined {self.destination.name}{self.when}, and from where?"
        if self.either:
            return f"Who left or joined {self.either.name}{self.when}?"
        return f"Who moved{self.when}?" if self.when else "Who moves between AI labs"

    @property
    def level(self) -> str:
        """The level of flows that shows all of these moves: by group, those between parts of one aren't there."""
        return "unit" if any(organization.parent_id for organization in self.organizations.values()) else "group"

    def short_answer(self) -> str:
        """The answer for a card, with the places that most went to or came from if one direction was asked about."""
        answer = " ".join(self.answer(0)[: 1 if self.origin or self.destination else 2])
        ranked: list[Place] = []
        if self.origin and not self.destination:
            ranked = places(self.moves.out_of(self.origin.slugs), self.span, LEFT, MAX_PLACES_IN_SHORT)
        elif self.destination and not self.origin:
            ranked = places(self.moves.into(self.destination.slugs), self.span, JOINED, MAX_PLACES_IN_SHORT)
        named = [f"{place.count.possible:,} {place.words}" for place in ranked if place.organization]
        return f"{answer} {', '.join(named[:MAX_PLACES_IN_SHORT])}." if named else answer

    def answer(self, max_places: int = MAX_PLACES) -> list[str]:
        """A sentence for each direction asked about, and one for moves within the organizations, which are neither."""
        if self.is_about_people:
            return [f"{count(self.moves.count(), 'move,moves')} known{self.when}."]
        if self.origin and self.destination:
            deed = f"left {self.origin.name} for {self.destination.name}{self.when}"
            return [self._sentence(self.moves, deed)]
        own = self.origin or self.destination or self.either
        if own is None:
            between = self.moves.exclude(kind=MoveKind.INTERNAL)
            within, name = self.moves.filter(kind=MoveKind.INTERNAL), "one organization"
            sentences = [
                self._sentence(
                    between.filter(origin__isnull=False), f"left an organization{self.when}", LEFT_ANY, max_places
                ),
                self._sentence(
                    between.filter(destination__isnull=False), f"joined one{self.when}", JOINED_ANY, max_places
                ),
            ]
        else:
            within, name = self.moves.within(own.slugs), own.name
            sides = (
                (LEFT, self.moves.out_of(own.slugs), self.destination),
                (JOINED, self.moves.into(own.slugs), self.origin),
            )
            sentences = [
                self._sentence(moves, f"{direction.verb} {name}{self.when}", direction, max_places)
                for direction, moves, other_side in sides
                if not other_side
            ]
        sentence = self._sentence(within, f"moved within {name}{self.when}")
        return sentences if sentence.startswith(NO_ONE) else [*sentences, sentence]

    def _sentence(self, moves: Any, deed: str, direction: Direction | None = None, max_places: int = 0) -> str:
        def keep(name: str, count: Callable[[], Any]) -> Any:
            # Every page of the whole list gives the same answer, from all moves.
            return count() if self.is_filtered else kept_ranking(f"people who {deed}, {name}", count)

        named = places(moves, self.span, direction, max_places, keep) if direction and max_places else []
        total = keep("all", lambda: count_people(moves, self.span))
        return answer_sentence(total, deed, named, with_undated=bool(self.when))
