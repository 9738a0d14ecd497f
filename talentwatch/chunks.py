"""Long lists in parts: SQLite as it is usually built takes 32,766 values in a query."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
MAX_VALUES = 30_000  # of one query, with some to spare
CHUNK_SIZE = 5_000  # of one list, of which a query may hold several


def chunked(values: Iterable[T], size: int = CHUNK_SIZE) -> Iterator[list[T]]:
    """The values in lists of this size, the last one shorter; no list where there are none."""
    waiting = iter(values)
    while batch := list(islice(waiting, size)):
        yield batch
