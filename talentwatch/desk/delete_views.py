"""The pages on which an editor deletes drafts: as they were seen, and never what was public."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.desk.transition_views import admin_url
from talentwatch.publishing.permissions import has_permission
from talentwatch.records.edit import edit
from talentwatch.records.models import PublishableRecord


class DeleteAdmin(admin.ModelAdmin):
    """A ModelAdmin of a PublishableRecord model whose drafts can be deleted."""

    delete_confirmation_template = delete_selected_confirmation_template = "admin/desk/delete.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.published_at) and has_permission(request.user, "delete", obj or self.model)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (delete_seen, *actions["delete_selected"][1:])
        return actions

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        with turn_of(request):
            record = self.get_object(request, object_id)
            records = [record] if record else []
            self.check_seen(request, records)
            return super().delete_view(request, object_id, {"seen": versions_of(records), **(extra_context or {})})

    def check_seen(self, request: Any, records: Iterable[PublishableRecord]) -> None:
        """What changed since its page was opened is shown again, and not deleted."""
        sent = request.POST.getlist("seen")
        changed = [record for record in records if "post" in request.POST and versions_of([record])[0] not in sent]
        for record in changed:
            self.message_user(
                request, f"{record} was changed since you opened this page: look at it again.", messages.WARNING
            )
        if changed:
            request.POST = QueryDict()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What was ever public is in the way, with the reason and the way out."""
        public = [record for record in objs if record.published_at]
        drafts = [record for record in objs if not record.published_at]
        to_delete, counts, lacking, protected = super().get_deleted_objects(drafts, request)
        return to_delete, counts, lacking, [*protected, *map(_why_kept, public)]

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with edit("deleted"):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        with edit("deleted"):
            super().delete_queryset(request, queryset)


def delete_seen(desk: Any, request: HttpRequest, records: "QuerySet[Any]") -> Any:
    """The stock action, for what is as its page showed it."""
    with turn_of(request):
        chosen = list(records)
        desk.check_seen(request, chosen)
        page: Any = delete_selected(desk, request, records)
    if page is not None:
        page.context_data["seen"] = versions_of(chosen)
    return page


def turn_of(request: HttpRequest) -> AbstractContextManager[object]:
    """An edit for whoever confirms, so that nothing changes between the look and the deletion; a question needs none."""
    return edit("deleted") if "post" in request.POST else nullcontext()


def versions_of(records: Iterable[PublishableRecord]) -> list[str]:
    return [f"{record.pk}:{record.version}" for record in records]


def _why_kept(record: PublishableRecord) -> SafeString:
    page, why = "change", "it was public, so it is kept"
    if record.is_published:
        page, why = "withdraw", "it is published, so it can only be withdrawn"
    return format_html('<a href="{}"><bdi>{}</bdi></a>: {}.', admin_url(record, page), record, why)
