"""Rows of the log to JSON."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from talentwatch.api.serializers import URL_HELP_TEXT, OptionalText, RecordSerializer, ReferenceSerializer, list_url
from talentwatch.changefeed.comparison import differing, statement
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.snapshots import shape_of
from talentwatch.resources import RECORD_TYPES, REFERRED_TYPES

PROSE = {"title", "headline", "summary", "description"}
Own = tuple[str, str]  # a record by resource and slug
Public = dict[Own, dict[str, Any]]  # a record as others refer to it


class LoggedSerializer(RecordSerializer):
    """A row of the log, with the address of the record that it speaks of."""

    url = serializers.SerializerMethodField(help_text=URL_HELP_TEXT)

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, change: Change) -> str:
        if change.resource == "claims":
            post, _, source = change.slug.partition("--")
            return list_url("claim-list", self.context, employment=post, source=source)
        model = RECORD_TYPES[change.resource].model
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


@extend_schema_field(DifferenceSerializer(many=True))
class DifferencesField(serializers.SerializerMethodField):
    """Field by field; in a file each side of them has a column."""

    child = DifferenceSerializer()


class CorrectionList(serializers.ListSerializer):
    """Looks up once all that the records of the rows ever referred to, and what of it is still public."""

    def to_representation(self, data: Any) -> Any:
        rows = list(data)
        child: Any = self.child
        child.named = _ever_named(rows)
        child.public = _public({*chain(*child.named.values()), *chain(*map(_named, chain(*map(_both, rows))))})
        return super().to_representation(rows)


class CorrectionSerializer(LoggedSerializer):
    """What a public record said before, and what it says since."""

    reason = serializers.SerializerMethodField()
    changes = DifferencesField(help_text="What differs, field by field.")
    named: dict[Own, set[Own]]
    public: Public

    class Meta:
        model = Change
        fields = ("seq", "at", "resource", "slug", "url", "reason", "is_typo", "changes")
        list_serializer_class = CorrectionList

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows.select_related("before")

    @extend_schema_field(
        OptionalText(
            allow_null=True, help_text="Why it was corrected, in the desk's words; null where it may name who left."
        )
    )
    def get_reason(self, change: Change) -> str | None:
        return None if self._may_name_hidden(change) else change.reason or None

    def get_changes(self, change: Change) -> list[dict[str, Any]]:
        before, after = _both(change)
        names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
        shown = ({name: self._shown(name, said.get(name)) for name in names} for said in (before, after))
        found = [{"field": name, "before": old, "after": new} for name, old, new in differing(*shown) if old != new]
        return [_withheld(one) for one in found] if self._may_name_hidden(change) else found

    def _may_name_hidden(self, change: Change) -> bool:
        """Its texts may name what is public no more; of people and places also where only another correction links them."""
        named = {*_named(list(_both(change))), *self.named[change.resource, change.slug]}
        return not named <= self.public.keys()

    def _shown(self, name: str, value: Any) -> Any:
        """A value as readers may see it today: of what is public no more nothing is left."""
        if isinstance(value, list):
            shown = [self._shown(name, item) for item in value]
            return [item for item in shown if item is not None]
        if not isinstance(value, dict):
            return value
        if name in REFERRED_TYPES:
            reference = self.public.get((REFERRED_TYPES[name].name, value["slug"]))
            return reference and {**value, **reference}
        return _without_hidden({inner: self._shown(inner, item) for inner, item in value.items()})


def _without_hidden(row: dict[str, Any]) -> dict[str, Any] | None:
    """A claim leaves with its source; a place on a list stays, and shows nobody."""
    if "source" in row and row["source"] is None:
        return None
    return {**row, "name_as_listed": None} if "person" in row and row["person"] is None else row


def _withheld(difference: dict[str, Any]) -> dict[str, Any]:
    """A field without the texts in it."""
    if difference["field"] in PROSE | {"name"}:
        return {**difference, "before": None, "after": None}
    return {**difference, "before": _textless(difference["before"]), "after": _textless(difference["after"])}


def _textless(value: Any) -> Any:
    if isinstance(value, list):
        return [_textless(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: None if name in PROSE else _textless(inner) for name, inner in value.items()}


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
        if name in REFERRED_TYPES:
            yield REFERRED_TYPES[name].name, value["slug"]
        else:
            for inner, item in value.items():
                yield from _named(item, inner)


def _ever_named(rows: Iterable[Change]) -> dict[Own, set[Own]]:
    """The people, places and posts that each record of these rows refers to in any of its corrections."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        slugs[row.resource].add(row.slug)
    named: dict[Own, set[Own]] = defaultdict(set)
    of_these = reduce(or_, (Q(resource=resource, slug__in=some) for resource, some in slugs.items()), Q(pk=None))
    for change in Change.objects.filter(of_these, is_correction=True).select_related("before"):
        found = (one for one in _named(list(_both(change))) if one[0] != "sources")
        named[change.resource, change.slug].update(found)
    return named


def _public(named: Iterable[Own]) -> Public:
    """Of these records the public ones, as others refer to them."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for resource, slug in named:
        wanted[resource].add(slug)
    found: Public = {}
    for resource, slugs in wanted.items():
        rows = RECORD_TYPES[resource].viewset.queryset.filter(slug__in=slugs)
        rows = rows.named() if resource == "employments" else rows
        found |= {(resource, row.slug): ReferenceSerializer(row).data for row in rows}
        found |= _merged(resource, {slug for slug in slugs if (resource, slug) not in found})
    return found


def _merged(resource: str, slugs: set[str]) -> Public:
    """Of these records the ones that were merged, as others refer to what they became."""
    merged = RECORD_TYPES[resource].model._base_manager.filter(slug__in=slugs, merged_into__isnull=False)
    survivors = ((row.slug, row.survivor()) for row in (merged if slugs else ()))
    return {(resource, slug): ReferenceSerializer(one).data for slug, one in survivors if one.is_public}
