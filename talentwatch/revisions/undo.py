"""The way back from one change of one version: of a field, of a link, or of a row that belongs to the record."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q

from talentwatch.records.edit import edit
from talentwatch.records.models import ChildRecord, PublishableRecord
from talentwatch.revisions.diff import (
    NOTHING,
    FieldDiff,
    RecordNames,
    dates_of,
    detail_changes,
    linked,
    own_changes,
    rows_of,
    shown,
)
from talentwatch.text import whole_number

GONE = "Its row was removed since: undo that first."


@dataclass
class Undo:
    """One change, found again by its key; `now` is what stands there today."""

    record: PublishableRecord
    row: Any  # of history, written with the change
    older: Any  # the row before it; None where the change added the row
    name: str  # of the field; empty where a whole row was added or removed
    change: FieldDiff
    now: str

    @property
    def is_done(self) -> bool:
        return self.now == self.change.old

    def undo(self, reason: str) -> None:
        """Put back what stood there. Raises ValidationError where that can't be so any more."""
        with edit(reason):
            if self.row.history_type == "+":
                self._present().delete()
            elif self.row.history_type == "-":
                self._again()
            elif link := _link(self.row, self.name):
                self._relink(link)
            else:
                self._put_back(self._present())

    def _present(self) -> Any:
        """The record, or its row, as it is stored now."""
        found = type(self.record)._base_manager if self._is_own else self.row.instance_type._base_manager
        present = found.filter(pk=self.row.id).first()
        if present is None:
            raise ValidationError(GONE)
        return present

    @property
    def _is_own(self) -> bool:
        return self.row.instance_type is type(self.record)

    def _again(self) -> None:
        model = self.row.instance_type
        row = model(**{field.attname: getattr(self.row, field.attname) for field in model._meta.concrete_fields})
        if model._base_manager.filter(pk=row.pk).exists():
            raise ValidationError("It is there again already.")
        row.full_clean()
        row.save()

    def _relink(self, link: Any) -> None:
        """What the change added goes, and what it removed comes back; what came later stays."""
        there = getattr(self._present(), link.name)
        before, after = set(linked(self.older, link)), set(linked(self.row, link))
        now = set(there.values_list("pk", flat=True))
        there.set(now - (after - before) | (before - after))

    def _put_back(self, present: Any) -> None:
        for column in _columns(self.row.instance_type, self.name):
            setattr(present, column, getattr(self.older, column))
        present.full_clean()
        present.save()


def find_undo(record: PublishableRecord, key: str, related: Any) -> Undo | None:
    """The change of this key, as the history page gives it; None where there is none that can be undone."""
    label, _, rest = key.partition("-")
    digits, _, name = rest.partition("-")
    model, number = _model(record, label), whole_number(digits)
    if model is None or number is None:
        return None
    owner = "id" if model is type(record) else f"{model.parent_field}_id"
    rows = model.history.filter(**{owner: record.pk})
    row = rows.filter(history_id=number).first()
    if row is None:
        return None
    before = Q(history_date__lt=row.history_date) | Q(history_date=row.history_date, history_id__lt=row.history_id)
    older = model.history.filter(before, id=row.id).order_by("-history_date", "-history_id").first()
    present = model._base_manager.filter(pk=row.id).first()
    names = _names([one for one in (row, older, present) if one], related)
    changes = own_changes(older, row, names) if older and model is type(record) else _of_row(older, row, names)
    change = next((one for one in changes if one.key == key), None)
    return Undo(record, row, older, name, change, _now(row, name, present, names)) if change else None


def _model(record: PublishableRecord, label: str) -> Any:
    """The record's own model, or that of rows that belong to such a record."""
    for model in apps.get_models():
        if model._meta.label_lower == label:
            is_own = model is type(record)
            return model if is_own or _belongs(model, type(record)) else None
    return None


def _belongs(model: Any, to: type[PublishableRecord]) -> bool:
    return issubclass(model, ChildRecord) and model._meta.get_field(model.parent_field).related_model is to


def _names(rows: list[Any], related: Any) -> RecordNames:
    links = [
        one
        for row in rows
        for link in getattr(row, "_history_m2m_fields", ())
        if hasattr(row, "history_type")
        for one in getattr(row, rows_of(link, type(row))).all()
    ]
    return RecordNames([*rows, *links], related)


def _of_row(older: Any, row: Any, names: RecordNames) -> list[FieldDiff]:
    if not issubclass(row.instance_type, ChildRecord):
        return []
    *_before, (_row, changes) = detail_changes([one for one in (older, row) if one], names)
    return changes


def _now(row: Any, name: str, present: Any, names: RecordNames) -> str:
    if row.history_type != "~":
        is_there = present is not None
        return NOTHING if is_there == (row.history_type == "-") else ("there" if is_there else "not there")
    if present is None:
        return NOTHING
    if link := _link(row, name):
        return ", ".join(sorted(map(str, getattr(present, link.name).all()))) or NOTHING
    if name in dates_of(row.instance_type):
        return str(getattr(present, name)) or NOTHING
    field = row.instance_type._meta.get_field(name)
    return shown(field, getattr(present, field.attname), names)


def _link(row: Any, name: str) -> Any:
    return next((link for link in getattr(row, "_history_m2m_fields", ()) if link.name == name), None)


def _columns(model: Any, name: str) -> tuple[str, ...]:
    return dates_of(model).get(name) or (model._meta.get_field(name).attname,)
