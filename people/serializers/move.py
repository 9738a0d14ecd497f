"""Moves to JSON."""

from typing import Any

from people.models import Move
from people.serializers.columns import RECORD, named, own, post
from people.serializers.range import GapSerializer
from talentwatch.api.serializers import PartialDateField, RecordSerializer, ReferenceSerializer


class MoveSerializer(RecordSerializer):
    person = ReferenceSerializer(read_only=True)
    origin = ReferenceSerializer(read_only=True, allow_null=True)
    destination = ReferenceSerializer(read_only=True, allow_null=True)
    date = PartialDateField()
    gap_days = GapSerializer(read_only=True)
    origin_employment = ReferenceSerializer(read_only=True, allow_null=True)
    destination_employment = ReferenceSerializer(read_only=True, allow_null=True)

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
