"""A value of the timeline file as a cell of a sheet, and back: lists stand in one cell and lose nothing.

Slugs stand between bars: `acme | acme-research`. Of names, claims, citations and members each has a line of the cell, its values
between bars in a fixed order; a bar, a backslash or a line break within a value stands behind a backslash.
"""

import re
from typing import Any

from talentwatch.api.files import FORMULA, FULLWIDTH
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import MAX_IN_CELL
from talentwatch.records.record_type import RecordLayout

BAR = " | "
ESCAPES = {"\\": "\\\\", "|": "\\|", "\n": "\\n", "\r": "\\r"}
PLAIN = {written: letter for letter, written in ESCAPES.items()}
DANGEROUS = FORMULA + FULLWIDTH


class CellError(ValueError):
    """The cell isn't in its form; the message says what is."""


def as_cell(kind: str, key: str, value: Any) -> str:
    """A value of a record as text; nothing for null."""
    part = LAYOUTS[kind]
    if key in part.children:
        detail = part.children[key]
        return "\n".join(BAR.join(_escaped(item[one]) for one in detail.columns) for item in value)
    if key in part.link_lists:
        return BAR.join(value)
    return "" if value is None else str(value)


def from_cell(kind: str, key: str, text: str) -> Any:
    """The value that a cell holds. Raises CellError."""
    if len(text) > MAX_IN_CELL:
        raise CellError(
            f"this has {len(text):,} characters; a cell holds at most {MAX_IN_CELL:,}. JSON has no such limit."
        )
    part = LAYOUTS[kind]
    if key in part.children:
        return [_detail(part.children[key], line) for line in text.split("\n") if line.strip()]
    if key in part.link_lists:
        return [slug.strip() for slug in text.split("|") if slug.strip()]
    return text or None


def guarded(text: str) -> str:
    """The text as a spreadsheet may see it: what it would run stands behind one more apostrophe."""
    return f"'{text}" if text.lstrip("'").startswith(DANGEROUS) else text


def unguarded(text: str) -> str:
    """The text that was guarded so. Raises CellError where a spreadsheet would run what stands there."""
    if text.startswith(DANGEROUS):
        raise CellError("this begins as a formula does. Write an apostrophe before it if it is a text.")
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(DANGEROUS) else text


def order_of(detail: RecordLayout) -> str:
    """The values of a line, as readers are told."""
    return BAR.join(detail.columns)


def _escaped(value: Any) -> str:
    return "" if value is None else "".join(ESCAPES.get(letter, letter) for letter in str(value))


def _detail(detail: RecordLayout, line: str) -> dict[str, Any]:
    values = [""]
    for letter in re.findall(r"\\.|.", line):
        if letter == "|":
            values.append("")
        else:
            values[-1] += letter
    least = len(detail.columns) - len(detail.optional)
    if not least <= len(values) <= len(detail.columns):
        raise CellError(f"a line here holds {order_of(detail)}, with a bar between them.")
    return {key: _unescaped(value.strip()) for key, value in zip(detail.columns, values, strict=False)}


def _unescaped(value: str) -> str | None:
    return re.sub(r"\\[\\|nr]", lambda found: PLAIN[found[0]], value) or None
