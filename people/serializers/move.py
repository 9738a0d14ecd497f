"""Moves to JSON."""

from typing import Any

from people.models import Move
from people.serializers.columns import RECORD, named, own, post
from people.serializers.range import RangeSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


class MoveSerializer(RecordSerializer):
    """Who left what for what: derived from two posts, or from one."""

    person = ReferenceSerializer(read_only=True, help_text="Who moves.")
    origin = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The organization left; null where no source tells."
    )
    destination = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The organization gone to; null where no source tells."
    )
    date = PartialDateField("When")
    gap_days = RangeSerializer(read_only=True, help_text="The days between the two posts; negative where they overlap.")
    origin_employment = ReferenceSerializer(read_only=True, allow_null=True, help_text="The post left, if any.")
    destination_employment = ReferenceSerializer(
        read_only=True, allow_null=True, help_text="The post taken up, if any."
    )

    class Meta:
        model = Move
        fields = (
            *RECORD,
            "person",
            "origin",
            "destination",
            "date",
            "date_earliest",
            "date_latest",
            "gap_days",
            "kind",
            "confidence",
            "origin_employment",
            "destination_employment",
        )

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        posts = ("origin_employment", "destination_employment")
        ends = [f"{path}__{end}" for path in posts for end in ("person", "organization")]
        shown = [*named("person"), *named("origin"), *named("destination"), *post(posts[0]), *post(posts[1])]
        counted_by = [f"{side}_{level}" for side in ("origin", "destination") for level in ("unit", "group")]
        return rows.select_related("person", "origin", "destination", *ends).only(*own(Move, *counted_by), *shown)
