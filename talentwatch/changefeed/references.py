"""The records that JSON of the API refers to."""

from collections.abc import Iterator
from typing import Any

from talentwatch.resources import REFERRED_TYPES

RecordKey = tuple[str, str]  # resource and slug


def references_in(value: Any, name: str = "") -> Iterator[RecordKey]:
    """Each reference in a document, or in a statement or list of them; `name` is the field that holds the value."""
    if isinstance(value, list):
        for item in value:
            yield from references_in(item, name)
    elif isinstance(value, dict):
        if name in REFERRED_TYPES:
            yield REFERRED_TYPES[name].name, value["slug"]
        for key, item in value.items():
            yield from references_in(item, key)
