"""As an edit closes: bring the derived columns of all that it changed, and of what counts that as evidence, up to date."""

from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist

from talentwatch.records.edit import Edit
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
    for record in edit.recomputed:
        with suppress(ObjectDoesNotExist):  # it names a row that has yet to be loaded
            record.recompute(edit.moment_for(record))
