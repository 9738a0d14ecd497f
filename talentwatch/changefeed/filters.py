"""URL parameters of changes and corrections."""

from typing import Any

from django.core.exceptions import ValidationError

from talentwatch.api.filters import BooleanFilter, ChoicesFilter, DateTimeFilter, StrictFilter, StrictFilterSet
from talentwatch.api.parameters import IntegerParameter, ListParameter, array_schema, slug_schema
from talentwatch.changefeed.models import Action, Change
from talentwatch.resources import PUBLISHABLE_TYPES, RECORD_TYPES
from talentwatch.text import SLUG


class SinceFilter(StrictFilter):
    description = "Changes after this number; 0 for all."
    field_class = IntegerParameter


class TyposFilter(BooleanFilter):
    description = "true: include corrections of spelling only."


class RecordSlugsParameter(ListParameter):
    """Slugs of public records of any type."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pattern=SLUG, accepted="slugs of public records", **options)
        self.schema = array_schema(slug_schema("record-slug"))

    def to_python(self, value: Any) -> list[str]:
        slugs = super().to_python(value)
        public = Change.objects.live().filter(resource__in=list(PUBLISHABLE_TYPES), slug__in=slugs)
        if unknown := set(slugs) - set(public.values_list("slug", flat=True)):
            raise ValidationError(f"Unknown record: {', '.join(sorted(unknown))}.")
        return slugs


class RecordsFilter(StrictFilter):
    description = "Corrections of these records, by slug."
    field_class = RecordSlugsParameter


class LogEntryFilterSet(StrictFilterSet):
    """The filters of both lists, which are ordered by `seq`."""

    ordering = "seq"
    columns = {}
    key = "seq"

    since = SinceFilter(field_name="seq", lookup_expr="gt")
    updated_after = DateTimeFilter(field_name="at", lookup_expr="gte", help_text="Made at or after this time.")


class ChangeFilterSet(LogEntryFilterSet):
    resource = ChoicesFilter(list(RECORD_TYPES), help_text="In any of these lists.")
    action = ChoicesFilter(Action.values, help_text="Any of these actions.")


class CorrectionFilterSet(LogEntryFilterSet):
    ordering = "-seq"

    resource = ChoicesFilter(list(PUBLISHABLE_TYPES), help_text="In any of these lists.")
    slug = RecordsFilter(lookup_expr="in")
    typos = TyposFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        queryset = self.apply_filters(queryset, [name for name in self.values if name != "typos"])
        return queryset if self.values["typos"] else queryset.filter(is_typo=False)
