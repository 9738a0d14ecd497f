"""Check the stored timeline against its rules: constraints, validation, requirements of publication, derived data."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from people.models import Move
from talentwatch.changefeed.recorder import catch_up
from talentwatch.publishing import requirements
from talentwatch.records.edit import Progress, edit, foreign_keys, no_progress
from talentwatch.records.locks import acquire_edit_lock
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.records.recompute import rows_to_check, store_columns
from talentwatch.records.search_text import SearchText
from talentwatch.records.trigrams import is_index_right


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and the row it is in."""

    row: str
    message: str
    is_repaired: bool = False

    def __str__(self) -> str:
        return f"{self.row}: {self.message}{' (repaired)' if self.is_repaired else ''}"


def check_timeline(*, repair: bool = False, progress: Progress = no_progress) -> list[Finding]:
    """Everything that is wrong, row by row; with `repair`, recomputed values are stored, and the change feed follows."""
    models = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
    with transaction.atomic():
        if repair:
            acquire_edit_lock()
        findings = [finding for model in models for finding in check_rows(model, progress, repair=repair)]
        findings += check_moves(progress, repair=repair)
        findings += check_search_texts(repair=repair)
        findings += check_change_feed(progress, repair=repair)
        if not repair:
            transaction.set_rollback(True)
    return findings


def check_rows(model: type[VersionedModel], progress: Progress, *, repair: bool) -> Iterator[Finding]:
    yield from check_constraints(model)
    unmet = requirements.possibly_unmet(model) if issubclass(model, PublishableRecord) else set()
    for record in rows_to_check(model, progress):
        row = f"{model._meta.label_lower} {'/'.join(map(str, record.natural_key()))}"  # type: ignore[attr-defined]  # every record and detail has one
        try:
            outdated = record.outdated()
            wrong = {
                name
                for row_of_record, columns in outdated
                for name in (columns if row_of_record is record else [row_of_record.slug] if columns else ())  # type: ignore[attr-defined]  # a claim
            }
            store_columns(outdated)
            is_suspect = record.pk in unmet or getattr(record, "merged_into_id", None)
            messages = requirements.violations(record) if is_suspect else []  # type: ignore[arg-type]  # a publishable one
            messages += validation_errors(record)
        # A stored date can't be parsed.
        except ValueError as error:
            wrong, messages = set(), [str(error)]
        if wrong:
            yield Finding(row, f"derived: {', '.join(sorted(wrong))}", is_repaired=repair)
        for message in messages:
            yield Finding(row, message)


def check_constraints(model: type[VersionedModel]) -> Iterator[Finding]:
    """Nothing saves a row that breaks a check, unless the checks of the database were off."""
    checks = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    # One query for all of them, as long as no row breaks any.
    if not checks or not model._base_manager.filter(reduce(or_, (~Q(check.condition) for check in checks))).exists():
        return
    for check in checks:
        for record in model._base_manager.exclude(check.condition):
            yield Finding(f"{model._meta.label_lower} {record.pk}", str(check.violation_error_message))


def find_future_dates() -> list[Finding]:
    """The dates of what has happened that are open to days after the row last changed: new ones are cut when they are saved."""
    models = [model for model in apps.get_models() if issubclass(model, VersionedModel) and model.happened_if]
    return [finding for model in models for finding in _future_dates(model)]


def _future_dates(model: type[VersionedModel]) -> Iterator[Finding]:
    for name, (field, accepted) in model.happened_if.items():
        happened = model._base_manager.filter(**{f"{field}__in": accepted, f"{name}_latest__isnull": False})
        for record in happened.order_by("pk"):
            day = timezone.localdate(record.updated_at)  # type: ignore[attr-defined]  # every model with such dates has it
            if getattr(record, f"{name}_latest") > day:
                row = f"{model._meta.label_lower} {'/'.join(record.natural_key())}"  # type: ignore[attr-defined]  # the same
                yield Finding(
                    row, f"{name} {getattr(record, name)} has happened, but may be after {day}, when it was recorded"
                )


def check_moves(progress: Progress, *, repair: bool) -> Iterator[Finding]:
    try:
        with edit() as current:
            current.progress = progress
            count = Move.objects.rebuild()
    # As above, in an employment.
    except ValueError as error:
        yield Finding("people.move", str(error))
        return
    if count:
        yield Finding("people.move", f"{count} rows differ from a rebuild", is_repaired=repair)


def check_search_texts(*, repair: bool) -> Iterator[Finding]:
    for model in apps.get_models():
        if not issubclass(model, SearchText):
            continue
        if not is_index_right(model, repair=repair):
            yield Finding(model._meta.label_lower, "its index of trigrams has other words", is_repaired=repair)
        if count := model.objects.rebuild():
            yield Finding(model._meta.label_lower, f"{count} rows differ from a rebuild", is_repaired=repair)


def check_change_feed(progress: Progress, *, repair: bool) -> Iterator[Finding]:
    """What readers see must be what the change feed last recorded."""
    try:
        with edit() as current:
            current.progress = progress
            count = catch_up(current)
    # As above, in a row that can't even be shown.
    except ValueError as error:
        yield Finding("changes.change", str(error))
        return
    if count:
        yield Finding("changes.change", f"{count} rows differ from the change feed", is_repaired=repair)


def validation_errors(record: VersionedModel) -> list[str]:
    try:
        # The database keeps foreign keys by itself, and clean_fields() would ask it for each.
        record.clean_fields(exclude=foreign_keys(type(record)))
        record.clean()
    except ValidationError as error:
        return error.messages
    return []
