"""What readers saw change between two moments: each row once, as it was at the first and as it was at the second."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, Max, OuterRef, Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from talentwatch.api.as_published import MomentParameter, change_of
from talentwatch.api.filters import ChoicesFilter, StrictFilter, read_filters
from talentwatch.api.paging import KeysetPagination
from talentwatch.api.problems import BadParameters
from talentwatch.api.serializers import ADDRESS_FIELDS
from talentwatch.api.stored_rows import site_address
from talentwatch.api.views import ListViewSet
from talentwatch.changefeed.comparison import IGNORED_SUFFIXES, as_documented
from talentwatch.changefeed.filters import LogEntryFilterSet
from talentwatch.changefeed.models import Action, Change
from talentwatch.changefeed.serializers import DifferencesField, LogEntrySerializer
from talentwatch.documents.models import Document
from talentwatch.documents.past import EDITION_NAME, change_of_edition, still_public
from talentwatch.resources import RECORD_TYPES

NOT_COMPARED = {*ADDRESS_FIELDS, "updated_at"}


class MomentOrEditionParameter(MomentParameter):
    """A moment, or the name of an edition, which is read as the number of the change that it shows."""

    schema = {
        "type": "string",
        "anyOf": [MomentParameter.schema, {"type": "string", "format": "edition-slug", "pattern": f"^{EDITION_NAME}$"}],
    }

    def to_python(self, value: Any) -> Any:
        if not re.fullmatch(EDITION_NAME, value):
            return super().to_python(value)
        seq = change_of_edition(value)
        if seq is None:
            raise ValidationError(f"There is no edition {value}: editions/ lists them.")
        return seq


class MomentFilter(StrictFilter):
    field_class = MomentOrEditionParameter


# Python has taken the name of the first.
SpanFilterSet: Any = type(
    "SpanFilterSet",
    (LogEntryFilterSet,),
    {
        "from": MomentFilter(
            help_text="What changed after this time, this day or this edition; without it, all that was published."
        ),
        "to": MomentFilter(
            help_text="What changed up to this time, the end of this day, or this edition; without it, up to now."
        ),
    },
)


class DifferenceFilterSet(SpanFilterSet):
    since = None
    updated_after = None
    resource = ChoicesFilter(list(RECORD_TYPES), help_text="In any of these lists.")

    def filter_queryset(self, queryset: Any) -> Any:
        """The latest change of each row in the span; `span` has the numbers of the last changes before it and in it."""
        values = self.values
        last = queryset.aggregate(last=Max("seq"))["last"] or 0
        begin = self._change("from", values["from"]) if values["from"] is not None else 0
        end = self._change("to", values["to"]) if values["to"] is not None else last
        if end < begin:
            raise BadParameters({"to": "Accepted: a time after from."})
        self.span = begin, end
        changes = queryset.filter(seq__gt=begin, seq__lte=end)
        later = changes.filter(resource=OuterRef("resource"), slug=OuterRef("slug"), seq__gt=OuterRef("seq"))
        return self.apply_filters(changes.filter(~Exists(later)), ["resource"])

    def _change(self, name: str, value: Any) -> int:
        return value if isinstance(value, int) else change_of(name, value)


class ChangedRowSerializer(LogEntrySerializer):
    """A row that readers saw change, with what it said before and says after; nothing of what was published or withdrawn."""

    action = serializers.SerializerMethodField()
    changes = DifferencesField(help_text="The differences, field by field.")

    class Meta:
        model = Change
        fields = ("seq", "at", "action", "resource", "slug", "url", "changes")

    @extend_schema_field(
        serializers.ChoiceField(
            Action.choices, help_text="Published, changed, withdrawn or merged between the two moments."
        )
    )
    def get_action(self, change: Change) -> str:
        before, after = self.context["documents"][change.seq]
        if before and after:
            return Action.CHANGED
        return Action.PUBLISHED if after else change.action

    def get_changes(self, change: Change) -> list[dict[str, Any]]:
        changes: list[dict[str, Any]] = self.context["changes"][change.seq]
        return changes


class DifferencePagination(KeysetPagination):
    """The envelope, with the number of the rows that the page leaves out."""

    withheld = 0

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        response.data = {**response.data, "withheld": self.withheld}
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        envelope = super().get_paginated_response_schema(schema)
        envelope["required"] = [*envelope["required"], "withheld"]
        envelope["properties"]["withheld"] = {
            "type": "integer",
            "description": "How many rows of this page aren't shown, since they, or what they named, aren't public now.",
        }
        return envelope


class DifferenceViewSet(ListViewSet):
    """What readers saw change between two moments, field by field."""

    queryset = Change.objects.of_rows()
    serializer_class = ChangedRowSerializer
    filterset_class = DifferenceFilterSet
    pagination_class = DifferencePagination

    def filter_queryset(self, queryset: Any) -> Any:
        filterset = read_filters(self.request, queryset, self)
        rows = filterset.qs
        self.span = filterset.span
        return rows

    def serialize_rows(self, rows: Any) -> Any:
        changes = list(rows)
        documents = documents_around(changes, *self.span)
        # What came and went in between, is again as it was, or has only another time of its last change, is no difference.
        site = site_address(self.request)
        fields_of = {change.seq: changed_fields(*documents[change.seq], site) for change in changes}
        differing = [change for change in changes if fields_of[change.seq] is not None]
        visible = {one.pk for one in still_public(one for pair in documents.values() for one in pair if one)}
        public = [change for change in differing if all(one.pk in visible for one in documents[change.seq] if one)]
        paginator: Any = self.paginator
        paginator.withheld = len(differing) - len(public)
        fields = self.serializer_class.check_fields(self.request.query_params.get("fields"))
        context = {**self.get_serializer_context(), "documents": documents, "changes": fields_of}
        return self.serializer_class(public, many=True, fields=fields, context=context).data


def documents_around(
    changes: Iterable[Change], first: int, last: int
) -> dict[int, tuple[Document | None, Document | None]]:
    """By the number of each row's change: what readers were served of the row after the change `first`, and after `last`."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        slugs[change.resource].add(change.slug)
    of_rows = Q(pk=None)
    for resource, names in slugs.items():
        of_rows |= Q(resource=resource, slug__in=names)
    before, after = (
        {(one.resource, one.slug): one for one in Document.objects.at(seq).filter(of_rows)} for seq in (first, last)
    )
    keys = {change.seq: (change.resource, change.slug) for change in changes}
    return {seq: (before.get(key), after.get(key)) for seq, key in keys.items()}


def changed_fields(before: Document | None, after: Document | None, site: str) -> list[dict[str, Any]] | None:
    """The differing fields as {field, before, after}, none where the row came or went; None if it is as it was.

    Rows of a nested list are given as they were, with their addresses.
    """
    if not before or not after:
        return None if before is after else []
    if (before.row, before.nested) == (after.row, after.nested):
        return None
    old, new = before.data_at(site), after.data_at(site)
    return as_documented(old, new, _compared(old), _compared(new)) or None


def _compared(value: Any) -> Any:
    """The value without what says nothing about the world, at any depth."""
    if isinstance(value, list):
        return [_compared(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _compared(item)
        for name, item in value.items()
        if name not in NOT_COMPARED and not name.endswith(IGNORED_SUFFIXES)
    }
