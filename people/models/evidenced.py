"""What employments and events have in common: their confidence is derived from what published sources say."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from people.evidence import Confidence
from talentwatch.records.querysets import PublishableQuerySet
from talentwatch.records.status import Status


class EvidencedQuerySet(PublishableQuerySet):
    """Records whose evidence is the rows of the relation `evidence`, each with a source and a stance."""

    evidence: ClassVar[str]

    def counted_evidence(self) -> Any:
        """The evidence of published sources, as a subquery about one record."""
        relation: Any = self.model._meta.get_field(self.evidence)
        rows = relation.related_model._base_manager
        return rows.filter(**{relation.field.name: OuterRef("pk")}, source__status=Status.PUBLISHED)

    def not_refuted(self) -> Self:
        """Without those that every source denies."""
        return self.exclude(confidence=Confidence.REFUTED)

    def from_one_publisher(self) -> Self:
        """Published, but reported by one independent publisher only."""
        return self.published().filter(confidence=Confidence.REPORTED)

    def rumours_older_than(self, day: date) -> Self:
        """Still only rumours, and no source of them was published on that day or later.

        A source without a date counts as of the day on which the record was created.
        """
        published_since = self.counted_evidence().filter(source__published_latest__gte=day)
        undated = self.counted_evidence().filter(source__published_latest__isnull=True)
        # The day of creation first: PostgreSQL would look for all records with an undated source, which few rumours need.
        is_old = Q(created_at__date__lt=day) | ~Exists(undated)
        return self.not_withdrawn().filter(~Exists(published_since), is_old, confidence=Confidence.RUMOURED)
