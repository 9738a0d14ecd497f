"""Keyset pagination of rows that are computed, not stored."""

from collections.abc import Iterator
from typing import Any, Protocol

from talentwatch.api.paging import Cursor, KeysetPagination, Ordering, requested_ordering


class ComputedRows(Protocol):
    """Computed rows; `slug` is each row's position in the order, as text, and its key in cursors."""

    def count(self) -> int: ...

    def page(self, ordering: str, beyond: str | None, most: int, *, backwards: bool) -> list[Any]: ...

    def walk(self, ordering: str, size: int) -> Iterator[list[Any]]: ...


class ComputedPagination(KeysetPagination):
    """The same envelope; the filterset names the orderings."""

    def ordering(self, view: Any) -> Ordering:
        name = requested_ordering(view, view.filterset_class.orderings)
        return Ordering(name, "slug", has_nulls=False, address=view.request.path)

    def rows_beyond(self, rows: ComputedRows, ordering: Ordering, cursor: Cursor | None, most: int) -> list[Any]:
        backwards = bool(cursor and cursor.backwards)
        return rows.page(ordering.name, cursor.key if cursor else None, most, backwards=backwards)

    def walk(self, rows: ComputedRows, view: Any, size: int) -> Iterator[list[Any]]:
        return rows.walk(self.ordering(view).name, size)

    def describe_orderings(self, filterset: Any) -> tuple[str, list[str]]:
        return filterset.ordering_description, list(filterset.orderings)
