"""The pages on which an editor merges two records, and undoes a merge: choose the other record, check every row, confirm."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from talentwatch.desk.job_admin import finished_job, start_job
from talentwatch.desk.links import admin_url, link_to
from talentwatch.desk.merge_jobs import MERGE, MERGE_PREVIEW, UNMERGE, restored_plan, two_records
from talentwatch.desk.reason_fields import CorrectionField, ReasonField, require_reason
from talentwatch.desk.unsaved_forms import take_form
from talentwatch.jobs.kinds import MAX_ROWS_IN_REQUEST
from talentwatch.jobs.models import Job
from talentwatch.merging.merge import STALE, merge, merge_of, rehearse, undo, undo_permission_errors
from talentwatch.merging.models import MergeDecision, NotDuplicate
from talentwatch.merging.plan import MergePlan, by_age, merge_size
from talentwatch.publishing.permissions import has_permission
from talentwatch.records.edit import CorrectionError

CHOICES_CHANGED = "Your choices change what the merge does. Check the rows below, then merge."


class RequiredReasonForm(forms.Form):
    reason = ReasonField()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        require_reason(self)


class MergeForm(RequiredReasonForm):
    """Why two records are merged or separated, and the note about it for readers."""

    correction = CorrectionField()


class DuplicateSelect(AutocompleteSelect):
    """Select2 gives the box no other name than its placeholder."""

    def build_attrs(self, *args: Any, **options: Any) -> Any:
        return super().build_attrs(*args, **options) | {"data-placeholder": "The other record"}


class DuplicateForm(forms.Form):
    """Which record is the duplicate."""

    def __init__(self, model_admin: "admin.ModelAdmin[Any]", data: Any = None) -> None:
        super().__init__(data)
        model = model_admin.model
        self.fields["other"] = forms.ModelChoiceField(
            model._base_manager.filter(merged_into=None),
            label="The duplicate",
            widget=DuplicateSelect(model._meta.get_field("merged_into"), model_admin.admin_site),
            help_text="Type any of its names, in any script. Of the two, the older record is kept, unless you choose the other one on the next page.",
        )


def merge_links(request: HttpRequest, record: Any) -> list[dict[str, str]]:
    """The button of a record's form: to merge it, or to undo that it was merged."""
    if not has_permission(request.user, "merge", type(record)):
        return []
    if not record.merged_into_id:
        return [{"label": "Merge…", "name": "merge", "url": admin_url(record, "merge")}]
    decision = merge_of(record)
    if decision and not undo_permission_errors(request.user, decision):
        return [{"label": "Undo the merge…", "name": "unmerge", "url": admin_url(record, "unmerge")}]
    return []


def merge_view(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str) -> HttpResponse:
    """First choose the other record; then see what the merge would do; then merge."""
    record = get_mergeable(model_admin, request, object_id)
    form = DuplicateForm(model_admin, request.GET if "other" in request.GET else None)
    if form.is_valid():
        survivor, duplicate = by_age(record, form.cleaned_data["other"])
        if request.GET.get("keep") == str(duplicate.pk):
            survivor, duplicate = duplicate, survivor
        if (size := merge_size(duplicate)) > MAX_ROWS_IN_REQUEST:
            return long_merge_view(model_admin, request, survivor, duplicate, size)
        if request.method == "POST":
            return run_merge(model_admin, request, survivor, duplicate)
        data = take_form(request)
        choices = {key: str(data[key]) for key in data} if data else {}
        plan = rehearse(survivor, duplicate, choices, request.user)
        return merge_preview(model_admin, request, survivor, duplicate, plan, MergeForm(data))
    # An invalid choice can't be shown in the box, so the box is empty again.
    empty_form = DuplicateForm(model_admin)
    context = {
        "record": record,
        "form": empty_form,
        "error": " ".join(map(str, form.errors.get("other", []))),
        "media": model_admin.media + empty_form.media,
    }
    return merge_page(model_admin, request, "admin/desk/merge_choose.html", f"Merge {record}", context)


