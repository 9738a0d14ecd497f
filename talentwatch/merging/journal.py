"""The journal of a merge: every row that it writes, with the values before and after, so that it can be undone."""

import json
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from talentwatch.phrases import format_date
from talentwatch.records.fields import PartialDateAttribute
from talentwatch.records.models import VersionedModel
from talentwatch.revisions.values import NOTHING, label_of, value_text


class Journal:
    """Writes rows by their own rules, and keeps an entry of plain JSON for each write, in order.

    Entries are stored with the merge and read again when it is undone, so their keys never change.
    """

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def change(self, model: type[Any], pk: int, values: dict[str, Any]) -> None:
        """Set columns of a row, by attribute name; if they have these values already, nothing is written."""
        row = model._base_manager.get(pk=pk)
        before = {name: getattr(row, name) for name in values}
        if before == values:
            return
        name, old = str(row), _texts(row, values)
        _write(row, values)
        new = _texts(row, values)
        texts = [[label, text, new[label]] for label, text in old.items() if text != new[label]]
        self._record("change", row, name, before=before, after=values, texts=texts)

    def remove(self, row: VersionedModel, reason: str) -> None:
        self._record("remove", row, str(row), before=_columns(row), after={}, texts=[["", "", reason]])
        row.delete()

    def add(self, row: VersionedModel, reason: str) -> None:
        _save(row)
        self._record("add", row, str(row), before={}, after=_columns(row), texts=[["", "", reason]])

    def link(self, row: Any, field_name: str, record: Any) -> None:
        getattr(row, field_name).add(record)
        texts = [[label_of(row._meta.get_field(field_name).verbose_name), NOTHING, str(record)]]
        self._record("link", row, str(row), before={}, after={field_name: record.pk}, texts=texts)

    def unlink(self, row: Any, field_name: str, record: Any) -> None:
        getattr(row, field_name).remove(record)
        texts = [[label_of(row._meta.get_field(field_name).verbose_name), str(record), NOTHING]]
        self._record("unlink", row, str(row), before={field_name: record.pk}, after={}, texts=texts)

    def check_rows(self) -> None:
        """Raise ValidationError if a row that was written breaks a rule of its own."""
        sentences: dict[str, None] = {}
        for label, pk in dict.fromkeys((entry["model"], entry["pk"]) for entry in self.entries):
            row = apps.get_model(label)._base_manager.filter(pk=pk).first()
            if row is None:  # the journal removed it
                continue
            try:
                row.clean()
            except ValidationError as error:
                sentences |= dict.fromkeys(f"{row}: {sentence}" for sentence in error.messages)
        if sentences:
            raise ValidationError(list(sentences))

    def _record(  # noqa: PLR0913 the parts of an entry
        self, act: str, row: Any, name: str, *, before: Any, after: Any, texts: list[list[str]]
    ) -> None:
        entry = {
            "act": act,
            "model": row._meta.label_lower,
            "pk": row.pk,
            "kind": str(row._meta.verbose_name),
            "name": name,
            "before": before,
            "after": after,
            "told": texts,  # label, old and new text of each change; or only why a row was added or removed
        }
        self.entries.append(json.loads(json.dumps(entry, cls=DjangoJSONEncoder)))


