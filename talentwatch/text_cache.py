"""functools.lru_cache for functions of texts that come from outside."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

LONGEST = 100  # letters

F = TypeVar("F", bound=Callable[..., Any])


def cache_short_texts(maxsize: int) -> Callable[[F], F]:
    """Keep what the function returned for so many texts, its first argument.

    Nothing is kept of long texts: a cache of 2**17 names of 500 letters, which anybody may send, took gigabytes.
    """

    def decorate(function: F) -> F:
        cached = lru_cache(maxsize)(function)

        @wraps(function)
        def call(text: str, *args: Any) -> Any:
            return (cached if len(text) <= LONGEST else function)(text, *args)

        return call  # type: ignore[return-value]  # of the same type as the function

    return decorate
