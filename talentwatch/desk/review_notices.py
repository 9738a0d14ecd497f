"""What the desk tells about a review: on the front page of a writer, and by e-mail where that is configured.

No message is sent before the records are saved, and a mail server that fails never fails a save.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string

from talentwatch.desk.links import admin_url, fetch_names
from talentwatch.publishing.permissions import has_permission
from talentwatch.publishing.review import returned_to, returned_versions
from talentwatch.records.references import publishable_models

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
logger = logging.getLogger(__name__)


def render_returned(request: HttpRequest) -> str:
    """The drafts that were sent back to this user, each with the note."""
    from django.contrib import admin  # noqa: PLC0415 its site is ready by now

    returned = []
    for model in publishable_models():
        if has_permission(request.user, "view", model) and (versions := returned_to(request.user, model)):
            returned += [(record, versions[record.pk]) for record in model._base_manager.filter(pk__in=versions)]
    fetch_names(admin.site, [record for record, _version in returned])
    returned.sort(key=lambda pair: pair[1].history_date, reverse=True)
    return render_to_string("admin/desk/returned.html", {"returned": returned}, request) if returned else ""


def announce_submitted(request: HttpRequest, records: Iterable[Any]) -> None:
    """Write to those who may publish the records, except the one who submitted them."""
    by_user: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        permission = f"{record._meta.app_label}.publish_{record._meta.model_name}"
        users: Any = get_user_model()._default_manager.with_perm(permission, backend=MODEL_BACKEND)
        for user in users.exclude(pk=request.user.pk).exclude(email=""):
            by_user[user].append(record)
    for user, submitted in by_user.items():
        _send(request, user, f"{request.user} submitted for review", submitted, "")


def announce_sent_back(request: HttpRequest, records: Iterable[Any], note: str) -> None:
    """Write to the writer of each record, unless they sent it back themselves."""
    by_writer: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        _version, writer = returned_versions(type(record), [record.pk]).get(record.pk, (None, None))
        if writer is not None and writer != request.user.pk:
            by_writer[writer].append(record)
    users = get_user_model()._default_manager.filter(pk__in=by_writer, is_active=True).exclude(email="")
    for user in users:
        _send(request, user, f"{request.user} sent back to you", by_writer[user.pk], note)


def _send(request: HttpRequest, user: Any, what: str, records: list[Any], note: str) -> None:
    """Send once the transaction is committed; a failure is logged."""
    if settings.EMAIL_BACKEND == settings.NO_EMAIL:
        return
    lines = [f"{record}\n{request.build_absolute_uri(admin_url(record))}" for record in records]
    subject = f"{what}: {records[0]}" + (f" and {len(records) - 1} more" if len(records) > 1 else "")
    body = "\n\n".join([f"{what}:", *lines, *([f"Note: {note}"] if note else [])])
    message = EmailMessage(" ".join(subject.split()), f"{body}\n", to=[user.email])
    transaction.on_commit(partial(_deliver, message))


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:  # whatever a mail server or its library does
        logger.exception("An e-mail to %s couldn't be sent.", message.to)
