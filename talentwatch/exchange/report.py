"""The report of an import, or of a dry run: the outcome of every row, its changes and its errors."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

MAX_LISTED = 50
NEW, CHANGED, SAME, WRONG = OUTCOMES = ("new", "changed", "same", "wrong")


@dataclass(frozen=True)
class Problem:
    """Something wrong with the file, with its row and column where it has them."""

    message: str
    kind: str = ""
    row: int = 0
    column: str = ""
    line: str = ""  # place and message, for a list of errors
    is_refusal: bool = False  # whether the user may not do this, rather than that the file is wrong

    def __str__(self) -> str:
        return self.line or self.message

    def as_dict(self) -> dict[str, str]:
        return {"column": self.column, "error": self.message}


@dataclass(frozen=True)
class ImportedChange:
    """One field that differs, with both values as a cell of a sheet shows them."""

    column: str
    before: str
    after: str

    @property
    def removed(self) -> str:
        """The lines of the value before that the value after hasn't: of a list, the rows that go or change."""
        return _lines_without(self.before, self.after)

    @property
    def added(self) -> str:
        return _lines_without(self.after, self.before)


def _lines_without(text: str, other: str) -> str:
    others = set(other.split("\n"))
    return "\n".join(line for line in text.split("\n") if line not in others)


@dataclass
class ImportedRow:
    """One record of the file, and what the import does with it."""

    kind: str
    row: int  # of the sheet, whose header is row 1; in JSON the place in the list, from 1
    slug: str
    outcome: str = SAME
    changes: list[ImportedChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what the row means otherwise than it says: other slugs, cut dates
    similar: list[Any] = field(
        default_factory=list
    )  # stored records that a new one may repeat, where they are looked for
    answer: str | None = None  # "": it is none of them; None: nobody has said

    @property
    def key(self) -> str:
        """What an answer is given for: people/ada-lovelace."""
        return f"{self.kind}/{self.slug}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "row": self.row,
            "slug": self.slug,
            "outcome": self.outcome,
            "changes": [vars(change) for change in self.changes],
            "errors": [problem.as_dict() for problem in self.problems],
            "notes": self.notes,
        }


@dataclass
class ImportReport:
    """All rows of a file, in its order, and the problems that belong to no row."""

    rows: list[ImportedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    note_error: str = ""  # in a dry run: what readers saw otherwise before, so that the import needs a note for them
    stores_unversioned: bool = False  # quotes that are new, in rows that are the same otherwise

    @property
    def row_problems(self) -> list[Problem]:
        """The first problems of rows: a list above a long table, in which they would be hard to find."""
        return [problem for row in self.rows for problem in row.problems][:MAX_LISTED]

    @property
    def all_problems(self) -> list[Problem]:
        return [*self.problems, *(problem for row in self.rows for problem in row.problems)]

    @property
    def has_errors(self) -> bool:
        return bool(self.all_problems)

    @property
    def questions(self) -> list[ImportedRow]:
        """The rows of which nobody has said whether they are one of the similar records."""
        return [row for row in self.rows if row.similar and row.answer is None]

    @property
    def counts(self) -> Counter[str]:
        """How many records are new, changed, same and wrong, by list: {"people new": 2}."""
        return Counter(f"{row.kind} {row.outcome}" for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        """How many records of all lists are new, changed, same and wrong."""
        counts = Counter(row.outcome for row in self.rows)
        return {outcome: counts[outcome] for outcome in OUTCOMES}

    @property
    def digest(self) -> str:
        """Equal for equal outcomes: an import is kept only if its digest is the one of the preview."""
        rows = json.dumps([row.as_dict() for row in self.rows], ensure_ascii=True, sort_keys=True)
        return hashlib.sha256(rows.encode()).hexdigest()

    def stored(self) -> dict[str, Any]:
        """The report as JSON holds it, for a page that shows it later; of similar records only the slugs."""
        rows = [
            {
                **vars(row),
                "changes": [vars(change) for change in row.changes],
                "problems": [vars(problem) for problem in row.problems],
                "similar": [one.slug for one in row.similar],
            }
            for row in self.rows
        ]
        return {**vars(self), "rows": rows, "problems": [vars(problem) for problem in self.problems]}

    @classmethod
    def restored(cls, stored: dict[str, Any]) -> "ImportReport":
        """The report that was stored; in place of similar records it has their slugs."""
        rows = [
            ImportedRow(
                **row
                | {
                    "changes": [ImportedChange(**change) for change in row["changes"]],
                    "problems": [Problem(**problem) for problem in row["problems"]],
                }
            )
            for row in stored["rows"]
        ]
        return cls(**stored | {"rows": rows, "problems": [Problem(**problem) for problem in stored["problems"]]})

    def as_dict(self) -> dict[str, Any]:
        return {
            "counts": self.totals,
            "errors": [problem.as_dict() for problem in self.problems],
            "rows": [row.as_dict() | {"similar": [one.slug for one in row.similar]} for row in self.rows],
            "notes": self.notes,
        }
