"""What readers see of records now, rendered afresh: the text of the documents to be."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from talentwatch.chunks import chunked
from talentwatch.documents.json_text import PlaceholderRequest, join_forms, parse, split_forms
from talentwatch.resources import RECORD_TYPES

CHUNK = 500  # rows per query


@dataclass(frozen=True)
class Snapshot:
    """A public row as its serializer shows it now; `owner` is the record that it changes with."""

    owner: str
    row: str
    nested: str

    @property
    def data(self) -> dict[str, Any]:
        return parse(join_forms(self.row, self.nested))


def document_serializer(resource: str) -> Any:
    """The serializer of a single record, or else of the list."""
    viewset = RECORD_TYPES[resource].viewset
    return getattr(viewset, "detail_serializer_class", None) or viewset.serializer_class


def owner_path(resource: str) -> str:
    """The path from a row to the slug of the record that it changes with: itself, except for claims and moves."""
    owner_field = RECORD_TYPES[resource].owner
    return f"{owner_field}__slug" if owner_field else "slug"


def current_snapshots(resource: str, owners: Collection[str]) -> dict[str, Snapshot]:
    """By slug, each public row of these owners."""
    owner_field, viewset = RECORD_TYPES[resource].owner, RECORD_TYPES[resource].viewset
    rows = viewset.queryset.filter(**{f"{owner_path(resource)}__in": owners}).order_by()
    serializer = _row_serializer(resource)
    # An owner may have any number of rows. What is public is asked first: in one query with all that the rows name,
    # PostgreSQL spends longer on planning than on everything else.
    chunks = (
        (rows.model._base_manager.filter(pk__in=chunk) for chunk in chunked(list(rows.values_list("pk", flat=True)), CHUNK))
        if owner_field
        else (rows,)
    )
    data = [serializer.to_representation(row) for chunk in chunks for row in serializer.fetch(chunk.order_by())]
    return {
        one["slug"]: Snapshot(
            one[owner_field]["slug"] if owner_field else one["slug"], *split_forms(one, serializer.nested_fields)
        )
        for one in data
    }


@cache
def _row_serializer(resource: str) -> Any:
    """Made once: to build its fields takes longer than to write a row."""
    return document_serializer(resource)(context={"request": PlaceholderRequest()})
