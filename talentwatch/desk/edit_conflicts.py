"""Two editors at one form: what the other saved in the meantime is merged into what was typed, and neither is lost.

A three-way merge, field by field and row by row: the values of the form when it was opened, which travel with the form, signed;
those that are stored now; and those that were sent.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.forms import Field, ModelChoiceField
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.text import capfirst

from talentwatch.desk.forms import NON_RECORD_FIELDS, PartialDateField
from talentwatch.phrases import format_date
from talentwatch.revisions.values import NOTHING
from talentwatch.text import whole_number

IGNORED_FIELDS = frozenset(NON_RECORD_FIELDS)
SALT = "talentwatch.opened"
YOURS, THEIRS = "yours", "theirs"
ADDED, REMOVED = "added", "removed"
RowValues = dict[str, Any]  # by field, as a browser would send them
FormValues = dict[
    str, dict[str, RowValues]
]  # by prefix of the formset and key of the row; of the record itself, both are ""


@dataclass
class FormConflict:
    """A difference between the two: the value in each, and whose is in the form now."""

    label: str
    mine: str
    theirs: str
    kept: str = YOURS


def form_values(form: Any, formsets: list[Any]) -> FormValues:
    """The values of a form that shows what is stored."""
    values = {"": {"": row_values(form, IGNORED_FIELDS)}}
    for formset in formsets:
        ignored = row_key_fields(formset)
        values[formset.prefix] = {str(row.instance.pk): row_values(row, ignored) for row in formset.initial_forms}
    return values


def row_values(form: Any, ignored: frozenset[str]) -> RowValues:
    return {name: comparable(form[name].value()) for name in form.fields if name not in ignored}


def row_key_fields(formset: Any) -> frozenset[str]:
    """The fields of a row that say which row it is, and whether it is to be deleted."""
    return frozenset({formset.model._meta.pk.name, formset.fk.name, "DELETE"})


def comparable(value: Any) -> Any:
    """Equal for equal values, whether they come from the database or from a browser."""
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def sign_values(values: FormValues) -> str:
    return signing.dumps(values, salt=SALT, compress=True)


def unsign_values(text: str) -> FormValues | None:
    """The values of the form when it was opened; None if the text wasn't signed here."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None


class FormMerge:
    """The form as it was sent, merged with what is stored: `data`, as a browser would send it, and the `conflicts`.

    A value that only one of the editors changed is that editor's; a value that both changed is the one that was sent.
    """

    def __init__(self, sent: QueryDict, form: Any, formsets: list[Any]) -> None:
        self.sent, self.data = sent, sent.copy()
        self.conflicts: list[FormConflict] = []
        self.stored = form_values(form, formsets)
        self.opened = unsign_values(sent.get("opened", ""))
        fields = {name: field for name, field in form.fields.items() if name not in IGNORED_FIELDS}
        opened = self.opened and self.opened.get("", {}).get("")
        for key, values in self._merge_fields("", fields, "", self.stored[""][""], opened).items():
            self.data.setlist(key, values)
        for formset in formsets:
            self._merge_rows(formset)
        self.data["opened"] = sign_values(self.stored)

    def _merge_fields(
        self, row_title: str, fields: dict[str, Field], prefix: str, stored: RowValues, opened: Any
    ) -> dict[str, Any]:
        """The values of a row that both editors have."""
        merged = {}
        for name, field in fields.items():
            key = prefix + name
            mine, theirs = sent_value(field, self.sent, key), stored[name]
            merged[key] = self.sent.getlist(key)
            is_mine = opened is None or mine != opened.get(name)
            is_only_mine = is_mine and opened is not None and theirs == opened.get(name)
            if mine == theirs or is_only_mine:
                continue
            if not is_mine:
                merged[key] = theirs if isinstance(theirs, list) else [theirs]
            label = str(field.label or pretty_name(name))
            self._add_conflict(
                f"{row_title}, {label.lower()}" if row_title else label,
                box_text(field, mine),
                box_text(field, theirs),
                YOURS if is_mine else THEIRS,
            )
        return merged

    def _merge_rows(self, formset: Any) -> None:
        rows = SentRows(formset, self.sent)
        opened = None if self.opened is None else self.opened.get(formset.prefix, {})
        stored = self.stored[formset.prefix]
        stored_rows = [self._merge_stored_row(rows, pk, values, opened) for pk, values in stored.items()]
        removed_rows = [self._merge_removed_row(rows, pk, opened) for pk in rows.prefixes if pk not in stored]
        new_rows = [*filter(None, removed_rows), *rows.new]
        for key in [key for key in self.data if key.startswith(f"{formset.prefix}-")]:
            del self.data[key]
        for number, row in enumerate([*stored_rows, *new_rows]):
            for name, values in row.items():
                self.data.setlist(f"{formset.prefix}-{number}-{name}", values)
        self.data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(stored_rows) + len(new_rows))
        self.data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(stored_rows))

    def _merge_stored_row(self, rows: "SentRows", pk: str, stored: RowValues, opened: Any) -> dict[str, Any]:
        """A row that is stored. The editor may have changed it, removed it, or not have seen it yet."""
        title = rows.title(stored)
        if pk not in rows.prefixes:
            self._add_conflict(title, NOTHING, ADDED, THEIRS)
            values = {name: value if isinstance(value, list) else [value] for name, value in stored.items()}
            return {"id": [pk]} | values
        prefix = rows.prefixes[pk]
        if self.sent.get(f"{prefix}DELETE"):
            if opened is None or opened.get(pk) != stored:
                self._add_conflict(title, REMOVED, rows.text(stored))
            return {"id": [pk], "DELETE": ["on"], **rows.raw_values(prefix)}
        merged = self._merge_fields(title, rows.fields, prefix, stored, opened and opened.get(pk))
        return {"id": [pk]} | {key.removeprefix(prefix): values for key, values in merged.items()}

    def _merge_removed_row(self, rows: "SentRows", pk: str, opened: Any) -> dict[str, Any] | None:
        """A row that the other editor removed: it comes back, as a new row, if this editor had changed it."""
        prefix = rows.prefixes[pk]
        if self.sent.get(f"{prefix}DELETE"):
            return None
        mine = {name: sent_value(field, self.sent, prefix + name) for name, field in rows.fields.items()}
        is_unchanged = opened is not None and opened.get(pk) == mine
        self._add_conflict(rows.title(mine), rows.text(mine), REMOVED, THEIRS if is_unchanged else YOURS)
        return None if is_unchanged else rows.raw_values(prefix)

    def _add_conflict(self, label: str, mine: str, theirs: str, kept: str = YOURS) -> None:
        self.conflicts.append(FormConflict(label, mine, theirs, kept))


