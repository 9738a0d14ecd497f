"""The history pages of a record: who changed what, when and why, and the way back to an older version."""

from typing import Any

from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from talentwatch.desk.edit_conflicts import CONFLICTS
from talentwatch.desk.transition_views import admin_url
from talentwatch.desk.undo_views import UndoAdmin
from talentwatch.records.history import link_lookups
from talentwatch.revisions.diff import attach_diffs


class HistoryAdmin(UndoAdmin, SimpleHistoryAdmin):
    """History told by version: the record and its details together."""

    object_history_template = "admin/desk/history.html"
    object_history_list_template = "admin/desk/versions.html"
    object_history_form_template = "admin/desk/version.html"
    history_list_per_page = 50

    def render_history_view(self, request: HttpRequest, template: str, context: Any, **options: Any) -> Any:
        """With the way to undo one change, for whoever may; and with what was saved while a version was looked at."""
        record = context.get("object")
        if record and record._state.db and self.has_change_permission(request, record):
            context["undo_url"] = admin_url(record, "undo")
        context["notes"] = request.META.get(CONFLICTS, ())
        return super().render_history_view(request, template, context, **options)

    def get_history_queryset(self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any) -> Any:
        model = history_manager.model
        rows = history_manager.filter(**{pk_name: object_id}).select_related("history_user")
        return rows.prefetch_related(*link_lookups(model)).order_by("-history_date", "-history_id")

    def set_history_delta_changes(
        self,
        request: HttpRequest,
        historical_records: Any,
        foreign_keys_are_objs: bool = True,  # noqa: FBT001, FBT002 the signature of simple-history
    ) -> None:
        attach_diffs(list(historical_records), self.related_of)
