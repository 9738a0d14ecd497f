"""Claims: what one source says about one employment."""

from datetime import datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.utils import timezone

from people.evidence import Conflict, Stance, conflicts_of
from people.models.employment import Employment
from people.models.organization import Organization
from people.models.person import Person
from people.models.quoted import QUOTE_FIELDS, QUOTE_GOES_WITH, QUOTE_LENGTH, Quoted, quote_constraint
from people.models.source import Source
from people.models.tenure import TENURE_HAPPENED_IF, Tenure, tenure_constraints
from talentwatch.records.constraints import language_form, lengths, public_id_form
from talentwatch.records.declarations import OnMerge
from talentwatch.records.fields import MAX_TEXT_LENGTH, MultiLineField, PublicIdField, one_of
from talentwatch.records.models import SLUG_LENGTH, ChildRecord
from talentwatch.records.querysets import ChildQuerySet, hidden, keys_of_any, names_hidden

MAX_MONTHS = 1200
IN_CONFLICT = Q(start_conflicts=True) | Q(end_conflicts=True) | Q(existence_conflicts=True)


class ClaimQuerySet(ChildQuerySet):
    def published(self) -> Self:
        """What the public may see: claims of published sources about published employments."""
        jobs = Employment._base_manager.filter(pk=OuterRef("employment"))
        of_hidden_records = [
            Exists(jobs.filter(**{f"{name}__in": hidden(model)}))
            for name, model in (("person", Person), ("organization", Organization))
        ]
        return self.filter(
            ~names_hidden("employment", Employment),
            ~names_hidden("source", Source),
            *(~one for one in of_hidden_records),
        )

    def hidden_keys(self) -> Any:
        """The primary keys of all others: as cheap as they are few."""
        named = {
            "employment": Employment,
            "source": Source,
            "employment__person": Person,
            "employment__organization": Organization,
        }
        return keys_of_any(self, (Q(**{f"{path}__in": hidden(model)}) for path, model in named.items()))

    def in_conflict(self, is_in_conflict: bool = True) -> Self:  # noqa: FBT001, FBT002 the value of a filter
        """Claims that contradict the desk's conclusion, or with False those that don't."""
        return self.filter(IN_CONFLICT if is_in_conflict else ~IN_CONFLICT)


class Claim(ChildRecord, Tenure, Quoted):
    """What one source says about one employment, in that source's own terms."""

    slug = PublicIdField(
        max_length=2 * SLUG_LENGTH + 2,
        unique=True,
        editable=False,
        help_text="The slugs of its employment and its source.",
    )
    updated_at = models.DateTimeField(
        default=timezone.now, editable=False, db_index=True, help_text="When the claim last changed."
    )
    employment = models.ForeignKey(Employment, on_delete=models.CASCADE, related_name="claims")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="claims", help_text="The article or statement that says so."
    )
    stance = models.CharField(
        max_length=10,
        choices=Stance.choices,
        default=Stance.REPORTED,
        help_text="Announced: the person or the organization says so. Denied: the source says it isn't so.",
    )
    stated_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_MONTHS)],
        help_text="Length of service in months, if the source states it: “6 years 7 months” is 79.",
    )
    note = MultiLineField(blank=True, default="", help_text="For the desk. Readers don't see it.")
    start_conflicts = models.BooleanField(default=False, editable=False)
    end_conflicts = models.BooleanField(default=False, editable=False)
    existence_conflicts = models.BooleanField(default=False, editable=False)

    objects = ClaimQuerySet.as_manager()

    parent_field = "employment"
    natural_key_fields = ("employment__slug", "source__slug")
    derived_fields = frozenset({"slug", "start_conflicts", "end_conflicts", "existence_conflicts"})
    hidden_fields = {f"{conflict}_conflicts": "served as the list `conflicts`" for conflict in Conflict.values}
    bookkeeping_fields = frozenset({"id", "updated_at"})
    private_fields = frozenset({"note"}) | QUOTE_FIELDS
    unversioned_fields = QUOTE_FIELDS
    happened_if = TENURE_HAPPENED_IF
    goes_with = Tenure.goes_with | QUOTE_GOES_WITH
    on_merge = {"employment": OnMerge.COMBINE, "source": OnMerge.COMBINE}
    required_choices = frozenset({"stance"})

    class Meta:
        ordering = ["slug"]
        constraints = [
            *tenure_constraints("claim"),
            lengths("claim", slug=2 * SLUG_LENGTH + 2, title=200, note=MAX_TEXT_LENGTH, quote=QUOTE_LENGTH),
            public_id_form("claim"),
            language_form("quote_language", "claim", blank=True),
            one_of("stance", Stance, "claim"),
            quote_constraint("claim"),
            CheckConstraint(
                name="claim_states_a_length",
                condition=Q(stated_months__isnull=True) | Q(stated_months__range=(1, MAX_MONTHS)),
                violation_error_message="Enter a length of service from 1 to 1,200 months.",
            ),
            UniqueConstraint(
                fields=["employment", "source"],
                name="claim_once_per_source",
                violation_error_message="This source already has a claim on this job: edit that one.",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "slug"], name="claim_of_source"),
            models.Index(fields=["stance", "slug"], name="claim_by_stance"),
            models.Index(fields=["slug"], name="claim_in_conflict", condition=IN_CONFLICT),
            models.Index(fields=["start_earliest", "slug"], name="claim_by_start"),
            models.Index(fields=["end_earliest", "slug"], name="claim_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.employment}: {self.source}"

    @property
    def conflicts(self) -> list[str]:
        """What the claim contradicts in the desk's conclusion, as stored."""
        return [conflict for conflict in Conflict.values if getattr(self, f"{conflict}_conflicts")]

    def derived_values(self) -> dict[str, Any]:
        conflicts = conflicts_of(self, self.employment)
        return {
            "slug": f"{self.employment.slug}--{self.source.slug}",
            **{f"{conflict}_conflicts": conflict in conflicts for conflict in Conflict.values},
        }

    def set_updated_at(self, at: datetime) -> None:
        self.updated_at = at
