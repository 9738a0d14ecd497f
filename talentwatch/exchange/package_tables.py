"""The tables of the data package, read off the serializers of the API: one description of what is public serves both."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from rest_framework.serializers import ListSerializer, Serializer

from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.models import Claim, Cohort, Employment, Move, Organization, Person, Source
from people.serializers import (
    ClaimSerializer,
    CohortWithMembersSerializer,
    EmploymentSerializer,
    MoveSerializer,
    OrganizationSerializer,
    PersonSerializer,
    SourceSerializer,
)
from talentwatch.api.files import CHUNK, Path, columns_of
from talentwatch.api.paging import KeysetPagination, Ordering

BY_SLUG = Ordering("slug", "slug", has_nulls=False)
HERE = "url"  # the address in some running API, which a package has nothing of


@dataclass(frozen=True, eq=False)
class NestedTable:
    """A list within each record, as a table of its own."""

    name: str
    description: str
    within: str  # the field that holds the list
    columns: dict[str, Path]  # by name, the way to each value of an item
    key: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """A list of the API: its rows, and the details that they hold."""

    name: str
    rows: Any
    serializer: Any
    owner: str = ""  # the column by which its details name the record
    details: tuple[NestedTable, ...] = field(default=())

    @property
    def model(self) -> type[Model]:
        model: type[Model] = self.rows.model
        return model

    def shape(self, *rows: Any, **options: Any) -> Serializer[Any]:
        names = [name for name in self.serializer.Meta.fields if name != HERE]
        shape: Serializer[Any] = self.serializer(*rows, **options, fields=names, context={"request": None})
        return shape

    def columns(self) -> dict[str, Path]:
        """By the names of the CSV of the API, the way to each value; what is a list has a table of its own."""
        shape = self.shape()
        flat = [path for path in columns_of(shape) if not isinstance(shape.fields[path[0]], ListSerializer)]
        return {"_".join(path): path for path in flat}

    def records(self) -> Iterator[dict[str, Any]]:
        """What the API shows, in the order of the slugs."""
        for page in KeysetPagination().in_order(self.serializer.fetch(self.rows), BY_SLUG, CHUNK):
            yield from self.shape(page, many=True).data


def _names(owner: str) -> NestedTable:
    columns: dict[str, Path] = {name: (name,) for name in ("text", "language", "kind")}
    return NestedTable(
        f"{owner}_names",
        "Other names, as readers may see them.",
        "names",
        columns,
        (f"{owner}_slug", "text", "language"),
    )


def _named(plural: str, singular: str, description: str) -> NestedTable:
    name = f"{singular}_slug"
    return NestedTable(f"event_{plural}", description, plural, {name: ("slug",)}, ("event_slug", name))


TABLES = (
    Table("sources", Source.objects.published(), SourceSerializer),
    Table(
        "organizations",
        Organization.objects.published(),
        OrganizationSerializer,
        "organization_slug",
        (_names("organization"),),
    ),
    Table("people", Person.objects.published(), PersonSerializer, "person_slug", (_names("person"),)),
    Table("employments", Employment.objects.published(), EmploymentSerializer),
    Table("claims", Claim.objects.published(), ClaimSerializer),
    Table("moves", Move.objects.published(), MoveSerializer),
    Table(
        "cohorts",
        Cohort.objects.published(),
        CohortWithMembersSerializer,
        "cohort_slug",
        (
            NestedTable(
                "cohort_members",
                "One place on a list. Where the person isn't public, the place stays and names nobody: so there is no key.",
                "members",
                {"position": ("position",), "person_slug": ("person", "slug"), "name_as_listed": ("name_as_listed",)},
            ),
        ),
    ),
    Table(
        "events",
        NewsEvent.objects.published(),
        NewsEventSerializer,
        "event_slug",
        (
            _named("people", "person", "Whom an event is about."),
            _named("organizations", "organization", "Which organizations an event is about."),
            _named("employments", "employment", "The posts that began, changed or ended with an event."),
            NestedTable(
                "event_sources",
                "Which source reports which event, and its stance toward the headline.",
                "sources",
                {"source_slug": ("slug",), "stance": ("stance",)},
                ("event_slug", "source_slug"),
            ),
        ),
    ),
)
