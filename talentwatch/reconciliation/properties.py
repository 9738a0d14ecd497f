"""What is known of an entity: to narrow a search by, and to extend a table with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from people.models import OrganizationKind, Role
from people.models.name import Named
from talentwatch.reconciliation.entities import ORGANIZATION, PERSON, EntityType
from talentwatch.reconciliation.records import Tree
from talentwatch.text import search_key

Value = str | Named


@dataclass(frozen=True, eq=False)
class Property:
    """A property of one or both types. Its values are texts, or entities of `target`."""

    id: str
    name: str
    description: str
    values: Callable[[Any], Iterable[Value]]
    types: tuple[EntityType, ...] = (PERSON,)
    target: EntityType | None = None
    narrows: bool = False  # a query may be narrowed by it
    identifies: bool = False  # nobody else has the same value
    is_of_posts: bool = False  # "on" and "certainty" choose the posts that count
    further: Callable[[Any], Iterable[str]] = lambda _record: ()  # what a value is called besides
    labels: dict[str, str] = field(default_factory=dict)  # folded: what else a value is called

    def described(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "description": self.description}

    def keys(self, record: Any, tree: Tree) -> set[str]:
        """What a given value is compared with; an organization has the ones it is a part of too. Empty: not known."""
        found = {self.fold(text) for text in self.further(record)}
        for value in self.values(record):
            found |= {self.fold(value)} if isinstance(value, str) else tree.upwards(value.pk)
        return found

    def fold(self, text: str) -> str:
        """A text in the form in which it is compared. Identifiers may come as addresses."""
        if self.identifies:
            return text.strip().rstrip("/").rpartition("/")[2].upper()
        key = search_key(text)
        return self.labels.get(key, key)


def _labels(choices: Any) -> dict[str, str]:
    return {search_key(label): search_key(value) for value, label in choices.choices}


def _text(name: str) -> Callable[[Any], list[str]]:
    """The text in a column, or its partial date; nothing where it is empty."""
    return lambda record: [text for text in [str(getattr(record, name))] if text]


def _employers(person: Any) -> Iterable[Named]:
    return dict.fromkeys(post.organization for post in person.employments.all())


def _of_posts(name: str) -> Callable[[Any], Iterable[str]]:
    return lambda person: filter(None, dict.fromkeys(getattr(post, name) for post in person.employments.all()))


def _cohorts(person: Any) -> Iterable[str]:
    return (member.cohort.name for member in person.memberships.all())


def _cohort_slugs(person: Any) -> Iterable[str]:
    return (member.cohort.slug for member in person.memberships.all())


def _parents(organization: Any) -> list[Named]:
    above = organization.parent
    return [above] if above and above.is_public else []


def _other_names(record: Any) -> Iterable[str]:
    return dict.fromkeys(name.text for name in record.shown_names)


BOTH = (PERSON, ORGANIZATION)
PROPERTIES = {
    one.id: one
    for one in (
        Property(
            "employer",
            "employer",
            "Where they have a post, now or then; as a constraint, the whole stands for its parts.",
            _employers,
            target=ORGANIZATION,
            narrows=True,
            is_of_posts=True,
        ),
        Property(
            "role",
            "role",
            f"The sort of work in a post: {', '.join(Role.values)}.",
            _of_posts("role"),
            narrows=True,
            is_of_posts=True,
            labels=_labels(Role),
        ),
        Property("title", "title", "What a post is called.", _of_posts("title"), is_of_posts=True),
        Property(
            "cohort",
            "cohort",
            "A list they are on, by name or slug.",
            _cohorts,
            narrows=True,
            further=_cohort_slugs,
        ),
        Property("orcid", "ORCID iD", "Such as 0000-0002-1825-0097.", _text("orcid"), narrows=True, identifies=True),
        Property(
            "wikidata_id",
            "Wikidata item",
            "Such as Q42.",
            _text("wikidata_id"),
            types=BOTH,
            narrows=True,
            identifies=True,
        ),
        Property(
            "country",
            "country",
            "ISO 3166-1 alpha-2, such as FR.",
            _text("country"),
            types=(ORGANIZATION,),
            narrows=True,
        ),
        Property(
            "kind",
            "kind",
            f"What it is: {', '.join(OrganizationKind.values)}.",
            _text("kind"),
            types=(ORGANIZATION,),
            narrows=True,
            labels=_labels(OrganizationKind),
        ),
        Property(
            "parent",
            "parent organization",
            "What it is a part of.",
            _parents,
            types=(ORGANIZATION,),
            target=ORGANIZATION,
            narrows=True,
        ),
        Property(
            "founded",
            "founded",
            "A partial date: 2023, 2023-06, [2023-01..2023-04].",
            _text("founded"),
            (ORGANIZATION,),
        ),
        Property("dissolved", "dissolved", "A partial date, as founded.", _text("dissolved"), (ORGANIZATION,)),
        Property("names", "other names", "In all scripts and spellings but wrong ones.", _other_names, BOTH),
        Property("website", "website", "Their own page.", _text("website"), BOTH),
        Property("description", "description", "One or two sentences.", _text("description"), BOTH),
        Property("slug", "slug", "The public identifier in the API.", _text("slug"), BOTH),
    )
}
NARROWING = {name: one for name, one in PROPERTIES.items() if one.narrows}


def of_type(one: EntityType | None) -> list[Property]:
    """The properties that entities of a type have; of None, all there are."""
    return [prop for prop in PROPERTIES.values() if one is None or one in prop.types]
