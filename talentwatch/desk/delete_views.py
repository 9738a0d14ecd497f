"""Deleting drafts: only as the editor saw them, and never a record that was public."""

import re
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.desk.links import admin_url
from talentwatch.records.edit import edit
from talentwatch.records.models import PublishableRecord

NAMELESS = re.compile(r" object \([0-9]+\)$")  # what Django calls a row without a name
DELETED = "deleted"  # the reason that the history gives


def delete_one(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    object_id: str,
    view: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Run Django's delete view, which takes an extra context, in one edit."""
    with edit(DELETED) if request.POST else nullcontext():
        record = model_admin.get_object(request, object_id)
        records = [record] if record else []
        if request.POST:
            _unconfirm_if_changed(model_admin, request, records)
        return view({"record_versions": record_versions(records)})


def delete_selected_records(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, queryset: "QuerySet[Any]"
) -> Any:
    """Django's action, for records that are still as its page showed them."""
    is_confirmed = "post" in request.POST
    with edit(DELETED) if is_confirmed else nullcontext():
        records = list(queryset)
        if is_confirmed:
            _unconfirm_if_changed(model_admin, request, records)
        page: Any = delete_selected(model_admin, request, queryset)
    if page is not None:
        page.context_data["record_versions"] = record_versions(records)
    return page


def _unconfirm_if_changed(
    model_admin: "admin.ModelAdmin[Any]", request: Any, records: Iterable[PublishableRecord]
) -> None:
    """If a record was edited since its page was opened, warn, and have the page shown again."""
    seen = request.POST.getlist("seen")
    changed = [record for record in records if record_versions([record])[0] not in seen]
    for record in changed:
        text = f"{record} was changed since you opened this page. Check it again."
        model_admin.message_user(request, text, messages.WARNING)
    if changed:
        request.POST = QueryDict()


def record_versions(records: Iterable[PublishableRecord]) -> list[str]:
    return [f"{record.pk}:{record.version}" for record in records]


def named_rows(tree: list[Any]) -> list[Any]:
    """The rows that would be deleted, each with a list of its own rows, without those that no editor sees: indexes and links."""
    rows = [named_rows(one) if isinstance(one, list) else one for one in tree]
    return [row for row in rows if row and (isinstance(row, list) or not NAMELESS.search(row))]


def protection_notes(records: Iterable[PublishableRecord]) -> list[SafeString]:
    """Why these records can't be deleted, each with a link to what can be done instead."""
    return [
        format_html(
            '<a href="{}"><bdi>{}</bdi></a>: {}.',
            admin_url(record, "withdraw" if record.is_published else "change"),
            record,
            "it is published, so it can only be withdrawn"
            if record.is_published
            else "it was published once, so it is kept",
        )
        for record in records
    ]
