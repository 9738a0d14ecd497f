"""Which differences between two documents of a record count as a correction."""

from typing import Any

from talentwatch.resources import PUBLISHABLE_TYPES, REFERRED_TYPES

# Identity and times, and fields that follow from others.
IGNORED_FIELDS = {"slug", "url", "updated_at", "published_at", "employment", "conflicts", "tenure_months"}
IGNORED_SUFFIXES = ("_earliest", "_latest")  # the date itself is compared
Statement = dict[str, Any]


def statement_of(resource: str, document: dict[str, Any]) -> Statement | None:
    """The compared fields, with other records by slug only; None for rows that can't be corrected by themselves."""
    if resource not in PUBLISHABLE_TYPES:
        return None
    separate = PUBLISHABLE_TYPES[resource].separate_fields
    return {
        name: _compared_value(name, value)
        for name, value in document.items()
        if name not in separate and _is_compared(name)
    }


def _is_compared(name: str) -> bool:
    return name not in IGNORED_FIELDS and not name.endswith(IGNORED_SUFFIXES)


def _compared_value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_compared_value(name, item) for item in value]
    if not isinstance(value, dict):
        return value
    if name in REFERRED_TYPES:
        return {"slug": value["slug"], **({"stance": value["stance"]} if "stance" in value else {})}
    return {key: _compared_value(key, item) for key, item in value.items() if _is_compared(key)}


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
