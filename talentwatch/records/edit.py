"""An edit: what one act of one editor changes, saved whole or not at all, with one version and one history row a record.

Apps add to what happens when an edit closes by on_close(); the order is that of Phase.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, prefetch_related_objects

from talentwatch.chunks import MAX_PREFETCHED, chunked
from talentwatch.records.locks import acquire_edit_lock
from talentwatch.records.moments import next_moment

if TYPE_CHECKING:
    from talentwatch.records.models import PublishableRecord, VersionedModel

Row = TypeVar("Row")
Progress = Callable[[str, int, int], None]  # of a step, such as “moves”, so many of so many rows are done
Hook = Callable[["Edit"], None]
logger = logging.getLogger(__name__)
MAX_LOGGED = 10  # records of one edit that are named in a warning


class Phase(IntEnum):
    """When a hook runs as an edit closes. History is written after all of them."""

    RECOMPUTE = 1  # bring derived columns up to date
    DERIVE = 2  # rebuild tables that are derived from records, such as moves
    LOG = 3  # record what readers see differently now
    CHECK = 4  # refuse the edit, by raising ValidationError


_hooks: dict[Phase, list[Hook]] = {phase: [] for phase in Phase}
_current: ContextVar["Edit | None"] = ContextVar("edit", default=None)


def on_close(phase: Phase, hook: Hook) -> None:
    """Run the hook at the end of every edit."""
    _hooks[phase].append(hook)


class CorrectionError(ValidationError):
    """An edit corrects something public, and lacks the note for readers or the confirmation that this needs.

    `note_error` is what is wrong with the note, or empty; `conflicts` are the sources that the edit newly contradicts,
    unless they were accepted.
    """

    def __init__(self, note_error: str, conflicts: list[str]) -> None:
        self.note_error, self.conflicts = note_error, conflicts
        super().__init__([*([note_error] if note_error else []), *conflicts])


class Edit:
    """The records that changed so far, each once, in the order in which they did.

    `reason` is for the desk. `correction` is the note that readers see, or None where nobody was asked for one, as in the
    shell; `is_typo` marks an edit of spelling only.
    """

    def __init__(self, reason: str, at: datetime | None) -> None:
        self.reason = reason
        self.at = at or next_moment()
        self.correction: str | None = None
        self.is_typo, self.accepts_conflicts = False, False
        # Once it closes: what readers saw otherwise before, by record, and the sources that it contradicts since.
        self.corrected: dict[PublishableRecord, list[str]] = {}
        self.new_conflicts: list[str] = []
        self.recomputed: list[Any] = []  # once it closes: the records whose derived columns were recomputed
        self.renamed: set[tuple[type, Any]] = set()  # once it closes: what is found by other words since (model, pk)
        self.moved: set[Any] = set()  # once it closes: the people (primary keys) whose derived moves are others since
        self.progress: Progress = no_progress  # told how far the edit is while it closes
        self._changed: dict[tuple[type[PublishableRecord], Any], str] = {}
        self._changed_fields: dict[tuple[type[PublishableRecord], Any], set[str]] = defaultdict(set)
        self._touched: set[tuple[type[PublishableRecord], Any]] = set()
        self._stale: dict[tuple[type[PublishableRecord], Any], None] = {}
        self._rechecked: set[tuple[type[PublishableRecord], Any]] = set()
        self._loaded: dict[tuple[type[VersionedModel], Any], bool] = {}  # whether the row is new

    def set_correction(self, correction: str, *, is_typo: bool = False, accepts_conflicts: bool = False) -> None:
        """What the public corrections say of this edit: why it was made, or that only spelling changed.

        From then on the edit is refused if it corrects something public without a note, or contradicts a source that it
        didn't before, unless that is accepted.
        """
        self.correction, self.is_typo = " ".join(correction.split()), is_typo
        self.accepts_conflicts = accepts_conflicts

    @property
    def changed_models(self) -> set[type["PublishableRecord"]]:
        return {model for model, _pk in self._changed}

    def changed_records(self) -> list["PublishableRecord"]:
        """The changed records as they are stored now; deleted ones are left out."""
        return stored_rows(self._changed, self.recomputed)

    def has_changed(self, record: "VersionedModel") -> bool:
        return (type(record), record.pk) in self._changed

    def is_new(self, record: "PublishableRecord") -> bool:
        """The record was created in this edit."""
        key = (type(record), record.pk)
        return self._changed.get(key) == "+" or self._loaded.get(key, False)

    def may_differ_in(self, record: "PublishableRecord", *fields: str) -> bool:
        """Whether one of these columns of the record may have changed: any of one that is new, or was written without save()."""
        key = (type(record), record.pk)
        return self.is_new(record) or key in self._stale or not self._changed_fields[key].isdisjoint(fields)

    def is_touched(self, record: "PublishableRecord") -> bool:
        """Something that belongs to the record changed: a child row, or a link."""
        return (type(record), record.pk) in self._touched

    def mark_changed(self, record: "PublishableRecord", history_type: str = "~", fields: Iterable[str] = ()) -> None:
        """The record was written in this edit, these fields of it, and its version already counted."""
        key = (type(record), record.pk)
        self._changed.setdefault(key, history_type)
        self._changed_fields[key].update(fields)

    def ensure_baselines(self, records: "Iterable[VersionedModel]") -> None:
        """Before records first change in this edit: make sure that their history says how they were."""
        for model, rows in by_model(record for record in records if not self.has_changed(record)).items():
            model.ensure_baselines(rows)

    def touch(self, records: "Iterable[PublishableRecord]") -> None:
        """Something that belongs to these records changed, so they are edited too."""
        records = list(records)
        self._touched |= {(type(one), one.pk) for one in records}
        # A fixture says itself which version and which history a record has.
        unchanged = [one for one in records if not (self.has_changed(one) or self.is_loaded(one))]
        self.ensure_baselines(unchanged)
        for model, rows in by_model(unchanged).items():
            for chunk in chunked({row.pk for row in rows}):
                stored = model._base_manager.filter(pk__in=chunk)
                stored.update(version=F("version") + 1, updated_at=self.at)
                versions = dict(stored.order_by().values_list("pk", "version"))
                # One that isn't stored is being deleted.
                for row in (row for row in rows if row.pk in versions):
                    row.version, row.updated_at = versions[row.pk], self.at
                    self.mark_changed(row)

    def recheck(self, record: "PublishableRecord") -> None:
        """The record became public or ceased to be: check it, and what names it, when the edit closes."""
        self._rechecked.add((type(record), record.pk))

    def is_rechecked(self, record: "PublishableRecord") -> bool:
        return (type(record), record.pk) in self._rechecked

    def mark_stale(self, record: "PublishableRecord") -> None:
        """The record, or a child row of it, was written without save(): recompute all that is derived from it when the edit closes."""
        self._stale.setdefault((type(record), record.pk))

    def mark_loaded(self, row: "VersionedModel", *, is_new: bool) -> None:
        """loaddata wrote the row without save(): recompute all that is derived from it when the edit closes."""
        self._loaded.setdefault((type(row), row.pk), is_new)

    def is_loaded(self, row: "VersionedModel") -> bool:
        return (type(row), row.pk) in self._loaded

    def loaded_rows(self) -> list["VersionedModel"]:
        """The rows that loaddata wrote, with the records that they name."""
        rows = stored_rows(self._loaded)
        for model, same in by_model(rows).items():
            for chunk in chunked(same, MAX_PREFETCHED):
                prefetch_related_objects(chunk, *foreign_keys(model))
        return rows

    def stale_records(
        self, changed: "Iterable[PublishableRecord]", dependent: "Iterable[PublishableRecord]"
    ) -> list["PublishableRecord"]:
        """The records to recompute, with these: the same objects of `changed`, which are as they are stored."""
        changed = list(changed)
        return stored_rows(self._stale | dict.fromkeys((type(one), one.pk) for one in (*changed, *dependent)), changed)

    def moment_for(self, record: "PublishableRecord") -> datetime | None:
        """The moment that a recomputed record gets; None for one that was loaded, whose fixture says it."""
        return None if self.is_loaded(record) else self.at

    def close(self) -> None:
        """Run the hooks, then write one history row per changed record."""
        for phase in Phase:
            for hook in _hooks[phase]:
                hook(self)
        self._check_correction()
        for model, records in by_model(self.changed_records()).items():
            for history_type in ("+", "~"):
                written = [one for one in records if self._changed[model, one.pk] == history_type]
                model.write_history(written, history_type, self.reason, self.at)

    def _check_correction(self) -> None:
        """Raise CorrectionError, last of all, so that everything else about the edit is known to be right."""
        descriptions = [f"{record} ({', '.join(fields)})" for record, fields in self.corrected.items()]
        corrected = "; ".join(descriptions)
        if self.correction is None:
            if len(descriptions) > MAX_LOGGED:
                corrected = "; ".join([*descriptions[:MAX_LOGGED], f"and {len(descriptions) - MAX_LOGGED:,} more"])
            if corrected:
                logger.warning("A correction without a note for readers: %s.", corrected)
            return
        note_error = ""
        if corrected and self.is_typo:
            note_error = f"This isn’t spelling only: {corrected}. Clear “Spelling only”, and say what was wrong."
        elif corrected and not self.correction:
            note_error = f"Readers saw something else before: {corrected}. Say in one sentence what was wrong."
        conflicts = [] if self.accepts_conflicts else self.new_conflicts
        if note_error or conflicts:
            raise CorrectionError(note_error, conflicts)


def no_progress(step: str, done: int, total: int) -> None:
    """Nobody waits for it."""


def by_model(rows: Iterable[Row]) -> dict[type[Row], list[Row]]:
    """The rows by their class, in the order in which they come."""
    groups: dict[type[Row], list[Row]] = defaultdict(list)
    for row in rows:
        groups[type(row)].append(row)
    return groups


def foreign_keys(model: "type[VersionedModel]") -> list[str]:
    """The names of the fields by which a row names another."""
    return [field.name for field in model._meta.concrete_fields if field.many_to_one]


def stored_rows(keys: dict[Any, Any], fetched: Iterable[Any] = ()) -> list[Any]:
    """The rows of these keys (model, pk) as they are stored now, in the same order; deleted ones are left out.

    Rows that were `fetched` already, and not changed since, are not fetched again.
    """
    rows: dict[Any, Any] = {(type(row), row.pk): row for row in fetched}
    missing: dict[Any, list[Any]] = defaultdict(list)
    for model, pk in keys:
        if (model, pk) not in rows:
            missing[model].append(pk)
    for model, pks in missing.items():
        rows.update({(model, pk): row for pk, row in model._base_manager.order_by().in_bulk(pks).items()})
    return [rows[key] for key in keys if key in rows]


@contextmanager
def edit(reason: str = "", at: datetime | None = None) -> Iterator[Edit]:
    """Make everything saved inside one edit; an edit inside another joins the outer one.

    Raises ValidationError at its end, and undoes everything, where a hook refuses it; OperationalError at its beginning,
    where another edit doesn't end in time (records/locks.py).
    """
    outer = _current.get()
    if outer:
        yield outer
        return
    with transaction.atomic():
        acquire_edit_lock()
        inner = Edit(reason, at)
        token = _current.set(inner)
        try:
            yield inner
            inner.close()
        finally:
            _current.reset(token)
