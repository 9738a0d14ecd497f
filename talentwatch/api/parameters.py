"""How the values of parameters are read: strictly, each with a sentence that says what is accepted."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from talentwatch.api.problems import BadParameters
from talentwatch.dates import UNKNOWN, PartialDate, PartialDateError, parse
from talentwatch.records.models import PublishableRecord
from talentwatch.text import SLUG, search_key

MAX_VALUES = 100
MAX_WORDS, LONGEST_SEARCH = 10, 200
LARGEST = 2**63 - 1  # of what both databases keep as a whole number

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
_MOMENT = re.compile(rf"{_DAY.pattern}[Tt]{_TIME}([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})")


def any_of(item: dict[str, Any]) -> dict[str, Any]:
    """A list of values in one parameter, parted by commas."""
    return {"type": "array", "items": item, "minItems": 1, "maxItems": MAX_VALUES}


class Parameter(forms.Field):
    """One parameter; `schema` describes in OpenAPI what it accepts."""

    schema: Mapping[str, Any] = {}
    default_error_messages = {"required": "This parameter is required."}


class Search(Parameter):
    """Words to search for."""

    schema = {"type": "string", "format": "search", "minLength": 1, "maxLength": LONGEST_SEARCH}

    def to_python(self, value: str | None) -> str | None:
        if value is None:
            return None
        words = search_key(value[:LONGEST_SEARCH]).split()
        if not words or len(words) > MAX_WORDS or len(value) > LONGEST_SEARCH:
            raise ValidationError(
                f"Accepted: 1 to {MAX_WORDS} words with a letter or digit, {LONGEST_SEARCH} characters."
            )
        return value


class Truth(Parameter):
    """true or false."""

    schema = {"type": "boolean"}

    def to_python(self, value: str | None) -> bool | None:
        if value not in {None, "true", "false"}:
            raise ValidationError("Accepted: true, false.")
        return None if value is None else value == "true"


class Whole(Parameter):
    """A whole number from 0."""

    schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}

    def to_python(self, value: str | None) -> int | None:
        if value is None:
            return None
        if re.fullmatch("[0-9]{1,19}", value) and int(value) <= LARGEST:
            return int(value)
        raise ValidationError(f"Accepted: a whole number, 0 to {LARGEST}.")


class Choice(Parameter):
    """One of a fixed set of values."""

    def __init__(self, *, choices: Iterable[str], **options: Any) -> None:
        self.choices = list(choices)
        super().__init__(**options)
        self.schema = {"type": "string", "enum": self.choices}

    def to_python(self, value: str | None) -> str | None:
        if value is not None and value not in self.choices:
            raise ValidationError(f"Accepted: one of {', '.join(self.choices)}.")
        return value


class Values(Parameter):
    """Any of several values, parted by commas; each must match the pattern."""

    def __init__(self, *, pattern: str, accepted: str, **options: Any) -> None:
        self.pattern, self.accepted = re.compile(pattern), accepted
        super().__init__(**options)
        self.schema = any_of({"type": "string", "pattern": f"^({pattern})$"})

    def to_python(self, value: str | None) -> list[Any] | None:
        if value is None:
            return None
        values = value.split(",")
        if len(values) > MAX_VALUES or not all(map(self.pattern.fullmatch, values)):
            raise self.refusal()
        return values

    def refusal(self) -> ValidationError:
        return ValidationError(f"Accepted: {self.accepted}, up to {MAX_VALUES} with commas between them.")


class Choices(Values):
    """Any of a fixed set of values."""

    def __init__(self, *, choices: Iterable[str], **options: Any) -> None:
        self.choices = list(choices)
        pattern = "|".join(map(re.escape, self.choices))
        super().__init__(pattern=pattern, accepted=", ".join(self.choices), **options)
        self.schema = any_of({"type": "string", "enum": self.choices})


def public_by_slug(model: type[PublishableRecord], slugs: Iterable[str]) -> dict[str, int]:
    """The primary keys of those that are public, a merged one's being its survivor's; the others are left out."""
    manager: Any = model._default_manager
    public = manager.published()
    found = dict(public.filter(slug__in=slugs).values_list("slug", "pk"))
    if others := set(slugs) - found.keys():
        found |= _survivors(model, others, public)
    return found


def _survivors(model: type[PublishableRecord], slugs: set[str], public: Any) -> dict[str, int]:
    """What became of those that were public once and then merged, as far as it is public."""
    merged = model._base_manager.filter(
        slug__in=slugs, merged_into__isnull=False, published_at__isnull=False
    ).select_related("merged_into")
    survivors = {record.slug: record.survivor().pk for record in merged}
    seen = set(public.filter(pk__in=survivors.values()).values_list("pk", flat=True))
    return {slug: pk for slug, pk in survivors.items() if pk in seen}


class Slugs(Values):
    """Public records of one model by slug, as a list of primary keys; a merged record means its survivor."""

    def __init__(self, *, model: type[PublishableRecord], **options: Any) -> None:
        self.model = model
        super().__init__(pattern=SLUG, accepted=f"slugs of {model._meta.verbose_name_plural}", **options)
        self.schema = any_of({"type": "string", "format": f"{model._meta.model_name}-slug"})

    def to_python(self, value: str | None) -> list[Any] | None:
        slugs = super().to_python(value)
        if slugs is None:
            return None
        found = public_by_slug(self.model, slugs)
        if unknown := [slug for slug in slugs if slug not in found]:
            raise ValidationError(f"There is no {self.model._meta.verbose_name} {', '.join(unknown)}.")
        return list(found.values())


class Span(Parameter):
    """A closed partial date: a day, month, year, or a bracket with both ends."""

    schema = {"type": "string", "format": "partial-date", "examples": ["2023", "2023-06", "2023-06-15"]}

    def to_python(self, value: str | None) -> PartialDate | None:
        if value is None:
            return None
        try:
            span = parse(value)
        except PartialDateError:
            span = UNKNOWN
        if not span.is_bounded:
            raise ValidationError(
                "Accepted: 2023 · 2023-06 · 2023-06-15 · [2023-01..2023-04], of the years 1900 to 2100."
            )
        return span


class Day(Parameter):
    """One day."""

    schema = {"type": "string", "format": "date"}

    def to_python(self, value: str | None) -> date | None:
        if value is None:
            return None
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise ValidationError("Accepted: one day, such as 2023-06-15.")


class Moment(Parameter):
    """A moment with its time zone, or a day, which begins at midnight UTC."""

    schema = {"type": "string", "format": "date-time"}

    def to_python(self, value: str | None) -> datetime | None:
        if value is None:
            return None
        try:
            if _DAY.fullmatch(value):
                return datetime.fromisoformat(f"{value}T00:00Z")
            if _MOMENT.fullmatch(value):
                return _in_utc(datetime.fromisoformat(value.upper()))
        except ValueError:
            pass
        raise ValidationError("Accepted: 2026-11-21T18:30:00Z or 2026-11-21; write + as %2B.")


def read(given: Mapping[str, str], parameters: Mapping[str, Parameter]) -> dict[str, Any]:
    """The value of each parameter, None where it isn't given. Raises BadParameters with all that is wrong."""
    values, errors = {}, {}
    for name, parameter in parameters.items():
        try:
            values[name] = parameter.clean(given.get(name))
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
    if errors:
        raise BadParameters(errors)
    return values


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or the last day of the calendar
        return moment.replace(tzinfo=UTC)
