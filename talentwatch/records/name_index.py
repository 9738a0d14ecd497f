"""The index of all names of a model's records, kept in memory by each process and brought up to date after each edit.

It only proposes records. What is shown is read from the database, so nothing hidden meanwhile can be shown.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db.models import Count, Max, Sum

from talentwatch.chunks import chunked
from talentwatch.matching.index import NameIndex

MAX_RECENT = 1_000  # records changed since the last look; where there are more, all of them are compared

Stamp = tuple[int, Any]  # a record's version and update time, which an edit of one of its names changes too


@dataclass
class _KeptIndex:
    index: NameIndex
    stamps: dict[int, Stamp]
    fingerprint: tuple[Any, ...]
    lock: Lock = field(default_factory=Lock)


_kept: dict[tuple[type, bool], _KeptIndex] = {}


def name_index(model: Any, *, is_public: bool) -> NameIndex:
    """The index of the published records, or of all that aren't merged. The model's QuerySet has identities()."""
    records = model.objects.published() if is_public else model.objects.filter(merged_into=None)
    current = fingerprint(records)
    kept = _kept.get((model, is_public))
    if kept is None:
        kept = _KeptIndex(NameIndex(model.comparison, records.identities()), _stamps(records), current)
        _kept[model, is_public] = kept
    # Another thread may be catching up with the same edit.
    with kept.lock:
        if kept.fingerprint != current:
            _catch_up(kept, records, current)
    return kept.index


def fingerprint(records: Any) -> tuple[Any, ...]:
    """How many records there are, the sum of their versions, and the last update: it differs after every edit."""
    values = records.order_by().aggregate(rows=Count("pk"), versions=Sum("version"), last=Max("updated_at"))
    return values["rows"], values["versions"] or 0, values["last"]


def _catch_up(kept: _KeptIndex, records: Any, current: tuple[Any, ...]) -> None:
    """Index the names again of the records that changed: of the recent ones, if they explain the new fingerprint."""
    last, base = kept.fingerprint[-1], records.model._base_manager
    later = base.filter(updated_at__gt=last) if last else base.none()
    recent = list(later.order_by().values_list("pk", flat=True)[: MAX_RECENT + 1])
    changed = _stamps(records.filter(pk__in=recent[:MAX_RECENT]))
    gone = kept.stamps.keys() & set(recent) - changed.keys()
    stamps = kept.stamps | changed
    for pk in gone:
        del stamps[pk]
    if (len(stamps), sum(version for version, _ in stamps.values())) != current[:2]:
        # Some were deleted, or loaded with an update time of their own.
        stamps = _stamps(records)
        changed = {pk: stamp for pk, stamp in stamps.items() if kept.stamps.get(pk) != stamp}
        gone = kept.stamps.keys() - stamps.keys()
    if len(changed) + len(gone) > len(stamps) / 2 or kept.index.is_sparse:
        kept.index = NameIndex(records.model.comparison, records.identities())
    else:
        keys: dict[int, list[str]] = {pk: [] for pk in (*gone, *changed)}
        for chunk in chunked(changed):
            for pk, key in records.filter(pk__in=chunk).identities():
                keys[pk].append(key)
        for pk, texts in keys.items():
            kept.index.replace(pk, texts)
    kept.stamps, kept.fingerprint = stamps, current


def _stamps(records: Any) -> dict[int, Stamp]:
    rows = records.order_by().values_list("pk", "version", "updated_at")
    return {pk: (version, updated_at) for pk, version, updated_at in rows}
