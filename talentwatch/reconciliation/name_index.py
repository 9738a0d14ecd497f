"""The names of the public records of a type, and the words of the right ones among them."""

from dataclasses import dataclass
from typing import Any

from people.models import NameKind
from talentwatch.matching.index import NameIndex
from talentwatch.reconciliation.entities import EntityType
from talentwatch.records.name_index import name_index
from talentwatch.records.status import Status

FINDING_ONLY = {NameKind.MISSPELLING, NameKind.INITIALS}  # these may well be somebody else's right name


@dataclass(frozen=True)
class TypeNames:
    """The index of the names of one type as they are now, and the words of the right ones among them."""

    index: NameIndex
    revision: int
    known_words: frozenset[str]


_cache: dict[str, TypeNames] = {}  # by type


def type_names(entity_type: EntityType) -> TypeNames:
    index = name_index(entity_type.model, is_public=True)
    cached = _cache.get(entity_type.id)
    if cached and cached.index is index and cached.revision == index.revision:
        return cached
    revision = index.revision
    others = entity_type.names._base_manager.filter(**{f"{entity_type.names.parent_field}__status": Status.PUBLISHED})
    records: Any = entity_type.model._default_manager
    keys = [
        *records.published().order_by().values_list("search_key", flat=True),
        *others.exclude(kind__in=FINDING_ONLY).order_by().values_list("search_key", flat=True),
    ]
    names = _cache[entity_type.id] = TypeNames(index, revision, frozenset(word for key in keys for word in key.split()))
    return names
