"""What every row of the timeline is: saved inside an edit, with history, and with columns that are derived from others."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import models

from talentwatch.chunks import chunked
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

    def save(self, *args: Any, **options: Any) -> None:
        """Insert or update inside an edit; where nothing changed, nothing is written."""
        self.save_rows([self], are_new=options.get("force_insert", False), fields=options.get("update_fields"))

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

    @classmethod
    def clean_prefetches(cls) -> list[str]:
        """What clean() reads of other rows, so that it can be fetched for many stored rows at once."""
        return []

    @abstractmethod
    def records_to_recompute(self) -> list["PublishableRecord"]:
        """The records whose derived columns depend on this row, which loaddata wrote."""

    def differs_from(self, stored: Self, fields: Collection[str] | None = None) -> bool:
        """Whether a column that editors decide, among the fields to be saved (None: all), isn't as stored."""
        return bool(self.differing_fields(stored, fields))

    def differing_fields(self, stored: Self, fields: Collection[str] | None = None) -> set[str]:
        """The names of those columns."""
        return {
            field.name
            for field in decided_fields(type(self))
            if (fields is None or field.name in fields or field.attname in fields)
            and getattr(self, field.attname) != getattr(stored, field.attname)
        }

    @classmethod
    @abstractmethod
    def save_rows(cls, rows: Sequence[Self], *, are_new: bool = False, fields: Collection[str] | None = None) -> None:
        """Save many rows as save() does one, with as many queries for a thousand as for two.

        `are_new`: none of them is stored, and one whose primary key is raises IntegrityError. `fields`: save only these.
        """

    @classmethod
    def stored_rows(cls, rows: Iterable[Self]) -> dict[Any, Self]:
        """These rows by primary key as the database has them, locked until the edit ends; without new ones."""
        stored: dict[Any, Self] = {}
        for chunk in chunked(row.pk for row in rows if row.pk):
            locked = cls._base_manager.select_for_update().filter(pk__in=chunk).order_by()
            stored |= {row.pk: row for row in locked}
        return stored

    def stored(self) -> Self | None:
        """The row as the database has it, locked until the edit ends; None for a new one."""
        return self.stored_rows([self]).get(self.pk)

    def complete_links(self) -> None:
        """Name the records that were saved only after they were set here. Raises ValueError for one that wasn't saved."""
        for field in self._meta.concrete_fields:
            if field.many_to_one and getattr(self, field.attname) is None:
                with suppress(ObjectDoesNotExist):
                    related = getattr(self, field.name)
                    if related is not None and related.pk is None:
                        raise ValueError(f"Save the {field.name} first.")
                    setattr(self, field.name, related)

    def outdated(self) -> "list[Outdated]":
        """The rows that are recomputed with this one, and the derived columns of each that are wrong, with their values."""
        return [(self, differing_values(self, self.derived_values()))]

    @abstractmethod
    def baseline_moment(self) -> datetime:
        """When a row without history was certainly as it is now."""

    @classmethod
    def ensure_baselines(cls, rows: Iterable[Self]) -> None:
        """Give rows without history, such as those from loaddata, a first history row that says how they began."""
        for chunk in chunked(row.pk for row in rows):
            known = set(cls.history.filter(id__in=chunk).order_by().values_list("id", flat=True))
            if missing := [pk for pk in chunk if pk not in known]:
                stored = list(cls._base_manager.filter(pk__in=missing))
                for row in stored:
                    row._history_user = None  # type: ignore[attr-defined]  # who loaded it isn't who edits it now
                    row.set_history_reason("as loaded", row.baseline_moment())
                edit_history.write(stored, "+")

    @classmethod
    def write_history(cls, rows: Sequence[Self], history_type: str, reason: str, at: datetime) -> None:
        """Write a history row of each row as it is now: that it is new (+), or changed (~)."""
        for row in rows:
            row.set_history_reason(reason, at)
        edit_history.write(rows, history_type)

    def set_history_reason(self, reason: str, at: datetime) -> None:
        """The reason and the moment that the next history row will have."""
        self._change_reason, self._history_date = reason, at


Outdated = tuple[VersionedModel, dict[str, Any]]  # a row, and what its wrong derived columns should hold


@cache
def decided_fields(model: type[VersionedModel]) -> "list[models.Field[Any, Any]]":
    """The columns that editors decide."""
    ignored = model.derived_fields | model.bookkeeping_fields
    return [field for field in model._meta.concrete_fields if field.name not in ignored]


def differing_values(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that the row doesn't have."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
