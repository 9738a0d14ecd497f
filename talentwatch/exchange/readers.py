"""Read a timeline file in JSON, CSV or XLSX into the lists that an import takes."""

import json
from itertools import chain
from pathlib import PurePath
from typing import Any

from talentwatch.exchange.csv_reader import read_csv
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import (
    MAX_BYTES,
    MAX_CELL_LENGTH,
    MAX_DEPTH,
    MAX_ROWS,
    MAX_VALUES,
    FileError,
)

FORMATS = (".json", ".csv", ".xlsx")


def read(name: str, data: bytes, kind: str = "") -> Content:
    """What a file of this name contains; a CSV file has one list, of this kind or named by the file. Raises FileError."""
    extension = check_file(name, len(data))
    if extension == ".json":
        return read_json(decode(data))
    if extension == ".xlsx":
        from talentwatch.exchange.xlsx_reader import read_xlsx  # noqa: PLC0415 openpyxl takes a sixth of a start

        return read_xlsx(data)
    kind = kind or PurePath(name).stem
    if kind not in LAYOUTS:
        raise FileError(f"A CSV file holds one list. Name it after the list, or say which: {', '.join(LAYOUTS)}.")
    return read_csv(kind, decode(data))


def check_file(name: str, size: int) -> str:
    """Check the name and the size of a file before reading it; returns the extension. Raises FileError."""
    extension = PurePath(name).suffix.lower()
    if extension not in FORMATS:
        raise FileError("An import accepts JSON, CSV and XLSX: files whose names end in .json, .csv or .xlsx.")
    if size > MAX_BYTES:
        raise FileError(f"The file has {size:,} bytes. An import accepts at most {MAX_BYTES:,}.")
    return extension


def decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            f"Byte {error.start + 1:,} isn't UTF-8. Save the file as “CSV UTF-8”, or as JSON in UTF-8."
        ) from error


def read_json(text: str) -> Content:
    # Every value but the first of a list or object follows a comma. Commas in texts count too: they don't reach the limit.
    # A record, and a row of a list within it, has two values at least.
    if sum(map(text.count, ",[{")) > 2 * MAX_VALUES or text.count("{") > MAX_VALUES / 2:
        raise FileError(f"The file has more than {MAX_VALUES:,} values. Import it in several files.")
    try:
        content = Content(json.loads(text, object_pairs_hook=unique_keys))
    except (ValueError, RecursionError) as error:
        raise FileError(f"This isn't valid JSON: {error}") from error
    check_values(content.data)
    if len(content) > MAX_ROWS:
        raise FileError(f"The file has {len(content):,} rows. An import accepts at most {MAX_ROWS:,}.")
    return content


def check_values(data: Any) -> None:
    """Refuse a value that no record has: a text longer than any cell, or one nested too deep. Raises FileError."""
    values, depth = [data], 0
    while values:
        longest = max((len(value) for value in values if isinstance(value, str)), default=0)
        if longest > MAX_CELL_LENGTH:
            raise FileError(f"A text has {longest:,} characters. A text has at most {MAX_CELL_LENGTH:,}.")
        if depth > MAX_DEPTH:
            raise FileError(f"Lists and objects are nested at most {MAX_DEPTH} deep.")
        lists = (
            value.values() if isinstance(value, dict) else value for value in values if isinstance(value, dict | list)
        )
        values, depth = list(chain.from_iterable(lists)), depth + 1


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object without repeated keys, of which json would silently keep the last. Raises FileError."""
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise FileError(f"“{key}” is in one object twice.")
        result[key] = value
    return result
