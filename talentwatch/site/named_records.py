"""The records that somebody who searches may mean."""

from dataclasses import dataclass
from typing import Any

from people.models import Organization, Person, Source
from talentwatch.api.filters import RecordFilter
from talentwatch.records.name_index import name_index
from talentwatch.site.choices import source_label
from talentwatch.text import search_key

MAX_MATCHES = 5


@dataclass(frozen=True)
class NamedRecords:
    """The public records of one kind that somebody who searches may mean, each with the name of its page."""

    matching: list[tuple[str, Any]]
    similar: list[tuple[str, Any]]  # with a name that is only similar


def filter_names(filterset: Any) -> dict[str, str]:
    """The names of the public records that the filters of a list ask for, by the filter."""
    names = {}
    for name, each in filterset.base_filters.items():
        pks = filterset.values[name]
        if isinstance(each, RecordFilter) and pks:
            records = each.extra["model"].objects.published().filter(pk__in=pks).order_by("slug")
            names[name] = ", ".join(map(record_label, records))
    return names


def record_label(record: Any) -> str:
    return source_label(record) if isinstance(record, Source) else str(record)


def named_records(model: type[Person] | type[Organization], text: str) -> NamedRecords:
    key = search_key(text)
    if not key:
        return NamedRecords([], [])
    matching, similar = (pks[:MAX_MATCHES] for pks in name_index(model, is_public=True).suggest(key))
    records = model.objects.published().only("slug", "name").in_bulk([*matching, *similar])
    page = str(model._meta.model_name)
    return NamedRecords(*([(page, records[pk]) for pk in pks if pk in records] for pks in (matching, similar)))
