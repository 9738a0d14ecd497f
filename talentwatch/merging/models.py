"""Decisions about records that look alike: they were merged, or they are not duplicates."""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

REASON_LENGTH = 500


class Decision(models.Model):
    """Who decided about two records, when and why."""

    granted_with = {"delete": "merge"}  # the permission to merge brings the permission to delete a decision

    kind = models.CharField(max_length=60, editable=False, help_text="The model of both records: people.person.")
    reason = models.CharField(max_length=REASON_LENGTH, help_text="Why this was decided.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who decided it.",
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False, help_text="When it was decided.")
    records_by_pk: dict[int, Any] | None = None  # set by fetch_records()

    class Meta:
        abstract = True

    @property
    def model(self) -> Any:
        return apps.get_model(self.kind)

    @property
    @abstractmethod
    def pks(self) -> tuple[int, int]:
        """The keys of the two records."""

    def record(self, pk: int) -> Any:
        """One of the two records; None if it has been deleted since."""
        if self.records_by_pk is not None:
            return self.records_by_pk.get(pk)
        return self.model._base_manager.filter(pk=pk).first()


class MergeDecision(Decision):
    """One record was merged into another. The journal lists every row that changed, so that the merge can be undone."""

    survivor_pk = models.BigIntegerField(editable=False)
    loser_pk = models.BigIntegerField(editable=False, db_index=True)
    journal = models.JSONField(encoder=DjangoJSONEncoder, editable=False, help_text="Every row that was changed.")
    notes = models.JSONField(default=list, editable=False, help_text="Notes that the editor was shown.")
    undone_at = models.DateTimeField(null=True, editable=False, help_text="When the merge was undone.")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    undone_because = models.CharField(max_length=REASON_LENGTH, blank=True, default="", editable=False)

    class Meta:
        db_table = "curation_merge"
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            CheckConstraint(
                name="merge_of_two",
                condition=~Q(survivor_pk=F("loser_pk")),
                violation_error_message="A record can't be merged into itself.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record(self.loser_pk)} into {self.record(self.survivor_pk)}"

    @property
    def pks(self) -> tuple[int, int]:
        return self.survivor_pk, self.loser_pk


class NotDuplicateQuerySet(models.QuerySet["NotDuplicate"]):
    def pairs(self, model: type[models.Model]) -> set[tuple[int, int]]:
        """The pairs of records that aren't duplicates, the lower key first; a merged record counts as its survivor."""
        survivors = dict(model._base_manager.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
        rows = self.filter(kind=model._meta.label_lower).values_list("first_pk", "second_pk")
        return {ordered_pair(_survivor_of(first, survivors), _survivor_of(second, survivors)) for first, second in rows}

    def between(self, record: models.Model, other: models.Model) -> "NotDuplicate | None":
        """The decision that these two are different, if there is one."""
        first, second = ordered_pair(record.pk, other.pk)
        return self.filter(kind=record._meta.label_lower, first_pk=first, second_pk=second).first()


class NotDuplicate(Decision):
    """Two records look alike but are different, so they are no longer listed as possible duplicates."""

    first_pk = models.BigIntegerField(editable=False)
    second_pk = models.BigIntegerField(editable=False)

    objects = NotDuplicateQuerySet.as_manager()

    class Meta:
        db_table = "curation_distinction"
        verbose_name = "pair of records that aren’t duplicates"
        verbose_name_plural = "pairs of records that aren’t duplicates"
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view", "delete")
        constraints = [
            UniqueConstraint(
                fields=["kind", "first_pk", "second_pk"],
                name="distinction_once",
                violation_error_message="These records are already marked as different.",
            ),
            CheckConstraint(
                name="distinction_in_order",
                condition=Q(first_pk__lt=F("second_pk")),
                violation_error_message="The lower key comes first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record(self.first_pk)} is not {self.record(self.second_pk)}"

    @property
    def pks(self) -> tuple[int, int]:
        return self.first_pk, self.second_pk


def fetch_records(decisions: Iterable[Decision], related_of: Callable[[Any], Iterable[str]]) -> None:
    """Fetch the records of all decisions with one query per model, and the related records that their names need."""
    by_kind: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_kind[decision.kind].append(decision)
    for group in by_kind.values():
        model = group[0].model
        pks = {pk for decision in group for pk in decision.pks}
        records = model._base_manager.select_related(*related_of(model)).in_bulk(pks)
        for decision in group:
            decision.records_by_pk = records


def mark_not_duplicate(record: Any, other: Any, reason: str, user: Any) -> None:
    """Record that the two are different; a later reason replaces an earlier one."""
    first, second = ordered_pair(record.pk, other.pk)
    values = {"reason": reason, "made_by": user, "made_at": timezone.now()}
    NotDuplicate.objects.update_or_create(values, kind=record._meta.label_lower, first_pk=first, second_pk=second)


def ordered_pair(pk: int, other: int) -> tuple[int, int]:
    return (pk, other) if pk < other else (other, pk)


def _survivor_of(pk: int, survivors: dict[int, int]) -> int:
    """Follow a chain of merges to its end, or once around if it is a circle."""
    seen = {pk}
    while (survivor := survivors.get(pk)) and survivor not in seen:
        pk = survivor
        seen.add(pk)
    return pk
