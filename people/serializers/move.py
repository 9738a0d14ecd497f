"""Serializer of moves."""

from typing import Any

from people.models import Move
from people.serializers.columns import RECORD_JSON_FIELDS, employment_columns, own_columns, reference_columns
from people.serializers.range import RangeSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


class MoveSerializer(RecordSerializer):
    """Who left which organization for which: derived from two employments, or from one."""

    resource = "moves"
    page_name = "person"

    person = ReferenceSerializer(read_only=True, help_text="The person who moves.")
    origin = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The organization they leave; null if not known."
    )
    destination = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The organization they join; null if not known."
    )
    date = PartialDateField("When they moved")
    gap_days = RangeSerializer(read_only=True, help_text="The days between the two jobs; negative if they overlap.")
    origin_employment = ReferenceSerializer(read_only=True, allow_null=True, help_text="The job they leave, if known.")
    destination_employment = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The job they start, if known."
    )

    class Meta:
        model = Move
        fields = (
            *RECORD_JSON_FIELDS,
            "person",
            "origin",
            "destination",
            "left_for",
            "end_reason",
            "date",
            "date_earliest",
            "date_latest",
            "gap_days",
            "kind",
            "confidence",
            "origin_employment",
            "destination_employment",
        )
        extra_kwargs = {
            "left_for": {
                "help_text": "What they left for, if no source names the organization they joined; null if no source says."
            },
            "end_reason": {"help_text": "Why the job they leave ended; null if no source says."},
        }

    def page_place(self, record: Move) -> tuple[str, str]:
        """The job that they start, else the one that they leave."""
        job = record.destination_employment or record.origin_employment
        return record.person.slug, job.slug if job else ""

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        employments = ("origin_employment", "destination_employment")
        named = [f"{path}__{part}" for path in employments for part in ("person", "organization")]
        columns = [column for path in ("person", "origin", "destination") for column in reference_columns(path)]
        columns += [column for path in employments for column in employment_columns(path)]
        flow_columns = [f"{side}_{level}" for side in ("origin", "destination") for level in ("unit", "group")]
        return rows.select_related("person", "origin", "destination", *named).only(
            *own_columns(Move, *flow_columns), *columns
        )
