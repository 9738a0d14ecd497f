"""Write records of the timeline as files for spreadsheets, and as JSON."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from talentwatch.api.files import csv_line
from talentwatch.exchange.cells import as_cell, guard
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_CELL_LENGTH, FileError

Lists = Mapping[str, Iterable[dict[str, Any]]]  # records in the form of the file, by kind
BOM = "\ufeff".encode()


def as_json(lists: Lists) -> bytes:
    """One record per line; the same bytes for the same records."""
    parts = []
    for kind, records in lists.items():
        lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        parts.append(f"{json.dumps(kind)}: [\n{lines}\n]" if lines else f"{json.dumps(kind)}: []")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def as_csv(lists: Lists) -> bytes:
    """The sheet of one kind, in UTF-8."""
    ((kind, records),) = lists.items()
    # Without the mark, Excel doesn't recognise UTF-8.
    return BOM + b"".join(csv_line(line) for line in sheet_lines(kind, records))


def as_xlsx(lists: Lists) -> bytes:
    """A sheet for each kind."""
    from talentwatch.exchange.xlsx_writer import write_xlsx  # noqa: PLC0415 openpyxl takes a sixth of a start

    return write_xlsx((kind, sheet_lines(kind, records)) for kind, records in lists.items())


def template(kind: str) -> bytes:
    """A workbook to fill in."""
    from talentwatch.exchange.xlsx_writer import write_template  # noqa: PLC0415 the same

    return write_template(kind)


def sheet_lines(kind: str, records: Iterable[dict[str, Any]]) -> Iterable[list[str]]:
    """The header, then a line for each record. Raises FileError if a cell would be too long."""
    columns = LAYOUTS[kind].columns
    yield columns
    for record in records:
        cells = [guard(as_cell(kind, key, record[key])) for key in columns]
        if max(map(len, cells)) > MAX_CELL_LENGTH:
            raise FileError(
                f"A spreadsheet cell holds at most {MAX_CELL_LENGTH:,} characters, and {record['slug']} needs more: choose JSON."
            )
        yield cells


WRITERS = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
