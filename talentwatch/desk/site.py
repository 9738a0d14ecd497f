"""The admin site of the project, with its front page, suggestions of records, and the preview of partial dates."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Case, Model, QuerySet, When
from django.http import HttpRequest, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone

from talentwatch.desk.date_preview import preview_date
from talentwatch.desk.queues import summarise_queues
from talentwatch.records.references import publishable_models
from talentwatch.text import search_key


class RecordAutocompleteView(AutocompleteJsonView):
    """Records by any of their names, each with what tells it from others of the same name."""

    def get_queryset(self) -> "QuerySet[Model]":
        queryset = super().get_queryset()
        autocomplete_queryset = getattr(self.model_admin, "autocomplete_queryset", None)
        return best_matches_first(autocomplete_queryset(queryset), self.term) if autocomplete_queryset else queryset

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "autocomplete_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


def best_matches_first(records: "QuerySet[Any]", term: str) -> "QuerySet[Any]":
    """Exact matches, then names that begin with the term, then the others."""
    if not any(field.name == "search_key" for field in records.model._meta.concrete_fields):
        return records
    key = search_key(term)
    rank = Case(When(search_key=key, then=0), When(search_key__startswith=key, then=1), default=2)
    return records.order_by(rank, *records.model._meta.ordering)


class DeskSite(admin.AdminSite):
    site_header = site_title = "talentwatch"
    index_title = "The desk"
    index_template = "admin/desk/index.html"
    enable_nav_sidebar = False  # the front page has the same links; lists need the room

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [path("read-date/", self.admin_view(self.read_date), name="read_date"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: the queues, then all models."""
        admins = [self.get_model_admin(model) for model in publishable_models() if self.is_registered(model)]
        queues = summarise_queues(admins, request, timezone.localdate())
        return super().index(request, {"queues": queues} | (extra_context or {}))

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return RecordAutocompleteView.as_view(admin_site=self)(request)

    def read_date(self, request: HttpRequest) -> JsonResponse:
        """What `text` is understood as: {text, earliest, latest, reading}, or {error}."""
        return JsonResponse(preview_date(request.GET.get("text", "")))
