"""Read a workbook: one sheet for each kind of record, without macros, and no larger than the limits once unpacked."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError
from django.db.models import DecimalField

from talentwatch.exchange.cells import CellError
from talentwatch.exchange.csv_reader import add_sheet
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, FileError
from talentwatch.exchange.workbook import Cell, Row, Workbook

NOT_A_WORKBOOK = "This isn't a workbook. Save it as “Excel workbook (.xlsx)”."
WRONG_SHEETS = f"A workbook may have sheets called {', '.join(LAYOUTS)}, in any case, each once, and no others."
HAS_DOCTYPE = "The workbook contains a document type declaration, which no spreadsheet program writes."
HAS_MACROS = "The workbook has macros. Save it as “Excel workbook (.xlsx)”, without them."
DATES = {key for layout in LAYOUTS.values() for key in layout.dates}
DECIMALS = {
    key
    for layout in LAYOUTS.values()
    for key in layout.optional
    if isinstance(layout.model._meta.get_field(key), DecimalField)
}
ENTRY = b"PK\x01\x02"  # begins each entry of a zip's directory
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')  # of a number format: quoted text, colours and locales, gaps


def read_xlsx(data: bytes) -> Content:
    """The sheets of a workbook. Raises FileError."""
    content = Content({})
    try:
        with open_archive(data) as archive:
            book = Workbook(archive)
            kinds = [name.strip().casefold() for name, _ in book.sheets]
            if not kinds or not set(kinds) <= LAYOUTS.keys() or len(kinds) > len(set(kinds)):
                names = ", ".join(name for name, _ in book.sheets)
                raise FileError(f"{WRONG_SHEETS} This one has {names}.")
            for kind, (_, part) in zip(kinds, book.sheets, strict=True):
                add_sheet(content, kind, f"The sheet {kind}", sheet_rows(book.rows(part)), cell_text)
    except DefusedXmlException as error:
        raise FileError(HAS_DOCTYPE) from error
    except CellError as error:
        raise FileError(str(error)) from error
    # Parts, attributes or strings that aren't there, numbers that are none, damaged or encrypted parts.
    except (ParseError, *BAD_ARCHIVE, LookupError, ValueError) as error:
        raise FileError(NOT_A_WORKBOOK) from error
    return content


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The workbook as a zip archive without bombs and macros. Raises FileError or one of BAD_ARCHIVE.

    The sizes are those of the zip's directory. A false one doesn't help a bomb: zipfile unpacks no more than it says.
    """
    # zipfile reads the whole directory at once, so its entries are counted before.
    if data.count(ENTRY) > MAX_PARTS:
        raise FileError(f"The workbook has more than {MAX_PARTS:,} parts: that is too large.")
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > min(MAX_UNPACKED, max(len(data), 10_000) * MAX_RATIO):
        raise FileError(f"The workbook unpacks to {unpacked:,} bytes: that is too large.")
    # zipfile unpacks other methods without a limit on memory; spreadsheet programs use only these.
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise FileError(NOT_A_WORKBOOK)
    if any(part.filename.lower().endswith(".bin") and "vba" in part.filename.lower() for part in parts):
        raise FileError(HAS_MACROS)
    return archive


def sheet_rows(rows: Iterable[tuple[int, Row]]) -> Iterator[list[Cell | None]]:
    """All rows of a sheet from the first, also those that it leaves out, at most one cell wider than its header."""
    width, previous = 0, 0
    for number, cells in rows:
        for _ in range(previous + 1, number):
            yield []
        last = max(cells, default=-1)
        if number == 1:
            width = last + 1
        values = [cells.get(column) for column in range(min(last + 1, width))]
        # A cell beside the columns is an error, wherever it is.
        yield [*values, cells[last]] if last >= width else values
        previous = number


def cell_text(key: str, cell: Cell | str | None) -> str:
    """The text of a cell as an editor would type it; a short row is filled with empty texts. Raises CellError."""
    if not isinstance(cell, Cell):
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


def partial_date(cell: Cell) -> str:
    """A date cell as a partial date, to the day, month or year that its number format shows. Raises CellError."""
    value, number_format = cell.value, LITERAL.sub("", cell.number_format).lower().partition(";")[0]
    has_time = isinstance(value, datetime) and value.time() != time()
    if has_time or not isinstance(value, date) or ("h" in number_format and "d" not in number_format):
        raise CellError(f"{cell.coordinate} is a time of day: enter the day as text, such as 2023-06-15.")
    return value.strftime("%Y-%m-%d" if "d" in number_format else "%Y-%m" if "m" in number_format else "%Y")
