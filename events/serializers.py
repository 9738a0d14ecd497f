"""Serializers of events and their citations."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from events.models import Citation, EventOrganization, NewsEvent
from people.models import Employment, Person
from people.serializers.columns import (
    CITED_SOURCE_COLUMNS,
    RECORD_JSON_FIELDS,
    REFERENCE_COLUMNS,
    own_columns,
    reference_columns,
)
from people.serializers.range import RangeSerializer
from people.serializers.source import column_help
from talentwatch.api.serializers import (
    OptionalAddress,
    OptionalText,
    PartialDateField,
    RecordSerializer,
    ReferenceSerializer,
)

EMPLOYMENT_REFERENCES = (
    Employment.objects.published()
    .named()
    .only("slug", "status", *reference_columns("person"), *reference_columns("organization"))
)
CITATIONS = (
    Citation.objects.published()
    .select_related("source")
    .only(
        "event",
        "stance",
        "source",
        *(f"source__{column}" for column in CITED_SOURCE_COLUMNS),
    )
)


PARTS = (
    EventOrganization.objects.published()
    .select_related("organization")
    .only("event", "part", *reference_columns("organization"))
)


class CitationSerializer(serializers.ModelSerializer):
    """A cited source, with its stance on the headline."""

    slug = serializers.CharField(source="source.slug", read_only=True, help_text="Its public identifier.")
    publisher = OptionalText(
        source="source.publisher", read_only=True, allow_null=True, help_text=column_help("publisher")
    )
    link = OptionalAddress(source="source.url", read_only=True, allow_null=True, help_text=column_help("url"))
    language = serializers.CharField(source="source.language", read_only=True, help_text=column_help("language"))
    published = PartialDateField("When it was published", source="source.published")

    class Meta:
        model = Citation
        fields = ("slug", "publisher", "link", "language", "published", "stance")
        read_only_fields = fields
        extra_kwargs = {
            "stance": {"help_text": "The stance on the headline: if it says “X denies Y”, X's own word is announced."}
        }


class EventOrganizationSerializer(serializers.ModelSerializer):
    """An organization, with the part that it plays in the event."""

    slug = serializers.CharField(source="organization.slug", read_only=True, help_text="Its public identifier.")
    name = serializers.CharField(source="organization.name", read_only=True, help_text="Its name.")

    class Meta:
        model = EventOrganization
        fields = ("slug", "name", "part")
        read_only_fields = fields
        extra_kwargs = {
            "part": {
                "help_text": "What it does in the event; subject if it is neither buyer, bought, investor, left nor joined."
            }
        }


class PeopleAffectedSerializer(RangeSerializer):
    """How many people an event affects, such as those laid off."""

    min = serializers.IntegerField(
        source="people_affected_min", allow_null=True, help_text="The least; null if not known."
    )
    max = serializers.IntegerField(
        source="people_affected_max", allow_null=True, help_text="The most; null if not known."
    )

    def to_representation(self, instance: NewsEvent) -> Any:
        numbers = super().to_representation(instance)
        return None if numbers == {"min": None, "max": None} else numbers


class NewsEventSerializer(RecordSerializer):
    """Something that happened, as the desk reports it."""

    resource = "events"
    page_name = "event"

    date = PartialDateField("When it happened")
    people = ReferenceSerializer(many=True, read_only=True, help_text="The people it is about.")
    organizations = EventOrganizationSerializer(
        source="parts", many=True, read_only=True, help_text="The organizations it is about."
    )
    people_affected = PeopleAffectedSerializer(
        source="*", read_only=True, allow_null=True, help_text="How many people it affects; null if no source says."
    )
    # A JSON number; the default of REST framework is a text.
    stake_percent = serializers.FloatField(
        read_only=True, allow_null=True, help_text="The share that changes hands, in percent; null if no source says."
    )
    employments = ReferenceSerializer(
        many=True, read_only=True, help_text="The jobs that began, changed or ended with it."
    )
    sources = CitationSerializer(
        source="citations",
        many=True,
        read_only=True,
        help_text="The sources that report it, one item for each stance that a source takes.",
    )

    class Meta:
        model = NewsEvent
        fields = (
            *RECORD_JSON_FIELDS,
            "published_at",
            "kind",
            "outcome",
            "date",
            "date_earliest",
            "date_latest",
            "headline",
            "summary",
            "people_affected",
            "stake_percent",
            "amount",
            "currency",
            "confidence",
            "people",
            "organizations",
            "employments",
            "sources",
        )
        extra_kwargs = {
            "summary": {
                "help_text": "What the sources say, in two or three sentences of the desk's own; null if there is none."
            },
            "headline": {"help_text": "What happened, in the desk's own words; stances refer to this sentence."},
            "outcome": {
                "help_text": "What became of it: an acquisition may be only planned, in talks, or have failed."
            },
            "amount": {
                "help_text": "What is paid or invested, in whole units of the currency; null if no source says."
            },
            "currency": {"help_text": "The currency of the amount, an ISO 4217 code; null without an amount."},
        }

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.prefetch_related(
            Prefetch("people", Person.objects.published().only(*REFERENCE_COLUMNS).order_by("slug")),
            Prefetch("parts", PARTS.order_by("organization__slug")),
            Prefetch("employments", EMPLOYMENT_REFERENCES.order_by("slug")),
            Prefetch("citations", CITATIONS.order_by("source__slug", "stance")),
        ).only(*own_columns(NewsEvent), "published_at")
