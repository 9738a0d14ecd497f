"""Counts of public rows: of all rows that match, less those of them that are hidden.

An index alone counts all rows of a table, and hidden ones are few. To ask of each row whether it is public takes ten times as
long in a million rows (docs/decisions.md). Both are counted by one statement, so that they are of one moment.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.models import Count, F, Value

CANDIDATES = 1_000  # groups that are read to find those with the most public rows


def rows_to_count(public: Any) -> Any:
    """All rows, to be filtered and counted by what follows, of a list of public ones that says which are hidden_keys().

    Others are counted as they are.
    """
    return public.model._default_manager.all() if hasattr(public, "hidden_keys") else public


def public_rows(rows: Any) -> Any:
    """Those of rows_to_count(), or of other rows of which some may be hidden, that are public."""
    return rows.published() if hasattr(rows, "published") else rows


def count_public(rows: Any) -> int:
    """How many of rows_to_count() are public."""
    return count_public_by(rows)[()]


def count_public_by(rows: Any, *paths: str) -> Counter[tuple[Any, ...]]:
    """How many of rows_to_count() are public, by the value of each path. No path may repeat a row."""
    counts: Counter[tuple[Any, ...]] = Counter()
    if hasattr(rows, "hidden_keys"):
        sizes = _sizes(rows, paths, 1).union(_hidden_sizes(rows, paths), all=True)
    else:
        sizes = _sizes(public_rows(rows), paths, 1)
    for sign, *values, size in sizes:
        counts[tuple(values)] += sign * size
    return counts


def largest_groups(rows: Any, path: str, most: int) -> list[tuple[Any, int]]:
    """The values of a path that most public rows have, with how many do; those of as many in their order, null last."""
    largest = _largest_of_candidates(rows, path, most) if hasattr(rows, "hidden_keys") else None
    if largest is None:
        largest = [(value, size) for _, value, size in _in_order(_sizes(public_rows(rows), [path], 1), path)[:most]]
    return largest


def _largest_of_candidates(rows: Any, path: str, most: int) -> list[tuple[Any, int]] | None:
    """The same of the groups with most rows, hidden ones included; None if others may have more public rows than these."""
    sizes = _sizes(rows, [path], 1)
    if connections[rows.db].features.supports_slicing_ordering_in_compound:
        sizes = _in_order(sizes, path)[:CANDIDATES]
    read = list(sizes.union(_hidden_sizes(rows, [path]), all=True))
    candidates = {value: size for sign, value, size in read if sign > 0}
    hidden = {value: size for sign, value, size in read if sign < 0}
    public = {value: size - hidden.get(value, 0) for value, size in candidates.items()}
    largest = sorted((one for one in public.items() if one[1]), key=_place)[:most]
    if len(candidates) < CANDIDATES:
        return largest
    # Every other group comes after the last candidate, and hidden rows only move it further back.
    last = max(map(_place, candidates.items()))
    return largest if len(largest) == most and _place(largest[-1]) <= last else None


def _place(group: tuple[Any, int]) -> tuple[int, bool, Any]:
    value, size = group
    return -size, value is None, value


def _in_order(sizes: Any, path: str) -> Any:
    return sizes.order_by("-size", F(path).asc(nulls_last=True))


def _sizes(rows: Any, paths: Iterable[str], sign: int) -> Any:
    """(sign, value of each path, …, how many rows have these)."""
    # No column is read to count rows, so that an index alone may answer.
    return rows.order_by().annotate(sign=Value(sign)).values_list("sign", *paths).annotate(size=Count("*"))


def _hidden_sizes(rows: Any, paths: Iterable[str]) -> Any:
    return _sizes(rows.model._base_manager.filter(pk__in=rows.hidden_keys()), paths, -1)
