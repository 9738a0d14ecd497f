"""The cache is optional: without it, everything still works."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)


@contextmanager
def ignore_cache_errors() -> Iterator[None]:
    """Log any error in this block and leave the block; put only cache calls inside."""
    try:
        yield
    except Exception:
        # Each cache backend raises errors of a different kind.
        logger.exception("The cache is unavailable.")
