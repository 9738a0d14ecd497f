"""A batch of reconciliation queries, read by the specification's schema.

Only a wrong shape is refused. A cell of somebody's table that means nothing here is answered with no candidates.
"""

from dataclasses import dataclass
from typing import Any

from talentwatch.reconciliation.entities import TYPES, EntityType
from talentwatch.reconciliation.json_reader import MAX_TEXT_LENGTH, ContentTooLarge, JsonReader
from talentwatch.reconciliation.properties import NARROWING, Property

BATCH_SIZE = 50
MAX_CANDIDATES, DEFAULT_CANDIDATES = 100, 10
MAX_PROPERTIES, MAX_VALUES, MAX_TYPES = 20, 20, 10
MAX_BATCH_VALUES = 1000  # of all constraints of a batch
MEMBERS = ("query", "type", "limit", "properties", "type_strict")
STRICTNESS = {name: name for name in ("should", "all", "any")}
# Old OpenRefines send the property's name as p; pid says it all.
CONSTRAINT_MEMBERS = ("pid", "v", "p")


@dataclass(frozen=True)
class ConstraintValue:
    """One value of a constraint: an entity by its id, or a text."""

    text: str
    is_id: bool = False


Constraint = tuple[Property, tuple[ConstraintValue, ...]]


@dataclass(frozen=True)
class Query:
    """One query. An answer has one of `types`; `is_typed` if the query itself names a single one."""

    text: str
    types: tuple[EntityType, ...]
    is_typed: bool
    limit: int
    constraints: tuple[Constraint, ...]


def read_batch(text: str) -> dict[str, Query]:
    """The queries by their keys. Raises BadParameters, or ContentTooLarge if there are too many."""
    reader = JsonReader("queries")
    batch = reader.parse(text)
    if len(batch) > BATCH_SIZE:
        raise ContentTooLarge(f"A batch may hold {BATCH_SIZE} queries; this one has {len(batch)}.")
    queries = {key: read_query(reader, key[:100], value) for key, value in batch.items()}
    values = sum(len(values) for query in queries.values() for _, values in query.constraints)
    if values > MAX_BATCH_VALUES:
        raise ContentTooLarge(
            f"The constraints of a batch may hold {MAX_BATCH_VALUES:,} values; these hold {values:,}. Send fewer queries at once."
        )
    return queries


def read_query(reader: JsonReader, path: str, value: Any) -> Query:
    query = reader.read_object(path, value, MEMBERS)
    if "query" not in query and not query.get("properties"):
        reader.refuse(path, "Give a query, properties, or both.")
    types = read_types(reader, path, query)
    constraints = reader.read_list(f"{path}.properties", query.get("properties", []), MAX_PROPERTIES)
    return Query(
        read_cell(reader, f"{path}.query", query.get("query")),
        tuple(TYPES.values()) if types is None else types,
        types is not None and len(types) == 1,
        read_limit(reader, f"{path}.limit", query.get("limit", DEFAULT_CANDIDATES)),
        tuple(read_constraint(reader, f"{path}.properties", constraint) for constraint in constraints),
    )


def read_types(reader: JsonReader, path: str, query: dict[str, Any]) -> tuple[EntityType, ...] | None:
    """None if any type will do."""
    strictness = reader.read_choice(f"{path}.type_strict", query.get("type_strict", "any"), STRICTNESS)
    ids = query.get("type", [])
    ids = [ids] if isinstance(ids, str) else reader.read_list(f"{path}.type", ids, MAX_TYPES)
    types = tuple(dict.fromkeys(reader.read_choice(f"{path}.type", type_id, TYPES) for type_id in ids))
    # No entity has several types at once.
    return () if strictness == "all" and len(types) > 1 else types or None


def read_limit(reader: JsonReader, path: str, value: Any) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or value != int(value) or not 1 <= value <= MAX_CANDIDATES:
        reader.refuse(path, f"Accepted: a whole number from 1 to {MAX_CANDIDATES}.")
    return int(value)


def read_constraint(reader: JsonReader, path: str, value: Any) -> Constraint:
    constraint = reader.read_object(path, value, CONSTRAINT_MEMBERS)
    if not {"pid", "v"} <= constraint.keys():
        reader.refuse(path, "Give pid and v.")
    prop = reader.read_choice(f"{path}.pid", constraint["pid"], NARROWING)
    values = constraint["v"] if isinstance(constraint["v"], list) else [constraint["v"]]
    values = reader.read_list(f"{path}.v", values, MAX_VALUES)
    return prop, tuple(read_value(reader, f"{path}.v", item) for item in values)


def read_value(reader: JsonReader, path: str, value: Any) -> ConstraintValue:
    if isinstance(value, dict):
        entity = reader.read_object(path, value, ("id", "name"))
        return ConstraintValue(reader.read_text(f"{path}.id", entity.get("id")), is_id=True)
    return ConstraintValue(read_cell(reader, path, value))


def read_cell(reader: JsonReader, path: str, value: Any) -> str:
    """The text of a cell of somebody's table. One odd cell doesn't fail its batch: empty and endless ones mean nothing."""
    if value is None or (isinstance(value, str) and len(value) > MAX_TEXT_LENGTH):
        return ""
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return reader.read_text(path, value)
