"""Serializers of events and their citations."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from events.models import Citation, NewsEvent
from people.models import Employment, Organization, Person
from people.serializers.columns import (
    CITED_SOURCE_COLUMNS,
    RECORD_JSON_FIELDS,
    REFERENCE_COLUMNS,
    own_columns,
    reference_columns,
)
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


class NewsEventSerializer(RecordSerializer):
    """Something that happened, as the desk reports it."""

    date = PartialDateField("When it happened")
    people = ReferenceSerializer(many=True, read_only=True, help_text="The people it is about.")
    organizations = ReferenceSerializer(many=True, read_only=True, help_text="The organizations it is about.")
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
            "date",
            "date_earliest",
            "date_latest",
            "headline",
            "summary",
            "confidence",
            "people",
            "organizations",
            "employments",
            "sources",
        )
        extra_kwargs = {
            "headline": {"help_text": "What happened, in the desk's own words; stances refer to this sentence."},
            "summary": {"help_text": "What the sources say, in two or three sentences of the desk's own."},
        }

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.prefetch_related(
            Prefetch("people", Person.objects.published().only(*REFERENCE_COLUMNS).order_by("slug")),
            Prefetch("organizations", Organization.objects.published().only(*REFERENCE_COLUMNS).order_by("slug")),
            Prefetch("employments", EMPLOYMENT_REFERENCES.order_by("slug")),
            Prefetch("citations", CITATIONS.order_by("source__slug", "stance")),
        ).only(*own_columns(NewsEvent), "published_at")
