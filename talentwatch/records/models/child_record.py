"""A row that belongs to a record: a name, a claim, a member of a cohort, a citation."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ObjectDoesNotExist

from talentwatch.records import natural_keys
from talentwatch.records.columns import write_columns
from talentwatch.records.edit import edit
from talentwatch.records.history import ChildHistory
from talentwatch.records.models.publishable_record import PublishableRecord
from talentwatch.records.models.versioned_model import VersionedModel


class ChildRecord(VersionedModel):
    """A row that belongs to one publishable record, its parent: to change it is to edit the parent."""

    history = ChildHistory(inherit=True)

    parent_field: ClassVar[str]  # the foreign key to the parent
    natural_key_fields: ClassVar[tuple[str, ...]]  # what identifies a row, as lookups

    class Meta:
        abstract = True

    @classmethod
    def save_rows(cls, rows: Sequence[Self], *, are_new: bool = False, fields: Collection[str] | None = None) -> None:
        """Insert or update inside an edit of the parents; where nothing changed, nothing is written.

        A change of unversioned fields alone is written, but it is no edit of the parent.
        """
        with edit() as current:
            for row in rows:
                row.complete_links()
            stored = {} if are_new else cls.stored_rows(rows)
            differing = {row.pk: row.differing_fields(stored[row.pk], fields) for row in rows if row.pk in stored}
            new = [row for row in rows if row.pk not in stored]
            changed = [row for row in rows if row.pk in stored and not differing[row.pk] <= cls.unversioned_fields]
            cls.ensure_baselines(stored[row.pk] for row in changed)
            for row in (*new, *changed):
                row.set_updated_at(current.at)
                for name, value in row.derived_values().items():
                    setattr(row, name, value)
            if new:
                cls._base_manager.bulk_create(new)
            computed = cls.derived_fields | cls.bookkeeping_fields - {"id"}
            changes = []
            for row in rows:
                if names := differing.get(row.pk):
                    written = names if names <= cls.unversioned_fields else names | computed
                    columns = (field.attname for field in cls._meta.concrete_fields if field.name in written)
                    changes.append((row.pk, {name: getattr(row, name) for name in columns}))
            write_columns(cls, changes)
            parents = [row.parent for row in (*new, *changed)]
            parents += [stored[row.pk].parent for row in changed if cls.parent_field in differing[row.pk]]
            # Rows that loaddata writes have no history, nor have the links in them, which Django saves by set().
            for written_rows, history_type in ((new, "+"), (changed, "~")):
                kept = [row for row in written_rows if not current.is_loaded(row.parent)]
                cls.write_history(kept, history_type, current.reason, current.at)
            current.touch(parents)

    @property
    def is_redundant(self) -> bool:
        """It says nothing that its parent doesn't say."""
        return False

    @property
    def parent(self) -> PublishableRecord:
        parent: PublishableRecord = getattr(self, self.parent_field)
        return parent

    def records_to_recompute(self) -> list[PublishableRecord]:
        """Its parent, once that is loaded."""
        with suppress(ObjectDoesNotExist):
            return [self.parent]
        return []

    def set_updated_at(self, at: datetime) -> None:
        """Store the moment of the edit, in models that have a column for it."""

    def baseline_moment(self) -> datetime:
        return self.parent.created_at

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(self._key_part(*lookup.split("__")) for lookup in self.natural_key_fields)

    def _key_part(self, name: str, column: str = "") -> Any:
        if not column:
            return getattr(self, name)
        field: Any = self._meta.get_field(name)
        keys = natural_keys.current()
        slug = keys and keys.slug_of(field.related_model, getattr(self, field.attname))
        return slug or getattr(getattr(self, name), column)
