"""Sending a form of the desk: all of it is saved in one edit, or nothing is and the form says why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from talentwatch.desk.edit_conflicts import FormConflict, FormMerge
from talentwatch.desk.inlines import ChildInline
from talentwatch.desk.models import SubmittedForm
from talentwatch.desk.unsaved_forms import NOT_SAVED_YET, take_form
from talentwatch.publishing.permissions import permission_error
from talentwatch.records.edit import CorrectionError, Edit, edit
from talentwatch.text import normalise_text

NOT_SAVED = "Nothing was saved. What you typed is still in the form."
REVIEW_CONFLICTS = "Nothing was saved, and what you typed is still here. Check the differences below, then save again."
DELETED_SINCE = "This form was saved before, and its record has been deleted since. Open a new form to add it again."
SAVED_AT_ONCE = "Somebody saved a similar record at the same moment. Look at it, then try again."


@dataclass
class FormSubmission:
    """What happened to a form that was sent, for the hooks of the admin that show it again.

    Django's admin calls them with the request alone, so it is kept there, as `request.form_submission`.
    """

    errors: tuple[str, ...] = ()  # shown above the form; while there are any, it isn't saved
    correction_error: CorrectionError | None = None  # shown at the fields of the correction; as long, it isn't saved
    is_rehearsal: bool = False  # saved without a reason, to be rolled back
    conflicts: list[FormConflict] = field(default_factory=list)  # what another editor saved while the form was open
    forbidden_pk: Any = (
        None  # the record that this user may not change: their form stays editable to keep what they typed
    )
    added: Any = None  # the new record that the form created
    pending_messages: list[Callable[[], None]] | None = None  # to send once the edit is saved; None outside an edit


def form_submission(request: Any) -> FormSubmission:
    if not hasattr(request, "form_submission"):
        request.form_submission = FormSubmission()
    submission: FormSubmission = request.form_submission
    return submission


def submit_form(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    object_id: str | None,
    view: Callable[[], HttpResponse],
    *,
    has_rows: bool,
) -> HttpResponse:
    """Run a view that may save a form, in one edit; if that is refused, run it again to show the form with the errors.

    `has_rows`: the form includes the rows of the record's inlines.
    """
    if request.method != "POST":
        _fill_in_unsaved(model_admin, request, object_id, has_rows=has_rows)
        return view()
    submission = form_submission(request)
    messages: list[Callable[[], None]] = []
    submission.pending_messages = messages
    try:
        with edit(normalise_text(" ".join(request.POST.get("reason", "").split()))) as current:
            _set_correction(current, request.POST)
            earlier = SubmittedForm.objects.of(request) if object_id is None else None
            if earlier:
                response = _answer_again(model_admin, request, earlier)
            else:
                _check_stored_record(model_admin, request, object_id, has_rows=has_rows)
                response = view()
                if submission.added:
                    SubmittedForm.objects.remember(request, submission.added)
    except CorrectionError as error:
        submission.pending_messages = None
        submission.correction_error = error
        return view()
    except (ValidationError, IntegrityError) as error:
        submission.pending_messages = None
        submission.errors = tuple(error.messages) if isinstance(error, ValidationError) else (SAVED_AT_ONCE,)
        return view()
    submission.pending_messages = None
    for send_message in messages:
        send_message()
    if submission.forbidden_pk is not None:
        response.status_code = HTTPStatus.FORBIDDEN
    return _ask_for_note_too(request, view, response)


def _set_correction(current: Edit, values: Any) -> None:
    current.set_correction(
        normalise_text(values.get("correction", "")),
        is_typo="is_typo" in values,
        accepts_conflicts="accepts_conflicts" in values,
    )


def _ask_for_note_too(request: HttpRequest, view: Callable[[], HttpResponse], response: Any) -> HttpResponse:
    """The response; of a form that lacks only its reason, the form with what it would be asked for next, too."""
    context = getattr(response, "context_data", None) or {}
    form = context.get("adminform")
    if form and form.form.errors.keys() == {"reason"} and len(context["errors"]) == 1:
        form_submission(request).correction_error = _rehearse_correction(request, view)
        response = view()
    shown: HttpResponse = response
    return shown


def _rehearse_correction(request: HttpRequest, view: Callable[[], HttpResponse]) -> CorrectionError | None:
    """Save the form as if it had its reason, roll back, and return why the edit would be refused."""
    submission = form_submission(request)
    submission.is_rehearsal, submission.pending_messages = True, []
    try:
        with transaction.atomic():
            error = None
            try:
                with edit("rehearsal") as current:
                    _set_correction(current, request.POST)
                    view()
            except CorrectionError as refusal:
                error = refusal
            except (ValidationError, IntegrityError):
                pass  # said once the form has its reason
            transaction.set_rollback(True)
    finally:
        submission.is_rehearsal, submission.pending_messages = False, None
    return error


def _fill_in_unsaved(
    model_admin: "admin.ModelAdmin[Any]", request: Any, object_id: str | None, *, has_rows: bool
) -> None:
    """Have the view show the form as it was sent when the session had ended, with an error, so that nothing is saved."""
    values = take_form(request)
    if values is None:
        return
    # Django reads the content, of which there is none, when either is first used.
    _ = request.FILES
    request.method, request.POST = "POST", values
    _check_stored_record(model_admin, request, object_id, has_rows=has_rows)
    submission = form_submission(request)
    submission.errors = (NOT_SAVED_YET, *submission.errors)


def _answer_again(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, earlier: SubmittedForm) -> HttpResponse:
    """What the first of two requests answered, for the second: Save was pressed twice."""
    record = earlier.record()
    if record is None:
        raise ValidationError(DELETED_SINCE)
    response: HttpResponse = model_admin.response_add(request, record)
    return response


def _check_stored_record(
    model_admin: "admin.ModelAdmin[Any]", request: Any, object_id: str | None, *, has_rows: bool
) -> None:
    """Stop the form from being saved if the user may not change the record, or hasn't seen its latest version."""
    record = model_admin.get_object(request, unquote(object_id)) if object_id else None
    if record is None:
        return
    if error := permission_error(request.user, "change", model_admin.model):
        raise PermissionDenied(error)
    submission = form_submission(request)
    if error := permission_error(request.user, "change", record):
        submission.errors = (f"{error} {NOT_SAVED}",)
        submission.forbidden_pk = record.pk
    elif request.POST.get("seen") != str(record.version):
        form = model_admin.get_form(request, record, change=True)(instance=record)
        form_merge = FormMerge(request.POST, form, stored_formsets(model_admin, request, record) if has_rows else [])
        form_merge.data["seen"] = str(record.version)
        request.POST = form_merge.data
        submission.conflicts = form_merge.conflicts
        last = record.history.order_by("history_id").last()
        editor, reason = (last.history_user, last.history_change_reason) if last else (None, None)
        saved = f"{editor or 'somebody'} saved version {record.version}{f' (“{reason}”)' if reason else ''}"
        submission.errors = (f"While you had this open, {saved}. {REVIEW_CONFLICTS}",)


def stored_formsets(model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, record: Any) -> list[Any]:
    """The rows that belong to a record, as stored, with the prefixes that they have in the form."""
    return [
        formset(instance=record, prefix=prefix, **inline.shown_rows(request, record, prefix))
        for formset, inline in model_admin.get_formsets_with_inlines(request, record)
        for prefix in [formset.get_default_prefix()]
        if isinstance(inline, ChildInline)
    ]
