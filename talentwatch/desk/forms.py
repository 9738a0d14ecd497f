"""The forms of the desk: one field per partial date, the reason of an edit, and what the edit refused.

This module alone overrides a form method of Django that has no documentation, in DatedForm.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from talentwatch.dates import FIRST_YEAR, UNKNOWN, FutureDateError, PartialDate, PartialDateError
from talentwatch.desk.autocomplete import show_chosen
from talentwatch.desk.date_preview import preview_date
from talentwatch.desk.duplicate_check import DuplicateCheckForm
from talentwatch.desk.reason_fields import CorrectionForm, ReasonField, require_reason
from talentwatch.phrases import format_date
from talentwatch.records.edit import CorrectionError
from talentwatch.records.history import linked_pks, restored_version, tracked_links
from talentwatch.records.models import VersionedModel
from talentwatch.text import mojibake_warning
from talentwatch.typed_dates import parse_typed

NON_RECORD_FIELDS = {"reason", "correction", "is_typo", "accepts_conflicts", "seen", "is_other", "other_because"}
NAME_FIELDS = {"name", "headline"}  # of which slugs are made
DATE_HELP = "No more precise than the source: 2023 · June 2023 · 15 June 2023 · late 2023 · Q2 2025 · around 2018 · by June 2023 · after June 2023."


class PartialDateInput(forms.TextInput):
    """A text field, with what was understood below it."""

    template_name = "admin/widgets/partial_date.html"

    first_year = FIRST_YEAR

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "partial-date", "autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        attributes = context["widget"]["attrs"]
        attributes["data-read-date"] = f"{reverse('admin:read_date')}?first_year={self.first_year}"
        context["reading"] = preview_date(context["widget"]["value"] or "", first_year=self.first_year).get("reading")
        return context


class PartialDateField(forms.Field):
    """A partial date as an editor types it; empty is unknown. `bounded`: it needs a first and a last possible day."""

    widget = PartialDateInput
    first_year = FIRST_YEAR

    def __init__(self, *, bounded: bool = False, **options: Any) -> None:
        self.bounded = bounded
        super().__init__(**{"required": bounded, "help_text": DATE_HELP, **options})

    def follow(self, model: type[VersionedModel], name: str) -> None:
        """Accept the years that this date of the model may have, and let its preview know when it has happened."""
        self.first_year = self.widget.first_year = getattr(model, name).first_year
        if name in model.happened_if:
            field, values = model.happened_if[name]
            self.widget.attrs |= {"data-happened-field": field, "data-happened-values": " ".join(values)}

    def to_python(self, value: Any) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        try:
            return parse_typed(str(value or ""), self.first_year)
        except PartialDateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: PartialDate) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.bounded and not value.is_bounded:
            raise ValidationError(
                "Enter the first and the last possible day, such as [2023-01..2023-04].", code="unbounded"
            )

    def prepare_value(self, value: Any) -> str:
        """The canonical text; text that can't be parsed stays as it was typed."""
        try:
            return str(self.to_python(value))
        except ValidationError:
            return str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DatedForm(forms.ModelForm):
    """A form of a model with partial dates, each declared as a PartialDateField of its name.

    `day` is when the form is saved: today, unless a test says otherwise. `cut_dates` are those of what has happened, from
    which later days were cut.
    """

    def __init__(self, *args: Any, day: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day or timezone.localdate()
        self.cut_dates: list[str] = []
        for name, field in self.fields.items():
            if isinstance(field, PartialDateField):
                field.follow(type(self.instance), name)
                self.initial.setdefault(name, getattr(self.instance, name))
            if isinstance(field.widget, forms.TextInput | forms.Textarea):
                field.widget.attrs.setdefault("dir", "auto")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3  # it grows with what is typed, where the browser can
            show_chosen(field, name, self.instance)

    def clean(self) -> dict[str, Any] | None:
        for name in self.date_fields():
            self._cut_date(name)
            setattr(self.instance, name, self.cleaned_data.get(name, UNKNOWN))
        return super().clean()

    def _cut_date(self, name: str) -> None:
        """Cut from the date of what has happened the days after the save; refuse it if there is no other."""
        typed = self.cleaned_data.get(name)
        if not (typed and name in type(self.instance).happened_dates(self.cleaned_data)):
            return
        try:
            self.cleaned_data[name] = typed.cut_at(self.day)
        except FutureDateError as error:
            self.add_error(name, str(error))
            return
        if self.cleaned_data[name] != typed:
            self.cut_dates.append(name)

    def _get_validation_exclusions(self) -> set[str]:
        # Django validates no constraint of a column that isn't a field of the form. Two columns hold one date.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        for name in self.date_fields():
            if name not in self.errors:
                excluded -= set(getattr(type(self.instance), name).columns)
        return excluded

    def date_fields(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, PartialDateField)]


def cut_date_messages(forms: Iterable[Any]) -> list[str]:
    """What to tell the editor of each date that was cut when these forms were cleaned."""
    return [
        f"{form.instance}: the {name} has happened, so it was cut to {format_date(form.day)}, the day of this save."
        for form in forms
        if isinstance(form, DatedForm)
        for name in form.cut_dates
    ]


def mojibake_messages(forms: Iterable[Any]) -> list[str]:
    """Warnings of texts that were changed, and look as if they had been read in the wrong encoding."""
    texts = [
        (f"{form.instance}, {form[name].label.lower()}", form.cleaned_data[name])
        for form in forms
        for name in form.changed_data
        if isinstance(getattr(form, "cleaned_data", {}).get(name), str)
    ]
    return list(filter(None, (mojibake_warning(place, text) for place, text in texts)))


class RecordForm(DuplicateCheckForm, CorrectionForm, DatedForm):
    """The form of a publishable record, with the reason of the edit and the version that the editor saw."""

    reason = ReasonField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # Why the edit was refused, when the form was sent.
    edit_errors: ClassVar[tuple[str, ...]] = ()
    correction_error: ClassVar[CorrectionError | None] = None
    is_rehearsal: ClassVar[bool] = False  # what it would be asked for, once it has a reason

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if restored := restored_version(self.instance):
            self.initial.update((link.name, linked_pks(restored, link)) for link in tracked_links(restored))
        # As stored: the instance may be an older version, about to be restored.
        rows = self._meta.model._base_manager.filter(pk=self.instance.pk)
        version, published_at = rows.values_list("version", "published_at").first() or (None, None)
        self.was_public = published_at is not None
        if self.was_public and not self.is_rehearsal:
            require_reason(self)
        self.fields["seen"].initial = version

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in NON_RECORD_FIELDS]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        # A name that is missing is refused at its box; without this, that it gives no slug would be said as well.
        if NAME_FIELDS & self.errors.keys() and not self.cleaned_data.get("slug"):
            self.cleaned_data["slug"] = "unnamed"
        for error in self.edit_errors:
            self.add_error(None, error)
        if self.correction_error:
            self.add_correction_error(self.correction_error)
        return cleaned
