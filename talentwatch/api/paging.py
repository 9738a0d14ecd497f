"""Keyset pagination: a cursor names the last row of a page, so pages cost the same at any depth and survive inserts."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core import signing
from django.db.models import Q
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.joins import with_value
from talentwatch.api.parameters import BooleanParameter, read_parameters
from talentwatch.api.problems import BadParameters

PAGE_SIZE, MAX_PAGE_SIZE = 50, 200
PAGE_PARAMETERS = ("page_size", "cursor", "count")
LIST_PARAMETERS = ("ordering", *PAGE_PARAMETERS)
_signer = signing.Signer(salt="talentwatch.api.cursor")


@dataclass(frozen=True)
class Ordering:
    """An order by one column, nulls last in both directions; a unique key breaks ties."""

    name: str  # as in the URL: "-date"
    column: str
    has_nulls: bool
    key: str = "slug"
    address: str = ""  # of the list

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
    """The row that a page starts after, or ends before when it goes backwards."""

    ordering: str
    value: str | None
    key: Any
    backwards: bool
    address: str = ""

    @classmethod
    def at(cls, row: Any, ordering: Ordering, *, backwards: bool) -> "Cursor":
        """The cursor that names this row."""
        value = getattr(row, ordering.column)
        text = None if value is None else str(value)
        return cls(ordering.name, text, getattr(row, ordering.key), backwards, ordering.address)

    @classmethod
    def read(cls, text: str, ordering: Ordering) -> "Cursor":
        try:
            cursor = cls(**_signer.unsign_object(text))
        except Exception as error:
            raise BadParameters({"cursor": "Use a cursor from next or previous, unchanged."}) from error
        if cursor.address != ordering.address:
            raise BadParameters({"cursor": "This cursor belongs to another list."})
        if cursor.ordering != ordering.name:
            raise BadParameters({"cursor": f"This cursor belongs to ordering={cursor.ordering}."})
        return cursor

    def __str__(self) -> str:
        return _signer.sign_object(vars(self))

    def condition(self, ordering: Ordering) -> Q:
        """Matches the rows beyond this one; where it has a value, only those that have one."""
        if ordering.column == ordering.key:
            side = "lt" if ordering.is_reverse != self.backwards else "gt"
            return Q(**{f"{ordering.key}__{side}": self.key})
        column, tie = ordering.column, Q(**{f"{ordering.key}__{'lt' if self.backwards else 'gt'}": self.key})
        side = "lt" if ordering.is_reverse != self.backwards else "gt"
        return Q(**{f"{column}__{side}e": self.value}) & (Q(**{f"{column}__{side}": self.value}) | tie)


class KeysetPagination(BasePagination):
    """The envelope {next, previous, results}, and count with `count=true`."""

    def __init__(self, default_size: int = PAGE_SIZE) -> None:
        self.default_size = default_size

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        query = request.query_params
        self.url = request_address(request, without=("cursor",))
        page_size = query.get("page_size", str(self.default_size))
        if not re.fullmatch("[0-9]{1,3}", page_size) or not 1 <= int(page_size) <= MAX_PAGE_SIZE:
            raise BadParameters({"page_size": f"Accepted: 1 to {MAX_PAGE_SIZE}."})
        size = int(page_size)
        counts = read_parameters(query, {"count": BooleanParameter(required=False)})["count"]
        self.count = self.count_rows(queryset, view) if counts else None
        ordering = self.ordering(view)
        cursor = Cursor.read(query["cursor"], ordering) if "cursor" in query else None
        backwards = bool(cursor and cursor.backwards)
        rows = self.rows_beyond(queryset, ordering, cursor, size + 1)
        self._set_page(rows[:size][:: -1 if backwards else 1], ordering, cursor, more=len(rows) > size)
        return self.rows

    def count_rows(self, rows: Any, view: Any) -> int:
        """How many rows the whole list has."""
        return int(rows.count())

    def ordering(self, view: Any) -> Ordering:
        """The requested ordering, else the default of the format or the list. Raises BadParameters."""
        filterset = view.filterset_class
        name = requested_ordering(view, orderings(filterset))
        column = orderings(filterset)[name]
        has_nulls = view.queryset.model._meta.get_field(column).null
        return Ordering(name, column, has_nulls, filterset.key, view.request.path)

    def rows_beyond(self, rows: Any, ordering: Ordering, cursor: Cursor | None, most: int) -> list[Any]:
        """At most so many rows beyond the cursor, nearest first."""
        backwards = bool(cursor and cursor.backwards)
        page: list[Any] = []
        for segment, order in _segments(rows, ordering, cursor):
            page += segment.order_by(*order.terms(backwards=backwards))[: most - len(page)]
            if len(page) == most:
                break
        return page

    def walk(self, rows: Any, view: Any, size: int) -> Iterator[list[Any]]:
        """All rows in batches. Raises BadParameters for an unknown ordering at once, not with the first batch."""
        return self.in_order(rows, self.ordering(view), size)

    def in_order(self, rows: Any, ordering: Ordering, size: int) -> Iterator[list[Any]]:
        """All rows in batches."""
        batch = self.rows_beyond(rows, ordering, None, size)
        while batch:
            yield batch
            if len(batch) < size:
                break
            batch = self.rows_beyond(rows, ordering, Cursor.at(batch[-1], ordering, backwards=False), size)

    def _set_page(self, rows: list[Any], ordering: Ordering, cursor: Cursor | None, *, more: bool) -> None:
        """Set the rows in reading order, and the addresses of the next and the previous page."""
        backwards = bool(cursor and cursor.backwards)
        self.rows, self.next, self.previous = rows, None, None
        if rows and (more or backwards):
            self.next = self._address(Cursor.at(rows[-1], ordering, backwards=False))
        if rows and (more if backwards else cursor):
            self.previous = self._address(Cursor.at(rows[0], ordering, backwards=True))

    def _address(self, cursor: Cursor) -> str:
        return add_parameter(self.url, "cursor", str(cursor))

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
                "count": {"type": "integer", "description": "The number of all rows, with count=true."},
                "next": {**page, "description": "The URL of the next page; null on the last."},
                "previous": {**page, "description": "The URL of the previous page; null on the first."},
                "results": {**schema, "description": "The rows of this page."},
            },
        }

    def describe_orderings(self, filterset: Any) -> tuple[str, list[str]]:
        """What the orderings mean, and their names."""
        if filterset.dates:
            order = f"Dates sort by their earliest day, nulls last; {filterset.key} breaks ties"
        elif filterset.columns:
            order = f"{filterset.key.capitalize()} breaks ties"
        else:
            order = f"By {filterset.key}"
        note = f" {filterset.ordering_note}" if filterset.ordering_note else ""
        return f"{order}.{note} A leading - reverses the order.", list(orderings(filterset))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        description, names = self.describe_orderings(view.filterset_class)
        parameters: dict[str, tuple[str, dict[str, Any]]] = {
            "ordering": (
                # No "default" in the schemas: clients would send it along where it is refused, with a file or groups.
                f"{description} {view.filterset_class.ordering} by default.",
                {"type": "string", "enum": names},
            ),
            "page_size": (
                f"Rows per page; {self.default_size} by default.",
                {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE},
            ),
            "cursor": (
                "A cursor from next or previous, unchanged.",
                {"type": "string", "format": "cursor", "minLength": 1},
            ),
            "count": ("true: add the number of all rows.", {"type": "boolean"}),
        }
        return [
            {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
            for name, (description, schema) in parameters.items()
        ]


def request_address(request: Request, without: Collection[str]) -> str:
    """The address of a request without some of its parameters; those that remain are sorted by name."""
    query = sorted((name, value) for name, value in request.query_params.items() if name not in without)
    return f"{request.build_absolute_uri(request.path)}?{urlencode(query)}".rstrip("?")


def set_parameters(url: str, **values: str | None) -> str:
    """The URL with these parameters, or without those that are None; parameters are sorted by name."""
    parts = urlsplit(url)
    query = parse_qs(parts.query, keep_blank_values=True) | {
        name: [value] for name, value in values.items() if value is not None
    }
    remaining = sorted((name, value) for name, value in query.items() if values.get(name, "") is not None)
    return parts._replace(query=urlencode(remaining, doseq=True)).geturl()


def add_parameter(url: str, name: str, value: str) -> str:
    """A URL whose parameters are sorted by name, with one more of another name."""
    address, _, query = url.partition("?")
    # A cursor contains colons, which needn't be escaped in a query (RFC 3986, 3.4).
    parts = [*filter(None, query.split("&")), urlencode({name: value}, safe=":")]
    return f"{address}?{'&'.join(sorted(parts))}"


def orderings(filterset: Any) -> dict[str, str]:
    """The orderings of a list by name, each with its column."""
    columns = {
        filterset.key: filterset.key,
        **filterset.columns,
        **{date: f"{date}_earliest" for date in filterset.dates},
    }
    return columns | {f"-{name}": column for name, column in columns.items()}


def requested_ordering(view: Any, known: Collection[str]) -> str:
    """The requested ordering, else the default of the format, else of the list. Raises BadParameters."""
    default = view.request.accepted_renderer.ordering or view.filterset_class.ordering
    name: str = view.request.query_params.get("ordering", default)
    if name not in known:
        raise BadParameters({"ordering": f"Accepted: {', '.join(known)}."})
    return name


def _segments(rows: Any, ordering: Ordering, cursor: Cursor | None) -> Iterator[tuple[Any, Ordering]]:
    """The rows beyond the cursor in one or two queries, nearest first: those with a value, and those without."""
    if not ordering.has_nulls:
        yield (rows.filter(cursor.condition(ordering)) if cursor else rows), ordering
        return
    # Two queries: no plain index sorts nulls last, so one query would sort all the remaining rows.
    kinds = ["undated", "dated"] if cursor and cursor.backwards else ["dated", "undated"]
    passed = kinds.index("undated" if cursor.value is None else "dated") if cursor else 0
    for number, kind in enumerate(kinds[passed:]):
        if kind == "dated":
            segment, order = with_value(rows, ordering.column), ordering
        else:
            segment = rows.filter(**{f"{ordering.column}__isnull": True})
            order = Ordering(ordering.key, ordering.key, has_nulls=False, key=ordering.key)
        yield (segment.filter(cursor.condition(order)) if cursor and number == 0 else segment), order
