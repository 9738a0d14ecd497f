"""Write a workbook: every cell is text, so that Excel doesn't convert any date."""

import io
import re
from collections.abc import Iterable
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter

from talentwatch.exchange.layout import LAYOUTS

LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # how a workbook writes a control character: _x000D_
TEXT_FORMAT = "@"


def write_xlsx(sheets: Iterable[tuple[str, Iterable[list[str]]]]) -> bytes:
    """A sheet for each name, with its lines."""
    book = openpyxl.Workbook(write_only=True)
    for name, lines in sheets:
        sheet: Any = book.create_sheet(name)
        for line in lines:
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


def write_template(kind: str) -> bytes:
    """The columns of a list and one example row to fill in."""
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
