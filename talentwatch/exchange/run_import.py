"""Take in a timeline file: records by slug, each checked, all of them or none; and the report of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from talentwatch.exchange.cells import as_cell
from talentwatch.exchange.importer import Content, Importer, ProgressCallback, slug_in
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.report import CHANGED, NEW, SAME, WRONG, ImportedChange, ImportedRow, Problem, Report
from talentwatch.exchange.serialization import stored_records
from talentwatch.publishing.permissions import permission_error
from talentwatch.records.edit import Edit, edit
from talentwatch.records.status import Status

FOUR_EYES = "You import it, so somebody else publishes it: take it in as a draft."
Shapes = dict[str, dict[str, dict[str, Any]]]  # records in the form of the file, by kind and by slug


class TimelineError(Exception):
    """The file holds something wrong; `errors` has a line for each, and nothing was taken in."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class ImportOptions:
    """How a file is taken in."""

    publish: bool = False  # new records are published; otherwise they are drafts
    at: datetime | None = None
    reason: str = ""
    user: Any = None  # whose rights count; in the shell nobody's
    dry_run: bool = False
    expected: str = ""  # the digest of the report that was shown: another outcome isn't kept


def import_timeline(data: Any, *, publish: bool = False, at: datetime | None = None, reason: str = "") -> Counter[str]:
    """Take in the content of a timeline file; returns how many records are new, changed and same, by list.

    Raises TimelineError with every error found, and then takes in nothing.
    """
    report = run_import(Content(data), ImportOptions(publish=publish, at=at, reason=reason))
    if report.is_wrong:
        raise TimelineError([str(problem) for problem in report.all_problems])
    return report.counts


def run_import(content: Content, terms: ImportOptions, progress: ProgressCallback | None = None) -> Report:
    """Take in what was read of a file, and tell what became of each row.

    New records are drafts, or published where the terms say so; a record that is there already keeps its status. What
    the file doesn't mention stays. Where the report has a problem, or isn't the one expected, nothing was taken in.
    """
    with transaction.atomic():
        problems, before, current = _save(content, terms, progress)
        written = current.changed_models if current else set()
        after = {
            kind: stored_records(kind, content.slugs(kind)) for kind, part in LAYOUTS.items() if part.model in written
        }
        report = _report(content, problems, before, before | after)
        if terms.user:
            check_permissions(report, terms)
        if terms.dry_run or report.is_wrong or terms.expected not in {"", report.digest}:
            transaction.set_rollback(True)
    return report


def _save(
    content: Content, terms: ImportOptions, progress: ProgressCallback | None
) -> tuple[list[Problem], Shapes, Edit | None]:
    """What is wrong, how the records were before, and the edit that saved them, if it did."""
    before: Shapes = {}
    problems = list(content.problems)
    try:
        with edit(terms.reason, terms.at) as current:
            before |= {kind: stored_records(kind, content.slugs(kind)) for kind in LAYOUTS}
            beginning = {"status": Status.PUBLISHED, "published_at": current.at} if terms.publish else {}
            importer = Importer(content, beginning, progress)
            importer.take()
            problems += importer.problems
            if problems:
                raise _WrongError
            return problems, before, current
    except _WrongError:
        pass
    except ValidationError as error:  # from the publishing gate, when the edit ends
        problems += [Problem(sentence) for sentence in error.messages]
    return problems, before, None


class _WrongError(Exception):
    """Undoes what was saved of a file with something wrong in it."""


def _report(content: Content, problems: list[Problem], before: Shapes, after: Shapes) -> Report:
    """Every row with its outcome; what is wrong with a cell is told once, by whoever read it first."""
    by_row: defaultdict[tuple[str, int], dict[Any, Problem]] = defaultdict(dict)
    for problem in problems:
        by_row[problem.kind, problem.row].setdefault(problem.column or problem, problem)
    report = Report(problems=list(by_row.pop(("", 0), {}).values()))
    for kind in LAYOUTS:
        for number, item in content.items(kind):
            row = ImportedRow(kind, number, slug_in(item), problems=list(by_row.pop((kind, number), {}).values()))
            _judge(row, before[kind].get(row.slug), after[kind].get(row.slug))
            report.rows.append(row)
    report.problems += [problem for problems in by_row.values() for problem in problems.values()]
    return report


def _judge(row: ImportedRow, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    """Say what becomes of the row, and which fields change."""
    if row.problems:
        row.outcome = WRONG
    elif after != before or after is None:
        row.outcome = CHANGED if before else NEW
        for key, value in (after or {}).items():
            was, becomes = as_cell(row.kind, key, before[key]) if before else "", as_cell(row.kind, key, value)
            if was != becomes:
                row.changes.append(ImportedChange(key, was, becomes))


def check_permissions(report: Report, terms: ImportOptions) -> None:
    """Refuse, row by row, what isn't this editor's to do."""
    asked = {NEW: ["import", *(["publish"] if terms.publish else [])], CHANGED: ["import", "change"], SAME: ["import"]}
    for kind, part in LAYOUTS.items():
        rows = {row.slug: row for row in report.rows if row.kind == kind and row.outcome in asked}
        records = part.rows.filter(slug__in=rows).in_bulk(field_name="slug") if rows else {}
        for slug, row in rows.items():
            subject = records.get(slug) or part.rows.model
            sentences = [permission_error(terms.user, right, subject) for right in asked[row.outcome]]
            if row.outcome == NEW and terms.publish and settings.FOUR_EYES and not terms.user.is_superuser:
                sentences.append(FOUR_EYES)
            row.problems += [Problem(one, kind, row.row, "", f"{kind}/{slug}: {one}") for one in sentences if one]
            row.outcome = WRONG if row.problems else row.outcome
