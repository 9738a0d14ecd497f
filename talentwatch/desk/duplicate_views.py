"""The page of possible duplicates: pairs of records to merge, or to mark as not the same."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from talentwatch.desk.job_admin import start_job
from talentwatch.desk.links import fetch_names, model_url
from talentwatch.desk.merge_views import RequiredReasonForm
from talentwatch.jobs.kinds import JobKind, register
from talentwatch.merging.duplicates import DUPLICATES, duplicate_pairs, duplicate_search, run_search_job
from talentwatch.merging.models import mark_not_duplicate
from talentwatch.publishing.permissions import has_permission, merge_permission_error, permission_error

MAX_PAIRS = 50


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


register(
    JobKind(
        DUPLICATES,
        run_search_job,
        lambda job, user: permission_error(user, "merge", apps.get_model(job.parameters["model"])),
        lambda job: model_url(apps.get_model(job.parameters["model"]), "duplicates"),
    )
)


def duplicates_view(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest) -> HttpResponse:
    model, opts = model_admin.model, model_admin.opts
    if not has_permission(request.user, "merge", model):
        raise PermissionDenied
    form = PairForm(model, request.POST if request.method == "POST" and "_search" not in request.POST else None)
    if form.is_valid():
        older, younger = form.cleaned_data["older"], form.cleaned_data["younger"]
        mark_not_duplicate(older, younger, form.cleaned_data["reason"], request.user)
        model_admin.message_user(request, f"Noted: {older} is not {younger}.", messages.SUCCESS)
        return HttpResponseRedirect(request.path)
    title = f"Possible duplicates among {opts.verbose_name_plural}"
    if request.method == "POST" and "_search" in request.POST:
        parameters = {"model": opts.label_lower}
        response = start_job(request, model_admin, DUPLICATES, f"Search for {title.lower()}", parameters)
        return response or HttpResponseRedirect(request.path)
    search = duplicate_search(model)
    pairs, count = duplicate_pairs(model, MAX_PAIRS, search) if search else ([], 0)
    fetch_names(model_admin.admin_site, [record for pair in pairs for record in (pair.older, pair.younger)])
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": opts,
        "title": title,
        "search": search,
        "duplicate_pairs": pairs,
        "forbidden_pairs": [pair for pair in pairs if merge_permission_error(request.user, pair.older, pair.younger)],
        "count": count,
        "form": form,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/desk/duplicates.html", context)
