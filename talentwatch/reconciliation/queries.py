"""A batch of reconciliation queries, as the specification's schema has it.

Only a wrong shape is refused. A cell of somebody's table that means nothing here is answered with no candidates.
"""

from dataclasses import dataclass
from typing import Any

from talentwatch.reconciliation.entities import TYPES, EntityType
from talentwatch.reconciliation.properties import NARROWING, Property
from talentwatch.reconciliation.reading import Reader, TooMuch

BATCH_SIZE = 50
MAX_CANDIDATES, USUAL_CANDIDATES = 100, 10
MAX_PROPERTIES, MAX_VALUES, MAX_TYPES = 20, 20, 10
MEMBERS = ("query", "type", "limit", "properties", "type_strict")
STRICTNESS = {name: name for name in ("should", "all", "any")}
CONSTRAINT_MEMBERS = ("pid", "v", "p")  # p is the property's name in old OpenRefines; pid says it all


@dataclass(frozen=True)
class Given:
    """One value of a constraint: an entity by its id, or a text."""

    text: str
    is_id: bool = False


Constraint = tuple[Property, tuple[Given, ...]]


@dataclass(frozen=True)
class Query:
    """One query. Types are those that an answer may have; is_typed where one was asked for."""

    text: str
    types: tuple[EntityType, ...]
    is_typed: bool
    limit: int
    constraints: tuple[Constraint, ...]


def read_batch(text: str) -> dict[str, Query]:
    """The queries by their keys. Raises BadParameters, or TooMuch for a batch larger than BATCH_SIZE."""
    reader = Reader("queries")
    batch = reader.parse(text)
    if len(batch) > BATCH_SIZE:
        raise TooMuch(f"A batch may hold {BATCH_SIZE} queries; this one has {len(batch)}.")
    return {key: _read_query(reader, key[:100], value) for key, value in batch.items()}


def _read_query(reader: Reader, where: str, value: Any) -> Query:
    given = reader.an_object(where, value, MEMBERS)
    if "query" not in given and not given.get("properties"):
        reader.refuse(where, "Accepted with a query, or with properties, or with both.")
    types = _read_types(reader, where, given)
    listed = reader.a_list(f"{where}.properties", given.get("properties", []), MAX_PROPERTIES)
    return Query(
        reader.a_text(f"{where}.query", given.get("query", "")),
        tuple(TYPES.values()) if types is None else types,
        types is not None and len(types) == 1,
        _read_limit(reader, f"{where}.limit", given.get("limit", USUAL_CANDIDATES)),
        tuple(_read_constraint(reader, f"{where}.properties", one) for one in listed),
    )


def _read_types(reader: Reader, where: str, given: dict[str, Any]) -> tuple[EntityType, ...] | None:
    """None where every type is welcome. Nothing has all of several types."""
    strictness = reader.one_of(f"{where}.type_strict", given.get("type_strict", "any"), STRICTNESS)
    listed = given.get("type", [])
    listed = [listed] if isinstance(listed, str) else reader.a_list(f"{where}.type", listed, MAX_TYPES)
    types = tuple(dict.fromkeys(reader.one_of(f"{where}.type", one, TYPES) for one in listed))
    return () if strictness == "all" and len(types) > 1 else types or None


def _read_limit(reader: Reader, where: str, value: Any) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or value != int(value) or not 1 <= value <= MAX_CANDIDATES:
        reader.refuse(where, f"Accepted: a whole number from 1 to {MAX_CANDIDATES}.")
    return int(value)


def _read_constraint(reader: Reader, where: str, value: Any) -> Constraint:
    given = reader.an_object(where, value, CONSTRAINT_MEMBERS)
    if not {"pid", "v"} <= given.keys():
        reader.refuse(where, "Accepted with pid and v.")
    prop = reader.one_of(f"{where}.pid", given["pid"], NARROWING)
    values = given["v"] if isinstance(given["v"], list) else [given["v"]]
    listed = reader.a_list(f"{where}.v", values, MAX_VALUES)
    return prop, tuple(_read_value(reader, f"{where}.v", one) for one in listed)


def _read_value(reader: Reader, where: str, value: Any) -> Given:
    if isinstance(value, dict):
        given = reader.an_object(where, value, ("id", "name"))
        return Given(reader.a_text(f"{where}.id", given.get("id")), is_id=True)
    if isinstance(value, bool | int | float):
        return Given(str(value).lower())
    return Given(reader.a_text(where, value))
