"""Cohorts: fixed lists of people, each from one source."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, CheckConstraint, Count, F, Max, Q, UniqueConstraint, When

from people.models.person import Person
from people.models.source import Source
from talentwatch.records.constraints import lengths, not_blank
from talentwatch.records.declarations import OnMerge, OnWithdraw, Reference
from talentwatch.records.fields import MAX_TEXT_LENGTH, MultiLineField, SearchKeyField, SingleLineField
from talentwatch.records.models import ChildRecord, PublishableRecord
from talentwatch.records.querysets import ChildQuerySet, PublishableQuerySet
from talentwatch.records.status import Status
from talentwatch.text import isolate_bidi, search_key

MAX_COHORT_SIZE = 10_000


class CohortQuerySet(PublishableQuerySet):
    def search(self, text: str) -> Self:
        """Every word of the text occurs in the name or the description."""
        cohorts = self
        for word in search_key(text).split():
            cohorts = cohorts.filter(search_key__contains=word)
        return cohorts

    def with_gaps(self) -> Self:
        """Fewer members than the source counts, members that aren't public, or positions missing from the list."""
        cohorts = self.model._base_manager.annotate(
            listed=Count("members"),
            hidden=Count("members", filter=~Q(members__person__status=Status.PUBLISHED)),
            numbered=Count("members__position"),
            last=Max("members__position"),
        )
        missing_positions = Q(numbered__gt=0) & (Q(last__gt=F("numbered")) | Q(numbered__lt=F("listed")))
        gaps = cohorts.filter(Q(listed__lt=F("expected_size")) | Q(hidden__gt=0) | missing_positions)
        return self.not_withdrawn().filter(pk__in=gaps.values("pk"))


class Cohort(PublishableRecord):
    """A fixed list of people from one source, such as the 14 authors of the LLaMA paper."""

    name = SingleLineField(max_length=200, help_text="The name of the list.")
    description = MultiLineField(blank=True, default="", help_text="Who is on the list, in a sentence of our own.")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="cohorts",
        help_text="The source that lists these people together.",
    )
    expected_size = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MAX_COHORT_SIZE)],
        help_text="How many people the source counts, even if not all of them are named or public.",
    )
    search_key = SearchKeyField(editable=False, default="")

    objects = CohortQuerySet.as_manager()

    references = (Reference("members__person", OnWithdraw.KEEP), Reference("source", OnWithdraw.REVIEW, evidence=True))
    on_merge = PublishableRecord.on_merge | {"source": OnMerge.REPOINT}
    derived_fields = frozenset({"search_key"})
    hidden_fields = {"search_key": "search compares it"}

    class Meta(PublishableRecord.Meta):
        constraints = [
            *PublishableRecord.Meta.constraints,
            lengths("cohort", slug=200, name=200, description=MAX_TEXT_LENGTH),
            not_blank("name", "cohort"),
            CheckConstraint(
                name="cohort_size_in_range",
                condition=Q(expected_size__lte=MAX_COHORT_SIZE),
                violation_error_message=f"A cohort has at most {MAX_COHORT_SIZE:,} members.",
            ),
            CheckConstraint(
                name="cohort_has_a_size",
                condition=Q(expected_size__gte=1),
                violation_error_message="A cohort has at least one member.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def own_derived_values(self) -> dict[str, Any]:
        return {"search_key": search_key(self.name, self.description)}


class CohortMemberQuerySet(ChildQuerySet):
    def as_listed(self) -> Self:
        """By position, then by slug. People who aren't public come last, or their place in the order would hint at a name."""
        hidden = Case(When(person__status=Status.PUBLISHED, then=0), default=1)
        return self.order_by(F("position").asc(nulls_last=True), hidden, "person__slug")


class CohortMember(ChildRecord):
    """One person on the list."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships", help_text="Search by any name, in any script."
    )
    position = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_COHORT_SIZE)],
        help_text="Position on the list, counted from 1, if it is ordered.",
    )
    name_as_listed = SingleLineField(
        max_length=200, blank=True, default="", help_text="The name as the source writes it."
    )

    objects = CohortMemberQuerySet.as_manager()

    parent_field = "cohort"
    natural_key_fields = ("cohort__slug", "person__slug")
    on_merge = {"cohort": OnMerge.COMBINE, "person": OnMerge.COMBINE}

    class Meta:
        ordering = [F("position").asc(nulls_last=True), "person__slug"]
        constraints = [
            UniqueConstraint(
                fields=["cohort", "person"],
                name="cohortmember_once",
                violation_error_message="This person is already on the list.",
            ),
            UniqueConstraint(
                fields=["cohort", "position"],
                name="cohortmember_position_once",
                violation_error_message="Another person has this position on the list.",
            ),
            lengths("cohortmember", name_as_listed=200),
            CheckConstraint(
                name="cohortmember_position_in_range",
                condition=Q(position__isnull=True) | Q(position__lte=MAX_COHORT_SIZE),
                violation_error_message=f"Positions count to {MAX_COHORT_SIZE:,}.",
            ),
            CheckConstraint(
                name="cohortmember_position_from_one",
                condition=Q(position__isnull=True) | Q(position__gte=1),
                violation_error_message="Positions count from 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{isolate_bidi(str(self.person))}, {isolate_bidi(str(self.cohort))}"
