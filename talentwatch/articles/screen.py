"""What the screen "Enter an article" sends: its columns, and its JSON read into rows, events and a cohort."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices

from events.models.event import EventKind
from people.evidence import EndState, Stance
from people.models.employment import Role
from people.models.organization import OrganizationKind
from people.models.quoted import QUOTE_LENGTH
from people.models.source import SourceKind
from people.models.tenure import EndReason, LeftFor
from talentwatch.exchange.importer import is_storable
from talentwatch.text import SLUG, normalise_text, text_error

MAX_ROWS = 200
MAX_CELL_LENGTH = 2000
CELL_LENGTHS = {"passage": QUOTE_LENGTH}  # of cells that hold less
SIDES = ("left", "joined")
PERSON = "person"
NOT_A_SCREEN = "This isn’t what the screen sends: reload the page and try again."


class ScreenError(ValueError):
    """The JSON isn't a screen's; the message says why."""


@dataclass(frozen=True)
class GridColumn:
    """One column of the grid. `kind`: text, person, organization, choice, date, months or number."""

    key: str
    label: str
    kind: str = "text"
    choices: type[TextChoices] | None = None
    hint: str = ""

    @property
    def group(self) -> str:
        return self.key.partition(".")[0] if "." in self.key else ""

    def as_json(self) -> dict[str, Any]:
        choices = (
            [{"value": value, "label": str(label)} for value, label in self.choices.choices] if self.choices else []
        )
        shown = {"key": self.key, "label": self.label, "kind": self.kind, "group": self.group, "hint": self.hint}
        return {**shown, "choices": choices}


COLUMNS = (
    GridColumn(PERSON, "Who", "person", hint="Any name, in any script"),
    GridColumn("native_name", "In the article’s script", hint="The name as the article writes it"),
    GridColumn("left.organization", "Organization", "organization"),
    GridColumn("left.title", "Title", hint="In English"),
    GridColumn("left.role", "Role", "choice", Role),
    GridColumn("left.start", "Start", "date"),
    GridColumn("left.end", "End", "date"),
    GridColumn("left.stated_months", "Length", "months", hint="6 years 7 months, or 79"),
    GridColumn("left.end_state", "State", "choice", EndState),
    GridColumn("left.left_for", "For", "choice", LeftFor, "If not for another organization"),
    GridColumn("left.end_reason", "Why", "choice", EndReason),
    GridColumn("joined.organization", "Organization", "organization"),
    GridColumn("joined.title", "Title", hint="In English"),
    GridColumn("joined.role", "Role", "choice", Role),
    GridColumn("joined.start", "Start", "date"),
    GridColumn("joined.end_state", "State", "choice", EndState),
    GridColumn("stance", "Stance", "choice", Stance),
    GridColumn("event", "Event", "number", hint="Rows with the same number make one event"),
    GridColumn("passage", "Passage", hint="What the row rests on: select it in the text"),
)
CELLS = tuple(column.key for column in COLUMNS)
SOURCE_FIELDS = ("slug", "url", "title", "publisher", "author", "language", "published", "kind", "derived_from")
EVENT_FIELDS = ("number", "kind", "date", "headline", "summary")
ORGANIZATION_FIELDS = ("name", "kind", "native_name")
COHORT_FIELDS = ("name", "expected_size")
CHOSEN = (PERSON, "left.organization", "joined.organization", *SIDES)  # what a row may name a record for
CHOICES = {"source.kind": SourceKind, "event.kind": EventKind, "organization.kind": OrganizationKind}


@dataclass(frozen=True)
class GridError:
    """Why the screen can’t be saved, and at which cell; `row` is its number, or None above and below the grid."""

    message: str
    row: int | None = None
    cell: str = ""
    is_for_publisher: bool = False  # nothing is wrong, but only a publisher may save it

    def as_json(self) -> dict[str, Any]:
        shown = {"row": self.row, "cell": self.cell, "error": self.message}
        return {**shown, "is_for_publisher": self.is_for_publisher}


@dataclass
class GridRow:
    """One row of the grid that was accepted."""

    number: int  # from 1, counting every row of the grid
    cells: dict[str, str]
    chosen: dict[str, str] = field(
        default_factory=dict
    )  # the slug of the record that the editor chose, by cell or side
    differs: dict[str, set[str]] = field(default_factory=dict)  # the slugs that the editor said it isn't

    def side(self, side: str) -> dict[str, str]:
        """The cells of "left" or "joined", without that word."""
        return {key.partition(".")[2]: text for key, text in self.cells.items() if key.startswith(f"{side}.")}


@dataclass
class Screen:
    """Everything on the screen but the pasted text."""

    source: dict[str, str]
    rows: list[GridRow]
    events: list[dict[str, str]]
    organizations: list[dict[str, str]]
    cohort: dict[str, str]
    reason: str = ""
    correction: str = ""  # the note for readers
    fills_empty: bool = False
    source_differs: set[str] = field(default_factory=set)  # the slugs of sources that the article isn't
    errors: list[GridError] = field(default_factory=list)


def read_screen(data: Any) -> Screen:
    """Read the JSON of the screen. Raises ScreenError for anything else; what is wrong with one cell is in `errors`."""
    if not isinstance(data, dict):
        raise ScreenError(NOT_A_SCREEN)
    errors: list[GridError] = []
    rows = [read_grid_row(item, number, errors) for number, item in enumerate(read_list(data, "rows"), 1)]
    screen = Screen(
        source=read_texts(data.get("source"), SOURCE_FIELDS, errors, None, "source."),
        rows=[row for row in rows if row],
        events=[
            read_texts(item, EVENT_FIELDS, errors, None, f"events.{number}.")
            for number, item in enumerate(read_list(data, "events"), 1)
        ],
        organizations=[
            read_texts(item, ORGANIZATION_FIELDS, errors, None, f"organizations.{number}.")
            for number, item in enumerate(read_list(data, "organizations"), 1)
        ],
        cohort=read_texts(data.get("cohort"), COHORT_FIELDS, errors, None, "cohort."),
        fills_empty=data.get("fills_empty") is True,
        errors=errors,
    )
    screen.source_differs = {slug for slug in read_list(data, "source_differs") if is_slug(slug)}
    texts = read_texts(
        {name: data.get(name, "") for name in ("reason", "correction")}, ("reason", "correction"), errors, None
    )
    screen.reason, screen.correction = texts["reason"], texts["correction"]
    if not screen.rows:
        errors.append(GridError("Nothing was accepted yet: enter a row, or accept one that was proposed."))
    return screen


def read_list(data: dict[str, Any], key: str) -> list[Any]:
    items = data.get(key, [])
    if not isinstance(items, list):
        raise ScreenError(NOT_A_SCREEN)
    if len(items) > MAX_ROWS:
        raise ScreenError(f"One article can have at most {MAX_ROWS} {key} here: save it in parts.")
    return items


def read_grid_row(item: Any, number: int, errors: list[GridError]) -> GridRow | None:
    """The row, if it was accepted and isn't empty."""
    if not isinstance(item, dict):
        raise ScreenError(NOT_A_SCREEN)
    if item.get("state", "accepted") != "accepted":
        return None
    cells = read_texts(item.get("cells"), CELLS, errors, number)
    if not any(text for key, text in cells.items() if key not in {"stance", "event"}):
        return None
    chosen, differs = item.get("chosen", {}), item.get("differs", {})
    if not (isinstance(chosen, dict) and isinstance(differs, dict)):
        raise ScreenError(NOT_A_SCREEN)
    return GridRow(
        number,
        cells,
        {key: slug for key in CHOSEN if (slug := chosen.get(key)) and is_slug(slug)},
        {
            key: {slug for slug in slugs if is_slug(slug)}
            for key in CHOSEN
            if isinstance(slugs := differs.get(key), list)
        },
    )


def read_texts(
    value: Any, keys: Iterable[str], errors: list[GridError], row: int | None, prefix: str = ""
) -> dict[str, str]:
    """The texts of these keys, empty where they are missing; one that can't be stored is an error and left out."""
    if not isinstance(value, dict | None):
        raise ScreenError(NOT_A_SCREEN)
    texts = {}
    for key in keys:
        text = (value or {}).get(key) or ""
        if not isinstance(text, str):
            raise ScreenError(NOT_A_SCREEN)
        sentence = cell_error(text, CELL_LENGTHS.get(key, MAX_CELL_LENGTH))
        if sentence:
            errors.append(GridError(sentence, row, prefix + key))
        texts[key] = "" if sentence else normalise_text(text)
    return texts


def cell_error(text: str, max_length: int) -> str:
    if len(text) > max_length:
        return f"Enter at most {max_length:,} characters."
    return text_error(text) if is_storable(text) else "Remove the control characters."


def is_slug(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= MAX_CELL_LENGTH and bool(re.fullmatch(SLUG, text))
