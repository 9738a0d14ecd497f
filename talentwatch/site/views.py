"""The public pages, each with what stands on it beside the record or the list itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

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
from talentwatch.site import choices
from talentwatch.site.base_views import ListPage, RecordPage, shown
from talentwatch.site.citations import tell_echoes
from talentwatch.site.cohorts import Membership
from talentwatch.site.image_sizes import career_height, flows_height, retention_height, sheet_height
from talentwatch.site.jsonld import cohort_jsonld
from talentwatch.site.source_agreement import agreement

POSTS, NAMES, NEWS, NAMED = 12, 40, 8, 5  # how many at most stand on a page, which stays small; the rest is a link away
CLAIMS = 8  # of each post, those in conflict first
OUTWARD = ",".join(kind for kind in MoveKind.values if kind != MoveKind.INTERNAL)


def news(rows: Any) -> Any:
    """The public ones among these events, the latest first, each once."""
    return NewsEvent.objects.published().filter(pk__in=rows.values("pk")).order_by("-date_earliest", "slug")


class FrontPage(ListPage):
    """The latest of the timeline, with search and filters."""

    template_name = "site/front.html"
    data = "newsevent-list"
    boxes = ("q", "organization", "kind", "language", "after", "before")
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer
    filterset_class = NewsEventFilterSet

    def contents(self, asked: QueryDict) -> dict[str, Any]:
        return {
            "kinds": choices.kinds(asked.get("kind")),
            "organizations": choices.organizations(asked.get("organization")),
            "languages": choices.languages(asked.get("language")),
            "named": [one for model in (Person, Organization) for one in _named(model, asked.get("q"))],
        }


def _named(model: Any, words: str | None) -> list[tuple[str, Any]]:
    """The first few public records of such a name, each with the name of its page."""
    found = model.objects.published().search(words).only("slug", "name").order_by("slug")[:NAMED] if words else ()
    return [(model._meta.model_name, record) for record in found]


class PeoplePage(ListPage):
    """Everybody, by name."""

    template_name = "site/people.html"
    data = "person-list"
    page_size = 100
    queryset = Person.objects.published()
    serializer_class = PersonSerializer
    filterset_class = PersonFilterSet


class OrganizationsPage(ListPage):
    """Every organization, by name."""

    template_name = "site/organizations.html"
    data = "organization-list"
    page_size = 100
    queryset = Organization.objects.published()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilterSet


class CohortsPage(ListPage):
    """Every cohort, by name."""

    template_name = "site/cohorts.html"
    data = "cohort-list"
    page_size = 100
    queryset = Cohort.objects.published()
    serializer_class = CohortSerializer
    filterset_class = CohortFilterSet


class PersonPage(RecordPage):
    """A career, with what each source says of it."""

    template_name = "site/person.html"
    queryset = Person.objects.published()
    serializer_class = PersonSerializer

    def contents(self, record: Any, row: Mapping[str, Any], **asked: Any) -> dict[str, Any]:
        posts = Employment.objects.published().filter(person=record).in_order_of_time()
        told = self.few(EmploymentWithClaimsSerializer, posts, POSTS)
        by_slug = {post["slug"]: post for post in told["rows"]}
        for post in told["rows"]:
            post["left"] = post["came_from"] and by_slug.get(post["came_from"]["slug"])
            post["points"] = agreement(post["claims"]) if len(post["claims"]) > 1 else []
            told_first = sorted(post["claims"], key=lambda claim: not claim["conflicts"])
            post["claims"], post["more_claims"] = told_first[:CLAIMS], told_first[CLAIMS:]
        tell_echoes(claim["source"] for post in told["rows"] for claim in post["claims"])
        cohorts = Cohort.objects.published().filter(members__person=record).order_by("slug")
        return {
            "posts": told,
            "career_height": career_height(row, self.all_of(posts) if told["more"] else told["rows"]),
            "moves": self.few(MoveSerializer, Move.objects.published().filter(person=record), POSTS),
            "events": self.few(NewsEventSerializer, news(NewsEvent.objects.filter(people=record)), NEWS),
            "cohorts": self.few(CohortSerializer, cohorts, NEWS),
            "linked": person_jsonld({**row, "employments": told["rows"]}),
        }

    def all_of(self, posts: Any) -> Any:
        """Without what sources say of them: the picture shows more posts than the page."""
        return shown(EmploymentSerializer, EmploymentSerializer.fetch(posts), self.request, many=True)


class OrganizationPage(RecordPage):
    """Who is there on a day, who left its house for another, who joined from another, and who moved within."""

    template_name = "site/organization.html"
    queryset = Organization.objects.published()
    serializer_class = OrganizationWithChildrenSerializer
    parameters = {"on": DayParameter(required=False)}

    def contents(self, record: Any, row: Mapping[str, Any], **asked: Any) -> dict[str, Any]:
        whole = Organization.objects.published().with_parts([record.pk])
        day: date = asked["on"] or timezone.now().date()
        there = Employment.objects.published().at(whole)
        certain = there.on(day, "certain").order_by("person__slug", "slug")
        possible = there.on(day).exclude(pk__in=certain.values("pk")).order_by("person__slug", "slug")
        moves = Move.objects.published()
        outward, internal = moves.exclude(kind=MoveKind.INTERNAL), moves.filter(kind=MoveKind.INTERNAL)
        left = self.few(MoveSerializer, outward.filter(origin__in=whole), POSTS)
        joined = self.few(MoveSerializer, outward.filter(destination__in=whole), POSTS)
        return {
            "day": day,
            "certain": self.few(EmploymentSerializer, certain, NAMES),
            "possible": self.few(EmploymentSerializer, possible, NAMES),
            "outward": OUTWARD,
            "left": left,
            "left_height": flows_height(left),
            "joined": joined,
            "joined_height": flows_height(joined),
            "internal": self.few(
                MoveSerializer, internal.filter(Q(origin__in=whole) | Q(destination__in=whole)), POSTS
            ),
            "parts": row["children"][:NAMES],
            "more_parts": row["children"][NAMES:],
            "events": self.few(NewsEventSerializer, news(NewsEvent.objects.filter(organizations__in=whole)), NEWS),
            "linked": organization_jsonld({**row}),
        }


class CohortPage(RecordPage):
    """Who is on the list, and where they are now."""

    template_name = "site/cohort.html"
    queryset = Cohort.objects.published()
    serializer_class = CohortSerializer

    def contents(self, record: Any, row: Mapping[str, Any], **asked: Any) -> dict[str, Any]:
        membership = Membership(record)
        posts = EmploymentSerializer.fetch(membership.posts_now())
        members = membership.members(shown(EmploymentSerializer, posts, self.request, many=True))
        retention = membership.retention()
        return {
            "members": members,
            "source": CitedSourceSerializer(Source.objects.get(pk=record.source_id)).data,
            "sheet_height": sheet_height(len(members["rows"])),
            "retention": retention,
            "retention_height": retention_height(len(retention["elsewhere"]) if retention else 0),
            "linked": cohort_jsonld(row, members["rows"]),
        }


class EventPage(RecordPage):
    """What happened, whom it names, and who says so."""

    template_name = "site/event.html"
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer

    def contents(self, record: Any, row: Mapping[str, Any], **asked: Any) -> dict[str, Any]:
        posts = Employment.objects.published().filter(events=record).order_by("slug")
        tell_echoes(row["sources"])
        return {
            "posts": self.few(EmploymentSerializer, posts, NAMES),
            "linked": event_jsonld({**row}),
        }
