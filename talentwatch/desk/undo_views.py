"""The page on which an editor undoes one change, from the history of a record."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from talentwatch.desk.links import admin_url, name_relations
from talentwatch.desk.reason_fields import CorrectionForm, ReasonField, require_reason
from talentwatch.desk.unsaved_forms import take_form
from talentwatch.publishing.permissions import permission_error
from talentwatch.records.edit import CorrectionError, edit
from talentwatch.records.models import PublishableRecord
from talentwatch.revisions.diff import versions_since
from talentwatch.revisions.undo import Undo, find_undo
from talentwatch.text import whole_number


class UndoForm(CorrectionForm):
    """Why the change is undone, and which version of the record the editor saw."""

    reason = ReasonField()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, record: PublishableRecord) -> None:
        super().__init__(data, initial={"seen": record.version})
        if record.published_at is not None:
            require_reason(self)


def undo_view(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, object_id: str) -> HttpResponse:
    record = model_admin.get_object(request, unquote(object_id))
    if record is None:
        raise Http404
    if error := permission_error(request.user, "change", record):
        raise PermissionDenied(error)
    related = partial(name_relations, model_admin.admin_site)
    undo = find_undo(record, request.GET.get("change", ""), related)
    if undo is None:
        raise Http404
    form = UndoForm(request.POST if request.method == "POST" else take_form(request), record)
    if request.method == "POST" and not form.is_valid() and form.errors.keys() == {"reason"}:
        # What else it will be asked for, so that the editor is asked for all of it at once.
        with transaction.atomic():
            run_undo(record, undo, form)
            transaction.set_rollback(True)
    elif request.method == "POST" and form.is_valid() and run_undo(record, undo, form):
        model_admin.log_change(request, record, f"Undone: {undo.diff.label}.")
        model_admin.message_user(request, f"Undone: {undo.diff.label}.")
        return HttpResponseRedirect(admin_url(record, "history"))
    seen_version = whole_number(form.data.get("seen", ""))
    if form.is_bound:
        form.data = {name: form.data.get(name, "") for name in form.fields} | {"seen": record.version}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Undo one change",
        "record": record,
        "undo": undo,
        "form": form,
        "versions": versions_since(record, record.version if seen_version is None else seen_version, related),
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/desk/undo.html", context)


def run_undo(record: PublishableRecord, undo: Undo, form: UndoForm) -> bool:
    """Undo the change, or add to the form why it can't be undone; returns whether it was."""
    reason = form.cleaned_data.get("reason", "rehearsal")
    try:
        with edit(reason) as current:
            form.mark_correction(current)
            record.refresh_from_db(fields=["version"])
            if record.version != form.cleaned_data["seen"]:
                raise ValidationError("Somebody saved this record while you had this page open. Check what changed.")
            undo.undo(reason)
    except CorrectionError as error:
        form.add_correction_error(error)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return form.is_valid()
