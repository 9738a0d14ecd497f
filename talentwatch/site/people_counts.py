"""How many people are at each organization, have joined it and have left it; its parts count with it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from people.models import Employment, Move, Organization
from talentwatch.site.rankings import kept_ranking


class PeopleCounts(NamedTuple):
    """Those who may be there on a day, and all who ever moved in or out; each person once."""

    there: int = 0
    joined: int = 0
    left: int = 0


def people_counts(day: date) -> dict[str, PeopleCounts]:
    """By slug of each public organization that has any, as its page and /moves/ count them."""
    return kept_ranking(f"people of organizations {day}", lambda: _count_people(day))


def _count_people(day: date) -> dict[str, PeopleCounts]:
    tree = {
        pk: (parent, slug) for pk, parent, slug in Organization.objects.published().values_list("pk", "parent", "slug")
    }
    # The organizations that each unit counts for: itself and those that it is part of.
    wholes = {slug: set(_with_ancestors(pk, tree)) for pk, (_, slug) in tree.items()}
    there, joined, left = defaultdict(set), defaultdict(set), defaultdict(set)
    jobs = Employment.objects.published().on(day).order_by()
    for unit, person in jobs.values_list("organization__slug", "person").distinct():
        for slug in wholes[unit]:
            there[slug].add(person)
    moves = Move.objects.published().order_by()
    for origin, destination, person in moves.values_list("origin_unit", "destination_unit", "person").distinct():
        origins, destinations = (wholes.get(slug, set()) for slug in (origin, destination))
        for slug in origins - destinations:
            left[slug].add(person)
        for slug in destinations - origins:
            joined[slug].add(person)
    slugs = there.keys() | joined.keys() | left.keys()
    return {slug: PeopleCounts(*(len(people.get(slug, ())) for people in (there, joined, left))) for slug in slugs}


def _with_ancestors(pk: int, tree: dict[int, tuple[int | None, str]]) -> Iterator[str]:
    """The slugs of an organization and those that it is part of; a cycle, which only a change behind the rules can make, ends."""
    seen: set[int] = set()
    current: int | None = pk
    while current is not None and current in tree and current not in seen:
        seen.add(current)
        current, slug = tree[current]
        yield slug
