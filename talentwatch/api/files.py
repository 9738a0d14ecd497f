"""A whole list as a file, streamed in chunks so that memory use stays flat."""

import csv
import io
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import orjson
from rest_framework.serializers import BaseSerializer, Serializer

from talentwatch.api.paging import PAGE_PARAMETERS
from talentwatch.api.renderers import JSONRenderer

CHUNK = 500  # rows per query
INCOMPLETE_MESSAGE = "The file is incomplete; download it again."
# Spreadsheets run a text that starts with one of these as a formula; some also accept the full-width forms.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n")
FULLWIDTH_PREFIXES = tuple("\uff1d\uff0b\uff0d\uff20")
logger = logging.getLogger(__name__)
FieldPath = tuple[str, ...]


class FileRenderer(JSONRenderer, ABC):
    """A format that contains all rows of a list."""

    unsupported = dict.fromkeys(PAGE_PARAMETERS, "A file contains all rows.")

    def lines(self, serializer: Any, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
        """The file line by line; after an error, the last line says that it is incomplete."""
        yield from self.head(serializer)
        try:
            for row in rows:
                yield self.line(row)
        except Exception:
            logger.exception("A file is incomplete.")
            yield self.error_line()

    def head(self, serializer: Any) -> Iterator[bytes]:
        yield from ()

    @abstractmethod
    def line(self, row: dict[str, Any]) -> bytes:
        """One row."""

    @abstractmethod
    def error_line(self) -> bytes:
        """A line that can't be mistaken for a row."""


class NDJSONRenderer(FileRenderer):
    """One JSON object per line, the same as in the list."""

    media_type = "application/x-ndjson"
    format = "ndjson"

    def line(self, row: dict[str, Any]) -> bytes:
        return orjson.dumps(row) + b"\n"

    def error_line(self) -> bytes:
        return orjson.dumps({"error": INCOMPLETE_MESSAGE}) + b"\n"


class CSVRenderer(FileRenderer):
    """RFC 4180 in UTF-8: a column per nested field (person_slug), several values separated by bars."""

    media_type = "text/csv"
    format = "csv"
    copies_documents = False

    def head(self, serializer: Any) -> Iterator[bytes]:
        self.columns = column_paths(serializer)
        yield csv_line("_".join(path) for path in self.columns)

    def line(self, row: dict[str, Any]) -> bytes:
        return csv_line(escape_formula(cell_value(lookup(row, path))) for path in self.columns)

    def error_line(self) -> bytes:
        return csv_line([f"# error: {INCOMPLETE_MESSAGE}"])


def prefetch_first(rows: Iterator[Any]) -> Iterator[Any]:
    """The same rows, with the first one already read."""
    return chain(list(islice(rows, 1)), rows)


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
    """The value at a path; a list of values if the path leads through a list."""
    value = row[path[0]]
    if len(path) > 1 and isinstance(value, list):
        return [item[path[1]] for item in value]
    return value[path[1]] if len(path) > 1 and value is not None else value


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
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_PREFIXES + FULLWIDTH_PREFIXES) else value


def csv_line(cells: Iterable[Any]) -> bytes:
    """A line of CSV (RFC 4180)."""
    line = io.StringIO()
    csv.writer(line).writerow(list(cells))
    return line.getvalue().encode()


FILE_RENDERERS = (CSVRenderer, NDJSONRenderer)
