"""Model fields for typed text, slugs, search keys and partial dates, and constraints for them."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator, URLValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CheckConstraint, Q, TextChoices

from talentwatch.dates import FIRST_YEAR, LAST_YEAR, PartialDate
from talentwatch.text import SLUG, normalise_text, text_error

MAX_TEXT_LENGTH = 10_000  # characters of a text of several lines, such as a description: some four pages

MAX_ADDRESS_LENGTH = 1000  # characters of a web address


class _CodePointOrderField(models.Field):
    """Sorts and compares by code point on every database: SQLite does so anyway, PostgreSQL with collation C."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters


class PublicIdField(_CodePointOrderField, models.CharField):
    """A public identifier made of one or more slugs."""


class SlugField(PublicIdField):
    """A public identifier: lower-case ASCII words joined by single hyphens."""

    default_validators = [
        RegexValidator(rf"\A{SLUG}\Z", "Use lower-case letters a–z, digits and single hyphens between them.")
    ]


class SearchKeyField(_CodePointOrderField, models.TextField):
    """A stored search_key(), which the model fills before every save, also when fixtures are loaded."""


class _NormalisedInput(forms.Field):
    """A box whose text is normalised before it is checked, so that only a text that is really another one is a change."""

    def __init__(self, *args: Any, normalise: Callable[[str], str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.normalise = normalise

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.normalise(value) if isinstance(value, str) else value)


class TextInput(_NormalisedInput, forms.CharField):
    """A box for typed text."""


class CodeInput(TextInput):
    """A box for a short code, in which a whole address may be pasted."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Browsers cut what is pasted to maxlength, before its code can be found in it.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class AddressInput(_NormalisedInput, forms.URLField):
    """A box for a web address."""


class NormalisedField(models.Field):
    """Text in one normal form, whatever door it comes by: a form, an import or a fixture."""

    input_class: Any = TextInput

    def normalise(self, text: str) -> str:
        return normalise_text(text)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return self.normalise(text) if isinstance(text, str) else text

    def formfield(self, *args: Any, **options: Any) -> Any:
        return super().formfield(
            *args, **{"form_class": partial(self.input_class, normalise=self.normalise), **options}
        )


class _TypedTextField(NormalisedField):
    """Typed text, refused if its characters could mislead readers or break a page."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        # Only the length of a text that is too long is reported, and its letters cost nothing.
        if isinstance(value, str) and len(value) <= (self.max_length or 0) and (sentence := text_error(value)):
            raise ValidationError(sentence, code="characters")


class SingleLineField(_TypedTextField, models.CharField):
    """One line of typed text."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if isinstance(value, str) and len(value.splitlines()) > 1:
            raise ValidationError("Enter one line of text.", code="lines")


class MultiLineField(_TypedTextField, models.TextField):
    """Typed text of any number of lines."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": MAX_TEXT_LENGTH, **options})
        # Django limits a TextField in forms only.
        if not any(isinstance(validator, MaxLengthValidator) for validator in self.validators):
            self.validators.append(MaxLengthValidator(self.max_length))


class CodeField(NormalisedField, models.CharField):
    """A short code of a standard, such as that of a country."""

    input_class = CodeInput


class UpperCaseField(CodeField):
    """A code in capitals, typed in any case."""

    def normalise(self, text: str) -> str:
        return super().normalise(text).upper()


class WebAddressField(_TypedTextField, models.URLField):
    """An http or https address; optional."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    input_class = AddressInput

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": MAX_ADDRESS_LENGTH, "blank": True, "default": "", **options})

    def formfield(self, *args: Any, **options: Any) -> Any:
        return super().formfield(*args, **{"assume_scheme": "https", **options})


class PartialDateAttribute:
    """Reads and sets the two columns NAME_earliest and NAME_latest as one PartialDate."""

    def __init__(self, *, first_year: int = FIRST_YEAR) -> None:
        self.first_year = first_year

    def __set_name__(self, owner: type, name: str) -> None:
        self.columns = (f"{name}_earliest", f"{name}_latest")

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if not instance:
            return self
        return PartialDate(*(getattr(instance, column) for column in self.columns), first_year=self.first_year)

    def __set__(self, instance: Any, value: PartialDate) -> None:
        for column, day in zip(self.columns, (value.earliest, value.latest), strict=True):
            setattr(instance, column, day)


def date_bound() -> "models.DateField[date | None, date | None]":
    """The earliest or latest day of a partial date; null means no bound."""
    return models.DateField(null=True, blank=True, editable=False)


def bounds_in_order(name: str, owner: str) -> CheckConstraint:
    """The earliest day of the partial date isn't after its latest; `owner` is the model's name."""
    earliest, latest = f"{name}_earliest", f"{name}_latest"
    # Null means no bound. The cases are written out, although a check of SQL passes on NULL anyway.
    return CheckConstraint(
        name=f"{owner}_{name}_in_order",
        condition=Q(**{f"{earliest}__isnull": True})
        | Q(**{f"{latest}__isnull": True})
        | Q(**{f"{earliest}__lte": models.F(latest)}),
        violation_error_message=f"The earliest {name} day can't be after the latest.",
    )


def bounds_in_calendar(name: str, owner: str, *, first_year: int = FIRST_YEAR) -> CheckConstraint:
    """Both days of the partial date lie in the supported years, if they aren't null."""
    days = date(first_year, 1, 1), date(LAST_YEAR, 12, 31)
    earliest, latest = (
        Q(**{f"{name}_{side}__isnull": True}) | Q(**{f"{name}_{side}__range": days}) for side in ("earliest", "latest")
    )
    return CheckConstraint(
        name=f"{owner}_{name}_in_calendar",
        condition=earliest & latest,
        violation_error_message=f"Enter a date in the years {first_year} to {LAST_YEAR}.",
    )


def one_of(name: str, choices: type[TextChoices], owner: str, *, blank: bool = False) -> CheckConstraint:
    """The column holds one of its choices; or nothing, if blank is allowed."""
    return CheckConstraint(
        name=f"{owner}_{name}_is_known",
        condition=Q(**{f"{name}__in": [*choices.values, *([""] if blank else [])]}),
        violation_error_message=f"Choose one of: {', '.join(choices.values)}.",
    )
