"""The log of what readers could see change, in the order in which it did."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, TextChoices

from talentwatch.records.fields import PublicIdField, one_of
from talentwatch.records.models import SLUG_LENGTH


class Action(TextChoices):
    PUBLISHED = "published", "Became public"
    CHANGED = "changed", "Changed"
    WITHDRAWN = "withdrawn", "Is public no more"
    MERGED = "merged", "Became another record"


GONE = (Action.WITHDRAWN, Action.MERGED)


class ChangeQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The last word on each row of the API, whether or not it is public now."""
        return self.filter(is_latest=True)

    def live(self) -> Self:
        """One for each row that is public now."""
        return self.current().exclude(action__in=GONE)

    def corrections(self) -> Self:
        """What says something else of a record than readers were told before, where the record is public now."""
        now = Change.objects.live().filter(resource=OuterRef("resource"), slug=OuterRef("slug"))
        return self.filter(Exists(now), is_correction=True)


class Change(models.Model):
    """One row of the API became public, changed, or left."""

    seq = models.BigIntegerField(
        primary_key=True,
        help_text="Counts the changes from 1, without a gap, in the order in which they became visible.",
    )
    at = models.DateTimeField(db_index=True, help_text="The moment of the edit.")
    action = models.CharField(
        max_length=10, choices=Action.choices, help_text="Whether it became public, changed, was withdrawn or merged."
    )
    resource = models.CharField(max_length=20, help_text="The list that it belongs to, as in its address.")
    slug = PublicIdField(max_length=2 * SLUG_LENGTH + 12, help_text="Its public identifier.")
    unit = PublicIdField(max_length=SLUG_LENGTH, help_text="The record that it is looked at with.")
    said = models.JSONField(help_text="What readers could see of it then, or last.")
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="When readers last saw it otherwise."
    )
    is_latest = models.BooleanField(default=True, help_text="No later change speaks of it.")
    is_correction = models.BooleanField(
        default=False, help_text="It says something else than readers were told before."
    )
    is_typo = models.BooleanField(default=False, help_text="The desk marked the edit as one of spelling only.")
    reason = models.TextField(blank=True, default="", help_text="Why, in words of the desk for readers.")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        constraints = [
            one_of("action", Action, "change"),
            models.UniqueConstraint(
                fields=["resource", "slug"], condition=models.Q(is_latest=True), name="change_latest_once"
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "unit"], condition=models.Q(is_latest=True), name="change_latest_of_unit"),
            models.Index(fields=["seq"], condition=models.Q(is_correction=True), name="change_corrections"),
            models.Index(
                fields=["resource", "slug"], condition=models.Q(is_correction=True), name="change_corrections_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.resource}/{self.slug}/ {self.action}"

    @property
    def is_gone(self) -> bool:
        return self.action in GONE
