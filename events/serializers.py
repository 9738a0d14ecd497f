"""Rows of events to JSON."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from events.models import Citation, NewsEvent
from people.models import Employment, Organization, Person
from people.serializers.columns import CITED, NAMED, RECORD, named, own
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

    slug = serializers.CharField(source="source.slug", read_only=True)
    publisher = OptionalText(source="source.publisher", read_only=True, allow_null=True)
    link = OptionalAddress(source="source.url", read_only=True, allow_null=True)
    language = serializers.CharField(source="source.language", read_only=True)
    published = PartialDateField(source="source.published")

    class Meta:
        model = Citation
        fields = ("slug", "publisher", "link", "language", "published", "stance")
        read_only_fields = fields


class NewsEventSerializer(RecordSerializer):
    """Something that happened, told by the desk."""

    date = PartialDateField()
    people = ReferenceSerializer(many=True, read_only=True)
    organizations = ReferenceSerializer(many=True, read_only=True)
    employments = ReferenceSerializer(many=True, read_only=True)
    sources = CitationSerializer(source="citations", many=True, read_only=True)

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

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.prefetch_related(
            Prefetch("people", Person.objects.published().only(*NAMED).order_by("slug")),
            Prefetch("organizations", Organization.objects.published().only(*NAMED).order_by("slug")),
            Prefetch("employments", POSTS.order_by("slug")),
            Prefetch("citations", CITATIONS.order_by("source__slug")),
        ).only(*own(NewsEvent), "published_at")
