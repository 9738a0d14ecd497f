"""The record types of people, each declared once."""

from people import serializers, views
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
from people.models.name import OtherName
from talentwatch.records.record_type import NestedTable, ReconciliationType, RecordLayout, RecordType

NAME_COLUMNS = ("text", "language", "kind")
TENURE_FIELDS = ("title", "end_state")
OPTIONAL_TENURE_FIELDS = ("end_reason", "left_for")


def names_layout(model: type[OtherName]) -> RecordLayout:
    return RecordLayout(model, ("text", "language"), optional=("kind",))


def names_table(owner: str) -> NestedTable:
    return NestedTable(
        f"{owner}_names",
        "Other names, as readers may see them.",
        "names",
        {name: (name,) for name in NAME_COLUMNS},
        key=(f"{owner}_slug", "text", "language"),
    )


SOURCES = RecordType(
    "sources",
    views.SourceViewSet,
    RecordLayout(
        Source,
        ("slug", "url", "title", "publisher", "language", "kind"),
        dates=("published",),
        self_links=("derived_from",),
        optional=("author", "archive_url"),
        identified_by=(("url",), ("publisher", "title")),
        called_by=("url", "title"),
        example={
            "url": "https://example.org/who-left",
            "title": "Who left the lab",
            "publisher": "The Example",
            "language": "en",
            "kind": "report",
            "published": "12 June 2023",
        },
    ),
    no_page_because="a source is the article that it links to",
    referred_to_by=("source", "sources", "derived_from"),
    shown_elsewhere=("publisher", "title", "link", "language", "published", "published_earliest", "published_latest"),
)
ORGANIZATIONS = RecordType(
    "organizations",
    views.OrganizationViewSet,
    RecordLayout(
        Organization,
        ("slug", "name", "kind", "country"),
        dates=("founded", "dissolved"),
        self_links=("parent",),
        children={"names": names_layout(OrganizationName)},
        optional=("website", "wikidata_id", "description"),
        identified_by=(("wikidata_id",), ("name",)),
        called_by=("name", "wikidata_id"),
        example={
            "name": "Example Lab",
            "kind": "lab",
            "country": "FR",
            "founded": "2015",
            "names": "Labo Exemple | fr | native",
        },
    ),
    page="organization",
    nested_tables=(names_table("organization"),),
    parent_column="organization_slug",
    referred_to_by=("organization", "organizations", "parent", "children", "origin", "destination"),
    shown_elsewhere=("name",),
    separate_fields=("children",),
    reconciliation=ReconciliationType(
        "Organization", "A company, laboratory or university, or a part of one.", OrganizationName
    ),
)
PEOPLE = RecordType(
    "people",
    views.PersonViewSet,
    RecordLayout(
        Person,
        ("slug", "name"),
        children={"names": names_layout(PersonName)},
        optional=("wikidata_id", "orcid", "website", "description"),
        identified_by=(("wikidata_id",), ("orcid",), ("name",)),
        called_by=("name", "wikidata_id", "orcid"),
        example={
            "name": "Ada Example",
            "description": "A researcher on language models.",
            "names": "עדה דוגמה | he | native",
        },
    ),
    page="person",
    nested_tables=(names_table("person"),),
    parent_column="person_slug",
    referred_to_by=("person", "people"),
    shown_elsewhere=("name",),
    separate_fields=("employments",),
    reconciliation=ReconciliationType("Person", "Somebody who works, or worked, in the field.", PersonName),
)
EMPLOYMENTS = RecordType(
    "employments",
    views.EmploymentViewSet,
    RecordLayout(
        Employment,
        ("slug", "role", *TENURE_FIELDS),
        dates=("start", "end"),
        links=("person", "organization"),
        self_links=("came_from",),
        children={
            "claims": RecordLayout(
                Claim,
                ("stance", "stated_months", *TENURE_FIELDS),
                dates=("start", "end"),
                links=("source",),
                optional=("note", *OPTIONAL_TENURE_FIELDS, "quote", "quote_language"),
            )
        },
        optional=("note", *OPTIONAL_TENURE_FIELDS),
        identified_by=(("person", "organization"),),
        may_be_same=Employment.may_be_same_period,
        example={
            "person": "Ada Example",
            "organization": "Example Lab",
            "role": "research",
            "title": "Research scientist",
            "start": "June 2019",
            "end_state": "ended",
            "end": "by 12 June 2023",
            "claims": "reported | https://example.org/who-left |  | Research scientist | ended | June 2019 | by 12 June 2023",
        },
    ),
    no_page_because="it is shown on its person's page",
    referred_to_by=("employment", "employments", "came_from", "origin_employment", "destination_employment"),
    shown_elsewhere=("person", "organization"),
)
CLAIMS = RecordType("claims", views.ClaimViewSet, owner="employment")
MOVES = RecordType("moves", views.MoveViewSet, owner="person")
COHORTS = RecordType(
    "cohorts",
    views.CohortViewSet,
    RecordLayout(
        Cohort,
        ("slug", "name", "description", "expected_size"),
        links=("source",),
        children={"members": RecordLayout(CohortMember, ("position", "name_as_listed"), links=("person",))},
        identified_by=(("name",),),
        example={
            "name": "The authors of the example",
            "description": "Two people who signed the paper.",
            "source": "https://example.org/who-left",
            "expected_size": "2",
            "members": "1 | Ada Example | A. Example",
        },
    ),
    page="cohort",
    package_serializer=serializers.CohortWithMembersSerializer,
    nested_tables=(
        NestedTable(
            "cohort_members",
            "One place on a list. It stays, without a name, if the person isn't public: so there is no key.",
            "members",
            {"position": ("position",), "person_slug": ("person", "slug"), "name_as_listed": ("name_as_listed",)},
        ),
    ),
    parent_column="cohort_slug",
)
RECORD_TYPES = (SOURCES, ORGANIZATIONS, PEOPLE, EMPLOYMENTS, CLAIMS, MOVES, COHORTS)
