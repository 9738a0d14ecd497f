"""Corrections for people: the API's rows with the names and pages of their records, in words; and those of one record."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from people.models import Employment, Person
from talentwatch.changefeed.comparison import corrections, statement_of
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.references import RecordKey
from talentwatch.changefeed.serializers import CorrectionListSerializer, CorrectionSerializer
from talentwatch.resources import RECORD_TYPES, record_type_of
from talentwatch.site.correction_words import describe

MAX_NOTES = 5  # on the page of a record
MAX_COMPARED = 50  # the latest changes of a record among which its corrections are looked for


class WordedCorrectionListSerializer(CorrectionListSerializer):
    """Looks up once what the corrected records are called, and which pages show them."""

    def to_representation(self, data: Any) -> Any:
        changes = list(data)
        records = _records(changes, self.context)
        rows = super().to_representation(changes)
        for change, row in zip(changes, rows, strict=True):
            row["name"], row["page"] = records.get((change.resource, change.slug), (change.slug, None))
            row["is_correction"] = is_correction(change)
            row["worded"] = [describe(difference) for difference in row["changes"]]
        return rows


class WordedCorrectionSerializer(CorrectionSerializer):
    """A correction with the name and the page of its record, and its differences in words."""

    class Meta(CorrectionSerializer.Meta):
        list_serializer_class = WordedCorrectionListSerializer


def record_corrections(record: Any, request: Any) -> dict[str, Any]:
    """The latest corrections of a record, of a person those of their jobs too; `query` asks the list for all of them."""
    resource = record_type_of(type(record)).name
    of_record = Q(resource=resource, slug=record.slug)
    if isinstance(record, Person):
        jobs = Employment.objects.published().filter(person=record)
        of_record |= Q(resource="employments", slug__in=jobs.values("slug"))
    changes = Change.objects.corrections().filter(of_record, is_typo=False)
    latest = CorrectionSerializer.fetch(changes).order_by("-seq")[:MAX_COMPARED]
    corrected = [change for change in latest if is_correction(change)]
    # Without corrections, the serializer has nothing to look up.
    shown = corrected[:MAX_NOTES]
    rows = WordedCorrectionSerializer(shown, many=True, context={"request": request}).data if shown else []
    slugs = dict.fromkeys([record.slug, *(change.slug for change in corrected)])
    return {"rows": rows, "query": ",".join(slugs)}


def is_correction(change: Change) -> bool:
    """The record said something else before; what was only added, or follows from other fields, is no correction."""
    before = statement_of(change.resource, change.before.data) if change.before else None
    after = statement_of(change.resource, change.data)
    return bool(before and after and corrections(change.resource, before, after))


def _records(changes: Iterable[Change], context: Any) -> dict[RecordKey, tuple[str, str | None]]:
    """The names and pages of the corrected records, all of which are public."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        slugs[change.resource].add(change.slug)
    records: dict[RecordKey, tuple[str, str | None]] = {}
    for resource, names in slugs.items():
        viewset = RECORD_TYPES[resource].viewset
        rows = viewset.queryset.filter(slug__in=names)
        serializer = viewset.serializer_class(context=context)
        for row in rows.named() if resource == "employments" else rows:
            records[resource, row.slug] = str(row), serializer.get_page(row)
    return records
