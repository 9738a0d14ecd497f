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
from talentwatch.api.paging import Cursor, KeysetPagination, Ordering, orderings, requested_ordering
from talentwatch.api.parameters import DayParameter
from talentwatch.records.querysets import except_rows
from talentwatch.site import choices, limits
from talentwatch.site.base_views import ListPage, RecordPage, query_without
from talentwatch.site.chart_images import flow_chart
from talentwatch.site.lab_moves import lab_moves
from talentwatch.site.named_records import named_records
from talentwatch.site.past_rows import PastRows, by_date, cut
from talentwatch.site.people_counts import PeopleCounts, people_counts
from talentwatch.site.views.events import latest_events

NOBODY = PeopleCounts()
COUNT_ORDERINGS = {sign + name: name for sign in ("", "-") for name in PeopleCounts._fields}


class CountPagination(KeysetPagination):
    """Pages of organizations by how many people are there, joined or left; by name where these are equal.

    The counts depend on the day, so they are in no column: all are sorted for each page, of which only its own are fetched.
    """

    def __init__(self, default_size: int, counts: Mapping[str, PeopleCounts]) -> None:
        super().__init__(default_size)
        self.counts = counts

    def ordering(self, view: Any) -> Ordering:
        name = requested_ordering(view, {**orderings(view.filterset_class), **COUNT_ORDERINGS})
        if name not in COUNT_ORDERINGS:
            return super().ordering(view)
        return Ordering(name, COUNT_ORDERINGS[name], has_nulls=False, address=view.request.path)

    def rows_beyond(self, rows: Any, ordering: Ordering, cursor: Cursor | None, most: int) -> list[Any]:
        if ordering.column not in PeopleCounts._fields:
            return super().rows_beyond(rows, ordering, cursor, most)
        sign = -1 if ordering.is_reverse else 1
        slugs = rows.order_by().values_list("slug", flat=True)
        places = sorted((sign * getattr(self.counts.get(slug, NOBODY), ordering.column), slug) for slug in slugs)
        if cursor:
            place = (sign * int(cursor.value or 0), cursor.key)
            places = [other for other in places if (other < place if cursor.backwards else other > place)]
            if cursor.backwards:
                places.reverse()
        page = [slug for _, slug in places[:most]]
        by_slug = {row.slug: row for row in rows.filter(slug__in=page)}
        for slug, row in by_slug.items():
            setattr(row, ordering.column, getattr(self.counts.get(slug, NOBODY), ordering.column))
        return [by_slug[slug] for slug in page]


class OrganizationsPage(ListPage):
    """All organizations, by name, with how many people are there, joined and left."""

    template_name = "site/organizations.html"
    api_name = "organization-list"
    heading, counted = "Organizations", "organization,organizations"
    form_fields = ("q", "kind", "country")
    page_size = 100
    queryset = Organization.objects.published()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilterSet

    def paginator(self) -> KeysetPagination:
        self.counts = people_counts(timezone.now().date())
        return CountPagination(self.page_size, self.counts)

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        for row in self.rows:
            row.update(self.counts.get(row["slug"], NOBODY)._asdict())
        # The API has no such order.
        page_only = ["ordering"] if params.get("ordering") in COUNT_ORDERINGS else []
        return {
            "query": query_without(params, "cursor", *page_only),
            "similar_names": named_records(Organization, params.get("q", "")).similar,
            "kinds": choices.organization_kinds(params.get("kind")),
            "countries": choices.countries(params.get("country")),
            "orders": self.order_links(
                ("slug", "name"),
                ("-there", "people there"),
                ("-joined", "joined"),
                ("-left", "left"),
                ("-founded", "founding"),
                ("-updated_at", "latest change"),
            ),
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
        possible = except_rows(employments.on(day), certain)
        # The people a source placed there last are the likeliest to be there still.
        possible = possible.order_by(F("verified_on").desc(nulls_last=True), "person__slug", "slug")
        # Many are counted, which is cheaper without asking of each whether it is public.
        moves = Move.objects.visible_only()
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

    def get_past_context(self, row: Mapping[str, Any], past: PastRows) -> dict[str, Any]:
        """Its own moves and news, without those of its parts; who was there on a day isn't counted again."""
        itself = {row["slug"]}
        moves = by_date(past.naming("moves", "organizations", itself))
        sides = [
            [(move[side] or {}).get("slug") == row["slug"] for side in ("origin", "destination")] for move in moves
        ]
        left, joined, internal = (
            [move for move, of_move in zip(moves, sides, strict=True) if of_move == wanted]
            for wanted in ([True, False], [False, True], [True, True])
        )
        return {
            "left": cut(left, limits.MAX_MOVES),
            "joined": cut(joined, limits.MAX_MOVES),
            "internal": cut(internal, limits.MAX_MOVES),
            "parts": row["children"][: limits.MAX_NAMES],
            "more_parts": row["children"][limits.MAX_NAMES :],
            "events": cut(by_date(past.naming("events", "organizations", itself)), limits.MAX_EVENTS),
        }
