"""Constraints of queries, in the form in which they are compared with what is known of a candidate."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from talentwatch.reconciliation.entities import ORGANIZATION, EntityRef, EntityType, find
from talentwatch.reconciliation.entity_records import OrganizationTree
from talentwatch.reconciliation.name_index import type_names
from talentwatch.reconciliation.properties import Property
from talentwatch.reconciliation.queries import Constraint, ConstraintValue
from talentwatch.text import search_key


@dataclass(frozen=True)
class Constraints:
    """All constraints of a batch, with everything that they name looked up once."""

    organizations: dict[ConstraintValue, set[str]]  # slugs of those that a value may mean
    by_identifier: dict[tuple[str, str], list[EntityRef]]  # records by property and value
    tree: OrganizationTree
    # Each constraint is compared with a hundred candidates, and each candidate with up to twenty constraints.
    _keys: dict[Constraint, set[str]] = field(default_factory=dict)
    _known_keys: dict[tuple[str, EntityType, int], set[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, constraints: Iterable[Constraint]) -> "Constraints":
        pairs = [(prop, value) for prop, values in constraints for value in values]
        organizations = {value for prop, value in pairs if prop.target}
        tree = OrganizationTree.read() if organizations else OrganizationTree({}, {})
        identifiers = {(prop, prop.fold(value.text)) for prop, value in pairs if prop.identifies}
        return cls(organizations_named(organizations, tree), records_identified(identifiers), tree)

    def holds(self, constraint: Constraint, entity_type: EntityType, record: Any) -> bool | None:
        """Whether a constraint holds for a record; None if no value is given, or none is known here."""
        prop, values = constraint
        if entity_type not in prop.types:
            return False
        keys = self._keys.get(constraint)
        if keys is None:
            per_value = (self.organizations[value] if prop.target else {prop.fold(value.text)} for value in values)
            keys = self._keys[constraint] = set().union(*per_value) - {""}
        known_keys = self._known_keys.get((prop.id, entity_type, record.pk))
        if known_keys is None:
            known_keys = self._known_keys[prop.id, entity_type, record.pk] = prop.keys(record, self.tree)
        names_unknown_organization = prop.target and any(value.text.strip() for value in values)
        if not known_keys or not (keys or names_unknown_organization):
            return None
        return not known_keys.isdisjoint(keys)

    def identified_by(self, constraint: Constraint) -> list[EntityRef]:
        """The records with one of the identifiers in the constraint."""
        prop, values = constraint
        return [ref for value in values for ref in self.by_identifier.get((prop.id, prop.fold(value.text)), ())]


def organizations_named(values: set[ConstraintValue], tree: OrganizationTree) -> dict[ConstraintValue, set[str]]:
    if not values:
        return {}
    by_id = find({value.text for value in values})
    index = type_names(ORGANIZATION).index
    slugs = {}
    for value in values:
        entity_type, pk = by_id.get(value.text, (None, 0))
        pks = {pk} if entity_type is ORGANIZATION else set()
        if not value.is_id:
            pks |= index.same(search_key(value.text))
        slugs[value] = {tree.slugs[pk] for pk in pks if pk in tree.slugs}
    return slugs


def records_identified(identifiers: set[tuple[Property, str]]) -> dict[tuple[str, str], list[EntityRef]]:
    """One query for each property and type, whatever the number of values."""
    records: dict[tuple[str, str], list[EntityRef]] = {}
    for prop in {prop.id: prop for prop, _ in identifiers}.values():
        values = {value for other, value in identifiers if other.id == prop.id and re.fullmatch("[A-Z0-9-]+", value)}
        for entity_type in prop.types:
            manager: Any = entity_type.model._default_manager
            for pk, value in manager.published().filter(**{f"{prop.id}__in": values}).values_list("pk", prop.id):
                records.setdefault((prop.id, value), []).append((entity_type, pk))
    return records
