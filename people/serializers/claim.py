"""Serializer of claims."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.models import Claim, Conflict
from people.serializers.columns import (
    CITED_SOURCE_COLUMNS,
    RECORD_JSON_FIELDS,
    TENURE_JSON_FIELDS,
    TENURE_KWARGS,
    employment_columns,
    own_columns,
)
from people.serializers.source import CitedSourceSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer, list_url


class ClaimSerializer(RecordSerializer):
    """What one source says about one employment, in that source's own terms."""

    resource = "claims"
    page_name = "person"

    url = serializers.SerializerMethodField(help_text="The address of a list with just this claim.")
    employment = ReferenceSerializer(read_only=True, help_text="The employment that it is about.")
    source = CitedSourceSerializer(read_only=True, help_text="The source that says so.")  # type: ignore[assignment]  # DRF itself calls a setting of fields source
    start = PartialDateField("When the job began, according to the source")
    end = PartialDateField("When it ended, according to the source")
    conflicts = serializers.ListField(
        child=serializers.ChoiceField(Conflict.choices),
        read_only=True,
        help_text="What it contradicts in the desk's conclusion.",
    )

    class Meta:
        model = Claim
        fields = (
            *RECORD_JSON_FIELDS,
            "employment",
            "source",
            "stance",
            *TENURE_JSON_FIELDS,
            "stated_months",
            "conflicts",
        )
        extra_kwargs = TENURE_KWARGS

    def page_place(self, record: Claim) -> tuple[str, str]:
        return record.employment.person.slug, record.employment.slug

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        related = rows.select_related("employment__person", "employment__organization", "source")
        return related.only(
            *own_columns(Claim),
            *employment_columns("employment"),
            "source",
            *(f"source__{column}" for column in CITED_SOURCE_COLUMNS),
        )

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, claim: Claim) -> str:
        return list_url("claim-list", self.context, employment=claim.employment.slug, source=claim.source.slug)
