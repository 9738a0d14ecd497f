"""Form fields for the reason of an edit, and for the public note that explains a correction."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from talentwatch.merging.models import REASON_LENGTH
from talentwatch.text import normalise_text, text_error


class SentenceField(forms.CharField):
    """One line of text, in any script."""

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
        return normalise_text(super().to_python(value) or "")


class ReasonField(SentenceField):
    """Why an edit is made; only the desk sees it."""

    def __init__(self) -> None:
        super().__init__("Reason (internal)", "Why you make this change. Only the desk sees it, in the history.")


class CorrectionField(SentenceField):
    """Why something public is changed; readers see it."""

    def __init__(self) -> None:
        super().__init__(
            "Public correction note",
            "What was wrong, in one sentence. Readers see it with the change, among the corrections.",
        )


class TypoField(forms.BooleanField):
    """The edit changes spelling only."""

    def __init__(self) -> None:
        super().__init__(label="Spelling only: don’t list it among the corrections", required=False, label_suffix="")


def check_text(text: str) -> None:
    if error := text_error(text):
        raise ValidationError(error)
