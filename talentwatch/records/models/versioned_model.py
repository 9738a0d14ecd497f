"""What every row of the timeline is: saved inside an edit, with history, and with columns that are derived from others."""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from talentwatch.records.check_evaluation import validate_constraint
from talentwatch.records.declarations import OnMerge
from talentwatch.records.edit import edit
from talentwatch.records.history import EditHistory

if TYPE_CHECKING:
    from talentwatch.records.models.publishable_record import PublishableRecord

edit_history = EditHistory(inherit=True)


class VersionedModel(models.Model):
    """A row that is written only inside an edit, and only when a column that editors decide has changed."""

    derived_fields: ClassVar[frozenset[str]] = frozenset()  # computed from other columns or rows
    bookkeeping_fields: ClassVar[frozenset[str]] = frozenset({"id"})  # kept by save() and the edit
    private_fields: ClassVar[frozenset[str]] = frozenset()  # for the desk alone: in no API, feed or fixture
    # Private fields that are stored without a version: they have no history either, nor are they in published exports.
    unversioned_fields: ClassVar[frozenset[str]] = frozenset()
    # Dates that have happened if another field has one of these values: no day after that of the save is possible.
    happened_if: ClassVar[Mapping[str, tuple[str, Collection[str]]]] = {}
    hidden_fields: ClassVar[Mapping[str, str]] = {}  # in no form, API or file, each with the reason
    on_merge: ClassVar[dict[str, OnMerge]] = {}  # what happens when a record that it names is merged, by field
    required_choices: ClassVar[frozenset[str]] = frozenset()  # fields to ask the editor about in a merge if they differ
    history: Any

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Django's, but the checks of a row are evaluated here instead of asking the database about each."""
        values = {
            field.name: field.to_python(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if not exclude or field.name not in exclude
        }
        errors = []
        for constraint in self._meta.constraints:
            try:
                validate_constraint(constraint, self, values, set(exclude or ()))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError({NON_FIELD_ERRORS: errors})

    @classmethod
    def happened_dates(cls, values: Mapping[str, Any]) -> list[str]:
        """The names of the partial dates that have happened, of a row with these values of its fields."""
        return [name for name, (field, accepted) in cls.happened_if.items() if values.get(field) in accepted]

    def delete(self, *args: Any, **options: Any) -> Any:
        """Delete inside an edit, with all that belongs to the row."""
        with edit():
            return super().delete(*args, **options)

    def derived_values(self) -> dict[str, Any]:
        """What the derived columns should hold, by name."""
        return {}

    @classmethod
    def recompute_prefetches(cls) -> list[models.Prefetch]:
        """What recompute() reads of other rows, so that it can be fetched for many rows at once."""
        return []

    @abstractmethod
    def recompute_after_load(self) -> list["PublishableRecord"]:
        """Recompute this row's derived columns after loaddata; return the records that depend on it."""

    def differs_from(self, stored: Self, fields: Collection[str] | None = None) -> bool:
        """Whether a column that editors decide, among the fields to be saved (None: all), isn't as stored."""
        return bool(self.differing_fields(stored, fields))

    def differing_fields(self, stored: Self, fields: Collection[str] | None = None) -> set[str]:
        """The names of those columns."""
        ignored = self.derived_fields | self.bookkeeping_fields
        return {
            field.name
            for field in self._meta.concrete_fields
            if field.name not in ignored
            and (fields is None or field.name in fields or field.attname in fields)
            and getattr(self, field.attname) != getattr(stored, field.attname)
        }

    def stored(self) -> Self | None:
        """The row as the database has it, locked until the edit ends; None for a new one."""
        return type(self)._base_manager.select_for_update().filter(pk=self.pk).first() if self.pk else None

    def recompute(self, at: datetime | None = None) -> dict[str, Any]:
        """Correct the derived columns, and updated_at where a moment is given. Returns what was wrong, by column."""
        return self.store(self.derived_values(), at)

    def store(self, columns: dict[str, Any], at: datetime | None) -> dict[str, Any]:
        """Write those of the columns that differ, bypassing save(). Returns them."""
        changed = {name: value for name, value in columns.items() if getattr(self, name) != value}
        if changed:
            written = {**changed, "updated_at": at} if at else changed
            type(self)._base_manager.filter(pk=self.pk).update(**written)
            for name, value in written.items():
                setattr(self, name, value)
        return changed

    @abstractmethod
    def baseline_moment(self) -> datetime:
        """When a row without history was certainly as it is now."""

    def ensure_baseline(self) -> None:
        """Give a row without history, such as one from loaddata, a first history row that says how it began."""
        if not type(self).history.filter(id=self.pk).exists():
            stored = type(self)._base_manager.get(pk=self.pk)
            stored._history_user = None  # type: ignore[attr-defined]  # who loaded it isn't who edits it now
            stored.record_history("+", "as loaded", stored.baseline_moment())

    def record_history(self, history_type: str, reason: str, at: datetime) -> None:
        self.set_history_reason(reason, at)
        edit_history.write(self, history_type)

    def set_history_reason(self, reason: str, at: datetime) -> None:
        """The reason and the moment that the next history row will have."""
        self._change_reason, self._history_date = reason, at
