"""Serializers of employments, for lists and for one with its claims."""

from typing import Any

from django.db.models import Prefetch

from people.models import Claim, Employment
from people.serializers.claim import ClaimSerializer
from people.serializers.columns import (
    RECORD_JSON_FIELDS,
    TENURE_JSON_FIELDS,
    TENURE_KWARGS,
    employment_columns,
    own_columns,
    reference_columns,
)
from people.serializers.range import RangeSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


class EmploymentSerializer(RecordSerializer):
    """The desk's conclusion that a person held a job at an organization, from one date to another."""

    resource = "employments"
    page_name = "person"

    person = ReferenceSerializer(read_only=True, help_text="The person who held the job.")
    organization = ReferenceSerializer(read_only=True, help_text="The organization where they held it.")
    came_from = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The job that they left for this one; null if no source says."
    )
    start = PartialDateField("When the job began")
    end = PartialDateField("When it ended")
    tenure_months = RangeSerializer(
        read_only=True,
        help_text="How long it lasted, in whole months; counted to verified_on if it isn't known to have ended.",
    )

    class Meta:
        model = Employment
        fields: tuple[str, ...] = (
            *RECORD_JSON_FIELDS,
            "person",
            "organization",
            *TENURE_JSON_FIELDS[:1],
            "role",
            "came_from",
            *TENURE_JSON_FIELDS[1:],
            "confidence",
            "verified_from",
            "verified_on",
            "has_conflict",
            "tenure_months",
        )
        extra_kwargs = {**TENURE_KWARGS, "role": {"help_text": "The kind of work; the exact job title is in title."}}

    def page_place(self, record: Employment) -> tuple[str, str]:
        return record.person.slug, record.slug

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        related = rows.select_related("person", "organization", "came_from__person", "came_from__organization")
        return related.only(
            *own_columns(Employment),
            *reference_columns("person"),
            *reference_columns("organization"),
            *employment_columns("came_from"),
        )


class EmploymentWithClaimsSerializer(EmploymentSerializer):
    """One employment, with its claims."""

    nested_fields = ("claims",)

    claims = ClaimSerializer(many=True, read_only=True, help_text="What each source says about it.")

    class Meta(EmploymentSerializer.Meta):
        fields = (*EmploymentSerializer.Meta.fields, "claims")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        claims = ClaimSerializer.fetch(Claim.objects.published())
        return super().fetch(rows).prefetch_related(Prefetch("claims", claims))
