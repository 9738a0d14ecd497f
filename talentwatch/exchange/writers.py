"""Write records of the timeline as files: for spreadsheets, and as JSON that comes back byte by byte."""

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import openpyxl

from talentwatch.api.files import joined
from talentwatch.exchange.cells import as_cell, guarded
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_IN_CELL, FileError

Lists = Mapping[str, Iterable[dict[str, Any]]]  # records in the form of the file, by kind
BOM = "\ufeff".encode()  # without it Excel takes UTF-8 for something else


def as_json(lists: Lists) -> bytes:
    """The machine form: one record a line, the same bytes for the same records."""
    told = []
    for kind, records in lists.items():
        lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        told.append(f"{json.dumps(kind)}: [\n{lines}\n]" if lines else f"{json.dumps(kind)}: []")
    return ("{\n" + ",\n".join(told) + "\n}\n").encode()


def as_csv(lists: Lists) -> bytes:
    """The sheet of one kind, in UTF-8 with its mark."""
    ((kind, records),) = lists.items()
    return BOM + b"".join(joined(line) for line in _lines(kind, records))


def as_xlsx(lists: Lists) -> bytes:
    """A sheet for each kind; every cell is a text, so that no date is taken for another."""
    book = openpyxl.Workbook(write_only=True)
    for kind, records in lists.items():
        sheet: Any = book.create_sheet(kind)
        for line in _lines(kind, records):
            sheet.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _lines(kind: str, records: Iterable[dict[str, Any]]) -> Iterable[list[str]]:
    columns = LAYOUTS[kind].columns
    yield columns
    for record in records:
        cells = [guarded(as_cell(kind, key, record[key])) for key in columns]
        if max(map(len, cells)) > MAX_IN_CELL:
            raise FileError(
                f"A spreadsheet holds no more than {MAX_IN_CELL:,} characters in a cell, and {record['slug']} needs more: take JSON."
            )
        yield cells


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
