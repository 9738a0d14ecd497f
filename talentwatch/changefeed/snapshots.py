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
    owner_field, serializer = RECORD_TYPES[resource].owner, _row_serializer(resource)
    rows = _rows_to_render(resource)
    of_owners = {f"{owner_path(resource)}__in": owners}
    if owner_field:
        # An owner may have any number of rows. What is public is asked first: in one query with all that the rows name,
        # PostgreSQL spends longer on planning than on everything else.
        public = RECORD_TYPES[resource].viewset.queryset.filter(**of_owners).order_by()
        pks = list(public.values_list("pk", flat=True))
        chunks = [rows.filter(pk__in=chunk) for chunk in chunked(pks, CHUNK)]
    else:
        chunks = [rows.filter(**of_owners)]
    data = [serializer.to_representation(row) for chunk in chunks for row in chunk]
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


@cache
def _rows_to_render(resource: str) -> Any:
    """All rows with what the serializer needs, to be filtered: made once, because it takes longer than to filter it.

    They are those that are public, except that this is asked first of rows that have an owner.
    """
    record_type = RECORD_TYPES[resource]
    rows = record_type.model._base_manager.all() if record_type.owner else record_type.viewset.queryset
    return _row_serializer(resource).fetch(rows.order_by())
