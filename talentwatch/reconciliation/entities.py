"""What can be reconciled: the two types, and ids such as person:ada-lovelace."""

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
    """A type of entities: its id in the protocol, and the models that hold its records and their other names."""

    id: str
    name: str
    description: str
    model: type[Named]
    names: type[OtherName]

    @property
    def prefix(self) -> str:
        """What the ids of its entities begin with: a person and an organization may have the same slug."""
        return str(self.model._meta.model_name)

    def id_of(self, slug: str) -> str:
        return f"{self.prefix}:{slug}"

    def reference(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name}


TYPES = {
    one.reconciliation.id: EntityType(
        one.reconciliation.id,
        one.reconciliation.id,
        one.reconciliation.description,
        one.model,
        one.reconciliation.names,
    )
    # People first: they are what most tables hold.
    for one in reversed(RECORD_TYPES.values())
    if one.reconciliation
}
PERSON, ORGANIZATION = TYPES["Person"], TYPES["Organization"]

Found = tuple[EntityType, int]  # which record: its type and its primary key


def find(ids: Collection[str]) -> dict[str, Found]:
    """The public record that each id means, a merged one its survivor; ids that mean none are left out.

    A slug alone is understood where it isn't both a person's and an organization's.
    """
    hits = []
    for one in TYPES.values():
        prefix = f"{one.prefix}:"
        slugs = {given: given.removeprefix(prefix) for given in ids}
        slugs = {given: slug for given, slug in slugs.items() if re.fullmatch(SLUG, slug)}
        pks = public_by_slug(one.model, set(slugs.values()))
        hits += [(given, (one, pks[slug])) for given, slug in slugs.items() if slug in pks]
    times = Counter(given for given, _ in hits)
    return {given: found for given, found in hits if times[given] == 1}
