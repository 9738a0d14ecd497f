"""Possible duplicates: records with similar names, before one is saved and among those already there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.core.cache import cache
from django.db.models import Max

from talentwatch.cache import ignore_cache_errors
from talentwatch.jobs.models import Job
from talentwatch.jobs.running import JobRun
from talentwatch.matching.comparison import most_similar, similar_pairs
from talentwatch.matching.index import NameIndex
from talentwatch.matching.similarity import MIN_DUPLICATE
from talentwatch.merging.models import NotDuplicate
from talentwatch.release import code_fingerprint

DUPLICATES = "duplicates"  # the kind of job
CACHE_SECONDS = 3600  # the key changes with every edit and release, so a cached answer is never out of date
MAX_SHOWN = 5
# Records up to which the front page, and the page of duplicates, compute the queue themselves; docs/merging.md has the cost.
MAX_COUNTED = 3000
MAX_SEARCHED = 20_000

Key = TypeVar("Key")


@dataclass(frozen=True)
class DuplicateCandidate:
    """Two records that may be the same, the older first, and how similar their names are."""

    older: Any
    younger: Any
    score: float


def duplicate_candidates(model: Any, keys: list[str]) -> list[Any]:
    """The records that a new one with these search keys may repeat, the most similar first."""
    scores = most_similar(model.comparison, keys, _unmerged(model).identities())
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MAX_SHOWN]
    records = model._base_manager.in_bulk(best)
    return [records[pk] for pk in best if pk in records]


def duplicate_candidates_of_rows(model: Any, rows: Mapping[Key, Iterable[str]]) -> dict[Key, list[Any]]:
    """The same for many new records at once, as an import has them: their search keys by row.

    Rows without a candidate are left out. Three database queries at most, whatever the number of rows.
    """
    index = NameIndex(model.comparison, _unmerged(model).identities())
    best_by_row: dict[Key, list[int]] = {}
    for row, keys in rows.items():
        scores: dict[int, float] = {}
        for key in filter(None, keys):
            for pk, score in index.nearest(key, MIN_DUPLICATE).items():
                scores[pk] = max(scores.get(pk, 0.0), score)
        if scores:
            best_by_row[row] = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MAX_SHOWN]
    records = model._base_manager.in_bulk({pk for pks in best_by_row.values() for pk in pks})
    return {row: [records[pk] for pk in pks if pk in records] for row, pks in best_by_row.items()}


@dataclass(frozen=True)
class DuplicateSearch:
    """All similar pairs, the lower key first, with their scores; and when they were looked for, if that isn't now."""

    pairs: dict[tuple[int, int], float]
    at: datetime | None = None


def duplicate_search(model: Any) -> DuplicateSearch | None:
    """The search whose pairs the desk shows: one of now, else the last that was a job; None if there was none."""
    pairs = _pairs(model, max_records=MAX_SEARCHED)
    if pairs is not None:
        return DuplicateSearch(pairs)
    job = Job.objects.newest_result(DUPLICATES, model)
    if job is None or job.result is None:
        return None
    unmerged = set(_unmerged(model).values_list("pk", flat=True))
    scores = {(first, second): score for first, second, score in job.result["pairs"]}
    return DuplicateSearch(
        {pair: score for pair, score in scores.items() if unmerged.issuperset(pair)}, job.finished_at
    )


def run_search_job(run: JobRun) -> dict[str, Any]:
    run.begin("Comparing all names")
    pairs = _pairs(apps.get_model(run.job.parameters["model"])) or {}
    run.check()
    return {"pairs": [[*pair, score] for pair, score in pairs.items()]}


def duplicate_pairs(
    model: Any, limit: int, search: DuplicateSearch | None = None
) -> tuple[list[DuplicateCandidate], int]:
    """The pairs of similar records that aren't decided yet, the most similar first; and how many there are."""
    decided = NotDuplicate.objects.pairs(model)
    pairs = (_pairs(model) or {}) if search is None else search.pairs
    undecided = [(pair, score) for pair, score in pairs.items() if pair not in decided]
    likeliest = sorted(undecided, key=lambda item: (-item[1], item[0]))[:limit]
    records = model._base_manager.in_bulk({pk for pair, _ in likeliest for pk in pair})
    candidates = []
    for pair, score in likeliest:
        # One may have been deleted since.
        if all(pk in records for pk in pair):
            older, younger = sorted((records[pk] for pk in pair), key=lambda record: (record.created_at, record.pk))
            candidates.append(DuplicateCandidate(older, younger, score))
    return candidates, len(undecided)


def known_count(model: Any) -> int | None:
    """How many pairs wait for a decision; None if nobody has looked yet and there are too many records to do it now."""
    pairs = _pairs(model, max_records=MAX_COUNTED)
    return None if pairs is None else len(pairs.keys() - NotDuplicate.objects.pairs(model))


def _pairs(model: Any, max_records: int | None = None) -> dict[tuple[int, int], float] | None:
    """All similar pairs, with their scores; None if they aren't cached and there are more records than `max_records`."""
    key = f"duplicates:{model._meta.label_lower}:{':'.join(map(str, _fingerprint(model)))}".replace(" ", "_")
    pairs: dict[tuple[int, int], float] | None = None
    with ignore_cache_errors():
        pairs = cache.get(key)
    if pairs is None and (max_records is None or model._base_manager.count() <= max_records):
        pairs = similar_pairs(model.comparison, _unmerged(model).identities())
        with ignore_cache_errors():
            cache.set(key, pairs, CACHE_SECONDS)
    return pairs


def _fingerprint(model: Any) -> list[Any]:
    """What differs after every edit, and with the rules of comparison; indexes tell it at once, as they don't the number of rows."""
    rows = model._base_manager
    latest = {**rows.aggregate(Max("pk"), Max("updated_at")), **model.history.aggregate(Max("history_id"))}
    return [code_fingerprint(), *latest.values(), rows.filter(merged_into__isnull=False).count()]


def _unmerged(model: Any) -> Any:
    return model.objects.filter(merged_into=None)
