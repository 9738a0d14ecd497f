"""What readers see of some records now: the very JSON of the API, without addresses."""

from collections.abc import Collection
from typing import Any

import orjson

from talentwatch.resources import RECORD_TYPES, record_type_of

CHUNK = 500  # rows fetched at a time
Document = dict[str, Any]


def resource_of(model: type) -> str:
    """The resource whose rows are of a model; each PublishableRecord one has one."""
    return record_type_of(model).name


def shape_of(resource: str) -> Any:
    """The serializer of one record; of what has none, that of the list."""
    viewset = RECORD_TYPES[resource].viewset
    return getattr(viewset, "detail_serializer_class", None) or viewset.serializer_class


def current_documents(resource: str, units: Collection[str] | None) -> dict[str, tuple[str, Document]]:
    """Each public row of these units (None: of all), by slug, with its unit and all that readers see of it."""
    record_type, shape = RECORD_TYPES[resource], shape_of(resource)
    viewset = record_type.viewset
    path = f"{record_type.owner}__slug" if record_type.owner else "slug"
    rows = viewset.queryset.all() if units is None else viewset.queryset.filter(**{f"{path}__in": units})
    fields = [name for name in shape.Meta.fields if name != "url"]
    data = shape(shape.fetch(rows).iterator(chunk_size=CHUNK), many=True, fields=fields, context={"request": None}).data
    found = orjson.loads(orjson.dumps(data, option=orjson.OPT_UTC_Z))
    return {said["slug"]: (owner_of(resource, said), _without_addresses(said)) for said in found}


def owner_of(resource: str, said: Document) -> str:
    """The slug of the record that a row is looked at with: its own, but for claims and moves."""
    owner = RECORD_TYPES[resource].owner
    return said[owner]["slug"] if owner else said["slug"]


def _without_addresses(value: Any) -> Any:
    """A claim within a post has one too, which depends on who asks."""
    if isinstance(value, dict):
        return {name: _without_addresses(inner) for name, inner in value.items() if name != "url"}
    return [_without_addresses(item) for item in value] if isinstance(value, list) else value
