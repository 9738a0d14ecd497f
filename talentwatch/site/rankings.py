"""Rankings that read very many rows: made once, and kept until readers would see something else."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from talentwatch.cache import ignore_cache_errors
from talentwatch.changefeed.data_version import current_version

T = TypeVar("T")
SECONDS_KEPT = 24 * 3600


def kept_ranking(name: str, rank: Callable[[], T]) -> T:
    """What rank() returned since the latest change of the log; slugs and counts only.

    Names are read anew by the page that shows them, so that nothing hidden meanwhile is shown.
    """
    key = f"ranking {name} {current_version()}".replace(" ", ":")
    with ignore_cache_errors():
        kept: T | None = cache.get(key)
        if kept is not None:
            return kept
    ranking = rank()
    with ignore_cache_errors():
        cache.set(key, ranking, SECONDS_KEPT)
    return ranking
