"""What posts and events have in common: their confidence is weighed from what published sources say."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from people.evidence import Confidence
from talentwatch.records.querysets import PublishableQuerySet
from talentwatch.records.status import Status


class EvidencedQuerySet(PublishableQuerySet):
    """Records that sources speak of, through the rows of `evidence`."""

    evidence: ClassVar[str]

    def counting(self) -> Any:
        """The evidence of a record that counts, for a subquery."""
        link: Any = self.model._meta.get_field(self.evidence)
        rows = link.related_model._base_manager
        return rows.filter(**{link.field.name: OuterRef("pk")}, source__status=Status.PUBLISHED)

    def not_refuted(self) -> Self:
        """All but those that every source denies."""
        return self.exclude(confidence=Confidence.REFUTED)

    def from_one_publisher(self) -> Self:
        """Published on the word of exactly one independent publisher."""
        return self.published().filter(confidence=Confidence.REPORTED)

    def rumours_older_than(self, day: date) -> Self:
        """Still no more than rumours, and no source that rumours them can be of that day or later.

        A source without a date counts as of the day on which the record was entered.
        """
        since = self.counting().filter(source__published_latest__gte=day)
        undated = self.counting().filter(source__published_latest__isnull=True)
        entered_since = Q(Exists(undated), created_at__date__gte=day)
        return self.not_withdrawn().filter(~Exists(since), ~entered_since, confidence=Confidence.RUMOURED)
