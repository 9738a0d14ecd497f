"""Citations: which source reports which event, and its stance."""

from typing import Self

from django.db import models
from django.db.models import UniqueConstraint

from events.models.event import NewsEvent
from people.evidence import Stance
from people.models import Source
from people.models.quoted import QUOTE_FIELDS, QUOTE_GOES_WITH, QUOTE_LENGTH, Quoted, quote_constraint
from talentwatch.records.constraints import language_form, lengths
from talentwatch.records.declarations import OnMerge
from talentwatch.records.fields import one_of
from talentwatch.records.models import ChildRecord
from talentwatch.records.querysets import ChildQuerySet
from talentwatch.records.status import Status
from talentwatch.text import isolate_bidi


class CitationQuerySet(ChildQuerySet):
    def published(self) -> Self:
        """What the public may see: citations of published sources by published events."""
        return self.filter(event__status=Status.PUBLISHED, source__status=Status.PUBLISHED)


class Citation(ChildRecord, Quoted):
    """A source that reports an event. An article that reports a rumour and its denial is cited twice, with each stance."""

    event = models.ForeignKey(NewsEvent, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", help_text="The article or statement."
    )
    stance = models.CharField(
        max_length=10,
        choices=Stance.choices,
        default=Stance.REPORTED,
        help_text="The source's stance on the headline. If the headline is “X denies Y” and the source quotes X, choose Announced.",
    )

    objects = CitationQuerySet.as_manager()

    parent_field = "event"
    natural_key_fields = ("event__slug", "source__slug", "stance")
    private_fields = unversioned_fields = QUOTE_FIELDS
    goes_with = QUOTE_GOES_WITH
    on_merge = {"event": OnMerge.COMBINE, "source": OnMerge.COMBINE}

    class Meta:
        ordering = ["event", "source__slug", "stance"]
        constraints = [
            one_of("stance", Stance, "citation"),
            quote_constraint("citation"),
            lengths("citation", quote=QUOTE_LENGTH),
            language_form("quote_language", "citation", blank=True),
            UniqueConstraint(
                fields=["event", "source", "stance"],
                name="citation_once_per_stance",
                violation_error_message="This source is already cited with this stance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{isolate_bidi(str(self.event))}: {self.source}"
