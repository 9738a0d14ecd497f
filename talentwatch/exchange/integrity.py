"""Hold the stored timeline against its rules: constraints, validation, the publishing gate, and what is derived."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint

from people.models import Move
from talentwatch.changefeed.recorder import catch_up
from talentwatch.publishing import requirements
from talentwatch.records.edit import edit
from talentwatch.records.locks import acquire_edit_lock
from talentwatch.records.models import PublishableRecord, VersionedModel


@dataclass(frozen=True)
class Finding:
    """One thing that is off."""

    row: str
    what: str
    is_mended: bool = False

    def __str__(self) -> str:
        return f"{self.row}: {self.what}{' (repaired)' if self.is_mended else ''}"


def check_timeline(*, repair: bool = False) -> list[Finding]:
    """Everything that is off, row by row; with `repair`, what is derived is stored as it should be, and logged."""
    with transaction.atomic():
        if repair:
            acquire_edit_lock()
        found = [finding for model in _models() for finding in _check(model, repair=repair)]
        found += _check_moves(repair=repair)
        found += _check_log(repair=repair)
        if not repair:
            transaction.set_rollback(True)
    return found


def _models() -> list[type[VersionedModel]]:
    return [model for model in apps.get_models() if issubclass(model, VersionedModel)]


def _check(model: type[VersionedModel], *, repair: bool) -> Iterator[Finding]:
    yield from _broken_constraints(model)
    for record in model._base_manager.order_by("pk"):
        row = f"{model._meta.label_lower} {'/'.join(map(str, record.natural_key()))}"  # type: ignore[attr-defined]  # every record and detail has one
        try:
            off, sentences = record.recompute(), _sentences(record)
        except ValueError as error:  # of a partial date that is none
            off, sentences = {}, [f"{error}"]
        if off:
            yield Finding(row, f"derived: {', '.join(sorted(off))}", is_mended=repair)
        for sentence in sentences:
            yield Finding(row, sentence)


def _check_log(*, repair: bool) -> Iterator[Finding]:
    """What readers see is what the log of changes says that they see."""
    try:
        with edit() as current:
            off = catch_up(current)
    except ValueError as error:  # as above, in a row that can't even be shown
        yield Finding("changes.change", f"{error}")
        return
    if off:
        yield Finding("changes.change", f"{off} rows aren't as logged", is_mended=repair)


def _check_moves(*, repair: bool) -> Iterator[Finding]:
    try:
        off = Move.objects.rebuild()
    except ValueError as error:  # as above, in a post that moves are made of
        yield Finding("people.move", f"{error}")
        return
    if off:
        yield Finding("people.move", f"{off} rows differ from a rebuild", is_mended=repair)


def _broken_constraints(model: type[VersionedModel]) -> Iterator[Finding]:
    """Rows that a check refuses: nothing lets them in, short of a database whose checks were off."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            for row in model._base_manager.exclude(constraint.condition):
                yield Finding(f"{model._meta.label_lower} {row.pk}", str(constraint.violation_error_message))


def _sentences(record: VersionedModel) -> list[str]:
    found = requirements.violations(record) if isinstance(record, PublishableRecord) else []
    try:
        record.clean_fields()
        record.clean()
    except ValidationError as error:
        found += error.messages
    return found
