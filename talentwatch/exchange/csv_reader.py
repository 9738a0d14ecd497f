"""A sheet of one kind of record, from a CSV or a workbook: its header, its rows, and what is wrong with its cells."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from talentwatch.exchange.cells import CellError, from_cell, unguarded
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_BYTES, MAX_ROWS, FileError
from talentwatch.exchange.report import Problem

SEPARATORS = ",;\t"
csv.field_size_limit(MAX_BYTES)  # of the whole process; how long a cell may be is told cell by cell
TOO_MANY = f"has more than {MAX_ROWS:,} rows, empty ones included, which is the most that an import takes."
Reader = Callable[[str, Any], str]  # the text of a cell, by its column; raises CellError


def read_csv(kind: str, text: str) -> Content:
    """The rows of a CSV, whose separator is the one that its header is parted by. Raises FileError."""
    if "\0" in text:
        raise FileError("The file holds NUL bytes: it is no text. Save it as “CSV UTF-8”.")
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    content = Content({})
    try:
        add_sheet(content, kind, f"The sheet {kind}", lines, lambda _, cell: cell)
    except csv.Error as error:
        raise FileError(f"Line {lines.line_num:,} is no CSV: {error}") from error
    return content


def add_sheet(content: Content, kind: str, sheet: str, lines: Iterable[Any], text_in: Reader) -> None:
    """Read the rows of a sheet into the content: its header first. Raises FileError where it can't be read as a whole."""
    rows = iter(lines)
    header = [text_in("", cell).strip() for cell in next(rows, ())]
    while header and not header[-1]:
        header.pop()
    _check_header(kind, sheet, header)
    items, numbers = content.data.setdefault(kind, []), content.rows.setdefault(kind, [])
    for number, cells in enumerate(rows, 2):
        if number - 1 > MAX_ROWS:
            raise FileError(f"{sheet} {TOO_MANY}")
        if not all(map(_is_empty, cells)):
            items.append(_item(content, (kind, number), header, list(cells), text_in))
            numbers.append(number)
    if len(content) > MAX_ROWS:
        raise FileError(f"{sheet}, with those before it, {TOO_MANY}")


def columns_needed(kind: str) -> set[str]:
    """A sheet may leave out lists: no row of a list is removed by an import."""
    return LAYOUTS[kind].required - LAYOUTS[kind].children.keys()


def _check_header(kind: str, sheet: str, header: list[str]) -> None:
    known, found = LAYOUTS[kind].columns, Counter(header)
    wrong = [
        ("unknown", [name or "(empty)" for name in found if name not in known]),
        ("twice", [name for name, times in found.items() if times > 1]),
        ("missing", [name for name in known if name in columns_needed(kind) and name not in found]),
    ]
    told = [f"{what}: {', '.join(names)}" for what, names in wrong if names]
    if told:
        raise FileError(f"{sheet}: the header isn't as it should be ({'; '.join(told)}). Columns: {', '.join(known)}.")


def _item(
    content: Content, place: tuple[str, int], header: list[str], cells: list[Any], text_in: Reader
) -> dict[str, Any]:
    kind = place[0]
    part = LAYOUTS[kind]
    item: dict[str, Any] = {key: [] for key in part.children}
    extra = [cell for cell in cells[len(header) :] if not _is_empty(cell)]
    if extra:
        content.problems.append(_problem(place, "", "this row has more cells than the header."))
    for key, cell in zip(header, [*cells, *[""] * len(header)], strict=False):
        try:
            item[key] = from_cell(kind, key, unguarded(text_in(key, cell)))
        except CellError as error:
            content.problems.append(_problem(place, key, str(error)))
            item[key] = [] if key in {*part.link_lists, *part.children} else None
    return item


def _is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell)


def _problem(place: tuple[str, int], key: str, sentence: str) -> Problem:
    kind, row = place
    line = ": ".join(filter(None, (f"{kind}, row {row}", key, sentence)))
    return Problem(sentence, kind, row, key, line)
