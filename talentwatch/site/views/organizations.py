"""The list of organizations, and the page of one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.utils import timezone

from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.filters import OrganizationFilterSet
from people.filters.move import organization_slugs
from people.jsonld import organization_jsonld
from people.models import Employment, Move, Organization
from people.serializers import (
    EmploymentSerializer,
    MoveSerializer,
    OrganizationSerializer,
    OrganizationWithChildrenSerializer,
)
from talentwatch.api.parameters import DayParameter
from talentwatch.site import choices, limits
from talentwatch.site.base_views import ListPage, RecordPage
from talentwatch.site.chart_images import flow_chart
from talentwatch.site.lab_moves import lab_moves
from talentwatch.site.named_records import named_records
from talentwatch.site.people_counts import people_of
from talentwatch.site.views.events import latest_events


class OrganizationsPage(ListPage):
    """All organizations, by name, with how many people are there, joined and left."""

    template_name = "site/organizations.html"
    api_name = "organization-list"
    form_fields = ("q", "kind", "country")
    page_size = 100
    queryset = Organization.objects.published()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilterSet

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        people = people_of([record.pk for record in self.records], timezone.now().date())
        for record, row in zip(self.records, self.rows, strict=True):
            of_organization = people[record.pk]
            row["there"], row["joined"], row["left"] = map(
                len, (of_organization.there, of_organization.joined, of_organization.left)
            )
        return {
            "similar_names": named_records(Organization, params.get("q", "")).similar,
            "kinds": choices.organization_kinds(params.get("kind")),
            "countries": choices.countries(params.get("country")),
            "orders": self.order_links(("slug", "name"), ("-updated_at", "latest change"), ("-founded", "founding")),
        }


class OrganizationPage(RecordPage):
    """Who joined it and who left, by year and from or to where; who is there on a day; and the news."""

    template_name = "site/organization.html"
    queryset = Organization.objects.published()
    serializer_class = OrganizationWithChildrenSerializer
    parameters = {"on": DayParameter(required=False)}

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        group = Organization.objects.published().with_parts([record.pk])
        slugs = organization_slugs(group)
        today = timezone.now().date()
        day: date = params["on"] or today
        employments = Employment.objects.published().at_organizations(group)
        certain = employments.on(day, "certain").order_by("person__slug", "slug")
        possible = employments.on(day).exclude(pk__in=certain.values("pk"))
        # Those whom a source placed there last are the likeliest to be there still.
        possible = possible.order_by(F("verified_on").desc(nulls_last=True), "person__slug", "slug")
        moves = Move.objects.published()
        left = self.first_rows(MoveSerializer, moves.out_of(slugs), limits.MAX_MOVES)
        joined = self.first_rows(MoveSerializer, moves.into(slugs), limits.MAX_MOVES)
        events = latest_events(NewsEvent.objects.filter(organizations__in=group))
        level = {} if row["parent"] else {"level": "group"}
        return {
            "day": day,
            "summary": lab_moves(record, moves.into(slugs), moves.out_of(slugs), today),
            "certain": self.first_rows(EmploymentSerializer, certain, limits.MAX_NAMES),
            "possible": self.first_rows(EmploymentSerializer, possible, limits.MAX_NAMES),
            "left": left,
            "left_chart": flow_chart(
                f"Where people who left {row['name']} went. The list above says the same in words.",
                left,
                origin=row["slug"],
                **level,
            ),
            "joined": joined,
            "joined_chart": flow_chart(
                f"Where people who joined {row['name']} came from. The list above says the same in words.",
                joined,
                destination=row["slug"],
                **level,
            ),
            "internal": self.first_rows(MoveSerializer, moves.within(slugs), limits.MAX_MOVES),
            "parts": row["children"][: limits.MAX_NAMES],
            "more_parts": row["children"][limits.MAX_NAMES :],
            "events": self.first_rows(NewsEventSerializer, events, limits.MAX_EVENTS),
            "jsonld": organization_jsonld({**row}),
        }
