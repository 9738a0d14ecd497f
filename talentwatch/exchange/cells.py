"""Values of a timeline file as cells of a sheet, and back, without losing anything.

Slugs are separated by bars: `acme | acme-research`. Names, claims, citations and members go one per line of the cell,
their values separated by bars in a fixed order; a backslash escapes a bar, a backslash or a line break within a value.
"""

import re
from typing import Any

from talentwatch.api.files import FORMULA_PREFIXES, FULLWIDTH_PREFIXES
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_CELL_LENGTH
from talentwatch.records.record_type import RecordLayout

BAR = " | "
ESCAPES = {"\\": "\\\\", "|": "\\|", "\n": "\\n", "\r": "\\r"}
UNESCAPES = {escaped: letter for letter, escaped in ESCAPES.items()}
DANGEROUS = FORMULA_PREFIXES + FULLWIDTH_PREFIXES


class CellError(ValueError):
    """The cell can't be read; the message says why."""


def as_cell(kind: str, key: str, value: Any) -> str:
    """A value of a record as text; null is empty."""
    layout = LAYOUTS[kind]
    if key in layout.children:
        columns = layout.children[key].columns
        # The last columns are missing in a published export.
        return "\n".join(BAR.join(escape(item[column]) for column in columns if column in item) for item in value)
    if key in layout.link_lists:
        return BAR.join(value)
    return "" if value is None else str(value)


def from_cell(kind: str, key: str, text: str) -> Any:
    """The value in a cell. Raises CellError."""
    if len(text) > MAX_CELL_LENGTH:
        raise CellError(
            f"this has {len(text):,} characters; a cell holds at most {MAX_CELL_LENGTH:,}. In JSON a list has no such limit."
        )
    return read_cell(kind, key, text)


def read_cell(kind: str, key: str, text: str) -> Any:
    """The same of a cell of any length, such as as_cell() gives."""
    layout = LAYOUTS[kind]
    if key in layout.children:
        return [read_line(layout.children[key], line) for line in text.split("\n") if line.strip()]
    if key in layout.link_lists:
        return [slug.strip() for slug in text.split("|") if slug.strip()]
    return text or None


def names_from_cell(language: str, text: str, others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The names in a cell whose column says their language, one per line; without those that are among the others."""
    known = {(name.get("text"), name.get("language")) for name in others}
    names = dict.fromkeys(filter(None, map(str.strip, text.split("\n"))))
    return [{"text": name, "language": language} for name in names if (name, language) not in known]


def guard(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would run it as a formula."""
    return f"'{text}" if text.lstrip("'").startswith(DANGEROUS) else text


def remove_guard(text: str) -> str:
    """The text before guard(). Raises CellError if a spreadsheet would run it."""
    if text.startswith(DANGEROUS):
        raise CellError("this begins like a formula. If it is a text, write an apostrophe before it.")
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(DANGEROUS) else text


def line_format(layout: RecordLayout) -> str:
    """How one line of a cell is written: `text | language | kind`."""
    return BAR.join(layout.columns)


def escape(value: Any) -> str:
    return "" if value is None else "".join(ESCAPES.get(letter, letter) for letter in str(value))


def unescape(value: str) -> str | None:
    return re.sub(r"\\[\\|nr]", lambda match: UNESCAPES[match[0]], value) or None


def read_line(layout: RecordLayout, line: str) -> dict[str, Any]:
    """The name, claim, citation or member in one line of a cell."""
    values = [""]
    for piece in re.findall(r"\\.|.", line):
        if piece == "|":
            values.append("")
        else:
            values[-1] += piece
    minimum = len(layout.columns) - len(layout.optional)
    if not minimum <= len(values) <= len(layout.columns):
        raise CellError(f"a line here must be {line_format(layout)}, separated by bars.")
    return {key: unescape(value.strip()) for key, value in zip(layout.columns, values, strict=False)}
