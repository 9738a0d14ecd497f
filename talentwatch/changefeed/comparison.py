"""What a record states, apart from when and where: two states of it differ in what they state, or there is no correction."""

from typing import Any

from talentwatch.resources import PUBLISHABLE_TYPES, REFERRED_TYPES

IGNORED_FIELDS = {
    "slug",
    "url",
    "updated_at",
    "published_at",
    "employment",
    "conflicts",
    "tenure_months",
}  # or following from the rest
BOUNDS = ("_earliest", "_latest")  # of a date that is there in full
Statement = dict[str, Any]


def statement(resource: str, said: dict[str, Any]) -> Statement | None:
    """The fields that say something, each record in them by its slug alone; None for what isn't a record of its own."""
    if resource not in PUBLISHABLE_TYPES:
        return None
    separate = PUBLISHABLE_TYPES[resource].separate_fields
    return {name: _bare(name, value) for name, value in said.items() if name not in separate and _speaks(name)}


def states_otherwise(resource: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Readers are told something else than before, and not only of another record that is shown in this one."""
    return statement(resource, before) != statement(resource, after)


def _speaks(name: str) -> bool:
    return name not in IGNORED_FIELDS and not name.endswith(BOUNDS)


def _bare(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(name, item) for item in value]
    if not isinstance(value, dict):
        return value
    if name in REFERRED_TYPES:
        return {"slug": value["slug"], **({"stance": value["stance"]} if "stance" in value else {})}
    return {inner: _bare(inner, item) for inner, item in value.items() if _speaks(inner)}


def differing(before: Statement, after: Statement) -> list[tuple[str, Any, Any]]:
    """Field by field what one says and the other doesn't; of lists only the items that the other lacks."""
    names = list(dict.fromkeys([*before, *after]))
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return [
        (name, *(_lacking(old, new) if isinstance(old, list) and isinstance(new, list) else (old, new)))
        for name, old, new in pairs
        if old != new
    ]


def _lacking(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    return [item for item in old if item not in new], [item for item in new if item not in old]
