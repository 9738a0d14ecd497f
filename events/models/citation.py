"""Citations: which source reports which event, and its stance."""

from typing import Self

from django.db import models
from django.db.models import UniqueConstraint

from events.models.event import NewsEvent
from people.evidence import Stance
from people.models import Source
from talentwatch.curation.fields import one_of
from talentwatch.curation.models import Detail
from talentwatch.curation.querysets import DetailQuerySet
from talentwatch.curation.status import Status
from talentwatch.curation.ties import Rejoin
from talentwatch.text import isolated


class CitationQuerySet(DetailQuerySet):
    def published(self) -> Self:
        """What the public may see: of published events, by published sources."""
        return self.filter(event__status=Status.PUBLISHED, source__status=Status.PUBLISHED)


class Citation(Detail):
    """One source that speaks of one event."""

    event = models.ForeignKey(NewsEvent, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", help_text="The article or statement."
    )
    stance = models.CharField(
        max_length=10,
        choices=Stance.choices,
        default=Stance.REPORTED,
        help_text="Toward the headline. If the headline is “X denies Y” and the source quotes X, that is Announced.",
    )

    objects = CitationQuerySet.as_manager()

    parent_name = "event"
    natural_fields = ("event__slug", "source__slug")
    rejoins = {"event": Rejoin.MEET, "source": Rejoin.MEET}
    decisive = frozenset({"stance"})

    class Meta:
        ordering = ["event", "source__slug"]
        constraints = [
            one_of("stance", Stance, "citation"),
            UniqueConstraint(
                fields=["event", "source"],
                name="citation_once_per_source",
                violation_error_message="This source is cited already: change that citation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{isolated(str(self.event))}: {self.source}"
