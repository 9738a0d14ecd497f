"""What the desk decided of records that look alike, to look at: mergers and distinctions."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.curation.judgements import Distinction, Merge, find_records
from talentwatch.curation.passage import address
from talentwatch.curation.roles import may


class JudgementList(ChangeList):
    """A page of judgements, which names all their records by a query for each kind."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> "QuerySet[Any]":
        desk: Any = self.model_admin
        rows: QuerySet[Any] = super().get_queryset(request, exclude_parameters).defer(*desk.unlisted)
        return rows

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        desks = self.model_admin.admin_site._registry
        find_records(self.result_list, lambda model: getattr(desks.get(model), "related", ()))


class JudgementAdmin(admin.ModelAdmin):
    """Made on other pages."""

    list_per_page = 50
    list_select_related = ("made_by",)
    date_hierarchy = "made_at"
    unlisted: tuple[str, ...] = ()  # columns that only the page of one shows

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[JudgementList]:
        return JudgementList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Merge)
class MergeAdmin(JudgementAdmin):
    list_display = ("loser", "survivor", "kind", "made_at", "made_by", "reason", "undone_at")
    fields = ("loser", "survivor", "made_at", "made_by", "reason", "rows", "undone_at", "undone_by", "undone_because")
    readonly_fields = fields
    unlisted = ("journal", "notes")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="merged")
    def loser(self, merger: Merge) -> SafeString | str:
        return _link(merger.record(merger.loser_pk))

    @admin.display(description="into")
    def survivor(self, merger: Merge) -> SafeString | str:
        return _link(merger.record(merger.survivor_pk))

    @admin.display(description="rows changed")
    def rows(self, merger: Merge) -> int:
        return len(merger.journal)


@admin.register(Distinction)
class DistinctionAdmin(JudgementAdmin):
    """To delete one is to ask again, for whoever may merge records of that kind."""

    list_display = ("first", "second", "kind", "made_at", "made_by", "reason")
    fields = ("first", "second", "reason", "made_by", "made_at")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        has_right = super().has_delete_permission(request, obj)
        return has_right and (obj is None or may(request.user, "merge", obj.model))

    @admin.display(description="this one")
    def first(self, distinction: Distinction) -> SafeString | str:
        return _link(distinction.record(distinction.first_pk))

    @admin.display(description="is not")
    def second(self, distinction: Distinction) -> SafeString | str:
        return _link(distinction.record(distinction.second_pk))


def _link(record: Any) -> SafeString | str:
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address(record), record) if record else "deleted since"
