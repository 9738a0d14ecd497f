"""The forms of the desk: one box per partial date, and what the edit refused."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from talentwatch.dates import UNKNOWN, PartialDate, PartialDateError, parse_typed
from talentwatch.desk.autocomplete import show_chosen
from talentwatch.desk.date_preview import preview
from talentwatch.desk.duplicate_check import DuplicateCheckForm
from talentwatch.desk.reason_fields import CorrectionField, ReasonField, TypoField
from talentwatch.records.history import linked_pks, restored_version, tracked_links

NON_RECORD_FIELDS = {"reason", "correction", "is_typo", "seen", "is_other", "other_because"}
DATE_HELP = (
    "No more exact than the source: 2023 · June 2023 · 15 Jun 2023 · early 2023 · by June 2023 · from June 2023 on."
)


class PartialDateInput(forms.TextInput):
    """The box, with what is understood of it beside."""

    template_name = "admin/widgets/partial_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "partial-date", "autocomplete": "off", "spellcheck": "false", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-read-date"] = reverse("admin:read_date")
        context["reading"] = preview(context["widget"]["value"] or "").get("reading")
        return context


class PartialDateField(forms.Field):
    """A partial date as an editor types it; empty is unknown. `bounded` wants a first and a last day."""

    widget = PartialDateInput

    def __init__(self, *, bounded: bool = False, **options: Any) -> None:
        self.bounded = bounded
        super().__init__(**{"required": bounded, "help_text": DATE_HELP, **options})

    def to_python(self, value: Any) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        try:
            return parse_typed(str(value or ""))
        except PartialDateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: PartialDate) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.bounded and not value.is_bounded:
            raise ValidationError("Say from when to when it can have been: [2023-01..2023-04].", code="unbounded")

    def prepare_value(self, value: Any) -> str:
        """The canonical text; what can't be read stays as it was typed."""
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
    """A form of a model with partial dates, each declared as a PartialDateField of its name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, PartialDateField):
                self.initial.setdefault(name, getattr(self.instance, name))
            if isinstance(field.widget, forms.TextInput | forms.Textarea):
                field.widget.attrs.setdefault("dir", "auto")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3  # it grows with what is typed, where the browser can
            show_chosen(field, name, self.instance)

    def _post_clean(self) -> None:
        for name in self._dates():
            setattr(self.instance, name, self.cleaned_data.get(name, UNKNOWN))
        super()._post_clean()  # type: ignore[misc]  # the stubs leave it out

    def _get_validation_exclusions(self) -> set[str]:
        """The columns behind a box that was understood take part: or the database would say what the form must."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # likewise
        for name in self._dates():
            if name not in self.errors:
                excluded -= set(getattr(type(self.instance), name).columns)
        return excluded

    def _dates(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, PartialDateField)]


class RecordForm(DuplicateCheckForm, DatedForm):
    """The form of a PublishableRecord record: why it is edited, and which version the editor had before their eyes."""

    reason = ReasonField()
    correction, is_typo = CorrectionField(), TypoField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    refusals: ClassVar[tuple[str, ...]] = ()  # what the edit said at its end, when it was tried

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if restored := restored_version(self.instance):
            self.initial.update((link.name, linked_pks(restored, link)) for link in tracked_links(restored))
        version, published_at = self._standing()
        self.fields["reason"].required = published_at is not None
        self.fields["seen"].initial = version

    def _standing(self) -> tuple[int | None, datetime | None]:
        """As stored: the instance may be an older version, about to be restored."""
        rows = self._meta.model._base_manager.filter(pk=self.instance.pk)
        return rows.values_list("version", "published_at").first() or (None, None)

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name not in NON_RECORD_FIELDS]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for sentence in self.refusals:
            self.add_error(None, sentence)
        return cleaned
