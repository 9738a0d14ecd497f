"""People at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest

from people.admin.move import MoveInline
from people.admin.names import PersonNameInline, other_names
from people.models import Employment, EndState, NameKind, Person, PersonName
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.text import isolated


def with_current_posts(people: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each person's `current_posts`: the ongoing ones that aren't withdrawn."""
    current = Employment.objects.not_withdrawn().filter(end_state=EndState.ONGOING)
    posts = current.select_related("organization").in_order_of_time()
    return people.prefetch_related(Prefetch("employments", posts, to_attr="current_posts"))


def current_employers(person: Any) -> str:
    return ", ".join(dict.fromkeys(isolated(post.organization.name) for post in person.current_posts))


class LacksFilter(admin.SimpleListFilter):
    """People on whom there is work to do."""

    title = "what is lacking"
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("post", "Any post"), ("ongoing", "An ongoing post"), ("native", "A name in native script")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        posts = Employment.objects.not_withdrawn().filter(person=OuterRef("pk"))
        found = {
            "post": posts,
            "ongoing": posts.filter(end_state=EndState.ONGOING),
            "native": PersonName.objects.filter(person=OuterRef("pk"), kind=NameKind.NATIVE),
        }
        wanted = found.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(~Exists(wanted))


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ("name", other_names, "now_at", status_badge, "updated_at")
    list_filter = ("status", LacksFilter)
    date_hierarchy = "updated_at"
    own_fieldsets = ((None, {"fields": ("name", "description", ("wikidata_id", "orcid"), "website")}),)
    inlines = (PersonNameInline, MoveInline)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Moves are derived: of whom none is known yet, there is nothing to show."""
        has_moves = obj is not None and obj.moves.exists()
        return [inline for inline in super().get_inlines(request, obj) if has_moves or inline is not MoveInline]

    @admin.display(description="now at")
    def now_at(self, person: Any) -> str:
        return current_employers(person) or "–"

    def listed(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return with_current_posts(records).prefetch_related("names")

    def suggest(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return with_current_posts(super().suggest(records))

    def describe(self, record: Any) -> str:
        employers = current_employers(record)
        return f"{isolated(str(record))} — {employers}" if employers else str(record)
