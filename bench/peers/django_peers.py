"""Peers on Django: REST framework and django-ninja; and two limits: a view that does nothing, and stored documents in a plain one.

The models are all columns of our own tables. Neither framework's documentation knows only(); the second address of REST
framework has it, as Django's chapter on database access optimisation suggests.
"""

import os
from urllib.parse import urlsplit

import django
from django.conf import settings

database = urlsplit(os.environ["BENCH_DATABASE_URL"])
settings.configure(
    SECRET_KEY="only-for-measuring",  # noqa: S106 it protects nothing
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["rest_framework", "django_filters", __name__],
    # startproject adds those for sessions, forms and logins, which an open API can do without.
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    TIME_ZONE="UTC",
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": database.hostname,
            "PORT": database.port,
            "USER": database.username,
            "PASSWORD": database.password,
            "NAME": database.path[1:],
            "CONN_MAX_AGE": None,
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "PAGE_SIZE": 50,
        "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    },
)
django.setup()

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import django_filters
import ninja
import orjson
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from ninja.pagination import PageNumberPagination, paginate
from ninja.renderers import BaseRenderer
from rest_framework import generics, serializers

OURS = "http://127.0.0.1"


class Record(models.Model):
    slug = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=10)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    version = models.IntegerField()

    class Meta:
        abstract = True


class Person(Record):
    name = models.CharField(max_length=200)
    search_key = models.TextField()
    description = models.TextField()
    wikidata_id = models.CharField(max_length=20)
    orcid = models.CharField(max_length=19)
    website = models.URLField()

    class Meta:
        managed = False
        db_table = "people_person"


class Organization(Record):
    name = models.CharField(max_length=200)
    search_key = models.TextField()
    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    founded_earliest = models.DateField(null=True)
    founded_latest = models.DateField(null=True)
    dissolved_earliest = models.DateField(null=True)
    dissolved_latest = models.DateField(null=True)
    website = models.URLField()
    wikidata_id = models.CharField(max_length=20)
    description = models.TextField()
    parent = models.ForeignKey("self", models.CASCADE, null=True)

    class Meta:
        managed = False
        db_table = "people_organization"


class Employment(Record):
    person = models.ForeignKey(Person, models.CASCADE)
    organization = models.ForeignKey(Organization, models.CASCADE)
    title = models.CharField(max_length=200)
    start_earliest = models.DateField(null=True)
    start_latest = models.DateField(null=True)
    end_earliest = models.DateField(null=True)
    end_latest = models.DateField(null=True)
    end_state = models.CharField(max_length=10)
    role = models.CharField(max_length=20)
    note = models.TextField()
    confidence = models.CharField(max_length=10)
    verified_from = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    has_conflict = models.BooleanField()
    end_reason = models.CharField(max_length=20)
    left_for = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "people_employment"

    def __str__(self) -> str:
        return f"{self.person.name}, {self.organization.name}"


class Source(Record):
    url = models.URLField()
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    author = models.CharField(max_length=200)
    language = models.CharField(max_length=20)
    published_earliest = models.DateField(null=True)
    published_latest = models.DateField(null=True)
    archive_url = models.URLField()
    kind = models.CharField(max_length=20)
    search_key = models.TextField()
    publisher_key = models.TextField()
    url_key = models.TextField()

    class Meta:
        managed = False
        db_table = "people_source"


class Event(Record):
    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=10)
    date_earliest = models.DateField()
    date_latest = models.DateField()
    headline = models.CharField(max_length=200)
    summary = models.TextField()
    confidence = models.CharField(max_length=10)
    search_key = models.TextField()
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    people_affected_min = models.IntegerField(null=True)
    people_affected_max = models.IntegerField(null=True)
    stake_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    people = models.ManyToManyField(Person, through="EventPerson")
    employments = models.ManyToManyField(Employment, through="EventEmployment")
    organizations = models.ManyToManyField(Organization, through="EventOrganization")

    class Meta:
        managed = False
        db_table = "events_newsevent"


class EventPerson(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, db_column="newsevent_id")
    person = models.ForeignKey(Person, models.CASCADE)

    class Meta:
        managed = False
        db_table = "events_newsevent_people"


class EventEmployment(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, db_column="newsevent_id")
    employment = models.ForeignKey(Employment, models.CASCADE)

    class Meta:
        managed = False
        db_table = "events_newsevent_employments"


class EventOrganization(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, related_name="parts")
    organization = models.ForeignKey(Organization, models.CASCADE)
    part = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "events_eventorganization"


class Citation(models.Model):
    event = models.ForeignKey(Event, models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, models.CASCADE)
    stance = models.CharField(max_length=10)
    quote = models.TextField()
    quote_language = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "events_citation"


FIELDS = (
    "slug", "updated_at", "published_at", "kind", "outcome", "date_earliest", "date_latest", "headline", "summary",
    "people_affected_min", "people_affected_max", "stake_percent", "amount", "currency", "confidence",
)  # fmt: skip
RELATED = ("people", "organizations", "employments", "sources")
SOURCE_FIELDS = ("slug", "publisher", "url", "language", "published_earliest", "published_latest")
EVENTS = Event.objects.filter(status="published").order_by("-date_earliest", "slug")
WITH_RELATED = EVENTS.prefetch_related(
    "people",
    Prefetch("parts", EventOrganization.objects.select_related("organization")),
    Prefetch("employments", Employment.objects.select_related("person", "organization")),
    Prefetch("citations", Citation.objects.select_related("source")),
)
COLUMNS_ONLY = EVENTS.only(*FIELDS).prefetch_related(
    Prefetch("people", Person.objects.only("slug", "name")),
    Prefetch(
        "parts",
        EventOrganization.objects.select_related("organization").only(
            "event", "part", "organization__slug", "organization__name"
        ),
    ),
    Prefetch(
        "employments",
        Employment.objects.select_related("person", "organization").only("slug", "person__name", "organization__name"),
    ),
    Prefetch(
        "citations",
        Citation.objects.select_related("source").only(
            "event", "stance", *(f"source__{name}" for name in SOURCE_FIELDS)
        ),
    ),
)


