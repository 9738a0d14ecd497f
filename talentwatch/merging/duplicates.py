"""Possible duplicates: records that look alike, before one is saved and among those that are; less what the desk has judged."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max

from talentwatch.cache import ignore_cache_errors
from talentwatch.matching.similarity import most_similar, similar_pairs
from talentwatch.merging.models import NotDuplicate

CACHE_SECONDS = 3600  # seconds; the key changes with every edit, so what is kept is never out of date
MAX_SHOWN = 5
MAX_COUNTED = 3000  # records whose queue the front page works out by itself; docs/merging.md has what that costs


@dataclass(frozen=True)
class DuplicateCandidate:
    """Two records that may be the same, the older first, and how alike they are."""

    older: Any
    younger: Any
    score: float


def duplicate_candidates(model: Any, keys: list[str]) -> list[Any]:
    """The records that a new one of these keys may repeat, the most alike first."""
    found = most_similar(model.comparison, keys, _unmerged(model).identities())
    best = sorted(found, key=lambda pk: (-found[pk], pk))[:MAX_SHOWN]
    records = model._base_manager.in_bulk(best)
    return [records[pk] for pk in best]


def duplicate_pairs(model: Any, most: int) -> tuple[list[DuplicateCandidate], int]:
    """The pairs of records that look alike and aren't judged yet, the most alike first; and how many there are."""
    judged = NotDuplicate.objects.pairs(model)
    open_pairs = [(pair, score) for pair, score in (_pairs(model) or {}).items() if pair not in judged]
    shown = sorted(open_pairs, key=lambda found: (-found[1], found[0]))[:most]
    records = model._base_manager.in_bulk({pk for pair, _ in shown for pk in pair})
    found = []
    for pair, score in shown:
        older, younger = sorted((records[pk] for pk in pair), key=lambda record: (record.created_at, record.pk))
        found.append(DuplicateCandidate(older, younger, score))
    return found, len(open_pairs)


def known_count(model: Any) -> int | None:
    """How many pairs wait for a judgement; None where nobody has looked yet and there are too many records to do it now."""
    found = _pairs(model, most=MAX_COUNTED)
    return None if found is None else len(found.keys() - NotDuplicate.objects.pairs(model))


def _pairs(model: Any, most: int | None = None) -> dict[tuple[int, int], float] | None:
    """All pairs that look alike; None where they aren't kept and there are more than `most` records to compare."""
    stamp = model._base_manager.aggregate(Count("pk"), Max("updated_at"), Count("merged_into"))
    key = f"duplicates:{model._meta.label_lower}:{':'.join(map(str, stamp.values()))}".replace(" ", "_")
    found: dict[tuple[int, int], float] | None = None
    with ignore_cache_errors():
        found = cache.get(key)
    if found is None and (most is None or stamp["pk__count"] <= most):
        found = similar_pairs(model.comparison, _unmerged(model).identities())
        with ignore_cache_errors():
            cache.set(key, found, CACHE_SECONDS)
    return found


def _unmerged(model: Any) -> Any:
    return model.objects.filter(merged_into=None)
