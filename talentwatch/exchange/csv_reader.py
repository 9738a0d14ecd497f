"""Read one list from a CSV file, or from a sheet of a workbook: its header, its rows, and what is wrong with its cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from talentwatch.exchange.cells import CellError, from_cell, names_from_cell, remove_guard
from talentwatch.exchange.headers import NAMES_IN, column_of
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
from talentwatch.text import normalise_text

IS_EXAMPLE = "this is the example of the template: replace it, or delete the row."
SEPARATORS = ",;\t"
SEPARATOR_LINE = re.compile(
    rf'"?sep=([{SEPARATORS}])"?[,;\t]*\r?\n', re.IGNORECASE
)  # which Excel reads, and doesn't show
TOO_MANY_ROWS = f"has more than {MAX_ROWS:,} rows, empty ones included, which is the most that an import accepts."
CellReader = Callable[[str, Any], str]  # the text of a cell in a column; raises CellError

# csv's limit is one for the whole process. from_cell() limits each cell.
csv.field_size_limit(MAX_ROW_LENGTH)


def read_csv(kind: str, text: str) -> Content:
    """The rows of a CSV file. Raises FileError.

    Its separator is the one that a first line such as `sep=;` names, or else the one that its header has most of.
    """
    if "\0" in text:
        raise FileError("The file contains NUL bytes, so it isn't text. Save it as “CSV UTF-8”.")
    first_line = 1
    if separator_line := SEPARATOR_LINE.match(text):
        separator, text, first_line = separator_line[1], text[separator_line.end() :], 2
    else:
        header = text[:MAX_ROW_LENGTH].split("\n", 1)[0]
        separator = max(SEPARATORS, key=header.count)
    content = Content({})
    try:
        add_sheet(content, kind, f"The sheet {kind}", csv_rows(text, separator, first_line), lambda _, cell: cell)
    except csv.Error as error:
        raise FileError(f"A row isn't valid CSV: {error}") from error
    return content


def csv_rows(text: str, separator: str, first_line: int) -> Iterator[list[str]]:
    """The rows of a CSV file, of which the text begins at this line. Raises FileError before csv gathers too many cells for one."""
    length = 0

    def lines() -> Iterator[str]:
        nonlocal length
        for line in io.StringIO(text, newline=""):
            length += len(line)
            if length > MAX_ROW_LENGTH:
                raise FileError(
                    f"Line {rows.line_num + first_line:,} ends a row of more than {MAX_ROW_LENGTH:,} characters."
                )
            yield line

    rows = csv.reader(lines(), delimiter=separator, strict=True)
    try:
        for row in rows:
            yield row
            length = 0
    except csv.Error as error:
        raise FileError(f"Line {rows.line_num + first_line - 1:,} isn't valid CSV: {error}") from error


def add_sheet(content: Content, kind: str, sheet: str, lines: Iterable[Any], read_cell: CellReader) -> None:
    """Add the rows of a sheet, whose first is the header, to the content. Raises FileError if it can't be read at all."""
    rows = iter(lines)
    names = [normalise_text(read_cell("", cell)) for cell in next(rows, ())]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise FileError(f"{sheet} has {len(names):,} columns. Columns: {', '.join(LAYOUTS[kind].columns)}.")
    header = read_header(kind, sheet, names)
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


def read_header(kind: str, sheet: str, names: list[str]) -> list[str]:
    """The columns that a header names. Raises FileError for those that it can't be."""
    layout = LAYOUTS[kind]
    columns = [column_of(kind, name) for name in names]
    errors = {
        "unknown": [name or "(empty)" for name, column in zip(names, columns, strict=True) if not column],
        "twice": [column for column, count in Counter(filter(None, columns)).items() if count > 1],
    }
    described = "; ".join(f"{error}: {', '.join(errors[error])}" for error in errors if errors[error])
    if described:
        raise FileError(f"{sheet} has the wrong header ({described}). Columns: {', '.join(layout.columns)}.")
    if "slug" not in columns and not any({*columns}.issuperset(key) for key in layout.identified_by):
        alternatives = "; or ".join(" and ".join(key) for key in layout.identified_by)
        raise FileError(f"{sheet} doesn’t say which records it is about. It needs a column slug; or {alternatives}.")
    return columns


def read_row(
    content: Content, location: Location, header: list[str], cells: Iterable[Any], read_cell: CellReader
) -> dict[str, Any]:
    """The record in a row; what is wrong with its cells becomes a problem of the content."""
    layout = LAYOUTS[location.kind]
    values = [*cells]
    item: dict[str, Any] = {key: [] for key in layout.children if key not in layout.qualifies}
    if not all(map(is_empty, values[len(header) :])):
        content.problems.append(location.problem("this row has more cells than the header."))
    texts: dict[str, str] = {}
    pairs = zip(header, [*values, *[""] * len(header)], strict=False)
    # Names by language come last: those that the list of names has too are left out.
    for key, cell in sorted(pairs, key=lambda pair: pair[0].startswith(NAMES_IN)):
        try:
            texts[key] = text = remove_guard(normalise_text(read_cell(key, cell)))
            content.characters += len(text)
            if key.startswith(NAMES_IN):
                value = names_from_cell(key.removeprefix(NAMES_IN), text, item["names"])
                item["names"] = [*item["names"], *value]
            else:
                value = from_cell(location.kind, key, text)
                item[key] = [*item.get(key, ()), *value] if key in layout.children else value
            content.values += number_of_values(value)
        except CellError as error:
            content.problems.append(location.problem(str(error), key))
            if key in layout.columns and key not in layout.children:
                item[key] = [] if key in layout.link_lists else None
    if layout.example and {key: text for key, text in texts.items() if text} == layout.example:
        content.problems.append(location.problem(IS_EXAMPLE))
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
    """It has nothing but blanks; a cell of a workbook has its value within."""
    value = getattr(cell, "value", cell)
    return value is None or (isinstance(value, str) and not normalise_text(value))