class SentRows:
    """The rows of a formset as they were sent: the prefixes of those that are stored, by key, and the values of new ones."""

    def __init__(self, formset: Any, sent: QueryDict) -> None:
        ignored = row_key_fields(formset)
        self.model, self.data = formset.model, sent
        self.fields = {name: field for name, field in formset.empty_form.fields.items() if name not in ignored}
        count = whole_number(sent.get(f"{formset.prefix}-TOTAL_FORMS", "")) or 0
        prefixes = [f"{formset.prefix}-{number}-" for number in range(min(count, formset.absolute_max))]
        self.prefixes = {pk: prefix for prefix in prefixes if (pk := sent.get(f"{prefix}id", ""))}
        self.new = [self.raw_values(prefix) for prefix in prefixes if prefix not in self.prefixes.values()]

    def raw_values(self, prefix: str) -> dict[str, Any]:
        """The values of a row exactly as they were sent, by field."""
        names = [*self.fields, "DELETE"] if f"{prefix}DELETE" in self.data else self.fields
        return {name: self.data.getlist(prefix + name) for name in names}

    def title(self, values: RowValues) -> str:
        """What tells the row from the others: a text, or the record that it names."""
        name = self.model.natural_key_fields[1].split("__")[0]
        return f"{capfirst(self.model._meta.verbose_name)} “{box_text(self.fields[name], values[name])}”"

    def text(self, values: RowValues) -> str:
        """All values of a row, with their labels."""
        return "; ".join(
            f"{field.label or pretty_name(name)}: {box_text(field, values[name])}"
            for name, field in self.fields.items()
            if values[name]
        )


def sent_value(field: Field, data: QueryDict, key: str) -> Any:
    return comparable(field.prepare_value(field.widget.value_from_datadict(data, {}, key)))


def box_text(field: Any, value: Any) -> str:
    """A value for people: names instead of keys, and labels of choices."""
    if isinstance(field, ModelChoiceField):
        keys = [key for key in (value if isinstance(value, list) else [value]) if whole_number(key)]
        queryset: Any = field.queryset
        return "; ".join(sorted(map(str, queryset.filter(pk__in=keys)))) or NOTHING
    if isinstance(field, PartialDateField):
        return date_box_text(field, value) or NOTHING
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return labels.get(str(value), str(value)) or NOTHING


def date_box_text(field: PartialDateField, value: Any) -> str:
    """A date in words; what can't be read as one stays as it was typed."""
    try:
        return format_date(field.to_python(value))
    except ValidationError:
        return str(value)
