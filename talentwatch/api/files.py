"""A whole list as a file, streamed in chunks so that memory use stays flat."""

import csv
import io
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import Any

import orjson
from rest_framework.serializers import BaseSerializer, Serializer

from talentwatch.api.paging import PAGE_PARAMETERS
from talentwatch.api.renderers import JSONRenderer

CHUNK = 500  # rows per query; more are hardly faster, and take more memory
INCOMPLETE_MESSAGE = "The file is incomplete; download it again."
# Spreadsheets run a text that starts with one of these as a formula; some also accept the full-width forms.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n")
FULLWIDTH_PREFIXES = tuple("\uff1d\uff0b\uff0d\uff20")
RISKY = frozenset(FORMULA_PREFIXES + FULLWIDTH_PREFIXES)
logger = logging.getLogger(__name__)
FieldPath = tuple[str, ...]


class FileRenderer(JSONRenderer, ABC):
    """A format that contains all rows of a list."""

    unsupported = dict.fromkeys(PAGE_PARAMETERS, "A file contains all rows.")

    def chunks(self, serializer: Any, pages: Iterable[list[Any]]) -> Iterator[bytes]:
        """The file, page by page of rows; after an error, the last line says that it is incomplete."""
        yield from self.head(serializer)
        try:
            for rows in pages:
                yield self.lines(rows)
        except Exception:
            logger.exception("A file is incomplete.")
            yield self.error_line()

    def head(self, serializer: Any) -> Iterator[bytes]:
        yield from ()

    @abstractmethod
    def lines(self, rows: list[Any]) -> bytes:
        """A line for each row."""

    @abstractmethod
    def error_line(self) -> bytes:
        """A line that can't be mistaken for a row."""


class NDJSONRenderer(FileRenderer):
    """One JSON object per line, the same as in the list."""

    media_type = "application/x-ndjson"
    format = "ndjson"
    document_separator = "\n"

    def lines(self, rows: list[Any]) -> bytes:
        return b"".join([orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows])

    def error_line(self) -> bytes:
        return orjson.dumps({"error": INCOMPLETE_MESSAGE}) + b"\n"


class CSVRenderer(FileRenderer):
    """RFC 4180 in UTF-8: a column per nested field (person_slug), several values separated by bars."""

    media_type = "text/csv"
    format = "csv"
    document_separator = None

    def head(self, serializer: Any) -> Iterator[bytes]:
        paths = column_paths(serializer)
        # Looking up each path by itself takes longer. What is nested comes with the name of its field, the others without one.
        self.groups = [
            (name, [path[-1] for path in group])
            for name, group in groupby(paths, lambda path: path[0] if len(path) > 1 else None)
        ]
        yield csv_line("_".join(path) for path in paths)

    def lines(self, rows: list[Any]) -> bytes:
        return csv_lines(map(self.cells, rows))

    def cells(self, row: dict[str, Any]) -> list[Any]:
        """The same as lookup() of each path. Rows of an earlier day may lack a field."""
        values: list[Any] = []
        for nested, names in self.groups:
            value = row if nested is None else row.get(nested)
            if value is None:
                values += [None] * len(names)
            elif isinstance(value, list):
                values += [[item.get(name) for item in value] for name in names]
            else:
                values += map(value.get, names)
        # Most cells are empty, or a text that is harmless, and there are dozens in a row.
        return [
            value
            if value is None or (type(value) is str and value[:1] not in RISKY)
            else escape_formula(cell_value(value))
            for value in values
        ]

    def error_line(self) -> bytes:
        return csv_line([f"# error: {INCOMPLETE_MESSAGE}"])


def prefetch_first(pages: Iterator[Any]) -> Iterator[Any]:
    """The same pages, with the first one already read."""
    return chain(list(islice(pages, 1)), pages)


def column_paths(serializer: BaseSerializer) -> list[FieldPath]:
    """The path to each value of a row: a field, or a field and one nested in it."""
    row_serializer: Any = getattr(serializer, "child", serializer)
    paths: list[FieldPath] = []
    for name, field in row_serializer.fields.items():
        nested = getattr(field, "child", field)
        names = list(nested.fields) if isinstance(nested, Serializer) else []
        paths += [(name, inner) for inner in names] or [(name,)]
    return paths


def lookup(row: dict[str, Any], path: FieldPath) -> Any:
    """The value at a path; a list of values if the path leads through a list. Rows of an earlier day may lack a field."""
    value = row.get(path[0])
    if len(path) > 1 and isinstance(value, list):
        return [item.get(path[1]) for item in value]
    return value.get(path[1]) if len(path) > 1 and value is not None else value


def cell_value(value: Any) -> Any:
    """A value as CSV shows it; null is empty."""
    if isinstance(value, list):
        return "|".join(map(_escape_item, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _escape_item(item: Any) -> str:
    """One of several values in a cell: nested values are JSON, and a bar gets a backslash."""
    if isinstance(item, list | dict):
        # PostgreSQL reorders the keys of stored JSON.
        text = orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode()
    else:
        text = "" if item is None else str(cell_value(item))
    return text.replace("\\", "\\\\").replace("|", "\\|")


def escape_formula(value: Any) -> Any:
    """A value that is safe in a spreadsheet: a text that would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value[:1] in RISKY else value


def csv_line(cells: Iterable[Any]) -> bytes:
    """A line of CSV (RFC 4180)."""
    return csv_lines([list(cells)])


def csv_lines(rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


FILE_RENDERERS = (CSVRenderer, NDJSONRenderer)
