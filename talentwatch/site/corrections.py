"""Corrections for people: the API's rows with the names and pages of their records, in words."""

from typing import Any

from talentwatch.changefeed.comparison import corrections, statement_of
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.serializers import NamedCorrectionListSerializer, NamedCorrectionSerializer
from talentwatch.site.correction_words import describe


class WordedCorrectionListSerializer(NamedCorrectionListSerializer):
    """Adds the differences in words."""

    def to_representation(self, data: Any) -> Any:
        changes = list(data)
        rows = super().to_representation(changes)
        for change, row in zip(changes, rows, strict=True):
            row["is_correction"] = is_correction(change)
            row["worded"] = [describe(difference) for difference in row["changes"]]
        return rows


class WordedCorrectionSerializer(NamedCorrectionSerializer):
    """A correction with the name and the page of its record, and its differences in words."""

    class Meta(NamedCorrectionSerializer.Meta):
        list_serializer_class = WordedCorrectionListSerializer


def is_correction(change: Change) -> bool:
    """The record said something else before; what was only added, or follows from other fields, is no correction."""
    before = statement_of(change.resource, change.before.data) if change.before else None
    after = statement_of(change.resource, change.data)
    return bool(before and after and corrections(change.resource, before, after))
