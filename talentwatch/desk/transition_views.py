"""The pages on which an editor submits, publishes, sends back and withdraws records: one at a time, or several from a list."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from talentwatch.desk.job_admin import start_job
from talentwatch.desk.links import admin_url, fetch_names, link_to, links_to, name_relations
from talentwatch.desk.reason_fields import CorrectionField, ReasonField, require_reason
from talentwatch.desk.review_notices import announce_sent_back, announce_submitted
from talentwatch.desk.transition_jobs import TRANSITION
from talentwatch.desk.unsaved_forms import take_form
from talentwatch.jobs.kinds import MAX_ROWS_IN_REQUEST
from talentwatch.publishing.permissions import has_permission, permission_error
from talentwatch.publishing.transitions import (
    PUBLISH,
    SEND_BACK,
    SUBMIT,
    TRANSITIONS,
    WITHDRAW,
    BulkTransition,
    Transition,
    TransitionPreview,
    TransitionResult,
    preview_transition,
    record_key,
    status_sentence,
)
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status
from talentwatch.revisions.diff import versions_since
from talentwatch.text import whole_number

MAX_RECORDS = 200


class TransitionForm(forms.Form):
    together = forms.BooleanField(label="Also publish what it needs", required=False, initial=True, label_suffix="")
    reason = ReasonField()
    correction = CorrectionField()

    def __init__(self, data: Any, transition: Transition, previews: list[TransitionPreview]) -> None:
        super().__init__(data)
        # Those that it isn't open to stay as they are, and need neither a reason nor a note.
        was_public = any(one.record.published_at for one in previews if transition.is_open_to(one.record))
        if transition.requires_reason or was_public:
            require_reason(self)
        if not any(preview.together for preview in previews):
            del self.fields["together"]
        # What comes back may say something else than when readers last saw it.
        if not (was_public and transition is PUBLISH):
            del self.fields["correction"]


def transition_links(request: HttpRequest, record: PublishableRecord) -> list[dict[str, str]]:
    """The buttons of a record's form: the transitions that this user can make now."""
    return [
        {
            "label": transition_label(transition, [record]),
            "name": transition.name,
            "url": admin_url(record, transition.name),
        }
        for transition in TRANSITIONS
        if transition.is_open_to(record) and has_permission(request.user, transition.permission, record)
    ]


def transition_actions(request: HttpRequest, model: type[PublishableRecord]) -> dict[str, Any]:
    """The actions of a list, as ModelAdmin.get_actions() returns them: the transitions that this user's role may make."""
    return {
        transition.name: (transition_action(transition), transition.name, f"{transition.label}…")
        for transition in TRANSITIONS
        if has_permission(request.user, transition.permission, model)
    }


def transition_action(transition: Transition) -> Any:
    def action(
        model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, queryset: "QuerySet[PublishableRecord]"
    ) -> HttpResponse | None:
        records = list(queryset[: MAX_RECORDS + 1])
        if len(records) > MAX_RECORDS:
            model_admin.message_user(request, f"Choose at most {MAX_RECORDS} records at once.", messages.WARNING)
            return None
        return transition_page(model_admin, request, transition, records, is_sent="post" in request.POST)

    return action


def resume_action(request: Any) -> None:
    """Where the session ended at the page of an action: have the list show the page again, with what was typed."""
    values = take_form(request) if request.method == "GET" else None
    if values is None:
        return
    # Django reads the content, of which there is none, when the files are first used.
    _ = request.FILES
    request.method, request.POST = "POST", values.copy()
    # It is shown, and not done.
    request.POST.pop("post", None)


def transition_view(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str, transition: Transition
) -> HttpResponse:
    """The page of one record."""
    record = model_admin.get_object(request, unquote(object_id))
    if record is None:
        raise Http404
    if error := permission_error(request.user, transition.permission, model_admin.model):
        raise PermissionDenied(error)
    if request.method != "POST" and not transition.is_open_to(record):
        text = status_sentence(record, transition.target)
        model_admin.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(admin_url(record))
    return transition_page(model_admin, request, transition, [record], is_sent=request.method == "POST")


