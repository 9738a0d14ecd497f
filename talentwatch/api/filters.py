"""Filters shared by all lists, and the refusal of parameters that a view doesn't know."""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from functools import cache, cached_property
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.http import QueryDict
from rest_framework.request import Request

from talentwatch.api import parameters
from talentwatch.api.joins import to_many_joins
from talentwatch.api.paging import LIST_PARAMETERS
from talentwatch.api.problems import BadParameters
from talentwatch.records.date_lookups import Certainty
from talentwatch.records.distinct import distinct_values

COMMON_PARAMETERS = ("fields", "format")
EXTRA_DESCRIPTIONS = {
    "group_by": (
        "Count the rows by this, with filters only. The answer is no list but {group_by, groups: [{value, name, count}]}, "
        "by year with certain and possible in place of count: a typed client reads it by itself."
    ),
    "expand": "Include these records in each row.",
}


def check_names(query: QueryDict, accepted: Iterable[str]) -> None:
    """Raise BadParameters for each parameter that is unknown, repeated or empty."""
    known = list(accepted)
    unknown_detail = f"Accepted: {', '.join(known)}." if known else "This address takes no parameters."
    errors = {}
    for name, values in query.lists():
        if name not in known:
            errors[name] = unknown_detail
        elif len(values) > 1:
            errors[name] = "Give it once: it takes one value."
        elif not values[0].strip():
            errors[name] = "Give it a value, or leave it out."
    if errors:
        raise BadParameters(errors)


def check_format_supports(request: Any) -> None:
    """Raise BadParameters for each parameter that the requested format doesn't support."""
    reasons = request.accepted_renderer.unsupported
    if errors := {name: reason for name, reason in reasons.items() if name in request.query_params}:
        raise BadParameters(errors)


def read_filters(request: Request, queryset: "models.QuerySet[Any]", view: Any) -> Any:
    """The view's filterset with the values of the request. Raises BadParameters."""
    return view.filterset_class(request.query_params, queryset=queryset, request=request)


class StrictFilterBackend:
    """Narrows a list by its view's filterset."""

    def filter_queryset(self, request: Request, queryset: "models.QuerySet[Any]", view: Any) -> "models.QuerySet[Any]":
        return read_filters(request, queryset, view).qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        filterset: Any = view.filterset_class
        accepted = filterset.filter_parameters() | filterset.extra_parameters()
        return [parameters.openapi(name, field) for name, field in accepted.items()]


class StrictFilter(django_filters.Filter):
    """A filter that leaves the list alone without a value, and never repeats a row."""

    description: ClassVar[str] = ""  # for readers of the API, unless the filterset gives a help_text

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"help_text": self.description, **options})

    def filter(self, qs: Any, value: Any) -> Any:
        if value is None:
            return qs
        narrowed = self.narrow(qs, value)
        if to_many_joins(narrowed) == to_many_joins(qs):
            return narrowed
        # A join to many rows would repeat this one, and count it again: look in a subquery instead.
        return qs.filter(pk__in=self.narrow(qs.model._default_manager.all(), value).values("pk"))

    def narrow(self, rows: Any, value: Any) -> Any:
        """The rows that match. It may be called twice, so it should run no query by itself."""
        return rows.filter(**{f"{self.field_name}__{self.lookup_expr}": value})


class SearchFilter(StrictFilter):
    description = "Every word must occur in some name, in any script."
    field_class = parameters.SearchParameter

    def narrow(self, rows: Any, value: Any) -> Any:
        # On SQLite this asks the index of words by itself: once, because no search joins a row to many.
        return rows.search(value)


class BooleanFilter(StrictFilter):
    field_class = parameters.BooleanParameter


class ChoicesFilter(StrictFilter):
    field_class = parameters.ChoicesParameter

    def __init__(self, choices: Iterable[str], **options: Any) -> None:
        super().__init__(choices=list(choices), lookup_expr="in", **options)


