"""Read a workbook: one sheet for each kind of record, nothing that runs, and nothing that grows when it is unpacked."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl

from talentwatch.exchange.cells import CellError
from talentwatch.exchange.csv_reader import add_sheet
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_PARTS, MAX_TIMES, MAX_UNPACKED, FileError

BROKEN = "This is no workbook. Save it as “Excel workbook (.xlsx)”."
SHEETS = f"A workbook has sheets called {', '.join(LAYOUTS)}: some of them, and no others."
DATES = {key for part in LAYOUTS.values() for key in part.dates}
VERBATIM = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')  # of a number format: literal text, colours and locales, gaps
DOCTYPES = (b"<!DOCTYPE", b"<!ENTITY")


def read_xlsx(data: bytes) -> Content:
    """The sheets of a workbook. Raises FileError."""
    check_archive(data)
    content = Content({})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, on what it leaves out: styles, drawings
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            if not book.sheetnames or not set(book.sheetnames) <= LAYOUTS.keys():
                raise FileError(f"{SHEETS} This one has {', '.join(book.sheetnames)}.")
            for name in book.sheetnames:
                add_sheet(content, name, f"The sheet {name}", _lines(book[name]), _text)
    except (CellError, FileError) as error:
        raise FileError(str(error)) from error
    except Exception as error:
        raise FileError(BROKEN) from error
    return content


def check_archive(data: bytes) -> None:
    """What the workbook says of itself before it is unpacked: no bomb, no macros. Raises FileError.

    A directory that lies about the sizes doesn't help a bomb: no more is unpacked than it says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > min(MAX_UNPACKED, max(len(data), 10_000) * MAX_TIMES):
                raise FileError(
                    f"The workbook would grow to {unpacked:,} bytes in {len(parts):,} parts: more than is taken."
                )
            if any(part.filename.lower().endswith(".bin") and "vba" in part.filename.lower() for part in parts):
                raise FileError("The workbook holds macros. Save it as “Excel workbook (.xlsx)”, without them.")
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise FileError(BROKEN) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part declares a type of document: entities of XML grow too."""
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as stream:
            if any(word in stream.read(2000).upper() for word in DOCTYPES):
                raise FileError("A part of the workbook declares a type of document, which no spreadsheet does.")


def _lines(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet as cells, no wider than its header and one more; the values of empty cells are None."""
    sheet.reset_dimensions()  # what the sheet says of its size may be wrong
    header = next(sheet.iter_rows(max_row=1), ())
    yield header
    for row in sheet.iter_rows(min_row=2, max_col=len(header) + 1):
        yield tuple(cell if cell.value not in (None, "") else None for cell in row)


def _text(key: str, cell: Any) -> str:
    """What a cell says, as somebody would type it. Raises CellError."""
    if cell is None or cell.value is None:
        return ""
    value, place = cell.value, cell.coordinate
    if cell.data_type == "f":
        raise CellError(f"{place} holds a formula. Paste its value instead.")
    if cell.data_type == "e" or isinstance(value, bool):
        raise CellError(f"{place} holds {value}: write a text, a number or a date.")
    if isinstance(value, date | time | timedelta):
        if key not in DATES:
            raise CellError(f"{place} holds a date of the spreadsheet’s: format the column as text, and type it again.")
        return _day(cell)
    if isinstance(value, float):
        if not value.is_integer():
            raise CellError(f"{place} holds the number {value}: whole numbers only.")
        return str(int(value))
    return str(value)


def _day(cell: Any) -> str:
    """A date of Excel's as a partial date: to the day, the month or the year, as its format shows it."""
    value, shown = cell.value, VERBATIM.sub("", cell.number_format or "").lower().partition(";")[0]
    is_time = isinstance(value, datetime) and value.time() != time()
    if is_time or not isinstance(value, date) or ("h" in shown and "d" not in shown):
        raise CellError(f"{cell.coordinate} holds a time of day: write the day, such as 2023-06-15, as text.")
    return value.strftime("%Y-%m-%d" if "d" in shown else "%Y-%m" if "m" in shown else "%Y")
