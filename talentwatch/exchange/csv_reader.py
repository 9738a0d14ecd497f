"""Read one list from a CSV file, or from a sheet of a workbook: its header, its rows, and what is wrong with its cells."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from talentwatch.exchange.cells import CellError, from_cell, remove_guard
from talentwatch.exchange.importer import Content, Location
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import (
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROW_LENGTH,
    MAX_ROWS,
    MAX_UNREADABLE,
    MAX_VALUES,
    TOO_MANY_CHARACTERS,
    TOO_MANY_VALUES,
    FileError,
)

SEPARATORS = ",;\t"
TOO_MANY_ROWS = f"has more than {MAX_ROWS:,} rows, empty ones included, which is the most that an import accepts."
CellReader = Callable[[str, Any], str]  # the text of a cell in a column; raises CellError

# csv's limit is one for the whole process. from_cell() limits each cell.
csv.field_size_limit(MAX_ROW_LENGTH)


def read_csv(kind: str, text: str) -> Content:
    """The rows of a CSV file; its separator is the one that its header has most of. Raises FileError."""
    if "\0" in text:
        raise FileError("The file contains NUL bytes, so it isn't text. Save it as “CSV UTF-8”.")
    header = text[:MAX_ROW_LENGTH].split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    content = Content({})
    try:
        add_sheet(content, kind, f"The sheet {kind}", csv_rows(text, separator), lambda _, cell: cell)
    except csv.Error as error:
        raise FileError(f"A row isn't valid CSV: {error}") from error
    return content


def csv_rows(text: str, separator: str) -> Iterator[list[str]]:
    """The rows of a CSV file. Raises FileError before csv gathers too many cells for one of them; else csv.Error."""
    length = 0

    def lines() -> Iterator[str]:
        nonlocal length
        for line in io.StringIO(text, newline=""):
            length += len(line)
            if length > MAX_ROW_LENGTH:
                raise FileError(f"Line {rows.line_num + 1:,} ends a row of more than {MAX_ROW_LENGTH:,} characters.")
            yield line

    rows = csv.reader(lines(), delimiter=separator, strict=True)
    try:
        for row in rows:
            yield row
            length = 0
    except csv.Error as error:
        raise FileError(f"Line {rows.line_num:,} isn't valid CSV: {error}") from error


def add_sheet(content: Content, kind: str, sheet: str, lines: Iterable[Any], read_cell: CellReader) -> None:
    """Add the rows of a sheet, whose first is the header, to the content. Raises FileError if it can't be read at all."""
    rows = iter(lines)
    header = [read_cell("", cell).strip() for cell in next(rows, ())]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise FileError(f"{sheet} has {len(header):,} columns. Columns: {', '.join(LAYOUTS[kind].columns)}.")
    check_header(kind, sheet, header)
    items, numbers = content.data.setdefault(kind, []), content.rows.setdefault(kind, [])
    for number, cells in enumerate(rows, 2):
        if number - 1 > MAX_ROWS:
            raise FileError(f"{sheet} {TOO_MANY_ROWS}")
        if not all(map(is_empty, cells)):
            items.append(read_row(content, Location(kind, number, f"{kind}, row {number}"), header, cells, read_cell))
            numbers.append(number)
            check_size(content)
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
            text = remove_guard(read_cell(key, cell))
            content.characters += len(text)
            item[key] = value = from_cell(location.kind, key, text)
            content.values += number_of_values(value)
        except CellError as error:
            content.problems.append(location.problem(str(error), key))
            item[key] = [] if key in {*layout.link_lists, *layout.children} else None
    return item


def check_size(content: Content) -> None:
    """Raise FileError if what was read so far is more than an import accepts."""
    if content.values > MAX_VALUES:
        raise FileError(TOO_MANY_VALUES)
    if content.characters > MAX_CHARACTERS:
        raise FileError(TOO_MANY_CHARACTERS)
    if len(content.problems) > MAX_UNREADABLE:
        raise FileError(f"More than {MAX_UNREADABLE:,} cells can't be read. The first: {content.problems[0]}")


def number_of_values(value: Any) -> int:
    """How many values a cell holds: itself, and the slugs or the values of the rows that it lists."""
    entries = value if isinstance(value, list) else []
    return 1 + sum(len(entry) if isinstance(entry, dict) else 1 for entry in entries)


def is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell)
