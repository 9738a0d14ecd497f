"""As an edit closes: bring the derived columns of all that it changed, and of what counts that as evidence, up to date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import prefetch_related_objects

from talentwatch.chunks import chunked
from talentwatch.records.edit import Edit, foreign_keys
from talentwatch.records.models import VersionedModel
from talentwatch.records.references import supported_by


def recompute_derived(edit: Edit) -> None:
    """Leaves the records that were recomputed in `edit.recomputed`, for the hooks after this one."""
    loaded = [record for row in edit.loaded_rows() for record in row.recompute_after_load()]
    changed = edit.changed_records()
    for record in dict.fromkeys([*loaded, *changed]):
        edit.mark_stale(record)
        # What cites a new record was saved in the same edit, so it is stale anyway.
        for dependent in () if edit.is_new(record) else supported_by(record):
            edit.mark_stale(dependent)
    edit.recomputed = edit.stale_records(changed)
    fetch_for_recompute(edit.recomputed)
    for record in edit.recomputed:
        with suppress(ObjectDoesNotExist):  # it names a row that has yet to be loaded
            record.recompute(edit.moment_for(record))


def rows_to_check(model: type[VersionedModel]) -> Iterator[VersionedModel]:
    """Every row by primary key, fetched in chunks with what it names and what it is recomputed from."""
    rows = model._base_manager.order_by("pk")
    for chunk in chunked(rows.values_list("pk", flat=True)):
        fetched = list(rows.filter(pk__in=chunk))
        prefetch_related_objects(fetched, *foreign_keys(model))
        fetch_for_recompute(fetched)
        yield from fetched


def fetch_for_recompute(rows: Iterable[VersionedModel]) -> None:
    """Fetch what the rows are recomputed from, with as many queries for a thousand of them as for one."""
    by_model: dict[type[VersionedModel], list[VersionedModel]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, same in by_model.items():
        if prefetches := model.recompute_prefetches():
            for chunk in chunked(same):
                prefetch_related_objects(chunk, *prefetches)
