"""Records of which an edit changed nothing that readers see keep the moment at which they last saw them change.

A note of the desk, what an unpublished source says, a draft that it is a part of: a new `updated_at` would tell readers, feeds
and the log that somebody has worked on the record, and so what the newsroom is about to write of. A misspelling does show, in
what a search finds.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from people.models.name import Named
from talentwatch.changefeed.recorder import OWNERS_AT_ONCE, differences_of
from talentwatch.changefeed.snapshots import owner_path
from talentwatch.chunks import chunked
from talentwatch.records.columns import write_columns
from talentwatch.records.edit import Edit
from talentwatch.records.models import PublishableRecord
from talentwatch.records.references import may_name_hidden
from talentwatch.resources import RECORD_TYPES, record_type_of


def keep_moments(edit: Edit) -> None:
    """Set back `updated_at` of the public records that readers see as before, before anything is derived from it."""
    records: dict[str, dict[str, PublishableRecord]] = defaultdict(dict)
    for record in edit.recomputed:
        if may_show_nothing_new(edit, record):
            records[record_type_of(type(record)).name][record.slug] = record
    for resource, rows in records.items():
        for chunk in chunked(rows, OWNERS_AT_ONCE):
            unseen = set_back(resource, chunk, rows)
            if unseen and resource == "employments":
                # A note on a claim: each claim has a moment of its own.
                claims = RECORD_TYPES["claims"].model._base_manager.filter(**{f"{owner_path('claims')}__in": unseen})
                set_back("claims", unseen, {claim.slug: claim for claim in claims})


def may_show_nothing_new(edit: Edit, record: PublishableRecord) -> bool:
    """A public record of which only private columns changed, a name of what may be hidden, or rows that belong to it."""
    if not (record.is_published and edit.has_changed(record)) or edit.is_new(record) or edit.is_loaded(record):
        return False
    if isinstance(record, Named) and edit.is_touched(record):
        return False
    unseen = {*record.private_fields, *(one.path for one in record.references if may_name_hidden(one))}
    return not edit.may_differ_in(record, *({field.name for field in record._meta.concrete_fields} - unseen))


def set_back(resource: str, owners: Collection[str], rows: Mapping[str, Any]) -> set[str]:
    """Of these rows by slug, all of these owners, those that show nothing new; they get the moment that readers know."""
    moments = {
        one.slug: one.before["updated_at"]
        for one in differences_of(resource, owners)
        if one.before and one.after and without_moments(one.before) == without_moments(one.after)
    }
    for slug, moment in moments.items():
        rows[slug].updated_at = datetime.fromisoformat(moment)
    if moments:
        changed = [rows[slug] for slug in moments]
        write_columns(type(changed[0]), [(row.pk, {"updated_at": row.updated_at}) for row in changed])
    return set(moments)


def without_moments(value: Any) -> Any:
    """A document without the moments of its record and of those that it shows in full."""
    if isinstance(value, dict):
        return {key: without_moments(item) for key, item in value.items() if key != "updated_at"}
    return [without_moments(item) for item in value] if isinstance(value, list) else value
