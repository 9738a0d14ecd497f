"""Decisions of the desk about records that look alike: two were merged, or they are not duplicates."""

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
    """Who decided it, when and why."""

    granted_with = {"delete": "merge"}  # who may merge records may take back a decision about them

    kind = models.CharField(max_length=60, editable=False, help_text="The model of both records: people.person.")
    reason = models.CharField(max_length=REASON_LENGTH, help_text="Why the desk decided so.")
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
    records_by_pk: dict[int, Any] | None = None  # its records, once fetch_records() has fetched them

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
        """One of the two, or None where it was deleted since."""
        if self.records_by_pk is not None:
            return self.records_by_pk.get(pk)
        return self.model._base_manager.filter(pk=pk).first()


class MergeDecision(Decision):
    """One record was merged into another; the journal tells every row that changed, for whoever undoes it."""

    survivor_pk = models.BigIntegerField(editable=False)
    loser_pk = models.BigIntegerField(editable=False, db_index=True)
    journal = models.JSONField(encoder=DjangoJSONEncoder, editable=False, help_text="Every row that it changed.")
    notes = models.JSONField(default=list, editable=False, help_text="What was worth saying of it.")
    undone_at = models.DateTimeField(null=True, editable=False, help_text="When it was undone, if it was.")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    undone_because = models.CharField(max_length=REASON_LENGTH, blank=True, default="", editable=False)

    class Meta:
        db_table = "curation_merge"
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.record(self.loser_pk)} into {self.record(self.survivor_pk)}"

    @property
    def pks(self) -> tuple[int, int]:
        return self.survivor_pk, self.loser_pk


class NotDuplicateQuerySet(models.QuerySet):
    def pairs(self, model: type[models.Model]) -> set[tuple[int, int]]:
        """The pairs of records that aren't the same, the lower number first; who was merged stands for its survivor."""
        merged = dict(model._base_manager.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
        rows = self.filter(kind=model._meta.label_lower).values_list("first_pk", "second_pk")
        return {ordered_pair(_last(one, merged), _last(other, merged)) for one, other in rows}


class NotDuplicate(Decision):
    """Two records look alike and are not the same; remembered, so that nobody is asked again."""

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
                violation_error_message="The desk has said already that these are not the same.",
            ),
            CheckConstraint(
                name="distinction_in_order",
                condition=Q(first_pk__lt=F("second_pk")),
                violation_error_message="The lower number comes first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record(self.first_pk)} is not {self.record(self.second_pk)}"

    @property
    def pks(self) -> tuple[int, int]:
        return self.first_pk, self.second_pk


def fetch_records(judgements: Iterable[Decision], related_of: Callable[[Any], Iterable[str]]) -> None:
    """Fetch the records of all of them, a query for each kind, with what their names are made of."""
    by_kind: dict[str, list[Decision]] = defaultdict(list)
    for judgement in judgements:
        by_kind[judgement.kind].append(judgement)
    for group in by_kind.values():
        model = group[0].model
        pks = {pk for judgement in group for pk in judgement.pks}
        records = model._base_manager.select_related(*related_of(model)).in_bulk(pks)
        for judgement in group:
            judgement.records_by_pk = records


def mark_not_duplicate(one: Any, other: Any, reason: str, user: Any) -> None:
    """Remember that two records aren't the same; the latest reason counts."""
    first, second = ordered_pair(one.pk, other.pk)
    values = {"reason": reason, "made_by": user, "made_at": timezone.now()}
    NotDuplicate.objects.update_or_create(values, kind=one._meta.label_lower, first_pk=first, second_pk=second)


def ordered_pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _last(pk: int, merged: dict[int, int]) -> int:
    seen = {pk}
    while (after := merged.get(pk)) and after not in seen:
        pk = after
        seen.add(pk)
    return pk
