"""The public pages, each with its context beside the record or the list itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from events.citations import cited_sources
from events.filters import NewsEventFilterSet
from events.jsonld import event_jsonld
from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.filters import CohortFilterSet, OrganizationFilterSet, PersonFilterSet
from people.jsonld import organization_jsonld, person_jsonld
from people.models import Cohort, Employment, Move, MoveKind, Organization, Person, Source
from people.serializers import (
    CitedSourceSerializer,
    CohortSerializer,
    EmploymentSerializer,
    EmploymentWithClaimsSerializer,
    MoveSerializer,
    OrganizationSerializer,
    OrganizationWithChildrenSerializer,
    PersonSerializer,
)
from talentwatch.api.parameters import DayParameter
from talentwatch.records.name_index import name_index
from talentwatch.records.status import Status
from talentwatch.site import choices
from talentwatch.site.base_views import ListPage, RecordPage, serialize_for_page
from talentwatch.site.cohorts import Membership, cohort_jsonld
from talentwatch.site.image_sizes import career_height, cohort_height, flows_height, retention_height
from talentwatch.site.source_agreement import agreements
from talentwatch.site.wording import source_name
from talentwatch.text import search_key

# Pages stay small: each list ends in a link to the whole.
MAX_JOBS, MAX_NAMES, MAX_EVENTS, MAX_MATCHES = 12, 40, 8, 5
MAX_CLAIMS = 8  # of each job, those in conflict first
BETWEEN_ORGANIZATIONS = ",".join(kind for kind in MoveKind.values if kind != MoveKind.INTERNAL)


def latest_events(events: Any) -> Any:
    """The public ones of these events, each once, the latest first."""
    return NewsEvent.objects.published().filter(pk__in=events.values("pk")).order_by("-date_earliest", "slug")


def add_repeated_sources(rows: Iterable[dict[str, Any]]) -> None:
    """Add to each source the name of the public source that it repeats: many copies are one witness."""
    rows = list(rows)
    repeating = Source.objects.published().filter(
        slug__in={row["slug"] for row in rows}, derived_from__status=Status.PUBLISHED
    )
    repeated = {source.slug: source.derived_from for source in repeating.select_related("derived_from")}
    for row in rows:
        source = repeated.get(row["slug"])
        row["repeats"] = source_name(CitedSourceSerializer(source).data) if source else ""


@dataclass(frozen=True)
class NamedRecords:
    """The public records of one kind that somebody who searches may mean, each with the name of its page."""

    matching: list[tuple[str, Any]]
    similar: list[tuple[str, Any]]  # with a name that is only similar


def named_records(model: type[Person] | type[Organization], text: str) -> NamedRecords:
    key = search_key(text)
    if not key:
        return NamedRecords([], [])
    matching, similar = (pks[:MAX_MATCHES] for pks in name_index(model, is_public=True).suggest(key))
    records = model.objects.published().only("slug", "name").in_bulk([*matching, *similar])
    page = str(model._meta.model_name)
    return NamedRecords(*([(page, records[pk]) for pk in pks if pk in records] for pks in (matching, similar)))


class FrontPage(ListPage):
    """The latest events, with search and filters."""

    template_name = "site/front.html"
    api_name = "newsevent-list"
    form_fields = ("q", "organization", "kind", "language", "after", "before")
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer
    filterset_class = NewsEventFilterSet

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        people, organizations = (named_records(model, params.get("q", "")) for model in (Person, Organization))
        return {
            "kinds": choices.kinds(params.get("kind")),
            "organizations": choices.organizations(params.get("organization")),
            "languages": choices.languages(params.get("language")),
            "matching_names": [*people.matching, *organizations.matching],
            "similar_names": [*people.similar, *organizations.similar],
        }


class PeoplePage(ListPage):
    """All people, by name."""

    template_name = "site/people.html"
    api_name = "person-list"
    page_size = 100
    queryset = Person.objects.published()
    serializer_class = PersonSerializer
    filterset_class = PersonFilterSet

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        return {"similar_names": named_records(Person, params.get("q", "")).similar}


class OrganizationsPage(ListPage):
    """All organizations, by name."""

    template_name = "site/organizations.html"
    api_name = "organization-list"
    page_size = 100
    queryset = Organization.objects.published()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilterSet

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        return {"similar_names": named_records(Organization, params.get("q", "")).similar}


class CohortsPage(ListPage):
    """All cohorts, by name."""

    template_name = "site/cohorts.html"
    api_name = "cohort-list"
    page_size = 100
    queryset = Cohort.objects.published()
    serializer_class = CohortSerializer
    filterset_class = CohortFilterSet


class PersonPage(RecordPage):
    """A career, with what each source says of it."""

    template_name = "site/person.html"
    queryset = Person.objects.published()
    serializer_class = PersonSerializer

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        employments = Employment.objects.published().filter(person=record).in_order_of_time()
        jobs = self.first_rows(EmploymentWithClaimsSerializer, employments, MAX_JOBS)
        by_slug = {job["slug"]: job for job in jobs["rows"]}
        for job in jobs["rows"]:
            job["previous"] = job["came_from"] and by_slug.get(job["came_from"]["slug"])
            job["agreements"] = agreements(job["claims"]) if len(job["claims"]) > 1 else []
            claims = sorted(job["claims"], key=lambda claim: not claim["conflicts"])
            job["claims"], job["more_claims"] = claims[:MAX_CLAIMS], claims[MAX_CLAIMS:]
        add_repeated_sources(claim["source"] for job in jobs["rows"] for claim in job["claims"])
        # The chart shows all jobs, also those beyond the limit of the page.
        charted = jobs["rows"]
        if jobs["more"]:
            charted = serialize_for_page(
                EmploymentSerializer, EmploymentSerializer.fetch(employments), self.request, many=True
            )
        cohorts = Cohort.objects.published().filter(members__person=record).order_by("slug")
        moves = Move.objects.published().filter(person=record)
        events = latest_events(NewsEvent.objects.filter(people=record))
        return {
            "jobs": jobs,
            "career_height": career_height(row, charted),
            "moves": self.first_rows(MoveSerializer, moves, MAX_JOBS),
            "events": self.first_rows(NewsEventSerializer, events, MAX_EVENTS),
            "cohorts": self.first_rows(CohortSerializer, cohorts, MAX_EVENTS),
            "jsonld": person_jsonld({**row, "employments": jobs["rows"]}),
        }


class OrganizationPage(RecordPage):
    """Who is there on a day, who left for another organization or joined from one, and who moved within."""

    template_name = "site/organization.html"
    queryset = Organization.objects.published()
    serializer_class = OrganizationWithChildrenSerializer
    parameters = {"on": DayParameter(required=False)}

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        group = Organization.objects.published().with_parts([record.pk])
        day: date = params["on"] or timezone.now().date()
        employments = Employment.objects.published().at_organizations(group)
        certain = employments.on(day, "certain").order_by("person__slug", "slug")
        possible = employments.on(day).exclude(pk__in=certain.values("pk")).order_by("person__slug", "slug")
        moves = Move.objects.published()
        outward, internal = moves.exclude(kind=MoveKind.INTERNAL), moves.filter(kind=MoveKind.INTERNAL)
        left = self.first_rows(MoveSerializer, outward.filter(origin__in=group), MAX_JOBS)
        joined = self.first_rows(MoveSerializer, outward.filter(destination__in=group), MAX_JOBS)
        within = internal.filter(Q(origin__in=group) | Q(destination__in=group))
        events = latest_events(NewsEvent.objects.filter(organizations__in=group))
        return {
            "day": day,
            "certain": self.first_rows(EmploymentSerializer, certain, MAX_NAMES),
            "possible": self.first_rows(EmploymentSerializer, possible, MAX_NAMES),
            "move_kinds": BETWEEN_ORGANIZATIONS,
            "left": left,
            "left_height": flows_height(left),
            "joined": joined,
            "joined_height": flows_height(joined),
            "internal": self.first_rows(MoveSerializer, within, MAX_JOBS),
            "parts": row["children"][:MAX_NAMES],
            "more_parts": row["children"][MAX_NAMES:],
            "events": self.first_rows(NewsEventSerializer, events, MAX_EVENTS),
            "jsonld": organization_jsonld({**row}),
        }


class CohortPage(RecordPage):
    """Who is on the list, and where they are now."""

    template_name = "site/cohort.html"
    queryset = Cohort.objects.published()
    serializer_class = CohortSerializer

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        membership = Membership(record)
        employments = EmploymentSerializer.fetch(membership.current_employments())
        members = membership.members(serialize_for_page(EmploymentSerializer, employments, self.request, many=True))
        retention = membership.retention()
        return {
            "members": members,
            "source": CitedSourceSerializer(Source.objects.get(pk=record.source_id)).data,
            "cohort_height": cohort_height(len(members["rows"])),
            "retention": retention,
            "retention_height": retention_height(len(retention["elsewhere"]) if retention else 0),
            "jsonld": cohort_jsonld(row, members["rows"]),
        }


class EventPage(RecordPage):
    """What happened, who is named, and which sources say so."""

    template_name = "site/event.html"
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        employments = Employment.objects.published().filter(events=record).order_by("slug")
        sources = cited_sources(row["sources"])
        add_repeated_sources(sources)
        return {
            "sources": sources,
            "jobs": self.first_rows(EmploymentSerializer, employments, MAX_NAMES),
            "jsonld": event_jsonld({**row}),
        }
