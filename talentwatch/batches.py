"""Long lists in parts: SQLite as it is usually built takes 32,766 values in a query."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
MOST_VALUES = 30_000  # of one query, with some to spare
BATCH = 5_000  # of one list, of which a query may hold several


def batched(values: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The values in lists of this size, the last one shorter; no list where there are none."""
    waiting = iter(values)
    while batch := list(islice(waiting, size)):
        yield batch
