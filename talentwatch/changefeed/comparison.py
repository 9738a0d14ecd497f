"""Which differences between two documents of a record count as a correction."""

from typing import Any

from talentwatch.api.serializers import ADDRESS_FIELDS
from talentwatch.changefeed.snapshots import document_serializer
from talentwatch.resources import PUBLISHABLE_TYPES, REFERRED_TYPES

# Identity and times, and fields that follow from others.
IGNORED_FIELDS = {*ADDRESS_FIELDS, "slug", "updated_at", "published_at", "employment", "conflicts", "tenure_months"}
IGNORED_SUFFIXES = ("_earliest", "_latest")  # the date itself is compared
Statement = dict[str, Any]


def statement_of(resource: str, document: dict[str, Any]) -> Statement | None:
    """The compared fields, with other records by slug only; None for rows that can't be corrected by themselves."""
    if resource not in PUBLISHABLE_TYPES:
        return None
    record_type = PUBLISHABLE_TYPES[resource]
    names = [name for name in document_serializer(resource).Meta.fields if _is_compared(name)]
    statement = {}
    for name in names if document else ():
        if name not in record_type.separate_fields:
            # A document of the time before a field was shown lacks it.
            value = document.get(name, record_type.implied.get((name,)))
            implied = {
                path[1]: implied for path, implied in record_type.implied.items() if path[0] == name and path[1:]
            }
            statement[name] = _compared_value(name, value, implied)
    return statement


def _is_compared(name: str) -> bool:
    return name not in IGNORED_FIELDS and not name.endswith(IGNORED_SUFFIXES)


def _compared_value(name: str, value: Any, implied: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_compared_value(name, item, implied) for item in value]
    if not isinstance(value, dict):
        return value
    value = {**implied, **value}
    if name in REFERRED_TYPES:
        return {key: value[key] for key in ("slug", "stance", "part") if key in value}
    return {key: _compared_value(key, item, {}) for key, item in value.items() if _is_compared(key)}


def field_differences(before: Statement, after: Statement) -> list[tuple[str, Any, Any]]:
    """Each differing field with its two values; of lists only the items that the other lacks."""
    differences = []
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):
            old, new = [item for item in old if item not in new], [item for item in new if item not in old]
        differences.append((name, old, new))
    return differences
