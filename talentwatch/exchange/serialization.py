"""Records in the form of a timeline file: what an export writes, and what a report compares."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from talentwatch.exchange.layout import LAYOUTS
from talentwatch.records.record_type import RecordLayout

CHUNK = 500  # records fetched at a time


def serialized(kind: str, records: "QuerySet[Any]") -> Iterator[dict[str, Any]]:
    """The records as the file has them, in the order of the query, in the same number of queries for any of 500."""
    part = LAYOUTS[kind]
    within = [f"{key}__{link}" for key, detail in part.children.items() for link in detail.links]
    rows = records.select_related(*part.links, *part.self_links).prefetch_related(
        *part.link_lists, *part.children, *within
    )
    for record in rows.iterator(chunk_size=CHUNK):
        yield _shape(part, record)


def stored_records(kind: str, slugs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The stored records of these slugs, by slug."""
    wanted, found = sorted(set(slugs)), {}
    for start in range(0, len(wanted), CHUNK):
        rows = LAYOUTS[kind].rows.filter(slug__in=wanted[start : start + CHUNK]).order_by("slug")
        found.update({shape["slug"]: shape for shape in serialized(kind, rows)})
    return found


def _shape(part: RecordLayout, record: Any) -> dict[str, Any]:
    found: dict[str, Any] = {key: _or_null(getattr(record, key)) for key in part.single_values}
    found |= {key: str(getattr(record, key)) or None for key in part.dates}
    for key in (*part.links, *part.self_links):
        target = getattr(record, key)
        found[key] = target.slug if target else None
    for key in part.link_lists:
        found[key] = sorted(one.slug for one in getattr(record, key).all())
    for key, detail in part.children.items():
        items = [_shape(detail, row) for row in getattr(record, key).all()]
        found[key] = sorted(items, key=lambda item: [str(value) for value in item.values()])
    return {key: found[key] for key in part.columns}


def _or_null(value: Any) -> Any:
    return None if value in ("", None) else value
