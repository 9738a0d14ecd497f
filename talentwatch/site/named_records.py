"""The records that somebody who searches may mean."""

from dataclasses import dataclass
from typing import Any

from people.models import Organization, Person
from talentwatch.records.name_index import name_index
from talentwatch.text import search_key

MAX_MATCHES = 5


@dataclass(frozen=True)
class NamedRecords:
    """The public records of one kind that somebody who searches may mean, each with the name of its page."""

    matching: list[tuple[str, Any]]
    similar: list[tuple[str, Any]]  # with a name that is only similar


def named_records(model: type[Person] | type[Organization], text: str) -> NamedRecords:
    key = search_key(text)
    if not key:
        return NamedRecords([], [])
    matching, similar = (pks[:MAX_MATCHES] for pks in name_index(model, is_public=True).suggest(key))
    records = model.objects.published().only("slug", "name").in_bulk([*matching, *similar])
    page = str(model._meta.model_name)
    return NamedRecords(*([(page, records[pk]) for pk in pks if pk in records] for pks in (matching, similar)))
