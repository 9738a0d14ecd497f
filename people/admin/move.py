"""Moves at the desk, which are derived from employments: read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.dates import by_first_day, date_column
from people.models import Move, Organization, Person
from talentwatch.desk.changelist import RecordChangeList
from talentwatch.desk.model_admin import DeskModelAdmin

COLUMNS = ("origin", "destination", date_column("date"), "kind", "confidence")


class ReadOnly:
    """An admin, or an inline, of derived rows."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Move)
class MoveAdmin(ReadOnly, DeskModelAdmin):
    list_display = ("person", *COLUMNS)
    list_filter = ("kind", "confidence")
    list_select_related = ("person", "origin", "destination")
    show_facets = admin.ShowFacets.ALWAYS
    date_hierarchy = "date_earliest"
    linked_lookups = ("origin__id__exact", "destination__id__exact")  # of move_links()
    search_fields = ("slug",)  # shows the search box; get_search_results() says what it finds
    fields = (
        "person",
        ("origin", "origin_employment"),
        ("destination", "destination_employment"),
        "date_earliest",
        "date_latest",
        ("gap_min", "gap_max"),
        ("kind", "left_for", "end_reason"),
        "confidence",
        "updated_at",
    )

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[RecordChangeList]:
        return RecordChangeList

    def list_queryset(self, moves: "QuerySet[Any]") -> "QuerySet[Any]":
        return moves

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Moves by any name of the person, or of either organization."""
        moves = queryset.filter(person__in=Person.objects.search(search_term))
        for side in ("origin", "destination") if search_term else ():
            moves |= queryset.filter(**{f"{side}__in": Organization.objects.search(search_term)})
        return moves, False


class MoveInline(ReadOnly, admin.TabularInline):
    """The moves of one person."""

    model = Move
    fields = readonly_fields = COLUMNS
    show_change_link = True
    extra = 0

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        moves = super().get_queryset(request).select_related("person", "origin", "destination")
        return moves.order_by(by_first_day("date"), "slug")


def move_links(organization: Organization) -> SafeString:
    """Links to the lists of moves to an organization, and from it."""
    address = reverse("admin:people_move_changelist")
    joined, left = organization.joiners.count(), organization.leavers.count()
    return format_html(
        '<a href="{0}?destination__id__exact={1}">{2} joined</a>, <a href="{0}?origin__id__exact={1}">{3} left</a>',
        address,
        organization.pk,
        joined,
        left,
    )
