"""The lines in which editors say why: for the history, for readers, for the next who wonders."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from talentwatch.merging.models import REASON_LENGTH
from talentwatch.text import composed, flaw


class SentenceField(forms.CharField):
    """A line in which an editor says why, in any script."""

    def __init__(self, label: str, help_text: str) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=REASON_LENGTH,
            validators=[check_text],
            widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
            help_text=help_text,
        )

    def to_python(self, value: Any) -> str:
        return composed(super().to_python(value) or "")


class ReasonField(SentenceField):
    """Why an editor does something, for the history."""

    def __init__(self) -> None:
        super().__init__("Why", "For the history: what made you do this.")


class CorrectionField(SentenceField):
    """Why something public is changed, for its readers."""

    def __init__(self) -> None:
        super().__init__(
            "For readers", "What was wrong, in a sentence: it stands beside the change among the corrections."
        )


class TypoField(forms.BooleanField):
    """The change is one of spelling, which says nothing else than before."""

    def __init__(self) -> None:
        super().__init__(label="Only spelling: leave it out of the corrections", required=False, label_suffix="")


def check_text(text: str) -> None:
    if sentence := flaw(text):
        raise ValidationError(sentence)
