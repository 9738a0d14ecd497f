"""How many people are at each of some organizations, have joined it and have left it; its parts count with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from people.models import Employment, Move, Organization


@dataclass
class OrganizationPeople:
    """The primary keys of people: those who may be there on the day, and all who ever moved in or out."""

    there: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


def people_of(organizations: Iterable[int], day: date) -> dict[int, OrganizationPeople]:
    """By primary key of the organization, as its page and /moves/ count them."""
    people = {pk: OrganizationPeople() for pk in organizations}
    tree = {
        pk: (parent, slug) for pk, parent, slug in Organization.objects.published().values_list("pk", "parent", "slug")
    }
    # The organizations of the list that each unit belongs to: itself and those that it is part of.
    owners = {slug: {pk for pk in _ancestors(unit, tree) if pk in people} for unit, (_, slug) in tree.items()}
    units = [slug for slug, pks in owners.items() if pks]
    pks = [pk for pk, (_, slug) in tree.items() if owners[slug]]
    jobs = Employment.objects.published().at_organizations(pks).on(day).order_by()
    for unit, person in jobs.values_list("organization", "person").distinct():
        for pk in owners[tree[unit][1]]:
            people[pk].there.add(person)
    moves = Move.objects.published().filter(Q(origin_unit__in=units) | Q(destination_unit__in=units)).order_by()
    for origin, destination, person in moves.values_list("origin_unit", "destination_unit", "person").distinct():
        origins, destinations = (owners.get(slug, set()) for slug in (origin, destination))
        for pk in origins - destinations:
            people[pk].left.add(person)
        for pk in destinations - origins:
            people[pk].joined.add(person)
    return people


def _ancestors(pk: int, tree: dict[int, tuple[int | None, str]]) -> Iterator[int]:
    """The organization itself and those that it is part of; a cycle, which only a change behind the rules can make, ends."""
    seen: set[int] = set()
    current: int | None = pk
    while current is not None and current in tree and current not in seen:
        seen.add(current)
        yield current
        current = tree[current][0]
