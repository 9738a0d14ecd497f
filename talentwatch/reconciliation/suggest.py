"""Suggestions while somebody types: entities, types and properties."""

from typing import Any

from talentwatch.matching.similarity import MIN_DUPLICATE
from talentwatch.reconciliation.entities import TYPES, EntityType, find
from talentwatch.reconciliation.entity_records import about, load
from talentwatch.reconciliation.name_index import type_names
from talentwatch.reconciliation.properties import NARROWING, of_type
from talentwatch.text import search_key

PAGE_SIZE = 20


def suggest_entities(prefix: str, only: EntityType | None, cursor: int) -> dict[str, Any]:
    """PAGE_SIZE entities after the first `cursor`: the one with this id, those with a name in which the prefix begins a
    word, then those with a similar name.
    """
    entity_types = [entity_type for entity_type in TYPES.values() if only in {None, entity_type}]
    matches = [*find({prefix}).values()]
    if key := search_key(prefix):
        indexes = {entity_type.id: type_names(entity_type).index for entity_type in entity_types}
        by_prefix = sorted((*rank, type_id) for type_id, index in indexes.items() for rank in index.beginning_with(key))
        similar = sorted(
            (-score, pk, type_id)
            for type_id, index in indexes.items()
            for pk, score in index.nearest(key, MIN_DUPLICATE).items()
        )
        matches += [(TYPES[type_id], pk) for _, _, pk, type_id in by_prefix]
        matches += [(TYPES[type_id], pk) for _, pk, type_id in similar]
    unique = [match for match in dict.fromkeys(matches) if match[0] in entity_types]
    page = unique[cursor : cursor + PAGE_SIZE]
    records = {
        entity_type: load(entity_type, {pk for other, pk in page if other is entity_type})
        for entity_type in entity_types
    }
    rows = [(entity_type, records[entity_type].get(pk)) for entity_type, pk in page]
    more = {"cursor": cursor + PAGE_SIZE} if len(unique) > cursor + PAGE_SIZE else {}
    return {"result": [entity_as_json(entity_type, record) for entity_type, record in rows if record], **more}


def suggest_types(prefix: str, cursor: int) -> dict[str, Any]:
    types = [{**entity_type.reference(), "description": entity_type.description} for entity_type in TYPES.values()]
    return {"result": rows_beginning_with(prefix, types)[cursor:]}


def suggest_properties(prefix: str, only: EntityType | None, cursor: int) -> dict[str, Any]:
    """The properties by which a query can be narrowed."""
    properties = [prop.described() for prop in of_type(only) if prop.id in NARROWING]
    return {"result": rows_beginning_with(prefix, properties)[cursor:]}


def rows_beginning_with(prefix: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows whose id or a word of whose name begins with the prefix; all of them if it is empty."""
    key = search_key(prefix)
    return [row for row in rows if any(f" {key}" in f" {search_key(row[field])}" for field in ("id", "name"))]


def entity_as_json(entity_type: EntityType, record: Any) -> dict[str, Any]:
    description = about(record)
    return {
        "id": entity_type.id_of(record.slug),
        "name": record.name,
        **({"description": description} if description else {}),
        "notable": [entity_type.reference()],
    }
