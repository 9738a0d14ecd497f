"""Rows of the log to JSON."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from talentwatch.api.serializers import ADDRESS, OptionalText, RecordSerializer, ReferenceSerializer, address
from talentwatch.changes.listings import shape_of
from talentwatch.changes.models import Change
from talentwatch.changes.statements import REFERENCES, differing, statement
from talentwatch.resources import RESOURCES

PROSE = {"title", "headline", "summary", "description"}
Public = dict[tuple[str, str], dict[str, Any]]  # by resource and slug: a record as others refer to it


class LoggedSerializer(RecordSerializer):
    """A row of the log, with the address of the record that it speaks of."""

    url = serializers.SerializerMethodField(help_text=ADDRESS)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, change: Change) -> str:
        if change.resource == "claims":
            post, _, source = change.slug.partition("--")
            return address("claim-list", self.context, employment=post, source=source)
        model = RESOURCES[change.resource].queryset.model
        name = f"{model._meta.model_name}-detail"
        return reverse(name, kwargs={"slug": change.slug}, request=self.context.get("request"))


class ChangeSerializer(LoggedSerializer):
    """That a row of some list became public, changed, was withdrawn or merged."""

    class Meta:
        model = Change
        fields = ("seq", "at", "action", "resource", "slug", "url")

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.only("seq", "at", "action", "resource", "slug")


class DifferenceSerializer(serializers.Serializer):
    """One field; of a list only the items that the other side lacks."""

    field = serializers.CharField(help_text="The field of the record.")
    before = serializers.JSONField(allow_null=True, help_text="What it was.")
    after = serializers.JSONField(allow_null=True, help_text="What it became.")


class CorrectionList(serializers.ListSerializer):
    """Looks up once what is still public of all that the rows refer to."""

    def to_representation(self, data: Any) -> Any:
        rows = list(data)
        child: Any = self.child
        child.public = _public(said for row in rows for said in _both(row))
        return super().to_representation(rows)


class CorrectionSerializer(LoggedSerializer):
    """What a public record said before, and what it says since."""

    reason = OptionalText(read_only=True, allow_null=True, help_text="Why it was corrected, in the desk's words.")
    changes = serializers.SerializerMethodField(help_text="What differs, field by field.")
    public: Public

    class Meta:
        model = Change
        fields = ("seq", "at", "resource", "slug", "url", "reason", "is_typo", "changes")
        list_serializer_class = CorrectionList

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.select_related("before")

    @extend_schema_field(DifferenceSerializer(many=True))
    def get_changes(self, change: Change) -> list[dict[str, Any]]:
        before, after = _both(change)
        shown = (
            {"field": name, "before": self._shown(name, old), "after": self._shown(name, new)}
            for name, old, new in differing(before, after)
        )
        found = [one for one in shown if one["before"] != one["after"]]
        names_hidden = any(pair not in self.public for pair in _named([before, after]))
        return [_withheld(one) if names_hidden else one for one in found]

    def _shown(self, name: str, value: Any) -> Any:
        """A value as readers may see it today: of what is public no more nothing is left."""
        if isinstance(value, list):
            shown = [self._shown(name, item) for item in value]
            return [item for item in shown if item is not None]
        if not isinstance(value, dict):
            return value
        if name in REFERENCES:
            reference = self.public.get((REFERENCES[name], value["slug"]))
            return reference and {**value, **reference}
        return _without_hidden({inner: self._shown(inner, item) for inner, item in value.items()})


def _without_hidden(row: dict[str, Any]) -> dict[str, Any] | None:
    """A claim leaves with its source; a place on a list stays, and shows nobody."""
    if "source" in row and row["source"] is None:
        return None
    return {**row, "name_as_listed": None} if "person" in row and row["person"] is None else row


def _withheld(difference: dict[str, Any]) -> dict[str, Any]:
    """Without the texts: they may name somebody who is public no more."""
    return {**difference, "before": None, "after": None} if difference["field"] in PROSE else difference


def _both(change: Change) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the record stated before, and what it stated then, in the order of its fields."""
    shape = shape_of(change.resource)
    found = []
    for said in (change.before.said if change.before else {}, change.said):
        stated = statement(change.resource, said) or {}
        found.append({name: stated[name] for name in shape.Meta.fields if name in stated})
    return found[0], found[1]


def _named(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The resource and slug of each record that a statement refers to."""
    if isinstance(value, list):
        for item in value:
            yield from _named(item, name)
    elif isinstance(value, dict):
        if name in REFERENCES:
            yield REFERENCES[name], value["slug"]
        else:
            for inner, item in value.items():
                yield from _named(item, inner)


def _public(statements: Iterable[dict[str, Any]]) -> Public:
    """Of all records that these refer to, the public ones, as others refer to them."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for resource, slug in (pair for stated in statements for pair in _named(stated)):
        wanted[resource].add(slug)
    found: Public = {}
    for resource, slugs in wanted.items():
        rows = RESOURCES[resource].queryset.filter(slug__in=slugs)
        rows = rows.named() if resource == "employments" else rows
        found |= {(resource, row.slug): ReferenceSerializer(row).data for row in rows}
    return found
