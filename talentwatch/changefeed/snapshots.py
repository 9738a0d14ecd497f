"""What readers see of records now: the API's JSON without addresses."""

from collections.abc import Collection
from contextlib import closing
from functools import cache
from typing import Any

import orjson

from talentwatch.api.serializers import ADDRESS_FIELDS
from talentwatch.resources import RECORD_TYPES

CHUNK = 500  # rows per query
Document = dict[str, Any]


def document_serializer(resource: str) -> Any:
    """The serializer of a single record, or else of the list."""
    viewset = RECORD_TYPES[resource].viewset
    return getattr(viewset, "detail_serializer_class", None) or viewset.serializer_class


def current_documents(resource: str, owners: Collection[str] | None) -> dict[str, tuple[str, Document]]:
    """By slug, the owner and the document of each public row of these owners, or of all if None.

    The owner is the record that a row changes with: its own slug, except for claims and moves.
    """
    owner_field, viewset = RECORD_TYPES[resource].owner, RECORD_TYPES[resource].viewset
    path = f"{owner_field}__slug" if owner_field else "slug"
    rows = viewset.queryset.all() if owners is None else viewset.queryset.filter(**{f"{path}__in": owners})
    serializer = _row_serializer(resource)
    # A row that can't be shown raises. PostgreSQL's cursor must be closed before the savepoint around it is rolled back.
    with closing(serializer.fetch(rows).iterator(chunk_size=CHUNK)) as fetched:
        data = [serializer.to_representation(row) for row in fetched]
    documents = orjson.loads(orjson.dumps(data, option=orjson.OPT_UTC_Z))
    return {
        document["slug"]: (
            document[owner_field]["slug"] if owner_field else document["slug"],
            _without_addresses(document),
        )
        for document in documents
    }


@cache
def _row_serializer(resource: str) -> Any:
    """Made once: to build its fields takes longer than to write a row."""
    serializer = document_serializer(resource)
    fields = [name for name in serializer.Meta.fields if name not in ADDRESS_FIELDS]
    return serializer(fields=fields, context={"request": None})


def _without_addresses(value: Any) -> Any:
    """Nested rows have addresses too, and those depend on the request."""
    if isinstance(value, dict):
        return {name: _without_addresses(item) for name, item in value.items() if name not in ADDRESS_FIELDS}
    return [_without_addresses(item) for item in value] if isinstance(value, list) else value