def by_row(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries as people read them: all that is written into a row stands in one, and each field once."""
    rows: dict[Any, dict[str, Any]] = {}
    for number, entry in enumerate(entries):
        is_change = entry["act"] not in {"add", "remove"}
        row = rows.setdefault((entry["model"], entry["pk"]) if is_change else number, entry | {"told": []})
        row["told"] = row["told"] + entry["told"]
    return [row | {"told": _told_once(row["told"])} for row in rows.values()]


def _told_once(texts: list[list[str]]) -> list[list[str]]:
    """A value that changed twice went from its first to its last; a record that took another's place in a list is one change."""
    fields: dict[str, list[str]] = {}
    for label, old, new in texts:
        if label not in fields:
            fields[label] = [label, old, new]
            continue
        first = fields[label]
        if first[2] == old:
            first[2] = new
        else:
            for side, text in ((1, old), (2, new)):
                first[side] = "; ".join(part for part in (first[side], text) if part != NOTHING) or NOTHING
    return list(fields.values())


def revert(entries: list[dict[str, Any]]) -> list[str]:
    """Undo the writes, the last first. Returns a sentence for each row that has been changed or deleted since.

    If it returns any, the caller rolls back.
    """
    changed: list[str] = []
    refused: list[str] = []
    for entry in reversed(entries):
        title = f"The {entry['kind']} “{entry['name']}”"
        row = apps.get_model(entry["model"])._base_manager.filter(pk=entry["pk"]).first()
        try:
            if row is None and entry["act"] != "remove":
                changed.append(f"{title} has been deleted since.")
            elif row is not None and (names := _changed_since(entry, row)) is not None:
                fields = f": {', '.join(names)}" if names else ""
                changed.append(f"{title} has been changed since{fields}.")
            else:
                _revert_entry(entry, row)
        except ValidationError as error:
            refused += [f"{title}: {sentence}" for sentence in error.messages]
    # A row may be refused only because another couldn't be reverted, so the changed rows come first.
    return changed or refused


def _changed_since(entry: dict[str, Any], row: Any) -> list[str] | None:
    """The names of the fields that aren't as the entry left them; empty for a whole row, None if it is unchanged."""
    after = entry["after"]
    if entry["act"] == "change":
        fields = {field.attname: field for field in row._meta.concrete_fields}
        values = _to_python(type(row), after)
        names = [str(fields[name].verbose_name) for name, value in values.items() if getattr(row, name) != value]
        return names or None
    if entry["act"] == "add":
        return None if _columns(row) == _to_python(type(row), after) else []
    if entry["act"] == "link":
        return [name for name, pk in after.items() if not getattr(row, name).filter(pk=pk).exists()] or None
    return None


def _revert_entry(entry: dict[str, Any], row: Any) -> None:
    model, act = apps.get_model(entry["model"]), entry["act"]
    if act == "change":
        _write(row, _to_python(model, entry["before"]))
    elif act == "remove":
        _save(model(pk=entry["pk"], **_to_python(model, entry["before"])), force_insert=True)
    elif act == "add":
        row.delete()
    for name, pk in (entry["after"] if act == "link" else {}).items():
        getattr(row, name).remove(pk)
    for name, pk in (entry["before"] if act == "unlink" else {}).items():
        getattr(row, name).add(pk)


def _columns(row: Any) -> dict[str, Any]:
    """The columns that editors decide, by attribute name."""
    ignored = row.derived_fields | row.bookkeeping_fields
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in ignored
    }


def _to_python(model: Any, values: dict[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}


def _write(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    _save(row)


def _save(row: Any, **options: Any) -> None:
    """Save; if the database refuses, raise ValidationError with the sentence of the constraint."""
    try:
        with transaction.atomic():
            row.save(**options)
    except IntegrityError as error:
        row.validate_constraints()
        raise ValidationError("It conflicts with another row.") from error  # pragma: no cover  the constraints say it


def _texts(row: Any, values: dict[str, Any]) -> dict[str, str]:
    """The row's present values of these columns as text, by label; the two columns of a partial date are one value."""
    texts = {}
    for name in values:
        field = next(field for field in row._meta.concrete_fields if field.attname == name)
        date_name = name.rpartition("_")[0]
        if isinstance(getattr(type(row), date_name, None), PartialDateAttribute):
            texts[label_of(date_name)] = format_date(getattr(row, date_name)) or NOTHING
        elif isinstance(field, models.ForeignKey):
            texts[label_of(field.verbose_name)] = str(getattr(row, field.name) or NOTHING)
        else:
            texts[label_of(field.verbose_name)] = value_text(field, getattr(row, name))
    return texts
