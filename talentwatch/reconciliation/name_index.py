"""The index of all names of the public records of a type, kept in memory.

It only proposes candidates. What is answered is read from the database, so nothing hidden meanwhile can be shown.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum, Value

from people.models import NameKind
from talentwatch.matching.index import NameIndex
from talentwatch.reconciliation.entities import EntityType
from talentwatch.records.status import Status

FINDING_ONLY = {NameKind.MISSPELLING, NameKind.INITIALS}  # these may well be somebody else's right name


@dataclass(frozen=True)
class TypeNames:
    """The names of one type, and the words of the right ones among them."""

    index: NameIndex
    known_words: frozenset[str]


_cache: dict[str, tuple[Any, TypeNames]] = {}  # by type, with the fingerprint of the tables


def type_names(entity_type: EntityType) -> TypeNames:
    """The names as they are now. Each process keeps them until the fingerprint of the tables changes."""
    current = fingerprint(entity_type)
    cached = _cache.get(entity_type.id)
    if cached and cached[0] == current:
        return cached[1]
    owner = entity_type.names.parent_field
    records: Any = entity_type.model._default_manager
    canonical_names = records.published().values_list("pk", "search_key", Value(""))
    other_names = entity_type.names._base_manager.filter(**{f"{owner}__status": Status.PUBLISHED})
    rows = [*canonical_names, *other_names.values_list(owner, "search_key", "kind")]
    names = TypeNames(
        NameIndex(entity_type.model.comparison, ((pk, key) for pk, key, _ in rows)),
        frozenset(word for _, key, kind in rows if kind not in FINDING_ONLY for word in key.split()),
    )
    _cache[entity_type.id] = (current, names)
    return names


def fingerprint(entity_type: EntityType) -> Any:
    """Differs after every edit: an edit of a name is one of its record, which gets a new version and update time."""
    manager: Any = entity_type.model._default_manager
    records = manager.published().aggregate(rows=Count("pk"), edits=Sum("version"), last=Max("updated_at"))
    names = entity_type.names._base_manager.aggregate(rows=Count("pk"), last=Max("pk"))
    return (*records.values(), *names.values())
