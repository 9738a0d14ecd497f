"""Stream the sheets of a workbook, row by row, and refuse it where it goes beyond a limit.

openpyxl builds a whole row, and the whole table of strings, before anybody can count their cells. So the XML is read with
defusedxml's parser, which builds nothing; openpyxl still says what a number format means.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zipfile import ZipFile

from defusedxml.ElementTree import DefusedXMLParser
from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601
from openpyxl.utils.escape import unescape

from talentwatch.exchange.limits import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_FORMAT_LENGTH,
    MAX_NAME_LENGTH,
    MAX_NAMES,
    MAX_TOKEN,
    MAX_VALUES,
    TOO_MANY_CHARACTERS,
    TOO_MANY_ELEMENTS,
    TOO_MANY_VALUES,
    FileError,
)

CHUNK = 64 * 1024
ADDRESS = re.compile(r"([A-Z]{1,3})[1-9][0-9]{0,6}")
ISO_FORMAT = "yyyy-mm-dd"
DATA_TYPES = {"s": "s", "str": "s", "inlineStr": "s", "b": "b"}  # of a cell, by its type in XML
Row = dict[int, "Cell"]  # the cells that aren't empty, by column from 0


@dataclass
class Cell:
    """A cell that isn't empty."""

    coordinate: str
    data_type: str  # f formula, e error, b boolean, d date or time, n number, s text
    value: Any
    number_format: str


class PartReader:
    """Receives the XML of one part of a workbook: what DefusedXMLParser calls its target."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.path: list[str] = []  # the names of the open elements
        self.text: list[str] | None = None  # of an element whose text matters
        self.names: set[str] = set()  # of elements, attributes and namespaces; the parser keeps each of them
        self.has_progressed = False

    def start_ns(self, prefix: str, address: str) -> None:
        self.has_progressed = True
        self.learn({f"xmlns:{prefix}"})

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.has_progressed = True
        if tag not in self.names or not self.names.issuperset(attributes):
            self.learn({tag, *attributes})
        name = tag.rpartition("}")[2]
        self.path.append(name)
        self.book.elements += 1
        if self.book.elements > MAX_ELEMENTS:
            raise FileError(TOO_MANY_ELEMENTS)
        if len(self.path) > MAX_DEPTH:
            raise FileError(f"The elements of a workbook's XML are nested at most {MAX_DEPTH} deep.")
        self.opened(name, attributes)

    def end(self, tag: str) -> None:
        self.has_progressed = True
        self.closed(self.path.pop())

    def data(self, text: str) -> None:
        self.has_progressed = True
        if self.text is not None:
            self.book.characters += len(text)
            if self.book.characters > MAX_CHARACTERS:
                raise FileError(TOO_MANY_CHARACTERS)
            self.text.append(text)

    def comment(self, text: str) -> None:
        self.has_progressed = True

    def pi(self, target: str, text: str) -> None:
        self.has_progressed = True

    def learn(self, names: set[str]) -> None:
        self.names |= names
        if len(self.names) > MAX_NAMES or max(map(len, names)) > MAX_NAME_LENGTH:
            raise FileError(f"The XML of a workbook has at most {MAX_NAMES:,} names, of {MAX_NAME_LENGTH} characters.")

    def take_text(self) -> str:
        text, self.text = "".join(self.text or ()), None
        return text

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; it is the last of `path`."""

    def closed(self, name: str) -> None:
        """An element ended; `path` leads to its parent."""


class Relationships(PartReader):
    """The parts that a part refers to, by id, as (type, name)."""

    def __init__(self, book: "Workbook", folder: str) -> None:
        super().__init__(book)
        self.folder, self.targets = folder, dict[str, tuple[str, str]]()

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"])).lstrip("/")
            self.targets[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], target)

    def of_type(self, wanted: str) -> str:
        """The name of the part of a type; empty if there is none."""
        return next((target for kind, target in self.targets.values() if kind == wanted), "")


class Sheets(PartReader):
    """The names of the sheets, each with the id of its part."""

    def __init__(self, book: "Workbook") -> None:
        super().__init__(book)
        self.ids: list[tuple[str, str]] = []
        self.epoch = WINDOWS_EPOCH

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.ids += [(attributes["name"], value) for key, value in attributes.items() if key.endswith("}id")]
        elif name == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
            self.epoch = MAC_EPOCH


class Styles(PartReader):
    """The number format of each style of a cell."""

    def __init__(self, book: "Workbook") -> None:
        super().__init__(book)
        self.custom: dict[int, str] = {}
        self.ids: list[int] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.custom[int(attributes["numFmtId"])] = attributes["formatCode"][:MAX_FORMAT_LENGTH]
        elif self.path[-2:] == ["cellXfs", "xf"]:
            self.ids.append(int(attributes.get("numFmtId", 0)))

    def number_format(self, style: int) -> str:
        number = self.ids[style] if 0 <= style < len(self.ids) else 0
        return self.custom.get(number) or builtin_format_code(number) or "General"


class Strings(PartReader):
    """The table of strings, which cells refer to by number."""

    def __init__(self, book: "Workbook") -> None:
        super().__init__(book)
        self.strings: list[str] = []
        self.pieces: list[str] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        # How a text is read aloud (rPh) isn't part of it.
        if name == "t" and "rPh" not in self.path:
            self.text = []

    def closed(self, name: str) -> None:
        if name == "t":
            self.pieces.append(self.take_text())
        elif name == "si":
            self.strings.append(unescape("".join(self.pieces)))
            self.pieces = []


