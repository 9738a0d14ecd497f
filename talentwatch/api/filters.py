"""The filters that resources share, and the refusal of every parameter that means nothing."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.http import QueryDict
from rest_framework.request import Request

from talentwatch.api import parameters
from talentwatch.api.paging import PARAMETERS
from talentwatch.api.problems import BadParameters
from talentwatch.records.date_lookups import Certainty

EVERYWHERE = ("fields", "format")


def check_names(given: QueryDict, accepted: Iterable[str]) -> None:
    """Raise BadParameters for each parameter that is unknown, repeated or empty."""
    known = list(accepted)
    names = f"Accepted: {', '.join(known)}." if known else "No parameter is accepted here."
    errors = {}
    for name, values in given.lists():
        if name not in known:
            errors[name] = names
        elif len(values) > 1:
            errors[name] = "Accepted once; part several values with commas."
        elif not values[0].strip():
            errors[name] = "Accepted with a value only."
    if errors:
        raise BadParameters(errors)


def check_refused(request: Any) -> None:
    """Raise BadParameters for each parameter that means nothing in the format asked for."""
    reasons = request.accepted_renderer.refused
    if errors := {name: reason for name, reason in reasons.items() if name in request.query_params}:
        raise BadParameters(errors)


def described(name: str, field: parameters.Parameter) -> dict[str, Any]:
    """A query parameter in OpenAPI; what it means is its help text."""
    style = {"style": "form", "explode": False} if field.schema["type"] == "array" else {}
    told = {"required": field.required, "description": field.help_text, "schema": field.schema}
    return {"name": name, "in": "query", **told, **style}


class StrictFilterBackend:
    """Narrows a list by its view's filterset."""

    def filter_queryset(self, request: Request, queryset: "models.QuerySet[Any]", view: Any) -> "models.QuerySet[Any]":
        filterset = view.filterset_class(request.query_params, queryset=queryset, request=request)
        if not filterset.is_valid():
            messages = {name: " ".join(errors) for name, errors in filterset.errors.items()}
            raise BadParameters(messages)
        return filterset.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [described(name, one.field) for name, one in view.filterset_class.base_filters.items()]


class StrictFilter(django_filters.Filter):
    """A filter that stays out of it while its parameter isn't given."""

    meaning: ClassVar[str] = ""  # what it tells the reader of the API, unless the filterset gives a help_text

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"help_text": self.meaning, **options})

    def filter(self, qs: Any, value: Any) -> Any:
        return qs if value is None else self.narrow(qs, value)

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.filter(**{f"{self.field_name}__{self.lookup_expr}": value})


class SearchFilter(StrictFilter):
    meaning = "Every word in some name, in any script."
    field_class = parameters.Search

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.search(value)


class TruthFilter(StrictFilter):
    field_class = parameters.Truth


class ChoicesFilter(StrictFilter):
    field_class = parameters.Choices

    def __init__(self, choices: Iterable[str], **options: Any) -> None:
        super().__init__(choices=list(choices), lookup_expr="in", **options)


class RecordFilter(StrictFilter):
    """Across a to-many relation each row still comes once."""

    field_class = parameters.Slugs

    def __init__(self, model: Any, **options: Any) -> None:
        meaning = f"Any of these {model._meta.verbose_name_plural}, by slug."
        super().__init__(model=model, lookup_expr="in", **{"help_text": meaning, **options})

    def narrow(self, rows: Any, value: Any) -> Any:
        found = rows.model._base_manager.filter(**{f"{self.field_name}__in": value})
        return rows.filter(pk__in=found.values("pk"))


class ValuesFilter(StrictFilter):
    field_class = parameters.Values

    def __init__(self, pattern: str, accepted: str, **options: Any) -> None:
        super().__init__(pattern=pattern, accepted=accepted, lookup_expr="in", **options)


class LanguageFilter(ValuesFilter):
    meaning = "Any of these languages, by BCP 47 basic filtering (RFC 4647): zh finds zh-Hans too."

    def __init__(self, **options: Any) -> None:
        super().__init__("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "language tags such as it or zh-Hans", **options)

    def narrow(self, rows: Any, value: Any) -> Any:
        found = models.Q(pk__in=[])
        for language in value:
            found |= models.Q(**{f"{self.field_name}__iexact": language})
            found |= models.Q(**{f"{self.field_name}__istartswith": f"{language}-"})
        return rows.filter(found)


class SpanFilter(StrictFilter):
    """A word of the queryset that takes a day and a certainty: after from the earliest day of a partial date, …"""

    field_class = parameters.Span
    side = "earliest"

    def narrow(self, rows: Any, value: Any) -> Any:
        return getattr(rows, self.field_name)(getattr(value, self.side), self.parent.certainty)


class AfterFilter(SpanFilter):
    meaning = "On the day or later, from the earliest day of the date given."


class BeforeFilter(SpanFilter):
    meaning = "On the day or earlier, to the latest day of the date given."
    side = "latest"


class DayFilter(StrictFilter):
    meaning = "Held on that day, the last day included."
    field_class = parameters.Day

    def narrow(self, rows: Any, value: Any) -> Any:
        return getattr(rows, self.field_name)(value, self.parent.certainty)


class Modifier(StrictFilter):
    """Narrows nothing by itself; other filters ask for its value."""

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows


class CertaintyFilter(Modifier):
    meaning = "How to take vague dates: possible, what could be true (the default); certain, what surely is."
    field_class = parameters.Choice

    def __init__(self) -> None:
        super().__init__(choices=Certainty.values)


class DescendantsFilter(Modifier):
    meaning = "false: the organization alone, without its parts."
    field_class = parameters.Truth


class MomentFilter(StrictFilter):
    meaning = "Changed at that moment or later; what left since isn't told here, but in changes."
    field_class = parameters.Moment


class StrictFilterSet(django_filters.FilterSet):
    """The filters of one list; `ordering` is its default order, `dates` the partial dates it can be ordered by.

    Other `columns` go by the name that they are ordered by; `key` is the one that no two rows share.
    """

    ordering: ClassVar[str] = "slug"
    dates: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[Mapping[str, str]] = {"updated_at": "updated_at"}
    key: ClassVar[str] = "slug"

    updated_after = MomentFilter(field_name="updated_at", lookup_expr="gte")

    @classmethod
    def names(cls) -> list[str]:
        return [*cls.base_filters, *PARAMETERS, *EVERYWHERE]

    @property
    def certainty(self) -> str:
        asked: str | None = self.form.cleaned_data.get("certainty")
        return asked or Certainty.POSSIBLE
