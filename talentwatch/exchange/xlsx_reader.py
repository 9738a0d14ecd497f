"""Read a workbook: one sheet for each kind of record, without macros, and no larger than the limits once unpacked."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.db.models import DecimalField

from talentwatch.exchange.cells import CellError
from talentwatch.exchange.csv_reader import add_sheet
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, FileError

NOT_A_WORKBOOK = "This isn't a workbook. Save it as “Excel workbook (.xlsx)”."
WRONG_SHEETS = f"A workbook may have sheets called {', '.join(LAYOUTS)}, and no others."
HAS_DOCTYPE = "The workbook contains a document type declaration, which no spreadsheet program writes."
HAS_MACROS = "The workbook has macros. Save it as “Excel workbook (.xlsx)”, without them."
DATES = {key for layout in LAYOUTS.values() for key in layout.dates}
DECIMALS = {
    key
    for layout in LAYOUTS.values()
    for key in layout.optional
    if isinstance(layout.model._meta.get_field(key), DecimalField)
}
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')  # of a number format: quoted text, colours and locales, gaps


def read_xlsx(data: bytes) -> Content:
    """The sheets of a workbook. Raises FileError."""
    check_archive(data)
    content = Content({})
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it leaves out, such as styles and drawings.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            if not book.sheetnames or not set(book.sheetnames) <= LAYOUTS.keys():
                raise FileError(f"{WRONG_SHEETS} This one has {', '.join(book.sheetnames)}.")
            for name in book.sheetnames:
                add_sheet(content, name, f"The sheet {name}", sheet_rows(book[name]), cell_text)
    except (CellError, FileError) as error:
        raise FileError(str(error)) from error
    # Among them defusedxml's: openpyxl uses it because it is installed, for parts of any name.
    except Exception as error:
        raise FileError(NOT_A_WORKBOOK) from error
    return content


def check_archive(data: bytes) -> None:
    """Refuse zip bombs, macros and entities before anything is unpacked or parsed. Raises FileError.

    The sizes are those of the zip's directory. A false one doesn't help a bomb: zipfile unpacks no more than it says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > min(MAX_UNPACKED, max(len(data), 10_000) * MAX_RATIO):
                raise FileError(
                    f"The workbook unpacks to {unpacked:,} bytes in {len(parts):,} parts: that is too large."
                )
            if any(part.filename.lower().endswith(".bin") and "vba" in part.filename.lower() for part in parts):
                raise FileError(HAS_MACROS)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        # A document type, which declares entities, must precede the first element: read no further.
                        next(iterparse(stream, events=("start",), forbid_dtd=True))
    except DefusedXmlException as error:
        raise FileError(HAS_DOCTYPE) from error
    except (ParseError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise FileError(NOT_A_WORKBOOK) from error


def sheet_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet as cells, at most one wider than its header; an empty cell is None."""
    # The sheet's own statement of its size may be wrong.
    sheet.reset_dimensions()
    header = next(sheet.iter_rows(max_row=1), ())
    yield header
    for row in sheet.iter_rows(min_row=2, max_col=len(header) + 1):
        yield tuple(cell if cell.value not in (None, "") else None for cell in row)


def cell_text(key: str, cell: Any) -> str:
    """The text of a cell as an editor would type it. Raises CellError."""
    if cell is None or cell.value is None:
        return ""
    value, address = cell.value, cell.coordinate
    if cell.data_type == "f":
        raise CellError(f"{address} is a formula. Paste its value instead.")
    if cell.data_type == "e" or isinstance(value, bool):
        raise CellError(f"{address} is {value}: enter a text, a number or a date.")
    if isinstance(value, date | time | timedelta):
        if key not in DATES:
            raise CellError(f"{address} is a date: format the column as text, and type the value again.")
        return partial_date(cell)
    if isinstance(value, float):
        if not value.is_integer() and key not in DECIMALS:
            raise CellError(f"{address} is the number {value}: only whole numbers are accepted.")
        return str(int(value) if value.is_integer() else value)
    return str(value)


def partial_date(cell: Any) -> str:
    """A date cell as a partial date, to the day, month or year that its number format shows. Raises CellError."""
    value, number_format = cell.value, LITERAL.sub("", cell.number_format or "").lower().partition(";")[0]
    has_time = isinstance(value, datetime) and value.time() != time()
    if has_time or not isinstance(value, date) or ("h" in number_format and "d" not in number_format):
        raise CellError(f"{cell.coordinate} is a time of day: enter the day as text, such as 2023-06-15.")
    return value.strftime("%Y-%m-%d" if "d" in number_format else "%Y-%m" if "m" in number_format else "%Y")
