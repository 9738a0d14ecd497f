"""Form fields for the reason of an edit, and for the public note that explains a correction."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from talentwatch.merging.models import REASON_LENGTH
from talentwatch.records.edit import CorrectionError, Edit
from talentwatch.text import normalise_text, text_error

CONTRADICTS = "This contradicts sources that it didn’t contradict before. Check them, then tick the box."


def check_text(text: str) -> None:
    # One that is too long is refused for that; to look at each of its letters would take seconds.
    if len(text) <= REASON_LENGTH and (error := text_error(text)):
        raise ValidationError(error)


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
        self.error_messages["required"] = "Say why you make this change. Only the desk sees it."


def require_reason(form: forms.BaseForm) -> None:
    """Ask for the reason, and say so in its label: the form isn't of the admin, which prints labels of required fields in bold."""
    form.fields["reason"].required = True
    form.fields["reason"].label = "Reason (internal, required)"


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
        super().__init__(
            label="Spelling only: don’t list it among the corrections",
            required=False,
            label_suffix="",
            help_text="Case, accents, punctuation, a letter in a word or two; never a date, a number, a choice or a link.",
        )


class AcceptConflictsField(forms.BooleanField):
    """The editor has seen which sources the edit contradicts."""

    def __init__(self) -> None:
        super().__init__(label="Save it all the same: I have weighed these sources", required=False, label_suffix="")


class CorrectionForm(forms.Form):
    """What a form asks because readers may have seen something else, mixed into the form of an edit."""

    correction, is_typo = CorrectionField(), TypoField()
    accepts_conflicts = AcceptConflictsField()
    new_conflicts: Sequence[str] = ()  # the sources that the edit would newly contradict, once it was tried

    def add_correction_error(self, error: CorrectionError) -> None:
        if error.note_error:
            self.add_error("correction", error.note_error)
        self.new_conflicts = error.conflicts
        if error.conflicts:
            self.add_error("accepts_conflicts", CONTRADICTS)

    def mark_correction(self, current: Edit) -> None:
        """Give an edit the note of a valid form."""
        current.set_correction(
            self.cleaned_data["correction"],
            is_typo=self.cleaned_data["is_typo"],
            accepts_conflicts=self.cleaned_data["accepts_conflicts"],
        )