def run_merge(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, survivor: Any, duplicate: Any
) -> HttpResponse:
    """Merge as the preview showed it; if the merge would do something else by now, show that instead."""
    choices = {key: request.POST[key] for key in request.POST}
    plan, form = rehearse(survivor, duplicate, choices, request.user), MergeForm(request.POST)
    error = ""
    if request.POST.get("versions") != versions_text(plan):
        error = STALE
    elif request.POST.get("shown") != plan.digest:
        error = CHOICES_CHANGED
    form.is_valid()
    if plan.note_error and not form.cleaned_data.get("correction") and "correction" not in form.errors:
        form.add_error("correction", plan.note_error)
    if plan.obstacles or plan.is_open or error or not form.is_valid():
        return merge_preview(model_admin, request, survivor, duplicate, plan, form, error)
    reason, correction = form.cleaned_data["reason"], form.cleaned_data["correction"]
    try:
        merge(survivor, duplicate, choices, reason, correction=correction, user=request.user, shown=plan.digest)
    except (ValidationError, IntegrityError):
        # Another edit was saved between the rehearsal and the merge.
        plan = rehearse(survivor, duplicate, choices, request.user)
        return merge_preview(model_admin, request, survivor, duplicate, plan, form, STALE)
    text = format_html("{} was merged into <bdi>{}</bdi>.", link_to(duplicate), survivor)
    model_admin.message_user(request, text, messages.SUCCESS)
    model_admin.log_change(request, survivor, f"Merged {duplicate} into it.")
    return HttpResponseRedirect(admin_url(survivor))


def long_merge_view(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, survivor: Any, duplicate: Any, size: int
) -> HttpResponse:
    """The same for a record that very many rows name: its preview is a job, and the merge is another one."""
    job = finished_job(request, MERGE_PREVIEW, request.GET["job"]) if "job" in request.GET else None
    if job and two_records(job) != (survivor, duplicate):
        raise Http404
    choices: dict[str, str] = {}
    error = ""
    if job:
        plan, form = restored_plan(job), MergeForm(request.POST if request.method == "POST" else take_form(request))
        keys = [choice.key for choice in plan.choices]
        choices = {key: request.POST[key] for key in keys if key in request.POST}
        if plan.versions != (survivor.version, duplicate.version):
            error = STALE
        elif request.method != "POST":
            return merge_preview(model_admin, request, survivor, duplicate, plan, form)
        elif choices == {choice.key: choice.selected for choice in plan.choices if not choice.is_open}:
            return start_merge(model_admin, request, survivor, duplicate, job, form)
    parameters = {"survivor": survivor.pk, "duplicate": duplicate.pk, "choices": choices}
    if request.method == "POST" and not error:
        parameters |= {"model": model_admin.opts.label_lower}
        title = f"Preview of merging {duplicate} into {survivor}"
        if response := start_job(request, model_admin, MERGE_PREVIEW, title, parameters):
            return response
    context = {
        "survivor": survivor,
        "duplicate": duplicate,
        "keep_other": urlencode({"other": request.GET["other"], "keep": duplicate.pk}),
        "size": size,
        "error": error,
        "media": model_admin.media,
    }
    return merge_page(model_admin, request, "admin/desk/merge_long.html", f"Merge {duplicate} into {survivor}", context)


def start_merge(  # noqa: PLR0913, PLR0917 the page needs them all
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, survivor: Any, duplicate: Any, job: Job, form: MergeForm
) -> HttpResponse:
    """Queue the merge that was previewed."""
    plan = restored_plan(job)
    form.is_valid()
    if plan.note_error and not form.cleaned_data.get("correction") and "correction" not in form.errors:
        form.add_error("correction", plan.note_error)
    if form.is_valid() and not plan.obstacles and not plan.is_open:
        kept = {key: job.parameters[key] for key in ("model", "survivor", "duplicate", "choices")}
        parameters = kept | {"shown": plan.digest, **form.cleaned_data}
        title = f"Merge {duplicate} into {survivor}"
        if response := start_job(request, model_admin, MERGE, title, parameters):
            return response
    return merge_preview(model_admin, request, survivor, duplicate, plan, form)


