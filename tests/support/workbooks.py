"""Workbooks as newsrooms send them."""

import io
from typing import Any

import openpyxl


def workbook(*rows: Any, sheet: str = "people", **sheets: Any) -> bytes:
    """A workbook with these rows in its first sheet; more sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        page = book.create_sheet(name)
        for row in more:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
