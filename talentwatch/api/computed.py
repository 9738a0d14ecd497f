"""Pages of rows that are reckoned from others and stored nowhere: by keyset too, with an order of their own."""

from collections.abc import Iterator
from typing import Any, Protocol

from talentwatch.api.paging import Cursor, KeysetPagination, Ordering, asked_ordering


class ComputedRows(Protocol):
    """The rows; each has its place in the order as a text, in `slug`, which cursors name."""

    def count(self) -> int: ...

    def page(self, ordering: str, beyond: str | None, most: int, *, backwards: bool) -> list[Any]: ...

    def walk(self, ordering: str, size: int) -> Iterator[list[Any]]: ...


class ComputedPagination(KeysetPagination):
    """The envelope of all lists; the filterset says by what its rows can be ordered."""

    def ordering(self, view: Any) -> Ordering:
        return Ordering(asked_ordering(view, view.filterset_class.orderings), "slug", has_nulls=False)

    def rows_beyond(self, rows: ComputedRows, ordering: Ordering, cursor: Cursor | None, most: int) -> list[Any]:
        backwards = bool(cursor and cursor.backwards)
        return rows.page(ordering.name, cursor.key if cursor else None, most, backwards=backwards)

    def walk(self, rows: ComputedRows, view: Any, size: int) -> Iterator[list[Any]]:
        return rows.walk(self.ordering(view).name, size)

    def known_orderings(self, filterset: Any) -> tuple[str, list[str]]:
        return filterset.meaning_of_ordering, list(filterset.orderings)
