"""The list of organizations, and the page of one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.filters import OrganizationFilterSet
from people.jsonld import organization_jsonld
from people.models import Employment, Move, MoveKind, Organization
from people.serializers import (
    EmploymentSerializer,
    MoveSerializer,
    OrganizationSerializer,
    OrganizationWithChildrenSerializer,
)
from talentwatch.api.parameters import DayParameter
from talentwatch.site import limits
from talentwatch.site.base_views import ListPage, RecordPage
from talentwatch.site.chart_images import flow_chart
from talentwatch.site.named_records import named_records
from talentwatch.site.views.events import latest_events

BETWEEN_ORGANIZATIONS = ",".join(kind for kind in MoveKind.values if kind != MoveKind.INTERNAL)


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
        left = self.first_rows(MoveSerializer, outward.filter(origin__in=group), limits.MAX_JOBS)
        joined = self.first_rows(MoveSerializer, outward.filter(destination__in=group), limits.MAX_JOBS)
        within = internal.filter(Q(origin__in=group) | Q(destination__in=group))
        events = latest_events(NewsEvent.objects.filter(organizations__in=group))
        filters = {"kind": BETWEEN_ORGANIZATIONS} | ({} if row["parent"] else {"level": "group"})
        return {
            "day": day,
            "certain": self.first_rows(EmploymentSerializer, certain, limits.MAX_NAMES),
            "possible": self.first_rows(EmploymentSerializer, possible, limits.MAX_NAMES),
            "move_kinds": BETWEEN_ORGANIZATIONS,
            "left": left,
            "left_chart": flow_chart(
                f"Where people who left {row['name']} went. The list below says the same in words.",
                left,
                origin=row["slug"],
                **filters,
            ),
            "joined": joined,
            "joined_chart": flow_chart(
                f"Where people who joined {row['name']} came from. The list below says the same in words.",
                joined,
                destination=row["slug"],
                **filters,
            ),
            "internal": self.first_rows(MoveSerializer, within, limits.MAX_JOBS),
            "parts": row["children"][: limits.MAX_NAMES],
            "more_parts": row["children"][limits.MAX_NAMES :],
            "events": self.first_rows(NewsEventSerializer, events, limits.MAX_EVENTS),
            "jsonld": organization_jsonld({**row}),
        }
