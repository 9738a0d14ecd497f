"""Undo one change of one version: of a field, of a link, or of a child row."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from talentwatch.phrases import format_date
from talentwatch.records.edit import edit
from talentwatch.records.history import link_rows, linked_pks, previous_version, tracked_links, tracked_model
from talentwatch.records.models import PublishableRecord
from talentwatch.revisions.diff import FieldDiff, child_diffs, child_models, field_diffs
from talentwatch.revisions.values import NOTHING, RecordNames, partial_dates
from talentwatch.text import whole_number

ROW_REMOVED = "This row was removed later. Undo the removal first."
ROW_RESTORED = "This row has already been restored."


@dataclass
class Undo:
    """A change that can be undone, and the value that its field has now."""

    row: Any  # the history row written with the change
    older: Any  # the history row before it; None if the change added the row
    field_name: str  # empty if the change added or removed a whole row
    diff: FieldDiff
    current: str

    @property
    def is_done(self) -> bool:
        """There is nothing to undo: the field has its earlier value again."""
        return self.current == self.diff.old

    def undo(self, reason: str) -> None:
        """Restore the earlier value. Raises ValidationError if a rule doesn't allow it any more."""
        with edit(reason):
            model = tracked_model(self.row)
            stored = model._base_manager.filter(pk=self.row.id).first()
            if self.row.history_type == "-":
                if stored:
                    raise ValidationError(ROW_RESTORED)
                restored = self.row.instance
                restored.full_clean()
                restored.save()
            elif stored is None:
                raise ValidationError(ROW_REMOVED)
            elif self.row.history_type == "+":
                stored.delete()
            elif link := _tracked_link(self.row, self.field_name):
                self._restore_links(stored, link)
            else:
                columns = partial_dates(model).get(self.field_name)
                for column in columns or [model._meta.get_field(self.field_name).attname]:
                    setattr(stored, column, getattr(self.older, column))
                stored.full_clean()
                stored.save()

    def _restore_links(self, stored: Any, link: Any) -> None:
        """Remove what the change added and add what it removed; links that were added later stay."""
        before, after = set(linked_pks(self.older, link)), set(linked_pks(self.row, link))
        related = getattr(stored, link.name)
        current = set(related.values_list("pk", flat=True))
        related.set(current - (after - before) | (before - after))


def find_undo(record: PublishableRecord, key: str, related: Any) -> Undo | None:
    """The change with this key (see diff_key) of a record or its child rows; None if it can't be undone."""
    label, _, rest = key.partition("-")
    digits, _, field_name = rest.partition("-")
    model: Any = next((m for m in (type(record), *child_models(type(record))) if m._meta.label_lower == label), None)
    history_id = whole_number(digits)
    if model is None or history_id is None:
        return None
    owner = "id" if model is type(record) else f"{model.parent_field}_id"
    row = model.history.filter(**{owner: record.pk}, history_id=history_id).first()
    if row is None:
        return None
    older = previous_version(row)
    stored = model._base_manager.filter(pk=row.id).first()
    versions = [version for version in (older, row) if version]
    links = [link for version in versions for link in link_rows(version)]
    names = RecordNames([*versions, *links, *([stored] if stored else [])], related)
    if model is not type(record):
        *_, (_row, diffs) = child_diffs(versions, names)
    else:
        diffs = list(field_diffs(older, row, names)) if older else []
    diff = next((diff for diff in diffs if diff.key == key), None)
    return Undo(row, older, field_name, diff, _current_text(row, field_name, stored, names)) if diff else None


def _current_text(row: Any, field_name: str, stored: Any, names: RecordNames) -> str:
    """The value that a field, or a whole row, has now."""
    if row.history_type != "~":
        is_as_before = (stored is not None) == (row.history_type == "-")
        return NOTHING if is_as_before else ("added" if stored else "removed")
    if stored is None:
        return NOTHING
    if link := _tracked_link(row, field_name):
        return "; ".join(sorted(map(str, getattr(stored, link.name).all()))) or NOTHING
    if field_name in partial_dates(tracked_model(row)):
        return format_date(getattr(stored, field_name)) or NOTHING
    field = tracked_model(row)._meta.get_field(field_name)
    return names.text(field, getattr(stored, field.attname))


def _tracked_link(row: Any, field_name: str) -> Any:
    return next((link for link in tracked_links(row) if link.name == field_name), None)
