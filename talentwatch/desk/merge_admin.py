"""What the desk decided of records that look alike, to look at: mergers and distinctions."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.desk.transition_views import admin_url
from talentwatch.merging.models import MergeDecision, NotDuplicate, fetch_records
from talentwatch.publishing.permissions import has_permission


class DecisionChangeList(ChangeList):
    """A page of judgements, which names all their records by a query for each kind."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> "QuerySet[Any]":
        desk: Any = self.model_admin
        rows: QuerySet[Any] = super().get_queryset(request, exclude_parameters).defer(*desk.unlisted)
        return rows

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        desks = self.model_admin.admin_site._registry
        fetch_records(self.result_list, lambda model: getattr(desks.get(model), "related", ()))


class DecisionAdmin(admin.ModelAdmin):
    """Made on other pages."""

    list_per_page = 50
    list_select_related = ("made_by",)
    date_hierarchy = "made_at"
    unlisted: tuple[str, ...] = ()  # columns that only the page of one shows

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[DecisionChangeList]:
        return DecisionChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(MergeDecision)
class MergeDecisionAdmin(DecisionAdmin):
    list_display = ("loser", "survivor", "kind", "made_at", "made_by", "reason", "undone_at")
    fields = ("loser", "survivor", "made_at", "made_by", "reason", "rows", "undone_at", "undone_by", "undone_because")
    readonly_fields = fields
    unlisted = ("journal", "notes")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="merged")
    def loser(self, merger: MergeDecision) -> SafeString | str:
        return _link(merger.record(merger.loser_pk))

    @admin.display(description="into")
    def survivor(self, merger: MergeDecision) -> SafeString | str:
        return _link(merger.record(merger.survivor_pk))

    @admin.display(description="rows changed")
    def rows(self, merger: MergeDecision) -> int:
        return len(merger.journal)


@admin.register(NotDuplicate)
class NotDuplicateAdmin(DecisionAdmin):
    """To delete one is to ask again, for whoever may merge records of that kind."""

    list_display = ("first", "second", "kind", "made_at", "made_by", "reason")
    fields = ("first", "second", "reason", "made_by", "made_at")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        has_right = super().has_delete_permission(request, obj)
        return has_right and (obj is None or has_permission(request.user, "merge", obj.model))

    @admin.display(description="this one")
    def first(self, distinction: NotDuplicate) -> SafeString | str:
        return _link(distinction.record(distinction.first_pk))

    @admin.display(description="is not")
    def second(self, distinction: NotDuplicate) -> SafeString | str:
        return _link(distinction.record(distinction.second_pk))


def _link(record: Any) -> SafeString | str:
    return format_html('<a href="{}"><bdi>{}</bdi></a>', admin_url(record), record) if record else "deleted since"
