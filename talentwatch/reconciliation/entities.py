"""The types of entities, and ids such as person:ada-lovelace."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from people.models.name import Named, OtherName
from talentwatch.api.parameters import public_by_slug
from talentwatch.resources import RECORD_TYPES
from talentwatch.text import SLUG


@dataclass(frozen=True)
class EntityType:
    """A type of entities: its id in the protocol, the model of its records, and the model of their other names."""

    id: str
    name: str
    description: str
    model: type[Named]
    names: type[OtherName]

    @property
    def prefix(self) -> str:
        """The beginning of its entities' ids: a person and an organization may have the same slug."""
        return str(self.model._meta.model_name)

    def id_of(self, slug: str) -> str:
        return f"{self.prefix}:{slug}"

    def reference(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name}


TYPES = {
    declaration.reconciliation.id: EntityType(
        declaration.reconciliation.id,
        declaration.reconciliation.id,
        declaration.reconciliation.description,
        declaration.model,
        declaration.reconciliation.names,
    )
    # People first: they are what most tables hold.
    for declaration in reversed(RECORD_TYPES.values())
    if declaration.reconciliation
}
PERSON, ORGANIZATION = TYPES["Person"], TYPES["Organization"]

EntityRef = tuple[EntityType, int]  # a record's type and primary key


def find(ids: Collection[str]) -> dict[str, EntityRef]:
    """The public record of each id; the survivor of a merged one. Ids without a public record are left out.

    A slug alone is an id too, unless both a person and an organization have it.
    """
    hits = []
    for entity_type in TYPES.values():
        prefix = f"{entity_type.prefix}:"
        slugs = {entity_id: entity_id.removeprefix(prefix) for entity_id in ids}
        slugs = {entity_id: slug for entity_id, slug in slugs.items() if re.fullmatch(SLUG, slug)}
        pks = public_by_slug(entity_type.model, set(slugs.values()))
        hits += [(entity_id, (entity_type, pks[slug])) for entity_id, slug in slugs.items() if slug in pks]
    counts = Counter(entity_id for entity_id, _ in hits)
    return {entity_id: ref for entity_id, ref in hits if counts[entity_id] == 1}
