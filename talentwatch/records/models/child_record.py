"""A row that belongs to a record: a name, a claim, a member of a cohort, a citation."""

from contextlib import suppress
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ObjectDoesNotExist

from talentwatch.records import natural_keys
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

    def save(self, *args: Any, **options: Any) -> None:
        """Insert or update inside an edit of the parent; where nothing changed, nothing is written.

        A change of unversioned fields alone is written, but it is no edit of the parent.
        """
        with edit() as current:
            stored = None if options.get("force_insert") else self.stored()
            if stored:
                differing = self.differing_fields(stored, options.get("update_fields"))
                if differing <= self.unversioned_fields:
                    stored.store({name: getattr(self, name) for name in differing}, at=None)
                    return
                stored.ensure_baseline()
            self.set_updated_at(current.at)
            for name, value in self.derived_values().items():
                setattr(self, name, value)
            if options.get("update_fields") is not None:
                computed = {*self.derived_fields, *self.bookkeeping_fields - {"id"}}
                options["update_fields"] = {*options["update_fields"], *computed}
            self.set_history_reason(current.reason, current.at)
            if current.is_loaded(self.parent):
                # A link in a fixture's row, which Django saves by set(). Rows that loaddata writes have no history.
                self.skip_history_when_saving = True
            super().save(**options)
            for parent in {self.parent, stored.parent} if stored else {self.parent}:
                current.touch(parent)

    @property
    def is_redundant(self) -> bool:
        """It says nothing that its parent doesn't say."""
        return False

    @property
    def parent(self) -> PublishableRecord:
        parent: PublishableRecord = getattr(self, self.parent_field)
        return parent

    def recompute_after_load(self) -> list[PublishableRecord]:
        """Recompute this row's derived columns; return its parent, once that is loaded."""
        with suppress(ObjectDoesNotExist):
            self.recompute()
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
