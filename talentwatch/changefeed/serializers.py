"""Changes and corrections as JSON."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from talentwatch.api.serializers import URL_HELP_TEXT, OptionalText, RecordSerializer, ReferenceSerializer, list_url
from talentwatch.changefeed.comparison import Statement, field_differences, statement_of
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.references import RecordKey, references_in
from talentwatch.changefeed.snapshots import document_serializer
from talentwatch.resources import RECORD_TYPES, REFERRED_TYPES

TEXT_FIELDS = {"title", "headline", "summary", "description"}


class LogEntrySerializer(RecordSerializer):
    """A row of the log, with the URL of its record."""

    url = serializers.SerializerMethodField(help_text=URL_HELP_TEXT)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, change: Change) -> str:
        if change.resource == "claims":
            employment, _, source = change.slug.partition("--")
            return list_url("claim-list", self.context, employment=employment, source=source)
        model = RECORD_TYPES[change.resource].model
        name = f"{model._meta.model_name}-detail"
        return reverse(name, kwargs={"slug": change.slug}, request=self.context.get("request"))


class ChangeSerializer(LogEntrySerializer):
    """A row of a list was published, changed, withdrawn or merged; or rows were erased, which were those without a slug."""

    resource = OptionalText(  # type: ignore[assignment]  # the column is called so
        read_only=True,
        allow_null=True,
        help_text="The list that the row belongs to, as in its URL; null if it was erased.",
    )
    slug = OptionalText(
        read_only=True, allow_null=True, help_text="The public identifier of the row; null if it was erased."
    )

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_url(self, change: Change) -> Any:
        return super().get_url(change) if change.resource else None

    class Meta:
        model = Change
        fields = ("seq", "at", "action", "resource", "slug", "url")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.only("seq", "at", "action", "resource", "slug")


@extend_schema_field({})
class AnyValue(serializers.JSONField):
    """A value of any type, null included."""


class DifferenceSerializer(serializers.Serializer):
    """One changed field; of a list, only the items that the other side lacks."""

    field = serializers.CharField(help_text="The field of the record.")
    before = AnyValue(help_text="The old value; null if none.")
    after = AnyValue(help_text="The new value; null if none.")


@extend_schema_field(DifferenceSerializer(many=True))
class DifferencesField(serializers.SerializerMethodField):
    """A list of differences; `child` gives a file a column for each of their fields."""

    child = DifferenceSerializer()


class CorrectionListSerializer(serializers.ListSerializer):
    """Looks up once which records all these corrections refer to, and which of those are public."""

    def to_representation(self, data: Any) -> Any:
        changes = list(data)
        child: Any = self.child
        child.referred = _records_ever_referred_to(changes)
        statements = chain.from_iterable(map(_statements, changes))
        referred = {*chain(*child.referred.values()), *chain.from_iterable(map(references_in, statements))}
        child.public_references = _public_references(referred)
        return super().to_representation(changes)


class CorrectionSerializer(LogEntrySerializer):
    """What a public record said before, and what it says since."""

    reason = serializers.SerializerMethodField()
    changes = DifferencesField(help_text="The differences, field by field.")
    referred: dict[RecordKey, set[RecordKey]]
    public_references: dict[RecordKey, dict[str, Any]]

    class Meta:
        model = Change
        fields = ("seq", "at", "resource", "slug", "url", "reason", "is_typo", "changes")
        list_serializer_class = CorrectionListSerializer

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.select_related("document", "before__document")

    @extend_schema_field(
        OptionalText(
            allow_null=True,
            help_text="The newsroom's reason for the correction; null if it might name a withdrawn record.",
        )
    )
    def get_reason(self, change: Change) -> str | None:
        return None if self._may_name_hidden(change) else change.reason or None

    def get_changes(self, change: Change) -> list[dict[str, Any]]:
        before, after = _statements(change)
        names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
        old_values, new_values = (
            {name: self._visible_value(name, statement.get(name)) for name in names} for statement in (before, after)
        )
        differences = [
            {"field": name, "before": old, "after": new}
            for name, old, new in field_differences(old_values, new_values)
            if old != new
        ]
        if not self._may_name_hidden(change):
            return differences
        return [
            {
                **difference,
                **{side: _without_texts(difference["field"], difference[side]) for side in ("before", "after")},
            }
            for difference in differences
        ]

    def _may_name_hidden(self, change: Change) -> bool:
        """Its texts may name a record that isn't public, even one that only another correction refers to."""
        referred = {*references_in(list(_statements(change))), *self.referred[change.resource, change.slug]}
        return not referred <= self.public_references.keys()

    def _visible_value(self, name: str, value: Any) -> Any:
        """A value without anything of records that aren't public today."""
        if isinstance(value, list):
            items = [self._visible_value(name, item) for item in value]
            return [item for item in items if item is not None]
        if not isinstance(value, dict):
            return value
        if name in REFERRED_TYPES:
            reference = self.public_references.get((REFERRED_TYPES[name].name, value["slug"]))
            return reference and {**value, **reference}
        row = {key: self._visible_value(key, item) for key, item in value.items()}
        # A claim disappears with its source; a place on a list stays, without the person's name.
        if "source" in row and row["source"] is None:
            return None
        return {**row, "name_as_listed": None} if "person" in row and row["person"] is None else row


