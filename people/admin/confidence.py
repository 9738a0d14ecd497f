"""The confidence of employments and events, as a column and a filter of lists."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest

from people.evidence import Confidence
from people.evidence_panel import UNCOUNTED


def with_evidence(records: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each record with `some_evidence`: the primary key of a row by which it cites a source, published or not; None without any."""
    # Not Exists: for the hundred rows of a page, PostgreSQL would read the evidence of all records.
    return records.annotate(some_evidence=Subquery(_evidence(records).values("pk")[:1]))


def _evidence(records: "QuerySet[Any]") -> "QuerySet[Any]":
    relation: Any = records.model._meta.get_field(records.evidence)  # type: ignore[attr-defined]  # an EvidencedQuerySet
    rows: QuerySet[Any] = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
    return rows


@admin.display(description="confidence", ordering="confidence")
def confidence_column(record: Any) -> str:
    """The list must have its records with_evidence()."""
    is_uncounted = record.confidence == Confidence.UNSOURCED and record.some_evidence
    return UNCOUNTED if is_uncounted else str(record.get_confidence_display())


class ConfidenceFilter(admin.SimpleListFilter):
    """By confidence; a record whose sources aren't published yet isn't one without a source."""

    title = parameter_name = "confidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((value, str(label)) for value, label in Confidence.choices), ("uncounted", UNCOUNTED)]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        if not (name := self.value()):
            return queryset
        if name == "uncounted":
            return queryset.filter(Exists(_evidence(queryset)), confidence=Confidence.UNSOURCED)
        evidence = ~Exists(_evidence(queryset)) if name == Confidence.UNSOURCED else Q()
        return queryset.filter(evidence, confidence=name)