def transition_page(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    transition: Transition,
    records: list[Any],
    *,
    is_sent: bool,
) -> HttpResponse:
    """Show what the transition would do; make it, once the editor has confirmed exactly that."""
    previews = [preview_transition(transition, record, request.user) for record in records]
    data = request.POST if is_sent or "reason" in request.POST else take_form(request)
    form = TransitionForm(data, transition, previews)
    changed = changed_since_shown(model_admin, request, previews) if is_sent else []
    if is_sent and form.is_valid() and not changed:
        if not is_long(transition, previews):
            bulk = BulkTransition(
                transition,
                request.user,
                form.cleaned_data["reason"],
                together=form.cleaned_data.get("together", False),
                also=frozenset(request.POST.getlist("also")),
                correction=form.cleaned_data.get("correction"),
            )
            return report_result(model_admin, request, transition, bulk.run(records), form.cleaned_data["reason"])
        if response := start_transition(model_admin, request, transition, previews, form):
            return response
    affected = [
        record
        for preview in previews
        for record in [*preview.together, *preview.restorable, *(effect.record for effect in preview.effects)]
    ]
    fetch_names(model_admin.admin_site, affected)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": transition_title(transition, records),
        "transition": transition,
        "label": transition_label(transition, records),
        "previews": previews,
        "changed": changed,
        "form": form,
        "opts": model_admin.opts,
        "also": {record_key(one) for preview in previews for one in preview.restorable}
        if data is None
        else {*data.getlist("also")},
        "is_possible": any(not preview.obstacles for preview in previews),
        "is_action": ACTION_CHECKBOX_NAME in request.POST,
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/desk/transition.html", context)


def is_long(transition: Transition, previews: list[TransitionPreview]) -> bool:
    """Whether so many records change that it is a job of the queue. The other transitions change only the records themselves."""
    affected = sum(1 + len(one.together) + len(one.restorable) + len(one.effects) for one in previews)
    return transition in {PUBLISH, WITHDRAW} and affected > MAX_ROWS_IN_REQUEST


def start_transition(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    transition: Transition,
    previews: list[TransitionPreview],
    form: TransitionForm,
) -> HttpResponse | None:
    parameters = {
        "transition": transition.name,
        "model": model_admin.opts.label_lower,
        "records": [preview.record.pk for preview in previews],
        "seen": [preview.digest for preview in previews],
        "reason": form.cleaned_data["reason"],
        "together": form.cleaned_data.get("together", False),
        "also": request.POST.getlist("also"),
        "correction": form.cleaned_data.get("correction"),
    }
    records = [preview.record for preview in previews]
    return start_job(request, model_admin, TRANSITION, transition_title(transition, records), parameters)


def changed_since_shown(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, previews: list[TransitionPreview]
) -> list[dict[str, Any]]:
    """The records whose preview isn't the one that the editor confirmed, each with the versions saved in between."""
    digests = request.POST.getlist("seen")
    details = dict(digest.split(":", 1) for digest in digests if ":" in digest)
    changed = []
    for preview in previews:
        if preview.digest in digests:
            continue
        record = preview.record
        version = whole_number(details.get(str(record.pk), "").partition(":")[0])
        versions = versions_since(
            record,
            record.version if version is None else version,
            lambda model: name_relations(model_admin.admin_site, model),
        )
        changed.append({"record": record, "versions": versions})
    return changed


def report_result(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    transition: Transition,
    result: TransitionResult,
    note: str,
) -> HttpResponse:
    """Say what was done, what changed with it, and what wasn't done and why."""
    for record in result.done:
        model_admin.log_change(request, record, f"{transition.label}.")
    if transition is SUBMIT:
        announce_submitted(request, result.done)
    elif transition is SEND_BACK:
        announce_sent_back(request, result.done, note)
    if result.done:
        text = format_html("{}: {}.", transition.target.label, links_to(result.done))
        model_admin.message_user(request, text, messages.SUCCESS)
    for effect in dict.fromkeys(effect for _record, effect in result.side_effects):
        affected = [record for record, its_effect in result.side_effects if its_effect == effect]
        text = format_html("As a result, this {}: {}.", effect, links_to(affected))
        model_admin.message_user(request, text, messages.SUCCESS)
    for record, errors in result.refused:
        text = format_html("Not done: {}. {}", link_to(record), " ".join(errors))
        model_admin.message_user(request, text, messages.ERROR)
    if ACTION_CHECKBOX_NAME in request.POST:
        return HttpResponseRedirect(request.get_full_path())
    record = result.done[0] if result.done else result.refused[0][0]
    return HttpResponseRedirect(admin_url(record))


def transition_title(transition: Transition, records: list[Any]) -> str:
    """“Withdraw: Ada Lovelace and 2 more”."""
    others = f" and {len(records) - 1} more" if len(records) > 1 else ""
    names = f": {records[0]}{others}" if records else ""
    return f"{transition_label(transition, records)}{names}"


def transition_label(transition: Transition, records: list[Any]) -> str:
    """To publish what was withdrawn is to restore it."""
    is_restored = transition is PUBLISH and all(record.status == Status.WITHDRAWN for record in records)
    return "Restore" if is_restored else transition.label
