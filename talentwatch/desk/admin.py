"""The decisions of the desk about possible duplicates, to look at: merges, and pairs that aren't the same."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from talentwatch.desk.changelist import DecisionChangeList
from talentwatch.desk.links import link_to
from talentwatch.desk.model_admin import DeskModelAdmin
from talentwatch.merging.models import Decision, MergeDecision, NotDuplicate
from talentwatch.publishing.permissions import has_permission

DELETED = "deleted since"


class DecisionAdmin(DeskModelAdmin):
    """Decisions are made on the pages of the records."""

    list_per_page = 50
    list_select_related = ("made_by",)
    date_hierarchy = "made_at"
    list_display_links = ("made_at",)  # the records are links of their own
    deferred_fields: tuple[str, ...] = ()  # which the list doesn't fetch

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[DecisionChangeList]:
        return DecisionChangeList

    @admin.display(description="kind", ordering="kind")
    def kind_of_record(self, decision: Decision) -> str:
        return str(decision.model._meta.verbose_name).capitalize()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(MergeDecision)
class MergeDecisionAdmin(DecisionAdmin):
    list_display = ("loser", "survivor", "kind_of_record", "made_at", "made_by", "reason", "undone_at")
    fields = ("loser", "survivor", "made_at", "made_by", "reason", "rows", "undone_at", "undone_by", "undone_because")
    readonly_fields = fields
    deferred_fields = ("journal", "notes")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="merged")
    def loser(self, decision: MergeDecision) -> SafeString | str:
        record = decision.record(decision.loser_pk)
        return link_to(record) if record else DELETED

    @admin.display(description="into")
    def survivor(self, decision: MergeDecision) -> SafeString | str:
        record = decision.record(decision.survivor_pk)
        return link_to(record) if record else DELETED

    @admin.display(description="rows changed")
    def rows(self, decision: MergeDecision) -> int:
        return len(decision.journal)


@admin.register(NotDuplicate)
class NotDuplicateAdmin(DecisionAdmin):
    """To delete one is to ask again; it needs the permission to merge records of that kind."""

    list_display = ("first", "second", "kind_of_record", "made_at", "made_by", "reason")
    fields = ("first", "second", "reason", "made_by", "made_at")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_permitted = super().has_delete_permission(request, obj)
        return is_permitted and (obj is None or has_permission(request.user, "merge", obj.model))

    @admin.display(description="this one")
    def first(self, decision: NotDuplicate) -> SafeString | str:
        record = decision.record(decision.first_pk)
        return link_to(record) if record else DELETED

    @admin.display(description="is not")
    def second(self, decision: NotDuplicate) -> SafeString | str:
        record = decision.record(decision.second_pk)
        return link_to(record) if record else DELETED
