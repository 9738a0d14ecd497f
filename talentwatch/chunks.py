"""Long lists in chunks: SQLite takes at most 32,766 values per query by default."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
MAX_VALUES = 30_000  # of one query, with a margin
MAX_PREFETCHED = (
    500  # rows whose foreign keys are prefetched together: on SQLite, Django asks for each with an OR, of at most 1,000
)
CHUNK_SIZE = 5_000  # of one list; a query may contain several


def chunked(values: Iterable[T], size: int = CHUNK_SIZE) -> Iterator[list[T]]:
    """The values in lists of this size; the last list may be shorter."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk
