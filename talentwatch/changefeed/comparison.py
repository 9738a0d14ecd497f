"""Which differences between two documents of a record readers find among the corrections, and which of them need a note."""

from enum import IntEnum
from typing import Any

from talentwatch.api.serializers import ADDRESS_FIELDS
from talentwatch.changefeed.snapshots import document_serializer
from talentwatch.changefeed.spelling import is_respelling
from talentwatch.phrases import format_date
from talentwatch.resources import PUBLISHABLE_TYPES, REFERRED_TYPES

# Identity and times, and fields that follow from others.
IGNORED_FIELDS = {*ADDRESS_FIELDS, "slug", "updated_at", "published_at", "employment", "conflicts", "tenure_months"}
IGNORED_SUFFIXES = ("_earliest", "_latest")  # the date itself is compared
# Words that can be misspelt. Everything else is a date, a number, a choice, an address or a link.
SPELLED_FIELDS = frozenset(
    {"name", "text", "name_as_listed", "title", "headline", "summary", "description", "author", "publisher"}
)
UNKNOWN_CHOICES = (("end_state", "unknown"), ("role", "other"))  # they say nothing, as an empty field
Statement = dict[str, Any]


class DifferenceKind(IntEnum):
    """What a difference is; of several, the greatest counts."""

    SPELLING = 1  # the same words, spelled otherwise
    ADDITION = 2  # what wasn't said before, and contradicts nothing
    CORRECTION = 3  # the record said something else: a note tells readers why


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
            if not old and not new:
                continue
        differences.append((name, old, new))
    return differences


def named_differences(resource: str, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """The differing fields of two documents as {field, before, after}, with the values as the documents have them."""
    old, new = (statement_of(resource, document) or {} for document in (before, after))
    return as_documented(before, after, old, new)


def as_documented(
    before: dict[str, Any], after: dict[str, Any], old: Statement, new: Statement
) -> list[dict[str, Any]]:
    """The differences of two statements as {field, before, after}, with the values of the documents that they are about."""
    differences = []
    for name, *_ in field_differences(old, new):
        values = [before.get(name), after.get(name)]
        if isinstance(old.get(name), list) and isinstance(new.get(name), list):
            values = [
                [item for item, compared in zip(document[name], one[name], strict=True) if compared not in other[name]]
                for document, one, other in ((before, old, new), (after, new, old))
            ]
        differences.append({"field": name, "before": values[0], "after": values[1]})
    return differences


def kinds_of_differences(resource: str, before: Statement, after: Statement) -> dict[str, DifferenceKind]:
    """What each differing field is, of two statements of a record; without fields that follow from others."""
    derived = PUBLISHABLE_TYPES[resource].model.derived_fields
    kinds = {}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old == new or name in derived:
            continue
        kinds[name] = _kind_of_difference(name, old, new)
        if (resource, name, old, new) == ("employments", "end_state", "ongoing", "ended"):
            kinds[name] = DifferenceKind.ADDITION
    return kinds


def _kind_of_difference(name: str, old: Any, new: Any) -> DifferenceKind:
    if old in (None, "", []) or (name, old) in UNKNOWN_CHOICES:
        return DifferenceKind.ADDITION
    if isinstance(old, list) and isinstance(new, list):
        return _kind_of_list_difference(old, new)
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
        return max(_kind_of_difference(key, old.get(key), new.get(key)) for key in keys)
    if name in SPELLED_FIELDS and is_respelling(old, new or ""):
        return DifferenceKind.SPELLING
    return DifferenceKind.CORRECTION


def _kind_of_list_difference(old: list[Any], new: list[Any]) -> DifferenceKind:
    """A row that is gone is a correction, unless another one says the same in other letters, or more."""
    added = [item for item in new if item not in old]
    kinds = []
    for item in old:
        if item in new:
            continue
        best = min(added, key=lambda other: _kind_of_difference("", item, other), default=None)
        if best is None or (kind := _kind_of_difference("", item, best)) is DifferenceKind.CORRECTION:
            return DifferenceKind.CORRECTION
        added.remove(best)
        kinds.append(kind)
    return max([*kinds, DifferenceKind.ADDITION] if added or not kinds else kinds)


def corrections(resource: str, before: Statement, after: Statement) -> list[str]:
    """The fields that a note for readers has to explain: not spelling, what was empty, added rows, or a job that ended."""
    kinds = kinds_of_differences(resource, before, after)
    return [name for name, kind in kinds.items() if kind is DifferenceKind.CORRECTION]


def is_respelled(resource: str, before: Statement, after: Statement) -> bool:
    """Nothing but spelling differs."""
    return set(kinds_of_differences(resource, before, after).values()) == {DifferenceKind.SPELLING}


def new_conflicts(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Of two documents of an employment: the sources that its new dates contradict and the old ones didn't, as sentences."""
    if all(before.get(name) == after.get(name) for name in ("start", "end", "end_state")):
        return []
    earlier = {claim["source"]["slug"]: claim["conflicts"] for claim in before["claims"]}
    return [
        f"{claim['source']['publisher'] or claim['source']['title']} gives the {side} as {_side_text(claim, side)}, "
        f"the desk now as {_side_text(after, side)}."
        for claim in after["claims"]
        for side in claim["conflicts"]
        if side not in earlier.get(claim["source"]["slug"], [side])
    ]


def _side_text(tenure: dict[str, Any], side: str) -> str:
    """The start or the end, in words."""
    return format_date(tenure.get(side)) or ("unknown" if side == "start" else tenure["end_state"])
