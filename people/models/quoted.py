"""A passage of a source, kept for the desk beside the claim or the citation that rests on it."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import CheckConstraint, Q

from people.models.name import language_field
from talentwatch.records.fields import MultiLineField

QUOTE_LENGTH = 300


class Quoted(models.Model):
    """Evidence of a source, with the passage that it rests on: readers never see it, and it makes no version."""

    quote = MultiLineField(
        blank=True,
        default="",
        max_length=QUOTE_LENGTH,
        validators=[MaxLengthValidator(QUOTE_LENGTH)],
        help_text="For the desk: the passage that says so, at most 300 characters. Readers don't see it.",
    )
    quote_language = language_field(
        "The language of the quote; empty means that of the source.", blank=True, default=""
    )

    source: Any

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not self.quote:
            self.quote_language = ""
        elif not self.quote_language:
            try:
                self.quote_language = self.source.language
            except ObjectDoesNotExist:
                # Validation reports that no source is chosen.
                self.quote_language = ""


# What a model with quotes declares of them.
QUOTE_FIELDS = frozenset({"quote", "quote_language"})
QUOTE_GOES_WITH = {"quote_language": "quote"}


def quote_constraint(owner: str) -> CheckConstraint:
    """A quote has a language; `owner` is the model's name, which begins that of the constraint."""
    return CheckConstraint(
        name=f"{owner}_quote_has_a_language",
        condition=Q(quote="", quote_language="") | (~Q(quote="") & ~Q(quote_language="")),
        violation_error_message="A quote needs its language, such as he or zh-Hans; without a quote, leave that empty.",
    )
