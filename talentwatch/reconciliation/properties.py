"""Properties of entities: to narrow a query by, and to extend a table with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from people.models import OrganizationKind, Role
from people.models.name import Named
from talentwatch.reconciliation.entities import ORGANIZATION, PERSON, EntityType
from talentwatch.reconciliation.entity_records import OrganizationTree
from talentwatch.text import search_key

Value = str | Named


@dataclass(frozen=True, eq=False)
class Property:
    """A property of one or both types. Its values are texts, or entities of the type `target`."""

    id: str
    name: str
    description: str
    values: Callable[[Any], Iterable[Value]]
    types: tuple[EntityType, ...] = (PERSON,)
    target: EntityType | None = None
    narrows: bool = False  # queries can be narrowed by it
    identifies: bool = False  # no two records have the same value
    is_of_employments: bool = False  # "on" and "certainty" select the jobs that count
    synonyms: Callable[[Any], Iterable[str]] = lambda _record: ()  # other texts that mean a record's values
    labels: dict[str, str] = field(default_factory=dict)  # values by label, both folded

    def described(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "description": self.description}

    def keys(self, record: Any, tree: OrganizationTree) -> set[str]:
        """What a constraint's value is compared with. An organization stands for all it is a part of. Empty: not known."""
        keys = {self.fold(text) for text in self.synonyms(record)}
        for value in self.values(record):
            keys |= {self.fold(value)} if isinstance(value, str) else tree.with_ancestors(value.pk)
        return keys

    def fold(self, text: str) -> str:
        """A text in the form in which it is compared. Identifiers may come as addresses."""
        if self.identifies:
            return text.strip().rstrip("/").rpartition("/")[2].upper()
        key = search_key(text)
        return self.labels.get(key, key)


def labels_of(choices: Any) -> dict[str, str]:
    return {search_key(label): search_key(value) for value, label in choices.choices}


def column(name: str) -> Callable[[Any], list[str]]:
    """The text in a column, or its partial date; nothing if it is empty."""
    return lambda record: [text for text in [str(getattr(record, name))] if text]


def employment_column(name: str) -> Callable[[Any], Iterable[str]]:
    return lambda person: filter(
        None, dict.fromkeys(getattr(employment, name) for employment in person.employments.all())
    )


def employers(person: Any) -> Iterable[Named]:
    return dict.fromkeys(employment.organization for employment in person.employments.all())


def parents(organization: Any) -> list[Named]:
    return [organization.parent] if organization.parent and organization.parent.is_public else []


BOTH = (PERSON, ORGANIZATION)
PROPERTIES = {
    prop.id: prop
    for prop in (
        Property(
            "employer",
            "employer",
            "Where they work or worked. As a constraint, an organization includes its parts.",
            employers,
            target=ORGANIZATION,
            narrows=True,
            is_of_employments=True,
        ),
        Property(
            "role",
            "role",
            f"The kind of work in a job: {', '.join(Role.values)}.",
            employment_column("role"),
            narrows=True,
            is_of_employments=True,
            labels=labels_of(Role),
        ),
        Property("title", "title", "The title of a job.", employment_column("title"), is_of_employments=True),
        Property(
            "cohort",
            "cohort",
            "A list that they are on, by name or slug.",
            lambda person: (member.cohort.name for member in person.memberships.all()),
            narrows=True,
            synonyms=lambda person: (member.cohort.slug for member in person.memberships.all()),
        ),
        Property("orcid", "ORCID iD", "Such as 0000-0002-1825-0097.", column("orcid"), narrows=True, identifies=True),
        Property(
            "wikidata_id",
            "Wikidata item",
            "Such as Q42.",
            column("wikidata_id"),
            types=BOTH,
            narrows=True,
            identifies=True,
        ),
        Property(
            "country",
            "country",
            "ISO 3166-1 alpha-2, such as FR.",
            column("country"),
            types=(ORGANIZATION,),
            narrows=True,
        ),
        Property(
            "kind",
            "kind",
            f"The kind of organization: {', '.join(OrganizationKind.values)}.",
            column("kind"),
            types=(ORGANIZATION,),
            narrows=True,
            labels=labels_of(OrganizationKind),
        ),
        Property(
            "parent",
            "parent organization",
            "The organization that it is a part of.",
            parents,
            types=(ORGANIZATION,),
            target=ORGANIZATION,
            narrows=True,
        ),
        Property(
            "founded",
            "founded",
            "A partial date: 2023, 2023-06, [2023-01..2023-04].",
            column("founded"),
            (ORGANIZATION,),
        ),
        Property("dissolved", "dissolved", "A partial date, like founded.", column("dissolved"), (ORGANIZATION,)),
        Property(
            "names",
            "other names",
            "In all scripts and spellings, except misspellings.",
            lambda record: dict.fromkeys(name.text for name in record.shown_names),
            BOTH,
        ),
        Property("website", "website", "Their own website.", column("website"), BOTH),
        Property("description", "description", "One or two sentences.", column("description"), BOTH),
        Property("slug", "slug", "The public identifier in the API.", column("slug"), BOTH),
    )
}
NARROWING = {prop_id: prop for prop_id, prop in PROPERTIES.items() if prop.narrows}


def of_type(entity_type: EntityType | None) -> list[Property]:
    """The properties of entities of this type; all properties if it is None."""
    return [prop for prop in PROPERTIES.values() if entity_type is None or entity_type in prop.types]
