"""Rows of events to JSON."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from events.models import Citation, NewsEvent
from people.models import Employment, Organization, Person
from people.serializers.columns import CITED, NAMED, RECORD, named, own
from people.serializers.source import told
from talentwatch.api.serializers import (
    OptionalAddress,
    OptionalText,
    PartialDateField,
    RecordSerializer,
    ReferenceSerializer,
)

POSTS = Employment.objects.published().named().only("slug", "status", *named("person"), *named("organization"))
CITATIONS = (
    Citation.objects.published()
    .select_related("source")
    .only(
        "event",
        "stance",
        "source",
        *(f"source__{column}" for column in CITED),
    )
)


class CitationSerializer(serializers.ModelSerializer):
    """A cited source, with its stance toward the headline."""

    slug = serializers.CharField(source="source.slug", read_only=True, help_text="Its public identifier.")
    publisher = OptionalText(source="source.publisher", read_only=True, allow_null=True, help_text=told("publisher"))
    link = OptionalAddress(source="source.url", read_only=True, allow_null=True, help_text=told("url"))
    language = serializers.CharField(source="source.language", read_only=True, help_text=told("language"))
    published = PartialDateField("When it was published", source="source.published")

    class Meta:
        model = Citation
        fields = ("slug", "publisher", "link", "language", "published", "stance")
        read_only_fields = fields
        extra_kwargs = {"stance": {"help_text": "Toward the headline: of “X denies Y”, X's own word is announced."}}


class NewsEventSerializer(RecordSerializer):
    """Something that happened, told by the desk."""

    date = PartialDateField("When it happened")
    people = ReferenceSerializer(many=True, read_only=True, help_text="Whom it is about.")
    organizations = ReferenceSerializer(many=True, read_only=True, help_text="Which organizations it is about.")
    employments = ReferenceSerializer(
        many=True, read_only=True, help_text="The posts that began, changed or ended with it."
    )
    sources = CitationSerializer(source="citations", many=True, read_only=True, help_text="Who reports it.")

    class Meta:
        model = NewsEvent
        fields = (
            *RECORD,
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
            "headline": {"help_text": "What happened, in the desk's own words; stances speak of this sentence."},
            "summary": {"help_text": "What the sources say, in two or three sentences of the desk's own."},
        }

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.prefetch_related(
            Prefetch("people", Person.objects.published().only(*NAMED).order_by("slug")),
            Prefetch("organizations", Organization.objects.published().only(*NAMED).order_by("slug")),
            Prefetch("employments", POSTS.order_by("slug")),
            Prefetch("citations", CITATIONS.order_by("source__slug")),
        ).only(*own(NewsEvent), "published_at")
