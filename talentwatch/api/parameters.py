"""Form fields that read parameters strictly; each error says what is accepted."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from talentwatch.api.problems import BadParameters
from talentwatch.databases.fixed_queries import FixedQuery
from talentwatch.dates import UNKNOWN, PartialDate, PartialDateError, parse
from talentwatch.records.models import SLUG_LENGTH, PublishableRecord
from talentwatch.text import SLUG, search_key

MAX_VALUES = 100
MAX_WORDS, MAX_SEARCH_LENGTH = 10, 200
MAX_INTEGER = 2**63 - 1  # the largest that both databases store

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
_DATE_TIME = re.compile(rf"{_DAY.pattern}[Tt]{_TIME}([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})")


# What a comma-separated list consists of: escaped characters, commas between values, and other text.
_LIST_PART = re.compile(r"\\[\\,]|,|[^\\,]+|\\")


def array_schema(item: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI schema of a comma-separated list."""
    return {"type": "array", "items": item, "minItems": 1, "maxItems": MAX_VALUES}


def slug_schema(name: str) -> dict[str, Any]:
    """The OpenAPI schema of a slug; `name` is its format."""
    return {"type": "string", "format": name, "minLength": 1, "maxLength": SLUG_LENGTH, "pattern": f"^{SLUG}$"}


def split_values(text: str) -> list[str]:
    """The values of a comma-separated list; within a value, a comma or a backslash has a backslash in front."""
    values = [""]
    for part in _LIST_PART.findall(text):
        if part == ",":
            values.append("")
        else:
            values[-1] += part[-1] if part in {"\\,", "\\\\"} else part
    return values


class Parameter(forms.Field):
    """One parameter; `schema` describes in OpenAPI what it accepts. One that is missing is never read: see read_parameters()."""

    schema: Mapping[str, Any] = {}


def openapi(name: str, parameter: Parameter) -> dict[str, Any]:
    """A query parameter in OpenAPI; its help text is the description."""
    style = {"style": "form", "explode": False} if parameter.schema["type"] == "array" else {}
    return {
        "name": name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.help_text,
        "schema": parameter.schema,
        **style,
    }


class SearchParameter(Parameter):
    """Search terms."""

    schema = {"type": "string", "format": "search", "minLength": 1, "maxLength": MAX_SEARCH_LENGTH}

    def to_python(self, value: Any) -> str:
        words = search_key(value[:MAX_SEARCH_LENGTH]).split()
        if not words or len(words) > MAX_WORDS or len(value) > MAX_SEARCH_LENGTH:
            raise ValidationError(
                f"Accepted: 1 to {MAX_WORDS} words with letters or digits, at most {MAX_SEARCH_LENGTH} characters."
            )
        return value


class BooleanParameter(Parameter):
    """true or false, in upper or lower case: Python's clients send True."""

    schema = {"type": "boolean"}

    def to_python(self, value: Any) -> bool:
        if value.lower() not in {"true", "false"}:
            raise ValidationError("Accepted: true, false.")
        return value.lower() == "true"


class IntegerParameter(Parameter):
    """A whole number from 0."""

    schema = {"type": "integer", "minimum": 0, "maximum": MAX_INTEGER}

    def to_python(self, value: Any) -> int:
        if re.fullmatch("[0-9]{1,19}", value) and int(value) <= MAX_INTEGER:
            return int(value)
        raise ValidationError(f"Accepted: a whole number from 0 to {MAX_INTEGER}.")


class ChoiceParameter(Parameter):
    """One of a fixed set of values."""

    def __init__(self, *, choices: Iterable[str], **options: Any) -> None:
        self.choices = list(choices)
        super().__init__(**options)
        self.schema = {"type": "string", "enum": self.choices}

    def to_python(self, value: Any) -> str:
        if value not in self.choices:
            raise ValidationError(f"Accepted: one of {', '.join(self.choices)}.")
        return value


class ListParameter(Parameter):
    """Comma-separated values; each must match the pattern."""

    def __init__(self, *, pattern: str, accepted: str, **options: Any) -> None:
        self.pattern, self.accepted = re.compile(pattern), accepted
        super().__init__(**options)
        self.schema = array_schema({"type": "string", "minLength": 1, "pattern": f"^({pattern})$"})

    def to_python(self, value: Any) -> list[Any]:
        values = split_values(value)
        if len(values) > MAX_VALUES or not all(map(self.pattern.fullmatch, values)):
            raise self.not_accepted()
        return values

    def not_accepted(self) -> ValidationError:
        return ValidationError(f"Accepted: {self.accepted}; at most {MAX_VALUES}, separated by commas.")


