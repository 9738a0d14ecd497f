"""Pages by keyset: a cursor names the last row seen, so pages cost the same at any depth and survive inserts."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.db.models import Q
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from talentwatch.api.problems import BadParameters

PAGE_SIZE, LARGEST_PAGE = 50, 200
PAGED = ("page_size", "cursor", "count")
PARAMETERS = ("ordering", *PAGED)
_signer = signing.Signer(salt="talentwatch.api.cursor")


@dataclass(frozen=True)
class Ordering:
    """A column, nulls last in both directions, ties broken by the key of the list, a column that no two rows share."""

    name: str  # as asked for: "-date"
    column: str
    has_nulls: bool
    key: str = "slug"

    @property
    def is_reverse(self) -> bool:
        return self.name.startswith("-")

    def terms(self, *, backwards: bool) -> list[str]:
        if self.column == self.key:
            return [self.key if self.is_reverse == backwards else f"-{self.key}"]
        descends = self.is_reverse != backwards
        return [f"-{self.column}" if descends else self.column, f"-{self.key}" if backwards else self.key]


@dataclass(frozen=True)
class Cursor:
    """The row that a page begins after, or before when it goes backwards."""

    ordering: str
    value: str | None
    key: Any
    backwards: bool

    @classmethod
    def at(cls, row: Any, ordering: Ordering, *, backwards: bool) -> "Cursor":
        value = getattr(row, ordering.column)
        return cls(ordering.name, None if value is None else str(value), getattr(row, ordering.key), backwards)

    @classmethod
    def read(cls, text: str, ordering: Ordering) -> "Cursor":
        try:
            cursor = cls(**_signer.unsign_object(text))
        except Exception as error:
            raise BadParameters({"cursor": "Take a cursor from next or previous, unchanged."}) from error
        if cursor.ordering != ordering.name:
            raise BadParameters({"cursor": f"This cursor belongs to ordering={cursor.ordering}."})
        return cursor

    def __str__(self) -> str:
        return _signer.sign_object(asdict(self))

    def rows_beyond(self, ordering: Ordering) -> Q:
        """The rows on the far side of this one, of those that have a value as it has."""
        if ordering.column == ordering.key:
            side = "lt" if ordering.is_reverse != self.backwards else "gt"
            return Q(**{f"{ordering.key}__{side}": self.key})
        column, tie = ordering.column, Q(**{f"{ordering.key}__{'lt' if self.backwards else 'gt'}": self.key})
        side = "lt" if ordering.is_reverse != self.backwards else "gt"
        return Q(**{f"{column}__{side}e": self.value}) & (Q(**{f"{column}__{side}": self.value}) | tie)


class KeysetPagination(BasePagination):
    """The envelope {next, previous, results}, with count where `count=true` asks for it."""

    def __init__(self, default_size: int = PAGE_SIZE) -> None:
        self.default_size = default_size

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        wanted = request.query_params
        self.address = request.build_absolute_uri()
        size = _page_size(wanted.get("page_size", str(self.default_size)))
        self.count = queryset.count() if _is_true(wanted.get("count", "false")) else None
        ordering = self.ordering(view)
        cursor = Cursor.read(wanted["cursor"], ordering) if "cursor" in wanted else None
        backwards = bool(cursor and cursor.backwards)
        rows = self.rows_beyond(queryset, ordering, cursor, size + 1)
        self._link(rows[:size][:: -1 if backwards else 1], ordering, cursor, more=len(rows) > size)
        return self.rows

    def ordering(self, view: Any) -> Ordering:
        """The ordering that a request asks for, or the default of the format or the list.

        Raises BadParameters for an unknown one.
        """
        filterset = view.filterset_class
        wanted = asked_ordering(view, orderings(filterset))
        column = orderings(filterset)[wanted]
        return Ordering(wanted, column, view.queryset.model._meta.get_field(column).null, filterset.key)

    def rows_beyond(self, rows: Any, ordering: Ordering, cursor: Cursor | None, most: int) -> list[Any]:
        """So many rows beyond the cursor, the nearest first."""
        backwards = bool(cursor and cursor.backwards)
        found: list[Any] = []
        for condition, order in _parts(ordering, cursor):
            found += rows.filter(condition).order_by(*order.terms(backwards=backwards))[: most - len(found)]
            if len(found) == most:
                break
        return found

    def walk(self, rows: Any, view: Any, size: int) -> Iterator[list[Any]]:
        """All rows, so many at a time. A bad ordering is refused at once, before the first of them is asked for."""
        return self.in_order(rows, self.ordering(view), size)

    def in_order(self, rows: Any, ordering: Ordering, size: int) -> Iterator[list[Any]]:
        """All rows, so many at a time."""
        found = self.rows_beyond(rows, ordering, None, size)
        while found:
            yield found
            if len(found) < size:
                break
            found = self.rows_beyond(rows, ordering, Cursor.at(found[-1], ordering, backwards=False), size)

    def _link(self, rows: list[Any], ordering: Ordering, cursor: Cursor | None, *, more: bool) -> None:
        """Keep the page in reading order, with the addresses of its neighbours."""
        backwards = bool(cursor and cursor.backwards)
        self.rows, self.next, self.previous = rows, None, None
        if rows and (more or backwards):
            self.next = self._address(Cursor.at(rows[-1], ordering, backwards=False))
        if rows and (more if backwards else cursor):
            self.previous = self._address(Cursor.at(rows[0], ordering, backwards=True))

    def _address(self, cursor: Cursor) -> str:
        return replace_query_param(remove_query_param(self.address, "cursor"), "cursor", str(cursor))

    def get_paginated_response(self, data: Any) -> Response:
        count = {} if self.count is None else {"count": self.count}
        return Response({**count, "next": self.next, "previous": self.previous, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "description": "One page of a list.",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "How many there are in all, where count=true."},
                "next": {**page, "description": "The address of the next page; null on the last one."},
                "previous": {**page, "description": "The address of the page before; null on the first one."},
                "results": {**schema, "description": "The rows of this page."},
            },
        }

    def known_orderings(self, filterset: Any) -> tuple[str, list[str]]:
        """What an ordering means, and which there are."""
        by = f"Dates by their earliest day, nulls last, ties by {filterset.key}" if filterset.dates else ""
        by = by or (f"Ties by {filterset.key}" if filterset.columns else f"By {filterset.key}")
        return f"{by}; - for the reverse.", list(orderings(filterset))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        meaning, known = self.known_orderings(view.filterset_class)
        shapes: dict[str, tuple[str, dict[str, Any]]] = {
            "ordering": (
                meaning,
                {"type": "string", "enum": known, "default": view.filterset_class.ordering},
            ),
            "page_size": (
                f"How many to a page; {self.default_size} unless asked.",  # a default would be sent along with a file
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
            ),
            "cursor": ("From next or previous, unchanged.", {"type": "string", "format": "cursor", "minLength": 1}),
            "count": ("Add how many there are in all.", {"type": "boolean"}),
        }
        return [
            {"name": name, "in": "query", "required": False, "description": meaning, "schema": schema}
            for name, (meaning, schema) in shapes.items()
        ]


def orderings(filterset: Any) -> dict[str, str]:
    """What a list can be ordered by: the name of each ordering and its column."""
    columns = {
        filterset.key: filterset.key,
        **filterset.columns,
        **{date: f"{date}_earliest" for date in filterset.dates},
    }
    return columns | {f"-{name}": column for name, column in columns.items()}


def asked_ordering(view: Any, known: Collection[str]) -> str:
    """The ordering that a request asks for, else that of the format, else that of the list."""
    default = view.request.accepted_renderer.ordering or view.filterset_class.ordering
    wanted: str = view.request.query_params.get("ordering", default)
    if wanted not in known:
        raise BadParameters({"ordering": f"Accepted: {', '.join(known)}."})
    return wanted


def _parts(ordering: Ordering, cursor: Cursor | None) -> list[tuple[Q, Ordering]]:
    """What is beyond the cursor: rows that have a date and rows that have none, nearest first.

    A plain index serves each, and none both at once: to sort nulls last, the database would sort all that is left.
    """
    parts = [(Q(), ordering)]
    if ordering.has_nulls:
        is_null = f"{ordering.column}__isnull"
        dated = Q(**{is_null: False}), ordering
        undated = Q(**{is_null: True}), Ordering(ordering.key, ordering.key, has_nulls=False, key=ordering.key)
        backwards = bool(cursor and cursor.backwards)
        parts = [undated, dated] if backwards else [dated, undated]
        if cursor and (cursor.value is None) != backwards:
            parts = parts[1:]  # nothing is left of the other
    if cursor:
        condition, order = parts[0]
        parts[0] = condition & cursor.rows_beyond(order), order
    return parts


def _page_size(text: str) -> int:
    if re.fullmatch("[0-9]{1,3}", text) and 1 <= int(text) <= LARGEST_PAGE:
        return int(text)
    raise BadParameters({"page_size": f"Accepted: 1 to {LARGEST_PAGE}."})


def _is_true(text: str) -> bool:
    if text not in {"true", "false"}:
        raise BadParameters({"count": "Accepted: true, false."})
    return text == "true"
