"""Suggestions while somebody types: entities, types and properties."""

from typing import Any

from talentwatch.reconciliation.entities import TYPES, EntityType, find
from talentwatch.reconciliation.names import names_of
from talentwatch.reconciliation.properties import NARROWING, of_type
from talentwatch.reconciliation.records import about, load
from talentwatch.text import search_key

PAGE = 20


def entities(prefix: str, only: EntityType | None, cursor: int) -> dict[str, Any]:
    """Those with a name in which the prefix begins a word, PAGE of them after the first `cursor`; an id comes first."""
    kinds = [one for one in TYPES.values() if only in {None, one}]
    found = [*find({prefix}).values()]
    if key := search_key(prefix):
        named = sorted((*place, one.id) for one in kinds for place in names_of(one).beginning(key))
        found += [(TYPES[kind], pk) for _, _, pk, kind in named]
    every = [one for one in dict.fromkeys(found) if one[0] in kinds]
    page = every[cursor : cursor + PAGE]
    records = {one: load(one, {pk for other, pk in page if other is one}) for one in kinds}
    rows = [(one, records[one].get(pk)) for one, pk in page]
    more = {"cursor": cursor + PAGE} if len(every) > cursor + PAGE else {}
    return {"result": [_entity(one, row) for one, row in rows if row], **more}


def types(prefix: str, cursor: int) -> dict[str, Any]:
    told = [{**one.reference(), "description": one.description} for one in TYPES.values()]
    return {"result": _beginning(told, prefix)[cursor:]}


def properties(prefix: str, only: EntityType | None, cursor: int) -> dict[str, Any]:
    """The properties that a query may be narrowed by."""
    told = [one.described() for one in of_type(only) if one.id in NARROWING]
    return {"result": _beginning(told, prefix)[cursor:]}


def _beginning(told: list[dict[str, str]], prefix: str) -> list[dict[str, str]]:
    """Those whose id, or a word of whose name, begins so; all of them for an empty prefix."""
    key = search_key(prefix)
    return [
        one for one in told if any(f" {search_key(text)}".find(f" {key}") >= 0 for text in (one["id"], one["name"]))
    ]


def _entity(one: EntityType, record: Any) -> dict[str, Any]:
    told = about(record)
    return {
        "id": one.id_of(record.slug),
        "name": record.name,
        **({"description": told} if told else {}),
        "notable": [one.reference()],
    }
