"""An edit: what one act of one editor changes, saved whole or not at all, counted and recorded once per record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from talentwatch.curation.turns import wait_for_turn

if TYPE_CHECKING:
    from talentwatch.curation.models import Curated, Recorded

followers: list[Callable[[list[Any], "Edit"], None]] = []  # told at the end of each edit which records changed
_current: ContextVar["Edit | None"] = ContextVar("edit", default=None)


class Edit:
    """The records that changed so far, each once, in the order in which they did.

    `reason` is for the desk, `correction` what readers are told of why; `is_typo` says that only spelling was mended.
    """

    def __init__(self, reason: str, at: datetime | None) -> None:
        self.reason = reason
        self.at = at or timezone.now()
        self.correction, self.is_typo = "", False
        self.changed: dict[tuple[type[Curated], Any], str] = {}
        self.stale: dict[tuple[type[Curated], Any], None] = {}
        self.passed: set[tuple[type[Curated], Any]] = set()
        self.loaded: dict[tuple[type[Recorded], Any], None] = {}

    def tell_readers(self, correction: str, *, is_typo: bool) -> None:
        """What the corrections say of this edit: why it was made, or that it is one of spelling only."""
        self.correction, self.is_typo = " ".join(correction.split()), is_typo

    def has(self, record: "Recorded") -> bool:
        return (type(record), record.pk) in self.changed

    def made(self, record: "Curated") -> bool:
        """The record was new in this edit."""
        return self.changed.get((type(record), record.pk)) == "+"

    def note(self, record: "Curated", history_type: str = "~") -> None:
        """The record was written in this edit, its version already counted."""
        self.changed.setdefault((type(record), record.pk), history_type)

    def keep_baseline(self, record: "Recorded") -> None:
        """Before a record changes for the first time in this edit: see that its history says how it was."""
        if not self.has(record):
            record.keep_baseline()

    def touch(self, record: "Curated") -> None:
        """Something that belongs to the record changed: the record is edited too."""
        if self.has(record):
            return
        self.keep_baseline(record)
        rows = type(record)._base_manager.filter(pk=record.pk)
        if rows.update(version=F("version") + 1, updated_at=self.at):  # pragma: no branch  no row: it is being deleted
            record.version, record.updated_at = rows.values_list("version", "updated_at").get()
            self.note(record)

    def let_pass(self, record: "Curated") -> None:
        """The record entered the public or left it: hold it, and what names it, to the gate when the edit ends."""
        self.passed.add((type(record), record.pk))

    def rederive(self, record: "Curated") -> None:
        """What is derived of the record may no longer hold: recompute it when the edit ends."""
        self.stale.setdefault((type(record), record.pk))

    def _has_passed(self, record: "Curated") -> bool:
        return (type(record), record.pk) in self.passed

    def take(self, row: "Recorded") -> None:
        """The row came raw, by loaddata: no save() ran for it, so all that is derived of it is recomputed."""
        self.loaded.setdefault((type(row), row.pk))

    def close(self) -> None:
        """Recompute what is derived, check the publishing gate, write one history row per changed record."""
        stale = self._derive()
        for follow in followers:
            follow(stale, self)
        changed = _read(self.changed)
        self._hold_to_gate(changed)
        for record in changed:
            record.record_history(self.changed[type(record), record.pk], self.reason, self.at)

    def _derive(self) -> list["Curated"]:
        """What is derived of all that was saved or loaded, and of what rests on it; returns those records."""
        from talentwatch.curation import gate  # noqa: PLC0415 the gate makes edits, an edit asks the gate

        for row in [*_read(self.loaded), *_read(self.changed)]:
            for record in row.derive_first():
                self.rederive(record)
                for dependent in gate.resting_on(record):
                    self.rederive(dependent)
        stale = _read(self.stale)
        for record in stale:
            with suppress(ObjectDoesNotExist):  # it names a row that has yet to be loaded
                record.store_derived(at=None if (type(record), record.pk) in self.loaded else self.at)
        return stale

    def _hold_to_gate(self, changed: list["Curated"]) -> None:
        """Raise ValidationError where something public may not be so any more."""
        from talentwatch.curation import gate  # noqa: PLC0415 as above

        hidden = [record for record in changed if self._has_passed(record) and not record.is_published]
        at_gate = [*changed, *(other for record in hidden for _, other in gate.naming(record))]
        problems = [
            sentence
            for record in at_gate
            for sentence in gate.breaches(record, once_public=not self._has_passed(record))
        ]
        if problems:
            raise ValidationError(list(dict.fromkeys(problems)))


def _read(keys: dict[Any, Any]) -> list[Any]:
    """The records as they stand now; the ones deleted meanwhile are left out."""
    found: dict[Any, Any] = {}
    for model in dict.fromkeys(model for model, _ in keys):
        rows = model._base_manager.in_bulk([pk for one, pk in keys if one is model])
        found.update({(model, pk): record for pk, record in rows.items()})
    return [found[key] for key in keys if key in found]


@contextmanager
def edit(reason: str = "", at: datetime | None = None) -> Iterator[Edit]:
    """Make everything saved inside one edit; an edit inside another belongs to the outer one.

    Raises ValidationError at its end, and undoes everything, where a published record would break the publishing gate;
    OperationalError at its beginning, where its turn doesn't come in time (curation/turns.py).
    """
    outer = _current.get()
    if outer:
        yield outer
        return
    with transaction.atomic():
        wait_for_turn()
        inner = Edit(reason, at)
        token = _current.set(inner)
        try:
            yield inner
            inner.close()
        finally:
            _current.reset(token)
