"""Write records of the timeline as files for spreadsheets, and as JSON."""

import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter

from talentwatch.api.files import csv_line
from talentwatch.exchange.cells import as_cell, guard
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_CELL_LENGTH, FileError

Lists = Mapping[str, Iterable[dict[str, Any]]]  # records in the form of the file, by kind
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # how a workbook writes a control character: _x000D_
TEXT_FORMAT = "@"
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
    """A sheet for each kind; every cell is text, so that Excel doesn't convert any date."""
    book = openpyxl.Workbook(write_only=True)
    for kind, records in lists.items():
        sheet: Any = book.create_sheet(kind)
        for line in sheet_lines(kind, records):
            sheet.append([text_cell(sheet, LOOKS_ESCAPED.sub("_x005F_", text)) for text in line])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text_cell(sheet: Any, text: str) -> Any:
    """What openpyxl writes as this text: it would take one such as `#N/A` for the error of a formula."""
    if text not in ERROR_CODES:
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def template(kind: str) -> bytes:
    """A workbook to fill in: the columns of a list and one example row, all cells as text."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = kind
    layout = LAYOUTS[kind]
    for place, column in enumerate(layout.columns, 1):
        letter = get_column_letter(place)
        # The whole column, so that Excel doesn't convert dates that are typed below.
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        sheet.column_dimensions[letter].width = 24
        for row, text in enumerate((column, layout.example.get(column, "")), 1):
            sheet.cell(row, place, text).number_format = TEXT_FORMAT
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


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
