"""What is given beside a name, in the form in which it is compared with what is known of a candidate."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from talentwatch.reconciliation.entities import ORGANIZATION, EntityType, Found, find
from talentwatch.reconciliation.names import names_of
from talentwatch.reconciliation.properties import Property
from talentwatch.reconciliation.queries import Constraint, Given
from talentwatch.reconciliation.records import Tree
from talentwatch.reconciliation.resemblance import Folded


@dataclass(frozen=True)
class Constraints:
    """All constraints of a batch, with what they name looked up once."""

    organizations: dict[Given, set[str]]  # the slugs of those that a value may mean
    identified: dict[tuple[str, str], list[Found]]  # who has an identifier, by property and value
    tree: Tree

    @classmethod
    def read(cls, constraints: Iterable[Constraint]) -> "Constraints":
        every = [(prop, given) for prop, values in constraints for given in values]
        named = {given for prop, given in every if prop.target}
        tree = Tree.read() if named else Tree({}, {})
        identifiers = {(prop, prop.fold(given.text)) for prop, given in every if prop.identifies}
        return cls(_organizations(named, tree), _identified(identifiers), tree)

    def hold(self, constraint: Constraint, one: EntityType, record: Any) -> bool | None:
        """Whether a constraint holds of a record; None where nothing is given, or known here, to tell."""
        prop, values = constraint
        if one not in prop.types:
            return False
        given = {key for value in values for key in self._keys(prop, value)}
        known = prop.keys(record, self.tree)
        unknown_organization = prop.target and any(value.text.strip() for value in values)
        if not known or not (given or unknown_organization):
            return None
        return not known.isdisjoint(given)

    def having(self, constraint: Constraint) -> list[Found]:
        """Who has an identifier that is given."""
        prop, values = constraint
        return [found for value in values for found in self.identified.get((prop.id, prop.fold(value.text)), ())]

    def _keys(self, prop: Property, value: Given) -> set[str]:
        if prop.target:
            return self.organizations[value]
        return {key for key in [prop.fold(value.text)] if key}


def _organizations(named: set[Given], tree: Tree) -> dict[Given, set[str]]:
    if not named:
        return {}
    by_id = find({given.text for given in named})
    names = names_of(ORGANIZATION)
    meant = {}
    for given in named:
        one, pk = by_id.get(given.text, (None, 0))
        pks = {pk} if one is ORGANIZATION else set()
        if not given.is_id:
            pks |= names.same(Folded.of(given.text, has_initials=False))
        meant[given] = {tree.slugs[pk] for pk in pks if pk in tree.slugs}
    return meant


def _identified(identifiers: set[tuple[Property, str]]) -> dict[tuple[str, str], list[Found]]:
    """One query for each property and type, whatever the number of values."""
    found: dict[tuple[str, str], list[Found]] = {}
    for prop in {prop.id: prop for prop, _ in identifiers}.values():
        values = {value for other, value in identifiers if other.id == prop.id and re.fullmatch("[A-Z0-9-]+", value)}
        for one in prop.types:
            manager: Any = one.model._default_manager
            for pk, value in manager.published().filter(**{f"{prop.id}__in": values}).values_list("pk", prop.id):
                found.setdefault((prop.id, value), []).append((one, pk))
    return found
