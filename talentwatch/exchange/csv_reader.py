"""Read one list from a CSV file, or from a sheet of a workbook: its header, its rows, and what is wrong with its cells."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from talentwatch.exchange.cells import CellError, from_cell, remove_guard
from talentwatch.exchange.importer import Content, Location
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_BYTES, MAX_ROWS, FileError

SEPARATORS = ",;\t"
TOO_MANY_ROWS = f"has more than {MAX_ROWS:,} rows, empty ones included, which is the most that an import accepts."
CellReader = Callable[[str, Any], str]  # the text of a cell in a column; raises CellError

# csv's limit is one for the whole process. from_cell() limits each cell.
csv.field_size_limit(MAX_BYTES)


def read_csv(kind: str, text: str) -> Content:
    """The rows of a CSV file; its separator is the one that its header has most of. Raises FileError."""
    if "\0" in text:
        raise FileError("The file contains NUL bytes, so it isn't text. Save it as “CSV UTF-8”.")
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    content = Content({})
    try:
        add_sheet(content, kind, f"The sheet {kind}", lines, lambda _, cell: cell)
    except csv.Error as error:
        raise FileError(f"Line {lines.line_num:,} isn't valid CSV: {error}") from error
    return content


def add_sheet(content: Content, kind: str, sheet: str, lines: Iterable[Any], read_cell: CellReader) -> None:
    """Add the rows of a sheet, whose first is the header, to the content. Raises FileError if it can't be read at all."""
    rows = iter(lines)
    header = [read_cell("", cell).strip() for cell in next(rows, ())]
    while header and not header[-1]:
        header.pop()
    check_header(kind, sheet, header)
    items, numbers = content.data.setdefault(kind, []), content.rows.setdefault(kind, [])
    for number, cells in enumerate(rows, 2):
        if number - 1 > MAX_ROWS:
            raise FileError(f"{sheet} {TOO_MANY_ROWS}")
        if not all(map(is_empty, cells)):
            items.append(read_row(content, Location(kind, number, f"{kind}, row {number}"), header, cells, read_cell))
            numbers.append(number)
    if len(content) > MAX_ROWS:
        raise FileError(f"{sheet}, with those before it, {TOO_MANY_ROWS}")


def check_header(kind: str, sheet: str, header: list[str]) -> None:
    layout, counts = LAYOUTS[kind], Counter(header)
    # A sheet may leave out the lists of a record, because an import removes none of their rows.
    required = layout.required - layout.children.keys()
    errors = {
        "unknown": [name or "(empty)" for name in counts if name not in layout.columns],
        "twice": [name for name, count in counts.items() if count > 1],
        "missing": [name for name in layout.columns if name in required and name not in counts],
    }
    described = "; ".join(f"{error}: {', '.join(names)}" for error, names in errors.items() if names)
    if described:
        raise FileError(f"{sheet} has the wrong header ({described}). Columns: {', '.join(layout.columns)}.")


def read_row(
    content: Content, location: Location, header: list[str], cells: Iterable[Any], read_cell: CellReader
) -> dict[str, Any]:
    """The record in a row; what is wrong with its cells becomes a problem of the content."""
    layout = LAYOUTS[location.kind]
    values = [*cells]
    item: dict[str, Any] = {key: [] for key in layout.children if key not in layout.qualifies}
    if not all(map(is_empty, values[len(header) :])):
        content.problems.append(location.problem("this row has more cells than the header."))
    for key, cell in zip(header, [*values, *[""] * len(header)], strict=False):
        try:
            item[key] = from_cell(location.kind, key, remove_guard(read_cell(key, cell)))
        except CellError as error:
            content.problems.append(location.problem(str(error), key))
            item[key] = [] if key in {*layout.link_lists, *layout.children} else None
    return item


def is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell)
