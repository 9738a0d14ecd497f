"""The desk: the admin site of the project, with labelled suggestions and the reading of dates as they are typed."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Case, Model, QuerySet, When
from django.http import HttpRequest, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone

from talentwatch.desk.date_preview import preview
from talentwatch.text import search_key


class RecordAutocompleteView(AutocompleteJsonView):
    """Records by any of their names, each with what tells it from its namesakes."""

    def get_queryset(self) -> "QuerySet[Model]":
        found = super().get_queryset()
        suggest = getattr(self.model_admin, "suggest", None)
        return nearest_first(suggest(found), self.term) if suggest else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


def nearest_first(records: "QuerySet[Any]", term: str) -> "QuerySet[Any]":
    """Whoever is called just so, then whoever's name begins so, then the others."""
    if not any(field.name == "search_key" for field in records.model._meta.concrete_fields):
        return records
    key = search_key(term)
    rank = Case(When(search_key=key, then=0), When(search_key__startswith=key, then=1), default=2)
    return records.order_by(rank, *records.model._meta.ordering)


class DeskSite(admin.AdminSite):
    site_header = site_title = "talentwatch"
    index_title = "The desk"
    index_template = "admin/desk/front.html"
    enable_nav_sidebar = False  # the front page has the same links; lists need the room

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [path("read-date/", self.admin_view(self.read_date), name="read_date"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits for somebody, then all there is."""
        from talentwatch.desk.queues import QueueAdmin, queue_board  # noqa: PLC0415 they know models, and this site is made before

        desks = [desk for desk in self._registry.values() if isinstance(desk, QueueAdmin)]
        lines = queue_board(desks, request, timezone.localdate())
        return super().index(request, {"queues": lines} | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return RecordAutocompleteView.as_view(admin_site=self)(request)

    def read_date(self, request: HttpRequest) -> JsonResponse:
        """What `text` is understood as: {text, earliest, latest, reading}, or {error}."""
        return JsonResponse(preview(request.GET.get("text", "")))
