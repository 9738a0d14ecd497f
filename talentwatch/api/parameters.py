"""How the values of parameters are read: strictly, each with a sentence that says what is accepted."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from talentwatch.curation.models import Curated
from talentwatch.dates import PartialDate, PartialDateError, parse
from talentwatch.text import SLUG, search_key

MOST_VALUES = 100
MOST_WORDS, LONGEST_SEARCH = 10, 200


def any_of(item: dict[str, Any]) -> dict[str, Any]:
    """A list of values in one parameter, parted by commas."""
    return {"type": "array", "items": item, "minItems": 1, "maxItems": MOST_VALUES}


class Parameter(forms.Field):
    """One parameter; `schema` describes in OpenAPI what it accepts."""

    schema: Mapping[str, Any] = {}


class Search(Parameter):
    """Words to search for."""

    schema = {"type": "string", "format": "search", "minLength": 1, "maxLength": LONGEST_SEARCH}

    def to_python(self, value: str | None) -> str | None:
        if value is None:
            return None
        words = search_key(value).split()
        if not words or len(words) > MOST_WORDS or len(value) > LONGEST_SEARCH:
            raise ValidationError(
                f"Accepted: 1 to {MOST_WORDS} words with a letter or digit, {LONGEST_SEARCH} characters."
            )
        return value


class Truth(Parameter):
    """true or false."""

    schema = {"type": "boolean"}

    def to_python(self, value: str | None) -> bool | None:
        if value not in {None, "true", "false"}:
            raise ValidationError("Accepted: true, false.")
        return None if value is None else value == "true"


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
        if len(values) > MOST_VALUES or not all(map(self.pattern.fullmatch, values)):
            raise ValidationError(f"Accepted: {self.accepted}, up to {MOST_VALUES} with commas between them.")
        return values


class Choices(Values):
    """Any of a fixed set of values."""

    def __init__(self, *, choices: Iterable[str], **options: Any) -> None:
        self.choices = list(choices)
        pattern = "|".join(map(re.escape, self.choices))
        super().__init__(pattern=pattern, accepted=", ".join(self.choices), **options)
        self.schema = any_of({"type": "string", "enum": self.choices})


class Slugs(Values):
    """Public records of one model by slug, as a list of primary keys; a merged record means its survivor."""

    def __init__(self, *, model: type[Curated], **options: Any) -> None:
        self.model = model
        super().__init__(pattern=SLUG, accepted=f"slugs of {model._meta.verbose_name_plural}", **options)
        self.schema = any_of({"type": "string", "format": f"{model._meta.model_name}-slug", "pattern": f"^{SLUG}$"})

    def to_python(self, value: str | None) -> list[Any] | None:
        slugs = super().to_python(value)
        if slugs is None:
            return None
        public: Any = self.model._default_manager
        found = dict(public.published().filter(slug__in=slugs).values_list("slug", "pk"))
        found |= {slug: pk for slug in slugs if slug not in found and (pk := self._survivor(slug)) is not None}
        if unknown := [slug for slug in slugs if slug not in found]:
            raise ValidationError(f"There is no {self.model._meta.verbose_name} {', '.join(unknown)}.")
        return list(found.values())

    def _survivor(self, slug: str) -> int | None:
        record = self.model._base_manager.filter(slug=slug).first()
        while record and record.merged_into and record.published_at:
            record = record.merged_into
        public: Any = self.model._default_manager
        pks: list[int] = list(public.published().filter(pk=record.pk).values_list("pk", flat=True)) if record else []
        return pks[0] if pks else None


class Span(Parameter):
    """A closed partial date: a day, month, year, or a bracket with both ends."""

    schema = {"type": "string", "format": "partial-date", "examples": ["2023", "2023-06", "2023-06-15"]}

    def to_python(self, value: str | None) -> PartialDate | None:
        if value is None:
            return None
        try:
            span = parse(value)
        except PartialDateError as error:
            raise ValidationError(str(error)) from error
        if not span.is_bounded:
            raise ValidationError("Accepted: a date with both ends, such as 2023, 2023-06, 2023-06-15.")
        return span


class Day(Parameter):
    """One day."""

    schema = {"type": "string", "format": "date"}

    def to_python(self, value: str | None) -> date | None:
        if value is None:
            return None
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
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
        text = f"{value}T00:00:00Z" if re.fullmatch(r"[0-9-]{10}", value) else value
        try:
            moment = parse_datetime(text) if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]", text) else None
        except ValueError:
            moment = None
        if moment and moment.tzinfo:
            return _in_utc(moment)
        raise ValidationError("Accepted: 2026-11-21T18:30:00Z or 2026-11-21; write + as %2B.")


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or the last day of the calendar
        return moment.replace(tzinfo=UTC)
