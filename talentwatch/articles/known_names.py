"""The names that articles are searched for, from the database."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max, Sum

from people.models import NameKind, Organization, OrganizationName, Person, PersonName
from talentwatch.articles.reading import KnownName, KnownNames
from talentwatch.articles.reading.names import ORGANIZATION, PERSON

RECORDS = ((PERSON, Person, PersonName), (ORGANIZATION, Organization, OrganizationName))

_cache: dict[str, tuple[Any, KnownNames]] = {}  # the automaton, with the fingerprint of the tables


def known_names() -> KnownNames:
    """All names of people and organizations that are neither withdrawn nor merged, drafts included: for the desk only.

    Each process keeps them until the fingerprint of the tables changes.
    """
    current = fingerprint()
    cached = _cache.get("names")
    if cached and cached[0] == current:
        return cached[1]
    names = KnownNames(stored_names())
    _cache["names"] = (current, names)
    return names


def stored_names() -> Iterator[KnownName]:
    for kind, model, name_model in RECORDS:
        records: Any = model._default_manager
        others: Any = name_model._base_manager
        names = dict(records.not_withdrawn().values_list("slug", "name"))
        for slug, name in names.items():
            yield KnownName(name, kind, slug, name)
        rows = others.order_by("pk").values_list(f"{name_model.parent_field}__slug", "text", "language", "kind")
        for slug, text, language, name_kind in rows:
            if slug in names:
                yield KnownName(text, kind, slug, names[slug], language, name_kind == NameKind.MISSPELLING)


def fingerprint() -> Any:
    """Differs after every edit: an edit of a name is one of its record, which gets a new version and update time."""
    marks: list[Any] = []
    for _, model, name_model in RECORDS:
        records: Any = model._default_manager
        others: Any = name_model._base_manager
        marks += (
            records.not_withdrawn().aggregate(rows=Count("pk"), edits=Sum("version"), last=Max("updated_at")).values()
        )
        marks += others.aggregate(rows=Count("pk"), last=Max("pk")).values()
    return tuple(marks)
