"""How many people are at each organization, have joined it and have left it; its parts count with it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Cast

from people.models import Employment, Move, Organization
from talentwatch.site.rankings import kept_ranking

# The people of the rows at an organization or a part of it (`whole` has each unit with all that it is part of) whose other end
# is elsewhere.
PEOPLE = """
WITH whole(unit, id) AS (VALUES {wholes})
SELECT whole.id, count(DISTINCT person_id) FROM ({rows}) placed JOIN whole ON whole.unit = place
WHERE NOT EXISTS (SELECT 1 FROM whole other WHERE other.unit = other_end AND other.id = whole.id) GROUP BY whole.id
"""


class PeopleCounts(NamedTuple):
    """Those who may be there on a day, and all who ever moved in or out; each person once."""

    there: int = 0
    joined: int = 0
    left: int = 0


def people_counts(day: date) -> dict[str, PeopleCounts]:
    """By slug of each public organization that has any, as its page and /moves/ count them."""
    return kept_ranking(f"people of organizations {day}", lambda: _count_people(day))


def _count_people(day: date) -> dict[str, PeopleCounts]:
    organizations = list(Organization.objects.published().values_list("pk", "parent", "slug"))
    parents = {pk: parent for pk, parent, _ in organizations}
    # Numbers of ours, in the statement itself: the database plans by how many there are.
    wholes = ", ".join(f"({pk}, {whole})" for pk in parents for whole in _with_ancestors(pk, parents))
    if not wholes:
        return {}
    jobs, nowhere = Employment.objects.published().on(day), Cast(Value(None), BigIntegerField())
    moves = Move.objects.visible_only()
    there = _people_at(wholes, jobs, F("organization_id"), nowhere)
    joined = _people_at(wholes, moves, F("destination_id"), F("origin_id"))
    left = _people_at(wholes, moves, F("origin_id"), F("destination_id"))
    return {
        slug: PeopleCounts(*(people.get(pk, 0) for people in (there, joined, left)))
        for pk, _, slug in organizations
        if pk in there or pk in joined or pk in left
    }


def _people_at(wholes: str, rows: Any, place: Any, other_end: Any) -> dict[int, int]:
    """How many people are in the rows at each organization, by primary key."""
    placed, parameters = rows.order_by().values("person_id", place=place, other_end=other_end).query.sql_with_params()
    with connections[rows.db].cursor() as cursor:
        cursor.execute(PEOPLE.format(wholes=wholes, rows=placed), parameters)
        return dict(cursor.fetchall())


def _with_ancestors(pk: int, parents: dict[int, int | None]) -> Iterator[int]:
    """An organization and those that it is part of; a cycle, which only a change behind the rules can make, ends."""
    visited: set[int] = set()
    current: int | None = pk
    while current is not None and current in parents and current not in visited:
        visited.add(current)
        yield current
        current = parents[current]
