"""Serializers of sources, and of a source beside what it says."""

from typing import Any

from rest_framework import serializers

from people.models import Source
from people.serializers.columns import RECORD_JSON_FIELDS, own_columns, source_columns
from talentwatch.api.serializers import (
    OptionalAddress,
    OptionalText,
    PartialDateField,
    RecordSerializer,
    ReferenceSerializer,
)


def column_help(column: str) -> str:
    """The help text of a field of Source."""
    field: Any = Source._meta.get_field(column)
    return str(field.help_text)


class SourceSerializer(RecordSerializer):
    """An article or a statement."""

    resource = "sources"
    link = OptionalAddress(source="url", read_only=True, allow_null=True, help_text=column_help("url"))
    published = PartialDateField("When it was published")
    derived_from = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The source that this one repeats; null if none."
    )

    class Meta:
        model = Source
        fields = (
            *RECORD_JSON_FIELDS,
            "link",
            "title",
            "publisher",
            "author",
            "language",
            "published",
            "published_earliest",
            "published_latest",
            "archive_url",
            "kind",
            "derived_from",
        )

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.select_related("derived_from").only(*own_columns(Source), *source_columns("derived_from"))


class CitedSourceSerializer(serializers.ModelSerializer):
    """A source, beside what it says."""

    publisher = OptionalText(read_only=True, allow_null=True, help_text=column_help("publisher"))
    link = OptionalAddress(source="url", read_only=True, allow_null=True, help_text=column_help("url"))
    published = PartialDateField("When it was published")

    class Meta:
        model = Source
        fields = ("slug", "publisher", "link", "language", "published")
        read_only_fields = fields
        extra_kwargs = {"slug": {"help_text": "Its public identifier."}}
