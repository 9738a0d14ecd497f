"""The texts that the newsroom writes about itself. They belong to this installation: they are in no API, file or fixture."""

from typing import Any, ClassVar

from django.apps import apps as all_apps
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from simple_history.models import HistoricalRecords

from talentwatch.records.fields import MultiLineField, SingleLineField
from talentwatch.site.shipped_texts import REPORT_ADDRESS, SHIPPED_TEXTS, Section
from talentwatch.text import is_web_address

AS_SHIPPED = "as shipped"  # the reason of versions that no editor wrote


class SiteTextQuerySet(models.QuerySet["SiteText"]):
    def texts(self) -> dict[str, "SiteText"]:
        """Every text by its key, in the order of the page; as shipped where none is stored."""
        stored = {text.key: text for text in self}
        return {
            key: stored.get(key) or SiteText(key=key, title=shipped.title, text=shipped.text)
            for key, shipped in SHIPPED_TEXTS.items()
        }

    def report_address(self) -> str:
        """The e-mail address or web address for reports of errors; empty if none is set."""
        return self.filter(key=REPORT_ADDRESS).values_list("text", flat=True).first() or ""


class TextVersion(models.Model):
    """A version of a text: no edit of the timeline is dated after it."""

    dates_edits = False

    class Meta:
        abstract = True


class SiteText(models.Model):
    """One text of the page /about/, or the address to which readers report errors."""

    granted_with: ClassVar[dict[str, str]] = {"change": "publish"}  # readers see a change at once

    key = models.CharField(
        max_length=40,
        unique=True,
        choices=[*Section.choices, (REPORT_ADDRESS, "Address for reports of errors")],
        editable=False,
        help_text="Where the text is shown.",
    )
    title = SingleLineField(max_length=120, help_text="The heading.")
    text = MultiLineField(
        blank=True,
        default="",
        help_text=(
            "An empty line begins a new paragraph; web addresses and e-mail addresses become links. "
            "Of the address for reports of errors: one e-mail address or web address, or nothing."
        ),
    )
    updated_at = models.DateTimeField(auto_now=True, help_text="When it was last changed.")
    history = HistoricalRecords(bases=[TextVersion])

    objects = SiteTextQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view", "change")
        verbose_name = "text of the site"
        verbose_name_plural = "texts of the site"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.key != REPORT_ADDRESS:
            if not self.text.strip():
                raise ValidationError({"text": "Enter a text: the page shows every section."})
            return
        if self.text and not is_web_address(self.text):
            try:
                validate_email(self.text)
            except ValidationError as error:
                message = "Enter an e-mail address, or a web address that begins with https:// or http://."
                raise ValidationError({"text": message}) from error


def store_shipped_texts(apps: Apps = all_apps, **_: Any) -> None:
    """After each migrate: store the texts that are missing, and bring those up to date that no editor has changed."""
    try:
        apps.get_model("site", "SiteText")
    except LookupError:  # migrated back to where there are none
        return
    stored = {text.key: text for text in SiteText.objects.all()}
    edited = set(SiteText.history.exclude(history_change_reason=AS_SHIPPED).values_list("key", flat=True))
    for key, shipped in SHIPPED_TEXTS.items():
        text = stored.get(key) or SiteText(key=key)
        if (key not in stored or key not in edited) and (text.title, text.text) != shipped:
            text.title, text.text = shipped
            text._change_reason = AS_SHIPPED  # type: ignore[attr-defined]  # simple-history reads it
            text.save()