class SheetRows(PartReader):
    """The rows of a sheet, which the reader takes from `rows` as they come."""

    def __init__(self, book: "Workbook") -> None:
        super().__init__(book)
        self.rows: list[tuple[int, Row]] = []
        self.number, self.column = 0, -1
        self.row: Row = {}
        self.attributes: dict[str, str] = {}
        self.value, self.inline, self.has_formula = "", list[str](), False

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = int(attributes.get("r", self.number + 1))
            if number <= self.number:
                raise ValueError(number)
            self.number, self.column, self.row = number, -1, {}
        elif name == "c":
            self.book.cells += 1
            if self.book.cells > MAX_VALUES:
                raise FileError(TOO_MANY_VALUES)
            self.attributes = attributes
            self.column = column_index(attributes["r"]) if "r" in attributes else self.column + 1
            self.value, self.inline, self.has_formula = "", [], False
        elif self.path[-2:] == ["c", "f"]:
            self.has_formula = True
        elif self.path[-2:] == ["c", "v"] or (name == "t" and "is" in self.path and "rPh" not in self.path):
            self.text = []

    def closed(self, name: str) -> None:
        if name == "v":
            self.value = self.take_text()
        elif name == "t":
            self.inline.append(self.take_text())
        elif name == "c":
            if cell := self.cell():
                self.row[self.column] = cell
        elif name == "row":
            self.rows.append((self.number, self.row))

    def cell(self) -> Cell | None:
        """The cell that has just ended; None if it is empty."""
        style = self.book.styles.number_format(int(self.attributes.get("s", 0)))
        kind, address = self.attributes.get("t", "n"), self.attributes.get("r") or f"row {self.number}"
        if self.has_formula:
            return Cell(address, "f", "=", style)
        if kind == "inlineStr":
            self.value = unescape("".join(self.inline))
        elif kind == "s" and self.value:
            self.value = self.book.string(int(self.value))
        if not self.value:
            return None
        if kind == "n":
            return self.number_cell(address, style)
        if kind == "d":
            return Cell(address, "d", from_ISO8601(self.value), style if date_kind(style) else ISO_FORMAT)
        value = bool(int(self.value)) if kind == "b" else self.value
        return Cell(address, DATA_TYPES.get(kind, "e"), value, style)

    def number_cell(self, address: str, style: str) -> Cell:
        is_whole = not any(letter in self.value for letter in ".eE")
        number = int(self.value) if is_whole else float(self.value)
        kind = date_kind(style)
        if not kind:
            return Cell(address, "n", number, style)
        try:
            return Cell(address, "d", from_excel(number, self.book.epoch, timedelta=kind == "duration"), style)
        # Excel shows such a cell as #####.
        except (OverflowError, ValueError):
            return Cell(address, "e", "#VALUE!", style)


class Workbook:
    """The sheets of a workbook in an open archive. Raises FileError, KeyError, ValueError or what defusedxml and zipfile do."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.elements = self.cells = self.characters = 0
        name = self.read(Relationships(self, ""), "_rels/.rels").of_type("officeDocument")
        folder, file = posixpath.split(name)
        sheets = self.read(Sheets(self), name)
        relationships = self.read(Relationships(self, folder), posixpath.join(folder, "_rels", f"{file}.rels"))
        self.epoch = sheets.epoch
        self.sheets = [(title, relationships.targets[part][1]) for title, part in sheets.ids]
        self.styles, self.strings = Styles(self), Strings(self)
        self._parts = {
            self.styles: relationships.of_type("styles"),
            self.strings: relationships.of_type("sharedStrings"),
        }

    def read(self, part: Any, name: str) -> Any:
        for _ in self.parse(part, name):
            pass
        return part

    def parse(self, part: PartReader, name: str) -> Iterator[None]:
        """Parse a part, a chunk at a time."""
        parser = DefusedXMLParser(target=part, forbid_dtd=True)
        unfinished = 0
        with self.archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                part.has_progressed = False
                parser.feed(chunk)
                # Expat would read a tag or a comment again with every chunk until it has all of it.
                unfinished = 0 if part.has_progressed else unfinished + len(chunk)
                if unfinished > MAX_TOKEN:
                    raise FileError(f"The workbook has a tag or a comment of more than {MAX_TOKEN:,} bytes.")
                yield
        parser.close()

    def rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """The rows of a sheet's part that it has, each with its number."""
        # Only now, so that the names of the sheets are checked before.
        for table, part in self._parts.items():
            if part:
                self.read(table, part)
        self._parts = {}
        sheet = SheetRows(self)
        for _ in self.parse(sheet, name):
            yield from sheet.rows
            sheet.rows.clear()

    def string(self, number: int) -> str:
        """A string of the table. Raises IndexError."""
        return self.strings.strings[number] if number >= 0 else self.strings.strings[len(self.strings.strings)]


@lru_cache
def date_kind(number_format: str) -> str:
    """Whether numbers of this format are dates or durations; empty if they are neither."""
    if is_timedelta_format(number_format):
        return "duration"
    return "date" if is_date_format(number_format) else ""


def column_index(address: str) -> int:
    """The column of an address such as B7, from 0. Raises ValueError for another text."""
    match = ADDRESS.fullmatch(address)
    if not match:
        raise ValueError(address)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
