"""The page of possible duplicates: two by two, to be merged or told apart."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from talentwatch.curation.duplicates import suspicions
from talentwatch.curation.joining import JoiningAdmin, WhyForm
from talentwatch.curation.judgements import distinguish
from talentwatch.curation.roles import why_not_one

MOST = 50


class PairForm(WhyForm):
    """Two records, and why they aren't the same."""

    def __init__(self, model: Any, data: Any) -> None:
        super().__init__(data)
        for name in ("older", "younger"):
            self.fields[name] = forms.ModelChoiceField(model._base_manager.all())

    def clean(self) -> dict[str, Any] | None:
        if self.cleaned_data.get("older") == self.cleaned_data.get("younger"):
            self.add_error(None, "Choose two records.")
        return super().clean()


class DuplicatesAdmin(JoiningAdmin):
    """A ModelAdmin of a Curated model with a queue of those that look alike, where the model says how to compare."""

    change_list_template = "admin/curation/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        if self.model.measure is None:
            return super().get_urls()
        view = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", view, name=self._queue_name()), *super().get_urls()]

    def _queue_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_duplicates"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        has_queue = self.model.measure is not None and self.has_merge_permission(request)
        context = {"duplicates_url": reverse(f"admin:{self._queue_name()}") if has_queue else ""}
        return super().changelist_view(request, context | (extra_context or {}))

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        form = PairForm(self.model, request.POST if request.method == "POST" else None)
        if form.is_valid():
            older, younger = form.cleaned_data["older"], form.cleaned_data["younger"]
            distinguish(older, younger, form.cleaned_data["reason"], request.user)
            self.message_user(request, f"Kept: {older} is not {younger}.", messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        found, count = suspicions(self.model, MOST)
        self._name(record for one in found for record in (one.older, one.younger))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{str(self.opts.verbose_name_plural).capitalize()} that look alike",
            "suspicions": found,
            "closed": [one for one in found if why_not_one(request.user, one.older, one.younger)],
            "count": count,
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/curation/duplicates.html", context)