def merge_preview(  # noqa: PLR0913, PLR0917 the page needs them all
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    survivor: Any,
    duplicate: Any,
    plan: MergePlan,
    form: MergeForm,
    error: str = "",
) -> HttpResponse:
    context = {
        "survivor": survivor,
        "duplicate": duplicate,
        "keep_other": urlencode({"other": request.GET["other"], "keep": duplicate.pk}),
        "plan": plan,
        "versions": versions_text(plan),
        "not_duplicate": NotDuplicate.objects.between(survivor, duplicate),
        "open_choices": [choice for choice in plan.choices if choice.is_open] if form.is_bound else [],
        "error": error,
        "form": form,
        "media": model_admin.media,
    }
    return merge_page(model_admin, request, "admin/desk/merge.html", f"Merge {duplicate} into {survivor}", context)


def unmerge_view(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str) -> HttpResponse:
    """Undo the merge that a record was lost in."""
    duplicate = get_mergeable(model_admin, request, object_id)
    decision = merge_of(duplicate)
    if decision is None or not duplicate.merged_into_id:
        model_admin.message_user(request, f"{duplicate} has no merge to undo.", messages.WARNING)
        return HttpResponseRedirect(admin_url(duplicate))
    form = MergeForm(request.POST if request.method == "POST" else take_form(request))
    obstacles = permission_errors = undo_permission_errors(request.user, decision)
    if request.method == "POST" and form.is_valid() and not permission_errors:
        reason, correction = form.cleaned_data["reason"], form.cleaned_data["correction"]
        if len(decision.journal) > MAX_ROWS_IN_REQUEST:
            parameters = {"model": model_admin.opts.label_lower, "decision": decision.pk, **form.cleaned_data}
            title = f"Undo the merge of {duplicate}"
            return start_job(request, model_admin, UNMERGE, title, parameters) or HttpResponseRedirect(request.path)
        try:
            undo(decision, reason, correction=correction, user=request.user)
        except CorrectionError as error:
            form.add_error("correction", error.note_error)
        except ValidationError as error:
            obstacles = error.messages
        else:
            model_admin.message_user(request, f"The merge of {duplicate} was undone.", messages.SUCCESS)
            model_admin.log_change(request, duplicate, f"Undid its merge into {duplicate.merged_into}.")
            return HttpResponseRedirect(admin_url(duplicate))
    elif form.is_bound and form.errors.keys() == {"reason"} and not permission_errors:
        rehearse_unmerge(decision, form, request.user)
    context = {
        "duplicate": duplicate,
        "decision": decision,
        "obstacles": obstacles,
        "is_permitted": not permission_errors,
        "form": form,
        "media": model_admin.media,
    }
    return merge_page(model_admin, request, "admin/desk/unmerge.html", f"Undo the merge of {duplicate}", context)


def rehearse_unmerge(decision: MergeDecision, form: MergeForm, user: Any) -> None:
    """Add to a form that lacks its reason what else it will be asked for, so that the editor is asked for both at once."""
    if len(decision.journal) > MAX_ROWS_IN_REQUEST:
        return
    with transaction.atomic():
        try:
            undo(decision, "rehearsal", correction=form.cleaned_data.get("correction", ""), user=user)
        except CorrectionError as error:
            form.add_error("correction", error.note_error)
        except ValidationError:
            pass  # said once the form has its reason
        transaction.set_rollback(True)


def get_mergeable(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str) -> Any:
    """The record of a page that only editors who may merge can open."""
    record = model_admin.get_object(request, unquote(object_id))
    if record is None:
        raise Http404
    if not has_permission(request.user, "merge", model_admin.model):
        raise PermissionDenied
    return record


def merge_page(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, template: str, title: str, context: dict[str, Any]
) -> TemplateResponse:
    site_context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": title}
    return TemplateResponse(request, template, site_context | context)


def versions_text(plan: MergePlan) -> str:
    return "-".join(map(str, plan.versions))
