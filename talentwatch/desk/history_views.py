"""The history pages of a record, on those of simple-history: its versions, and going back to an older one."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from talentwatch.desk.form_submission import submit_form
from talentwatch.records.history import link_lookups


def version_view(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    object_id: str,
    view: Callable[[], HttpResponse],
) -> HttpResponse:
    """One version as a form, whose “Revert” saves it as a new version. `view` is that of simple-history."""
    try:
        return submit_form(model_admin, request, object_id, view, has_rows=False)
    except ObjectDoesNotExist:
        text = "This version can't be shown: it names a record that was deleted since."
        model_admin.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect("../")


def history_queryset(rows: Any) -> Any:
    """History rows, newest first, with all that the history page shows of them."""
    rows = rows.select_related("history_user").prefetch_related(*link_lookups(rows.model))
    return rows.order_by("-history_id")