class NamedCorrectionListSerializer(CorrectionListSerializer):
    """Looks up once what the corrected records are called, and which pages show them."""

    def to_representation(self, data: Any) -> Any:
        changes = list(data)
        records = _names_and_pages(changes, self.context)
        rows = super().to_representation(changes)
        for change, row in zip(changes, rows, strict=True):
            row["name"], row["page"] = records.get((change.resource, change.slug), (change.slug, None))
        return rows


class NamedCorrectionSerializer(CorrectionSerializer):
    """A correction with the name and the page of its record."""

    class Meta(CorrectionSerializer.Meta):
        list_serializer_class = NamedCorrectionListSerializer


def _without_texts(name: str, value: Any) -> Any:
    """The value of a record's field without free text."""
    return None if name == "name" else _without_nested_texts(name, value)


def _without_nested_texts(name: str, value: Any) -> Any:
    if name in TEXT_FIELDS:
        return None
    if isinstance(value, list):
        return [_without_nested_texts(name, item) for item in value]
    if isinstance(value, dict):
        return {key: _without_nested_texts(key, item) for key, item in value.items()}
    return value


def _statements(change: Change) -> tuple[Statement, Statement]:
    """What the record said before and after, in the order of its fields."""
    names = document_serializer(change.resource).Meta.fields
    before, after = (
        statement_of(change.resource, data) or {} for data in (change.before.data if change.before else {}, change.data)
    )
    return {name: before[name] for name in names if name in before}, {
        name: after[name] for name in names if name in after
    }


def _records_ever_referred_to(changes: Iterable[Change]) -> dict[RecordKey, set[RecordKey]]:
    """By record: the records, except sources, that it refers to in any of its corrections."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        slugs[change.resource].add(change.slug)
    conditions = (Q(resource=resource, slug__in=names) for resource, names in slugs.items())
    corrections = Change.objects.filter(reduce(or_, conditions, Q(pk=None)), is_correction=True)
    referred: dict[RecordKey, set[RecordKey]] = defaultdict(set)
    for change in corrections.select_related("document", "before__document"):
        keys = (key for key in references_in(list(_statements(change))) if key[0] != "sources")
        referred[change.resource, change.slug].update(keys)
    return referred


def _public_references(keys: Iterable[RecordKey]) -> dict[RecordKey, dict[str, Any]]:
    """The public ones of these records as references; a merged record gives its survivor."""
    slugs_by_resource: dict[str, set[str]] = defaultdict(set)
    for resource, slug in keys:
        slugs_by_resource[resource].add(slug)
    references: dict[RecordKey, dict[str, Any]] = {}
    for resource, slugs in slugs_by_resource.items():
        rows = RECORD_TYPES[resource].viewset.queryset.filter(slug__in=slugs)
        rows = rows.named() if resource == "employments" else rows
        references |= {(resource, row.slug): ReferenceSerializer(row).data for row in rows}
        if hidden := {slug for slug in slugs if (resource, slug) not in references}:
            model = RECORD_TYPES[resource].model
            for row in model._base_manager.filter(slug__in=hidden, merged_into__isnull=False):
                survivor = row.survivor()
                if survivor.is_public:
                    references[resource, row.slug] = ReferenceSerializer(survivor).data
    return references


def _names_and_pages(changes: Iterable[Change], context: Any) -> dict[RecordKey, tuple[str, str | None]]:
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
