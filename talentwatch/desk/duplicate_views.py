"""The page of possible duplicates: two by two, to be merged or told apart."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from talentwatch.desk.merge_views import MergeAdmin, RequiredReasonForm
from talentwatch.merging.duplicates import duplicate_pairs
from talentwatch.merging.models import mark_not_duplicate
from talentwatch.publishing.permissions import merge_permission_error

MAX = 50


class PairForm(RequiredReasonForm):
    """Two records, and why they aren't the same."""

    def __init__(self, model: Any, data: Any) -> None:
        super().__init__(data)
        for name in ("older", "younger"):
            self.fields[name] = forms.ModelChoiceField(model._base_manager.all())

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("older") == self.cleaned_data.get("younger"):
            self.add_error(None, "Choose two records.")
        return super().clean()


class DuplicatesAdmin(MergeAdmin):
    """A ModelAdmin of a PublishableRecord model with a queue of those that look alike, where the model says how to compare."""

    change_list_template = "admin/desk/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        if self.model.comparison is None:
            return super().get_urls()
        view = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", view, name=self._queue_name()), *super().get_urls()]

    def _queue_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_duplicates"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        has_queue = self.model.comparison is not None and self.has_merge_permission(request)
        context = {"duplicates_url": reverse(f"admin:{self._queue_name()}") if has_queue else ""}
        return super().changelist_view(request, context | (extra_context or {}))

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        form = PairForm(self.model, request.POST if request.method == "POST" else None)
        if form.is_valid():
            older, younger = form.cleaned_data["older"], form.cleaned_data["younger"]
            mark_not_duplicate(older, younger, form.cleaned_data["reason"], request.user)
            self.message_user(request, f"Kept: {older} is not {younger}.", messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        found, count = duplicate_pairs(self.model, MAX)
        self._name(record for one in found for record in (one.older, one.younger))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{str(self.opts.verbose_name_plural).capitalize()} that look alike",
            "duplicate_pairs": found,
            "closed": [one for one in found if merge_permission_error(request.user, one.older, one.younger)],
            "count": count,
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/desk/duplicates.html", context)
