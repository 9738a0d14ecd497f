"""What every row of the timeline is: written inside an edit, with its history; some columns follow from others."""

from abc import abstractmethod
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from talentwatch.curation.edits import edit
from talentwatch.curation.history import EditHistory
from talentwatch.curation.ties import Rejoin

if TYPE_CHECKING:
    from talentwatch.curation.curated import Curated

kept_by_edits = EditHistory(inherit=True)


class Recorded(models.Model):
    """A row that is written only when an editor's column changed, and only inside an edit."""

    derived: ClassVar[frozenset[str]] = frozenset()  # columns that follow from others
    bookkeeping: ClassVar[frozenset[str]] = frozenset({"id"})  # columns that the kit itself keeps
    private: ClassVar[frozenset[str]] = frozenset()  # columns for the desk, which no reader or fixture gets
    rejoins: ClassVar[dict[str, Rejoin]] = {}  # what the row does when a record that it names is merged, by field
    decisive: ClassVar[frozenset[str]] = frozenset()  # columns that an editor must choose wherever two rows differ
    history: Any

    class Meta:
        abstract = True

    def delete(self, *args: Any, **options: Any) -> Any:
        """Delete inside an edit, with all that belongs to the row."""
        with edit():
            return super().delete(*args, **options)

    def derive(self) -> dict[str, Any]:
        """What the derived columns should hold, by name."""
        return {}

    @abstractmethod
    def derive_first(self) -> list["Curated"]:
        """The records that the derived columns are to be computed of once the row was loaded; its own, where it has
        any, are computed by this."""

    def differs_from(self, stored: Self, fields: Collection[str] | None = None) -> bool:
        """Some column that an editor decides, among the fields to be saved (None: all), isn't as stored."""
        kept = self.derived | self.bookkeeping
        columns = [
            field.attname
            for field in self._meta.concrete_fields
            if field.name not in kept and (fields is None or field.name in fields or field.attname in fields)
        ]
        return any(getattr(self, column) != getattr(stored, column) for column in columns)

    def stored(self) -> Self | None:
        """The row as the database has it, locked until the edit ends; None for a new one."""
        return type(self)._base_manager.select_for_update().filter(pk=self.pk).first() if self.pk else None

    def store_derived(self, at: datetime | None = None) -> dict[str, Any]:
        """Write the derived columns that are off, and updated_at where a moment is given. Returns what was off."""
        return self.store(self.derive(), at)

    def store(self, columns: dict[str, Any], at: datetime | None) -> dict[str, Any]:
        """Write those of the columns that hold something else, behind the back of save(). Returns them."""
        off = {name: value for name, value in columns.items() if getattr(self, name) != value}
        if off:
            written = {**off, "updated_at": at} if at else off
            type(self)._base_manager.filter(pk=self.pk).update(**written)
            for name, value in written.items():
                setattr(self, name, value)
        return off

    @abstractmethod
    def stood_since(self) -> datetime:
        """A moment at which the row was as it is now, for one that has no history to tell."""

    def keep_baseline(self) -> None:
        """Give a row without history, such as one that came by loaddata, the row that says how it began."""
        if not type(self).history.filter(id=self.pk).exists():
            stored = type(self)._base_manager.get(pk=self.pk)
            stored._history_user = None  # type: ignore[attr-defined]  # who loaded it isn't who edits it now
            stored.record_history("+", "as loaded", stored.stood_since())

    def record_history(self, history_type: str, reason: str, at: datetime) -> None:
        self.say(reason, at)
        kept_by_edits.create_historical_record(self, history_type)

    def say(self, reason: str, at: datetime) -> None:
        """What the next row of history will give as its reason and its moment."""
        self._change_reason, self._history_date = reason, at
