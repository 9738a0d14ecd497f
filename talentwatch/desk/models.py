"""Forms for new records that were saved, so that a second press of Save doesn't make a second record."""

import hashlib
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

# A hidden field of every form for a new record; each form that is shown has its own.
FORM_TOKEN = "form_token"  # noqa: S105 not a password
KEPT_DAYS = 1


class SubmittedFormQuerySet(models.QuerySet["SubmittedForm"]):
    def of(self, request: HttpRequest) -> "SubmittedForm | None":
        """The form that this request sends again; None if it is the first time, or the form has no token."""
        digest = submission_digest(request)
        return self.filter(digest=digest).first() if digest else None

    def remember(self, request: HttpRequest, record: Any) -> None:
        """Store, with the record itself, what the request created."""
        self.filter(made_at__lt=timezone.now() - timedelta(KEPT_DAYS)).delete()
        if digest := submission_digest(request):
            self.create(digest=digest, model=record._meta.label_lower, record_pk=record.pk)


class SubmittedForm(models.Model):
    """A form for a new record, as it was sent, and the record that it created."""

    digest = models.CharField(max_length=64, unique=True, help_text="Of the user, the address and the values sent.")
    model = models.CharField(max_length=100, help_text="The model of the record, as app_label.model_name.")
    record_pk = models.BigIntegerField(help_text="The primary key of the record.")
    made_at = models.DateTimeField(default=timezone.now, db_index=True, help_text="When the record was created.")

    objects = SubmittedFormQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.model} {self.record_pk}"

    def record(self) -> Any:
        """The record; None if it was deleted since."""
        return apps.get_model(self.model)._base_manager.filter(pk=self.record_pk).first()


def submission_digest(request: HttpRequest) -> str:
    """Identifies a form and what was typed into it; empty without a token.

    Somebody who goes back to a form and types something else gets a second record, as they expect. Which button was
    pressed, and other names that begin with "_", make no difference.
    """
    if not request.POST.get(FORM_TOKEN):
        return ""
    values = sorted(
        (name, request.POST.getlist(name))
        for name in request.POST
        if not name.startswith("_") and name != "csrfmiddlewaretoken"
    )
    return hashlib.sha256(repr((request.user.pk, request.path, values)).encode()).hexdigest()
