"""Records in the form of a timeline file, as an export writes them and a report compares them."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from talentwatch.exchange.layout import LAYOUTS
from talentwatch.records.record_type import RecordLayout
from talentwatch.records.status import Status

ALL_STATUSES = frozenset(Status)
CHUNK = 500  # records fetched at a time


def serialized(
    kind: str, records: "QuerySet[Any]", *, versioned_only: bool = False, statuses: Collection[str] = ALL_STATUSES
) -> Iterator[dict[str, Any]]:
    """The records in the order of the query, with the same number of queries for every chunk.

    `versioned_only`: without quotes and whatever else the desk keeps beside the versions. `statuses`: links to records of
    another one are left out, and so are rows such as claims that have one.
    """
    layout = LAYOUTS[kind]
    children = [
        Prefetch(key, child.rows.select_related(*child.links) if child.links else child.rows.all())
        for key, child in layout.children.items()
    ]
    rows = records.select_related(*layout.links, *layout.self_links)
    rows = rows.prefetch_related(*layout.link_lists, *children)
    for record in rows.iterator(chunk_size=CHUNK):
        yield serialize(layout, record, versioned_only=versioned_only, statuses=statuses)


def stored_records(kind: str, slugs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the versions of the stored records with these slugs say, by slug."""
    wanted = sorted(set(slugs))
    records: dict[str, dict[str, Any]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = LAYOUTS[kind].rows.filter(slug__in=wanted[start : start + CHUNK]).order_by("slug")
        records.update({record["slug"]: record for record in serialized(kind, rows, versioned_only=True)})
    return records


def serialize(layout: RecordLayout, record: Any, *, versioned_only: bool, statuses: Collection[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key in layout.single_values:
        value = getattr(record, key)
        values[key] = None if value == "" else json_number(value) if isinstance(value, Decimal) else value
    for key in layout.dates:
        values[key] = str(getattr(record, key)) or None
    for key in (*layout.links, *layout.self_links):
        target = getattr(record, key)
        values[key] = target.slug if target and target.status in statuses else None
    for key in layout.link_lists:
        values[key] = sorted(target.slug for target in getattr(record, key).all() if target.status in statuses)
    for key, child in layout.children.items():
        items = [
            serialize(child, row, versioned_only=versioned_only, statuses=statuses)
            for row in getattr(record, key).all()
            if all(getattr(row, link).status in statuses for link in child.links)
        ]
        if key in layout.qualifies:
            items = [item for item in items if not has_defaults(child, item)]
        values[key] = sorted(items, key=lambda item: [str(value) for value in item.values()])
    left_out = layout.model.unversioned_fields if versioned_only else frozenset()
    return {key: values[key] for key in layout.columns if key not in left_out}


def json_number(value: Decimal) -> int | float:
    """49.00 is 49, and 49.50 is 49.5."""
    return int(value) if value == value.to_integral_value() else float(value)


def has_defaults(layout: RecordLayout, item: dict[str, Any]) -> bool:
    """A link says no more than that it is there."""
    return all(item[name] == layout.model._meta.get_field(name).get_default() for name in layout.fields)  # type: ignore[union-attr]  # columns
