"""A whole list as a file: every row of the query, in its order, streamed chunk by chunk so that memory stays flat."""

import csv
import io
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import orjson
from rest_framework.serializers import BaseSerializer, Serializer

from talentwatch.api.paging import PAGED
from talentwatch.api.renderers import JSONRenderer

CHUNK = 500  # rows fetched at a time
INCOMPLETE = "The file ends here before its end; ask for it again."
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what spreadsheets take a text for that begins so,
FULLWIDTH = tuple("\uff1d\uff0b\uff0d\uff20")  # and some of them with these, which look alike
logger = logging.getLogger(__name__)
Path = tuple[str, ...]


class FileRenderer(JSONRenderer, ABC):
    """A format that holds all rows of a list; errors that come before the first row are problems, as everywhere."""

    refused = dict.fromkeys(PAGED, "A file holds all rows.")

    def lines(self, serializer: Any, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
        """The file, line by line; where the rows break off, its last line says so."""
        yield from self.head(serializer)
        try:
            for row in rows:
                yield self.line(row)
        except Exception:
            logger.exception("A file broke off.")
            yield self.error_line()

    def head(self, serializer: Any) -> Iterator[bytes]:
        yield from ()

    @abstractmethod
    def line(self, row: dict[str, Any]) -> bytes:
        """One row."""

    @abstractmethod
    def error_line(self) -> bytes:
        """The line that nobody takes for a row."""


class NDJSONRenderer(FileRenderer):
    """One JSON object a line, the same as in the list."""

    media_type = "application/x-ndjson"
    format = "ndjson"

    def line(self, row: dict[str, Any]) -> bytes:
        return orjson.dumps(row) + b"\n"

    def error_line(self) -> bytes:
        return orjson.dumps({"error": INCOMPLETE}) + b"\n"


class CSVRenderer(FileRenderer):
    """RFC 4180 in UTF-8: what is nested in JSON has a column each (person_slug), several values stand between bars."""

    media_type = "text/csv"
    format = "csv"

    def head(self, serializer: Any) -> Iterator[bytes]:
        self.columns = columns_of(serializer)
        yield joined("_".join(path) for path in self.columns)

    def line(self, row: dict[str, Any]) -> bytes:
        return joined(escape_formula(plain(lookup(row, path))) for path in self.columns)

    def error_line(self) -> bytes:
        return joined([f"# error: {INCOMPLETE}"])


def prefetch_first(rows: Iterator[Any]) -> Iterator[Any]:
    """The same rows, the first one read: what goes wrong before it is an error with its status, not half a file."""
    return chain(list(islice(rows, 1)), rows)


def columns_of(serializer: BaseSerializer) -> list[Path]:
    """The way to each value of a row: the name of a field, or of a field and one within it."""
    shape: Any = getattr(serializer, "child", serializer)
    found: list[Path] = []
    for name, field in shape.fields.items():
        within = getattr(field, "child", field)
        names = list(within.fields) if isinstance(within, Serializer) else []
        found += [(name, inner) for inner in names] or [(name,)]
    return found


def lookup(row: dict[str, Any], path: Path) -> Any:
    """What stands at the end of the way; a list of it, where a list is in the way."""
    value = row[path[0]]
    if len(path) > 1 and isinstance(value, list):
        return [item[path[1]] for item in value]
    return value[path[1]] if len(path) > 1 and value is not None else value


def plain(value: Any) -> Any:
    """A value as CSV has it, null as nothing."""
    if isinstance(value, list):
        return "|".join(map(_between_bars, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _between_bars(item: Any) -> str:
    """One of several values in a cell: what is nested deeper is JSON, and a bar within is told from those between."""
    if isinstance(item, list | dict):
        text = orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode()  # PostgreSQL keeps keys in an order of its own
    else:
        text = "" if item is None else str(plain(item))
    return text.replace("\\", "\\\\").replace("|", "\\|")


def escape_formula(value: Any) -> Any:
    """A value as a spreadsheet may see it: a text that would run as a formula is set behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA + FULLWIDTH) else value


def joined(cells: Iterable[Any]) -> bytes:
    """A line of RFC 4180."""
    line = io.StringIO()
    csv.writer(line).writerow(list(cells))
    return line.getvalue().encode()


FILE_RENDERERS = (CSVRenderer, NDJSONRenderer)
