"""The organizations that an event is about, each with the part that it plays."""

from typing import Any, Self

from django.db import models
from django.db.models import Q, TextChoices, UniqueConstraint

from events.models.event import NewsEvent
from people.models import Organization
from talentwatch.records.declarations import OnMerge
from talentwatch.records.fields import one_of
from talentwatch.records.models import ChildRecord
from talentwatch.records.querysets import ChildQuerySet, hidden, keys_of_any
from talentwatch.records.status import Status
from talentwatch.text import isolate_bidi


class Part(TextChoices):
    SUBJECT = "subject", "Subject"
    ACQUIRER = "acquirer", "Acquirer"
    TARGET = "target", "Target"
    INVESTOR = "investor", "Investor"
    ORIGIN = "origin", "Origin"
    DESTINATION = "destination", "Destination"


class EventOrganizationQuerySet(ChildQuerySet):
    def published(self) -> Self:
        """What the public may see: published organizations of published events."""
        return self.filter(event__status=Status.PUBLISHED, organization__status=Status.PUBLISHED)

    def hidden_keys(self) -> Any:
        """The primary keys of all others: as cheap as they are few."""
        return keys_of_any(self, [Q(event__in=hidden(NewsEvent)), Q(organization__in=hidden(Organization))])


class EventOrganization(ChildRecord):
    """An organization that an event is about."""

    event = models.ForeignKey(NewsEvent, on_delete=models.CASCADE, related_name="parts")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        related_name="event_parts",
        help_text="The organization. Search by any name, in any script.",
    )
    part = models.CharField(
        max_length=12,
        choices=Part,
        default=Part.SUBJECT,
        help_text="What it does in the event: who buys, is bought, invests, is left or is joined. Otherwise it is the subject.",
    )

    objects = EventOrganizationQuerySet.as_manager()

    parent_field = "event"
    natural_key_fields = ("event__slug", "organization__slug")
    on_merge = {"event": OnMerge.COMBINE, "organization": OnMerge.COMBINE}
    required_choices = frozenset({"part"})

    class Meta:
        verbose_name = "organization"
        verbose_name_plural = "organizations"
        ordering = ["event", "organization__slug"]
        constraints = [
            one_of("part", Part, "eventorganization"),
            UniqueConstraint(
                fields=["event", "organization"],
                name="eventorganization_once",
                violation_error_message="This organization is already named: change its part there.",
            ),
        ]

    def __str__(self) -> str:
        return f"{isolate_bidi(str(self.event))}: {isolate_bidi(str(self.organization))}"
