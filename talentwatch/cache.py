"""The cache is a convenience: where it is away, whoever asks it does without."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)


@contextmanager
def ignore_cache_errors() -> Iterator[None]:
    """Ask the cache inside, and nothing else: an error of its server ends the block, is logged and goes no further."""
    try:
        yield
    except Exception:  # each kind of cache has errors of its own
        logger.exception("The cache doesn't answer.")
