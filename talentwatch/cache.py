"""The cache is optional: without it, everything still works, and as fast."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.redis import RedisCache

PAUSE = 5  # seconds without a cache after it failed; each attempt at a server that hangs takes a second
logger = logging.getLogger(__name__)
_paused_until = 0.0


class PausedError(Exception):
    """The cache failed a moment ago, and isn't asked again yet."""


class PausingRedisCache(RedisCache):
    """Redis, left alone for a while after an error: a server that hangs would hold up every call of every request."""

    def make_and_validate_key(self, key: Any, version: Any = None) -> Any:
        if time.monotonic() < _paused_until:
            raise PausedError
        return super().make_and_validate_key(key, version=version)


@contextmanager
def ignore_cache_errors() -> Iterator[None]:
    """Log any error in this block and leave the block; put only cache calls inside."""
    global _paused_until  # noqa: PLW0603 one for the process
    try:
        yield
    except PausedError:
        pass
    except Exception:
        # Each cache backend raises errors of a different kind.
        logger.exception("The cache is unavailable.")
        _paused_until = time.monotonic() + PAUSE
