"""The log of all changes that readers could see, in order."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, TextChoices

from talentwatch.databases.replicas import latest_visible_change
from talentwatch.documents.models import Document
from talentwatch.records.fields import PublicIdField, one_of
from talentwatch.records.models import SLUG_LENGTH


class Action(TextChoices):
    PUBLISHED = "published", "Published"
    CHANGED = "changed", "Changed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Merged into another record"
    ERASED = "erased", "Erased, with all that was said of it before"


GONE = (Action.WITHDRAWN, Action.MERGED)


class ChangeQuerySet(models.QuerySet):
    def visible(self) -> Self:
        """Those whose rows every replica shows that answers readers."""
        latest = latest_visible_change()
        return self if latest is None else self.filter(seq__lte=latest)

    def current(self) -> Self:
        """The latest change of each row, whether or not the row is public now."""
        return self.filter(is_latest=True)

    def live(self) -> Self:
        """The latest change of each row that is public now."""
        return self.current().exclude(action__in=GONE)

    def of_rows(self) -> Self:
        """Without what was erased."""
        return self.exclude(resource="")

    def corrections(self) -> Self:
        """Corrections of records that are public now."""
        now = Change.objects.live().filter(resource=OuterRef("resource"), slug=OuterRef("slug"))
        return self.filter(Exists(now), is_correction=True)


class Change(models.Model):
    """A row of the API was published, changed, withdrawn or merged; or rows were erased.

    Of erased rows, the older changes keep their number, time and action. One change `erased` follows them.
    """

    seq = models.BigIntegerField(
        primary_key=True,
        help_text="The number of the change: from 1, without gaps, in the order in which changes became visible.",
    )
    at = models.DateTimeField(db_index=True, help_text="The time of the edit.")
    action = models.CharField(
        max_length=10, choices=Action, help_text="Whether the row was published, changed, withdrawn, merged or erased."
    )
    # The three are empty once the row was erased.
    resource = models.CharField(max_length=20, help_text="The list that the row belongs to, as in its URL.")
    slug = PublicIdField(max_length=2 * SLUG_LENGTH + 12, help_text="The public identifier of the row.")
    owner = PublicIdField(max_length=SLUG_LENGTH, help_text="The record that the row changes with.")
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        help_text="The row as readers could see it then, or last.",
    )
    before = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="The change before, if any."
    )
    is_latest = models.BooleanField(default=True, help_text="The row has no later change.")
    is_correction = models.BooleanField(default=False, help_text="The record said something else before.")
    is_typo = models.BooleanField(default=False, help_text="The edit was marked as a correction of spelling only.")
    reason = models.TextField(blank=True, default="", help_text="The newsroom's reason, for readers.")

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
            models.Index(
                fields=["resource", "owner"], condition=models.Q(is_latest=True), name="change_latest_of_owner"
            ),
            models.Index(fields=["resource", "seq"], name="change_of_list"),
            models.Index(fields=["action", "seq"], name="change_of_action"),
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

    @property
    def data(self) -> dict[str, Any]:
        """The JSON of the row then, or last, with incomplete addresses; empty once it was erased."""
        return self.document.data if self.document else {}
