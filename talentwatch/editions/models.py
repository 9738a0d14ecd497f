"""Editions: each names the state of all that is public after one change of the log, and keeps all that its files follow from."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from talentwatch.documents.past import EDITION_NAME
from talentwatch.records.fields import MultiLineField, PublicIdField

NAME_LENGTH = 30


class EditionVersion(models.Model):
    """A version of an edition's note: no edit of the timeline is dated after it."""

    dates_edits = False

    class Meta:
        abstract = True


class Edition(models.Model):
    """A named state of all that is public."""

    granted_with: ClassVar[dict[str, str]] = {"add": "publish", "change": "publish"}

    slug = PublicIdField(
        "name",
        max_length=NAME_LENGTH,
        unique=True,
        validators=[RegexValidator(rf"\A{EDITION_NAME}\Z", "Year and month, such as 2026-11, or 2026-11-corrected.")],
        help_text="The year and the month, such as 2026-11; another one of the month has a word more: 2026-11-corrected.",
    )
    note = MultiLineField(blank=True, default="", help_text="What readers should know of it: why it was released.")
    seq = models.BigIntegerField(editable=False, help_text="The number of the last change that it shows.")
    at = models.DateTimeField(db_index=True, editable=False, help_text="When it was released.")
    # As texts: their order is that of the files, and PostgreSQL would sort the keys of JSON.
    package = models.TextField(editable=False, help_text="The descriptor of its data package, datapackage.json.")
    layouts = models.TextField(editable=False, help_text="The tables of the package: the path to each value, as JSON.")
    files = models.JSONField(
        editable=False, help_text="Its files, each with its media type, its size in bytes, its SHA-256 and its rows."
    )
    libraries = models.JSONField(
        editable=False, help_text="The versions of what wrote the files: with the same ones, all are the same bytes."
    )
    changes = models.JSONField(
        editable=False, help_text="By list, how many rows were added, changed and removed since the edition before."
    )
    history = HistoricalRecords(
        bases=[EditionVersion], excluded_fields=["package", "layouts", "files", "libraries", "changes"]
    )

    objects = models.Manager()

    class Meta:
        ordering = ["-at"]
        default_permissions = ("view", "add", "change")  # what was cited stays

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("edition", kwargs={"slug": self.slug})

    @property
    def previous(self) -> "Edition | None":
        """The edition before."""
        return Edition.objects.filter(at__lt=self.at).defer("package", "layouts", "files").first()

    def file(self, name: str) -> dict[str, Any] | None:
        """What is kept of one of its files, as it was released."""
        return next((file for file in self.files if file["name"] == name), None)


def change_of(name: str) -> int | None:
    """The number of the change that an edition shows; None if there is no such edition."""
    return Edition.objects.filter(slug=name).values_list("seq", flat=True).first()


def latest_version() -> str:
    """Another text whenever an edition is released or its note is changed."""
    return str(Edition.history.order_by("-history_id").values_list("history_id", flat=True).first() or "")