class RecordFilter(StrictFilter):
    field_class = parameters.SlugsParameter

    def __init__(self, model: Any, **options: Any) -> None:
        description = f"Any of these {model._meta.verbose_name_plural}, by slug."
        super().__init__(model=model, lookup_expr="in", **{"help_text": description, **options})


class ListFilter(StrictFilter):
    field_class = parameters.ListParameter

    def __init__(self, pattern: str, accepted: str, **options: Any) -> None:
        super().__init__(pattern=pattern, accepted=accepted, lookup_expr="in", **options)


class LanguageFilter(ListFilter):
    description = "Any of these languages, by BCP 47 basic filtering (RFC 4647): zh finds zh-Hans too."

    def __init__(self, **options: Any) -> None:
        super().__init__("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "language tags such as it or zh-Hans", **options)

    def filter(self, qs: Any, value: Any) -> Any:
        # Not in narrow(), which may be called twice: finding the languages takes a query. Planners know how frequent a
        # language is, but not how many begin like it in upper or lower case.
        return super().filter(qs, value and self._stored_languages(qs, value))

    def _stored_languages(self, rows: Any, ranges: list[str]) -> list[str]:
        """The languages of rows that are in these ranges, as they are stored."""
        *path, column = self.field_name.split("__")
        model = rows.model
        for name in path:
            model = model._meta.get_field(name).related_model
        prefixes = tuple(f"{language.lower()}-" for language in ranges)
        return [tag for tag in distinct_values(model, column) if f"{tag.lower()}-".startswith(prefixes)]

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.filter(**{f"{self.field_name}__in": value})


class PartialDateFilter(StrictFilter):
    """Calls the QuerySet method `field_name` with a bound of the partial date and the certainty."""

    field_class = parameters.PartialDateParameter
    bound = "earliest"

    def narrow(self, rows: Any, value: Any) -> Any:
        return getattr(rows, self.field_name)(getattr(value, self.bound), self.parent.certainty)


class AfterFilter(PartialDateFilter):
    description = "On or after the earliest day of this date."


class BeforeFilter(PartialDateFilter):
    description = "On or before the latest day of this date."
    bound = "latest"


class DayFilter(StrictFilter):
    description = "Held on this day; the last day counts."
    field_class = parameters.DayParameter

    def narrow(self, rows: Any, value: Any) -> Any:
        return getattr(rows, self.field_name)(value, self.parent.certainty)


class ModifierFilter(StrictFilter):
    """Changes how other filters work, and narrows nothing by itself."""

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows


class CertaintyFilter(ModifierFilter):
    description = "How vague dates count. possible (default): could match; certain: must match."
    field_class = parameters.ChoiceParameter

    def __init__(self) -> None:
        super().__init__(choices=Certainty.values)


class DescendantsFilter(ModifierFilter):
    description = "false: only the organization itself, without its parts."
    field_class = parameters.BooleanParameter


class DateTimeFilter(StrictFilter):
    description = "Updated at or after this time. Withdrawn records appear in /changes/ only."
    field_class = parameters.DateTimeParameter


class StrictFilterSet(django_filters.FilterSet):
    """The filters and the orderings of one list."""

    ordering: ClassVar[str] = "slug"  # the default order
    dates: ClassVar[tuple[str, ...]] = ()  # partial dates that the list can be ordered by
    columns: ClassVar[Mapping[str, str]] = {"updated_at": "updated_at"}  # other columns, by the ordering's name
    ordering_note: ClassVar[str] = ""  # what these orderings mean, for readers of the API
    key: ClassVar[str] = "slug"  # the unique column that breaks ties

    not_groupings: ClassVar[tuple[str, ...]] = ()  # filters by which the list can't be grouped
    group_paths: ClassVar[Mapping[str, str]] = {}  # to the value of a filter, if not its field_name
    expansions: ClassVar[tuple[str, ...]] = ()  # lists of records that each row can contain

    updated_after = DateTimeFilter(field_name="updated_at", lookup_expr="gte")

    def __init__(self, data: QueryDict, *, queryset: Any, request: Request) -> None:
        """Read the values. Raises BadParameters.

        django-filter would copy all filters deeply and make a class of forms for each request, which takes longer than all the
        rest of a page of stored documents.
        """
        self.data, self.queryset, self.request = data, queryset, request
        self.values = parameters.read_parameters(data, self.filter_parameters())
        self._check_spans()

    def _check_spans(self) -> None:
        """Raise BadParameters for a span that ends before it starts: all that it would find are dates too vague to be outside."""
        errors = {}
        for after, before in self.spans():
            start, end = self.values[after], self.values[before]
            if start and end and end.latest < start.earliest:
                errors[after] = f"Accepted: a date before {end.latest}, where the span ends."
        if errors:
            raise BadParameters(errors)

    @cached_property
    def qs(self) -> Any:
        return self.filter_queryset(self.queryset.all())

    def filter_queryset(self, queryset: Any) -> Any:
        return self.apply_filters(queryset, self.values)

    def has_values(self, names: Iterable[str]) -> bool:
        """Whether the request has any of these filters."""
        return any(self.values[name] is not None for name in names)

    def names_except(self, names: Collection[str]) -> list[str]:
        """The names of all filters but these."""
        return [name for name in self.values if name not in names]

    def apply_filters(self, rows: Any, names: Iterable[str]) -> Any:
        """The rows that match those of these filters that have a value."""
        for name in names:
            if self.values[name] is not None:
                bound = copy(self.base_filters[name])
                bound.parent, bound.model = self, rows.model  # it reads the values of others
                rows = bound.filter(rows, self.values[name])
        return rows

    # What follows from the class is made once, and not for each request.

    @classmethod
    @cache
    def filter_parameters(cls) -> dict[str, parameters.Parameter]:
        return {name: one.field for name, one in cls.base_filters.items()}

    @classmethod
    @cache
    def spans(cls) -> list[tuple[str, str]]:
        """The names of each two filters that are the start and the end of a span."""
        starts = [name for name, one in cls.base_filters.items() if isinstance(one, AfterFilter)]
        return [(name, name.replace("after", "before")) for name in starts]

    @classmethod
    @cache
    def parameter_names(cls) -> tuple[str, ...]:
        return (*cls.base_filters, *cls.extra_parameters(), *LIST_PARAMETERS, *COMMON_PARAMETERS)

    @classmethod
    @cache
    def list_parameter_names(cls) -> tuple[str, ...]:
        return ("fields", *parameters.list_parameters(cls.filter_parameters()))

    @classmethod
    @cache
    def extra_parameters(cls) -> dict[str, parameters.Parameter]:
        """`group_by` and `expand`, where the list has them."""
        choices = {"group_by": cls.groupings(), "expand": cls.expansions}
        return {
            name: parameters.ChoiceParameter(choices=values, required=False, help_text=EXTRA_DESCRIPTIONS[name])
            for name, values in choices.items()
            if values
        }

    @classmethod
    def groupings(cls) -> list[str]:
        """What the list can be grouped by: its choices and references, and the year of its first date."""
        names = [name for name, each in cls.base_filters.items() if isinstance(each, ChoicesFilter | RecordFilter)]
        return [*(name for name in names if name not in cls.not_groupings), *(["year"] if cls.dates else [])]

    def grouped_rows(self, name: str) -> tuple[Any, str, str]:
        """The rows to group by a filter, hidden ones included, the path from them to its value, and that to what is counted."""
        return self.qs, self.group_paths.get(name, self.base_filters[name].field_name), "pk"

    @property
    def certainty(self) -> str:
        certainty: str | None = self.values.get("certainty")
        return certainty or Certainty.POSSIBLE