class ChoicesParameter(ListParameter):
    """Comma-separated values of a fixed set."""

    def __init__(self, *, choices: Iterable[str], **options: Any) -> None:
        self.choices = list(choices)
        pattern = "|".join(map(re.escape, self.choices))
        super().__init__(pattern=pattern, accepted=", ".join(self.choices), **options)
        self.schema = array_schema({"type": "string", "enum": self.choices})


def public_by_slug(model: type[PublishableRecord], slugs: Collection[str]) -> dict[str, int]:
    """The primary keys of public records by slug; a merged record gives its survivor's, a missing one is left out."""
    manager: Any = model._default_manager
    public = manager.published()
    pks = dict(_public_rows(model, len(slugs)).rows(*slugs)) if slugs else {}
    if others := set(slugs) - pks.keys():
        merged = model._base_manager.filter(slug__in=others, merged_into__isnull=False, published_at__isnull=False)
        survivors = {record.slug: record.survivor().pk for record in merged.select_related("merged_into")}
        public_pks = set(public.filter(pk__in=survivors.values()).values_list("pk", flat=True))
        pks |= {slug: pk for slug, pk in survivors.items() if pk in public_pks}
    return pks


@lru_cache
def _public_rows(model: type[PublishableRecord], slugs: int) -> FixedQuery:
    """The slug and the primary key of each public record of so many slugs."""
    manager: Any = model._default_manager
    return FixedQuery(
        lambda *wanted: manager.published().filter(slug__in=wanted).order_by().values_list("slug", "pk"), slugs
    )


class SlugsParameter(ListParameter):
    """Slugs of public records, read as primary keys; a merged record stands for its survivor."""

    def __init__(self, *, model: type[PublishableRecord], **options: Any) -> None:
        self.model = model
        super().__init__(pattern=SLUG, accepted=f"slugs of {model._meta.verbose_name_plural}", **options)
        self.schema = array_schema(slug_schema(f"{model._meta.model_name}-slug"))

    def to_python(self, value: Any) -> list[Any]:
        slugs = super().to_python(value)
        pks = public_by_slug(self.model, slugs)
        if unknown := [slug for slug in slugs if slug not in pks]:
            raise ValidationError(f"Unknown {self.model._meta.verbose_name}: {', '.join(unknown)}.")
        return list(pks.values())


class PartialDateParameter(Parameter):
    """A partial date with both bounds: a day, month, year, or a range in brackets."""

    schema = {"type": "string", "format": "partial-date", "examples": ["2023", "2023-06", "2023-06-15"]}

    def to_python(self, value: Any) -> PartialDate:
        try:
            date_range = parse(value)
        except PartialDateError:
            date_range = UNKNOWN
        if not date_range.is_bounded:
            raise ValidationError(
                "Accepted: 2023 · 2023-06 · 2023-06-15 · [2023-01..2023-04], in the years 1900 to 2100."
            )
        return date_range


class DayParameter(Parameter):
    """One day."""

    schema = {"type": "string", "format": "date"}

    def to_python(self, value: Any) -> date:
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise ValidationError("Accepted: a day, such as 2023-06-15.")


class DateTimeParameter(Parameter):
    """A time with its zone, or a day, which means midnight UTC."""

    schema = {"type": "string", "format": "date-time"}

    def to_python(self, value: Any) -> datetime:
        try:
            if _DAY.fullmatch(value):
                return datetime.fromisoformat(f"{value}T00:00Z")
            if _DATE_TIME.fullmatch(value):
                time = datetime.fromisoformat(value.upper())
                try:
                    return time.astimezone(UTC)
                except OverflowError:
                    # The zone would carry it beyond the first or the last day of the calendar.
                    return time.replace(tzinfo=UTC)
        except ValueError:
            pass
        raise ValidationError("Accepted: 2026-11-21T18:30:00Z or 2026-11-21; write + as %2B.")


def list_parameters(parameters: Mapping[str, Parameter]) -> list[str]:
    """The names of those that take several values."""
    return [name for name, parameter in parameters.items() if isinstance(parameter, ListParameter)]


def read_parameters(query: Mapping[str, str], parameters: Mapping[str, Parameter]) -> dict[str, Any]:
    """The value of each parameter, None if it is missing. Raises BadParameters with every error."""
    values: dict[str, Any] = {}
    errors = {}
    for name, parameter in parameters.items():
        if name not in query:
            values[name] = None
            if parameter.required:
                errors[name] = "This parameter is required."
            continue
        try:
            values[name] = parameter.clean(query[name])
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
    if errors:
        raise BadParameters(errors)
    return values
