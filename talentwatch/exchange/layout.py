"""The form of a timeline file: which lists it has, and how each maps to a model."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from events.models import Citation, NewsEvent
from people.models import (
    Claim,
    Cohort,
    CohortMember,
    Employment,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Source,
)
from talentwatch.records.models import VersionedModel


@dataclass(frozen=True)
class RecordLayout:
    """How one list of the file maps to a model; every column is a key of the record, under the model's own name."""

    model: type[VersionedModel]
    plain: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # to one record, by slug
    later: tuple[str, ...] = ()  # links within the list itself, set once all its records are there
    groups: tuple[str, ...] = ()  # links to many records, by slug
    details: dict[str, "RecordLayout"] = field(default_factory=dict)
    optional: tuple[str, ...] = ()  # plain columns that a file may leave out: what is stored stays

    @property
    def keys(self) -> set[str]:
        """What every record of the list has."""
        return {*self.plain, *self.dates, *self.links, *self.later, *self.groups, *self.details}

    @property
    def records(self) -> Any:
        """All rows of the model, drafts too."""
        return self.model._base_manager

    @property
    def columns(self) -> list[str]:
        """All that a record may have, in the order in which it is written."""
        links = (*self.links, *self.later)
        head, tail = self.plain[:1], self.plain[1:]
        return [*head, *links, *tail, *self.dates, *self.optional, *self.groups, *self.details]

    @property
    def given(self) -> Iterator[str]:
        """The columns that an editor types a single value into."""
        yield from (*self.plain, *self.optional)


NAME = ("text", "language", "kind")
TENURE = ("title", "end_state")
LAYOUTS = {
    "sources": RecordLayout(
        Source,
        ("slug", "url", "title", "publisher", "language", "kind"),
        ("published",),
        later=("derived_from",),
        optional=("author", "archive_url"),
    ),
    "organizations": RecordLayout(
        Organization,
        ("slug", "name", "kind", "country"),
        ("founded", "dissolved"),
        later=("parent",),
        details={"names": RecordLayout(OrganizationName, NAME)},
        optional=("website", "wikidata_id", "description"),
    ),
    "people": RecordLayout(
        Person,
        ("slug", "name"),
        details={"names": RecordLayout(PersonName, NAME)},
        optional=("wikidata_id", "orcid", "website", "description"),
    ),
    "employments": RecordLayout(
        Employment,
        ("slug", "role", *TENURE),
        ("start", "end"),
        links=("person", "organization"),
        later=("came_from",),
        details={
            "claims": RecordLayout(
                Claim,
                ("stance", "stated_months", *TENURE),
                ("start", "end"),
                links=("source",),
                optional=("note",),
            )
        },
        optional=("note",),
    ),
    "events": RecordLayout(
        NewsEvent,
        ("slug", "kind", "headline", "summary"),
        ("date",),
        groups=("people", "organizations", "employments"),
        details={"citations": RecordLayout(Citation, ("stance",), links=("source",))},
    ),
    "cohorts": RecordLayout(
        Cohort,
        ("slug", "name", "description", "expected_size"),
        links=("source",),
        details={"members": RecordLayout(CohortMember, ("position", "name_as_listed"), links=("person",))},
    ),
}
KIND_OF = {part.model: kind for kind, part in LAYOUTS.items()}
