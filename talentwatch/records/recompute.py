"""As an edit closes: bring the derived columns of all that it changed, and of what counts that as evidence, up to date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import prefetch_related_objects

from talentwatch.chunks import MAX_PREFETCHED, chunked
from talentwatch.records.columns import write_columns
from talentwatch.records.edit import Edit, Progress, by_model, foreign_keys
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.records.models.publishable_record import refuse_erased
from talentwatch.records.models.versioned_model import Outdated
from talentwatch.records.references import supported_by


def recompute_derived(edit: Edit) -> None:
    """Leaves the records that were recomputed in `edit.recomputed`, for the hooks after this one."""
    loaded_rows = edit.loaded_rows()
    new: dict[type[PublishableRecord], list[str]] = defaultdict(list)
    for row in loaded_rows:
        if isinstance(row, PublishableRecord) and edit.is_new(row):
            new[type(row)].append(row.slug)
    for model, slugs in new.items():
        refuse_erased(model, slugs)
    # A child row's own columns; those of the records come below.
    store_outdated([row for row in loaded_rows if not isinstance(row, PublishableRecord)], at=None)
    loaded = [record for row in loaded_rows for record in row.records_to_recompute()]
    for record in loaded:
        edit.mark_stale(record)
    changed = edit.changed_records()
    affected = dict.fromkeys([*loaded, *changed])
    # What cites a new record was saved in the same edit, so it is recomputed anyway.
    supported = supported_by([record for record in affected if not edit.is_new(record)])
    edit.recomputed = edit.stale_records(changed, supported)
    fetch_for_recompute(edit.recomputed)
    fixed = [record for record in edit.recomputed if edit.is_loaded(record)]
    store_outdated(fixed, at=None)
    store_outdated([record for record in edit.recomputed if not edit.is_loaded(record)], at=edit.at)


def store_outdated(rows: Iterable[VersionedModel], at: datetime | None) -> None:
    """Correct the derived columns of these rows, and updated_at where a moment is given, bypassing save()."""
    outdated: list[Outdated] = []
    for row in rows:
        with suppress(ObjectDoesNotExist):  # it names a row that has yet to be loaded
            outdated += row.outdated()
    store_columns(outdated, at)


def store_columns(outdated: Iterable[Outdated], at: datetime | None = None) -> None:
    """Write these columns of these rows, and updated_at where a moment is given, bypassing save()."""
    changes: dict[type[VersionedModel], list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
    for row, columns in outdated:
        written = {**columns, "updated_at": at} if at and columns else columns
        for name, value in written.items():
            setattr(row, name, value)
        changes[type(row)].append((row.pk, written))
    for model, of_model in changes.items():
        write_columns(model, of_model)


def rows_to_check(model: type[VersionedModel], progress: Progress) -> Iterator[VersionedModel]:
    """Every row by primary key, fetched in chunks with what it names and what it is recomputed from."""
    rows = model._base_manager.order_by("pk")
    pks, done = list(rows.values_list("pk", flat=True)), 0
    for chunk in chunked(pks):
        fetched = list(rows.filter(pk__in=chunk))
        for some in chunked(fetched, MAX_PREFETCHED):
            prefetch_related_objects(some, *foreign_keys(model), *model.clean_prefetches())
        fetch_for_recompute(fetched)
        yield from fetched
        done += len(chunk)
        progress(str(model._meta.verbose_name_plural), done, len(pks))


def fetch_for_recompute(rows: Iterable[VersionedModel]) -> None:
    """Fetch what the rows are recomputed from, with as many queries for a thousand of them as for one."""
    for model, same in by_model(rows).items():
        if prefetches := model.recompute_prefetches():
            for chunk in chunked(same):
                prefetch_related_objects(chunk, *prefetches)
