"""Read a timeline file, JSON, CSV or XLSX, into the lists that an import takes in."""

import json
from pathlib import PurePath
from typing import Any

from talentwatch.exchange.csv_reader import read_csv
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_BYTES, MAX_ROWS, FileError
from talentwatch.exchange.xlsx_reader import read_xlsx

FORMATS = (".json", ".csv", ".xlsx")
TAKEN = "An import takes JSON, CSV and XLSX: files whose names end in .json, .csv or .xlsx."


def read(name: str, data: bytes, kind: str = "") -> Content:
    """What a file of this name holds; a CSV is of one kind, given here or as its name. Raises FileError."""
    ending = check_file(name, len(data))
    if ending == ".json":
        return _read_json(text_of(data))
    if ending == ".xlsx":
        return read_xlsx(data)
    kind = kind or PurePath(name).stem
    if kind not in LAYOUTS:
        raise FileError(f"A CSV holds one list. Name the file after it, or say which: {', '.join(LAYOUTS)}.")
    return read_csv(kind, text_of(data))


def check_file(name: str, size: int) -> str:
    """How the name ends, once it and the size are what an import takes; nothing has to be read for it."""
    ending = PurePath(name).suffix.lower()
    if ending not in FORMATS:
        raise FileError(TAKEN)
    if size > MAX_BYTES:
        raise FileError(f"The file has {size:,} bytes. An import takes at most {MAX_BYTES:,}.")
    return ending


def text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            f"Byte {error.start + 1:,} isn't UTF-8. Save the file as “CSV UTF-8”, or JSON in UTF-8."
        ) from error


def _read_json(text: str) -> Content:
    try:
        content = Content(json.loads(text, object_pairs_hook=_once))
    except (ValueError, RecursionError) as error:
        raise FileError(f"This is no JSON: {error}") from error
    if len(content) > MAX_ROWS:
        raise FileError(f"The file has {len(content):,} rows. An import takes at most {MAX_ROWS:,}.")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise FileError(f"“{key}” stands twice in one object.")
        found[key] = value
    return found
