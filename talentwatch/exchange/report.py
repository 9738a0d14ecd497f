"""What an import does, or would do: row by row, with every error and every change."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

NEW, CHANGED, SAME, WRONG = OUTCOMES = ("new", "changed", "same", "wrong")


@dataclass(frozen=True)
class Problem:
    """Something wrong with the file, and where: a row of a list, and a column, as far as it has a place."""

    sentence: str
    kind: str = ""
    row: int = 0
    column: str = ""
    line: str = ""  # all of it in one line

    def __str__(self) -> str:
        return self.line or self.sentence


@dataclass(frozen=True)
class ImportedChange:
    """One field that differs, as a cell of a sheet shows it."""

    column: str
    before: str
    after: str


@dataclass
class ImportedRow:
    """One record of the file, and what becomes of it."""

    kind: str
    row: int  # of the sheet, whose header is row 1; in JSON the place in the list, from 1
    slug: str
    outcome: str = SAME
    changes: list[ImportedChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Report:
    """All rows of a file, in its order, and the problems that belong to no row."""

    rows: list[ImportedRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def all_problems(self) -> list[Problem]:
        return [*self.problems, *(problem for row in self.rows for problem in row.problems)]

    @property
    def is_wrong(self) -> bool:
        return bool(self.all_problems)

    @property
    def counts(self) -> Counter[str]:
        """How many records are new, changed, same and wrong, by list: {"people new": 2}."""
        return Counter(f"{row.kind} {row.outcome}" for row in self.rows)

    @property
    def digest(self) -> str:
        """The same for the same outcome: what was shown is what is done."""
        told = json.dumps(self.told()["rows"], ensure_ascii=True, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def told(self) -> dict[str, Any]:
        """The report as JSON."""
        totals = Counter(row.outcome for row in self.rows)
        return {
            "counts": {outcome: totals[outcome] for outcome in OUTCOMES},
            "errors": [_told(problem) for problem in self.problems],
            "rows": [
                {
                    "kind": row.kind,
                    "row": row.row,
                    "slug": row.slug,
                    "outcome": row.outcome,
                    "changes": [vars(change) for change in row.changes],
                    "errors": [_told(problem) for problem in row.problems],
                }
                for row in self.rows
            ],
        }


def _told(problem: Problem) -> dict[str, str]:
    return {"column": problem.column, "error": problem.sentence}