# REST framework, with nested serializers and django-filter as in their tutorials.


class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = ("slug", "name")


class PartSerializer(serializers.ModelSerializer):
    slug = serializers.CharField(source="organization.slug")
    name = serializers.CharField(source="organization.name")

    class Meta:
        model = EventOrganization
        fields = ("slug", "name", "part")


class EmploymentSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="__str__")

    class Meta:
        model = Employment
        fields = ("slug", "name")


class CitationSerializer(serializers.ModelSerializer):
    slug = serializers.CharField(source="source.slug")
    publisher = serializers.CharField(source="source.publisher")
    url = serializers.CharField(source="source.url")
    language = serializers.CharField(source="source.language")
    published_earliest = serializers.DateField(source="source.published_earliest")
    published_latest = serializers.DateField(source="source.published_latest")

    class Meta:
        model = Citation
        fields = (*SOURCE_FIELDS, "stance")


class EventSerializer(serializers.ModelSerializer):
    people = PersonSerializer(many=True)
    organizations = PartSerializer(source="parts", many=True)
    employments = EmploymentSerializer(many=True)
    sources = CitationSerializer(source="citations", many=True)

    class Meta:
        model = Event
        fields = (*FIELDS, *RELATED)


class EventFilterSet(django_filters.FilterSet):
    before = django_filters.DateFilter(field_name="date_earliest", lookup_expr="lte")
    after = django_filters.DateFilter(field_name="date_latest", lookup_expr="gte")
    organization = django_filters.CharFilter(field_name="organizations__slug")

    class Meta:
        model = Event
        fields = ("kind", "before", "after", "organization")


class EventList(generics.ListAPIView):
    queryset = WITH_RELATED
    serializer_class = EventSerializer
    filterset_class = EventFilterSet


# django-ninja, with its schemas, its FilterSchema and its pagination.


class ReferenceOut(ninja.Schema):
    slug: str
    name: str


class PartOut(ninja.Schema):
    slug: str = ninja.Field(alias="organization.slug")
    name: str = ninja.Field(alias="organization.name")
    part: str


class EmploymentOut(ninja.Schema):
    slug: str
    name: str

    @staticmethod
    def resolve_name(employment: Employment) -> str:
        return str(employment)


class CitationOut(ninja.Schema):
    slug: str = ninja.Field(alias="source.slug")
    publisher: str = ninja.Field(alias="source.publisher")
    url: str = ninja.Field(alias="source.url")
    language: str = ninja.Field(alias="source.language")
    published_earliest: date | None = ninja.Field(None, alias="source.published_earliest")
    published_latest: date | None = ninja.Field(None, alias="source.published_latest")
    stance: str


class EventOut(ninja.ModelSchema):
    stake_percent: Decimal | None
    people: list[ReferenceOut]
    organizations: list[PartOut] = ninja.Field(alias="parts")
    employments: list[EmploymentOut]
    sources: list[CitationOut] = ninja.Field(alias="citations")

    class Meta:
        model = Event
        fields = [name for name in FIELDS if name != "stake_percent"]


class EventFilters(ninja.FilterSchema):
    kind: str | None = None
    before: Annotated[date | None, ninja.FilterLookup("date_earliest__lte")] = None
    after: Annotated[date | None, ninja.FilterLookup("date_latest__gte")] = None
    organization: Annotated[str | None, ninja.FilterLookup("organizations__slug")] = None


class ORJSONRenderer(BaseRenderer):
    """As in the documentation, for speed."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


api = ninja.NinjaAPI(renderer=ORJSONRenderer(), docs_url=None, openapi_url=None)


@api.get("/", response=list[EventOut])
@paginate(PageNumberPagination, page_size=50)
def list_events(request: HttpRequest, filters: EventFilters = ninja.Query(...)) -> Any:  # noqa: B008 ninja's way
    return filters.filter(WITH_RELATED)


# The limits.


NAMES = """
e.id IN (SELECT event_id FROM events_eventorganization l JOIN people_organization o ON o.id = l.organization_id WHERE o.slug = %s)
"""


def nothing(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"results": []})


def documents(request: HttpRequest) -> HttpResponse:
    """Our stored documents without a framework: one query, one text, and no check of anything."""
    query = request.GET
    conditions, values = ["e.status = 'published'"], []
    for name, condition in (
        ("kind", "e.kind = %s"),
        ("before", "e.date_earliest <= %s"),
        ("after", "e.date_latest >= %s"),
        ("organization", NAMES),
    ):
        if name in query:
            conditions.append(condition)
            values.append(query[name])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT row FROM documents_document d WHERE d.resource = 'events' AND d.slug = e.slug AND d.until IS NULL)"  # noqa: S608 our own names
            f" FROM events_newsevent e WHERE {' AND '.join(conditions)} ORDER BY e.date_earliest DESC, e.slug"
            " LIMIT 50 OFFSET %s",
            [*values, 50 * (int(query.get("page", 1)) - 1)],
        )
        rows = ",".join([row for (row,) in cursor.fetchall()]).replace(r'"\u0000', f'"{OURS}')
    return HttpResponse(f'{{"results":[{rows}]}}', content_type="application/json")


urlpatterns = [
    path("drf/", EventList.as_view()),
    path("drf-only/", EventList.as_view(queryset=COLUMNS_ONLY)),
    path("ninja/", api.urls),
    path("nothing/", nothing),
    path("documents/", documents),
]
application = get_wsgi_application()
