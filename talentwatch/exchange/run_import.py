"""Import a timeline file: records by slug, all of them or none, with a report of every row."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import Employment
from people.models.employment import OVERLAPS
from talentwatch.chunks import chunked
from talentwatch.exchange.cells import as_cell
from talentwatch.exchange.importer import Content, Importer, ProgressCallback, storable_slug
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.report import CHANGED, NEW, SAME, WRONG, ImportedChange, ImportedRow, ImportReport, Problem
from talentwatch.exchange.resolver import Resolver
from talentwatch.exchange.serialization import stored_records
from talentwatch.merging.duplicates import duplicate_candidates_of_rows
from talentwatch.merging.models import mark_not_duplicate
from talentwatch.publishing.permissions import permission_error
from talentwatch.records.edit import CorrectionError, edit
from talentwatch.records.locks import acquire_edit_lock
from talentwatch.records.moments import last_moment
from talentwatch.records.status import Status
from talentwatch.text import mojibake_warning, search_key

MAX_COMPARISONS = 20_000_000  # of a new record with a stored one: some twenty seconds
FOUR_EYES = "Somebody else has to publish what you import: import it as a draft."
IMPORT_PERMISSIONS = {NEW: ("import",), CHANGED: ("import", "change"), SAME: ("import",)}  # by outcome
SAVE_PERMISSIONS: dict[str, tuple[str, ...]] = {NEW: ("add",), CHANGED: ("change",), SAME: ()}  # of what was typed
Shapes = dict[str, dict[str, dict[str, Any]]]  # records in the form of the file, by kind and by slug
Survivors = dict[str, dict[str, str]]  # slugs of merged records and of those that they were merged into, by kind


class TimelineError(Exception):
    """The file has errors, each a line of `errors`; nothing was imported."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class ImportOptions:
    """How to import a file."""

    publish: bool = False  # publish new records; otherwise they are drafts
    at: datetime | None = None
    reason: str = ""
    correction: str | None = None  # the note for readers; None: nobody was asked for one, as in the shell
    user: Any = None  # whose permissions are checked; in the shell nobody's
    permissions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: IMPORT_PERMISSIONS)
    dry_run: bool = False
    # Whether to ask if new records repeat stored ones: without answers, nothing is imported. An answer is by list and slug
    # of the row, as in people/ada: the slug of the stored record that it is, or "" if it is another one.
    asks: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    others_differ: bool = False  # all that aren't answered for are others
    different_because: str = ""  # why those that are others are
    expected: str = ""  # the digest of the preview: nothing is imported if the outcome differs


def import_timeline(data: Any, *, publish: bool = False, at: datetime | None = None, reason: str = "") -> Counter[str]:
    """Import the content of a timeline file; returns how many records are new, changed and same, by list.

    Raises TimelineError with all errors, and then imports nothing.
    """
    report = run_import(Content(data), ImportOptions(publish=publish, at=at, reason=reason))
    if report.has_errors:
        raise TimelineError([str(problem) for problem in report.all_problems])
    return report.counts


@dataclass
class PreparedImport:
    """What a file means, compared with the records as they were at a moment: all that an import needs no lock for."""

    content: Content  # with slugs in place of names
    notes_by_row: dict[tuple[str, int], dict[str, None]]
    similar: dict[tuple[str, int], list[Any]]
    notes: list[str]
    survivors: Survivors
    moment: datetime | None  # of the last edit before


def prepare_import(content: Content, options: ImportOptions) -> PreparedImport:
    """Find out which records the rows of a file mean, and which stored records its new ones may repeat."""
    moment = last_moment()
    resolver = Resolver(content, options.answers)
    content = resolver.resolve()
    similar, notes = find_similar(content) if options.dry_run or options.asks else ({}, [])
    return PreparedImport(content, resolver.notes, similar, notes, find_survivors(content), moment)


def run_import(
    content: Content,
    options: ImportOptions,
    progress: ProgressCallback | None = None,
    prepared: PreparedImport | None = None,
) -> ImportReport:
    """Import what was read from a file, and report the outcome of each row.

    A record that exists keeps its status, and what the file leaves out stays as it is. If the report has errors, or
    isn't the expected one, nothing is imported. What was `prepared` is prepared again if anything was edited since.
    """
    with transaction.atomic():
        prepared = prepared or prepare_import(content, options)
        # From here on nothing can be edited.
        acquire_edit_lock()
        if prepared.moment != last_moment():
            prepared = prepare_import(content, options)
        content, survivors = prepared.content, prepared.survivors
        saved = save_records(content, options, survivors, progress)
        for place, sentences in prepared.notes_by_row.items():
            saved.notes[place] = {**sentences, **saved.notes.get(place, {})}
        report = build_report(content, saved, survivors)
        report.notes = [*prepared.notes, *saved.conflicts]
        report.note_error, report.stores_unversioned = saved.note_error, saved.stores_unversioned
        for row in report.rows:
            row.similar = prepared.similar.get((row.kind, row.row), [])
            row.answer = options.answers.get(row.key, "" if options.others_differ else None)
        if options.user:
            check_permissions(report, options, survivors)
        is_open = options.asks and bool(report.questions)
        if options.dry_run or is_open or report.has_errors or options.expected not in {"", report.digest}:
            transaction.set_rollback(True)
        elif options.different_because:
            remember_differences(report, options)
    return report


def remember_differences(report: ImportReport, options: ImportOptions) -> None:
    """Keep why new records are none of those that they are similar to, so that nobody is asked again."""
    for row in report.rows:
        if row.similar and row.outcome == NEW:
            record = LAYOUTS[row.kind].rows.get(slug=row.slug)
            for other in row.similar:
                mark_not_duplicate(record, other, options.different_because, options.user)


def find_similar(content: Content) -> tuple[dict[tuple[str, int], list[Any]], list[str]]:
    """Stored records that the new ones of a file may repeat, by list and row; and a note on each list not looked at.

    It runs before anything is saved, so that a row isn't similar to itself.
    """
    similar: dict[tuple[str, int], list[Any]] = {}
    notes = []
    for kind, layout in LAYOUTS.items():
        model: Any = layout.model
        if model.comparison is None:
            continue
        stored = set(layout.rows.filter(slug__in=content.slugs(kind)).values_list("slug", flat=True))
        new = {
            (kind, number): search_keys(model, item)
            for number, item in content.items(kind)
            if isinstance(item, dict) and storable_slug(item) not in stored
        }
        if len(new) * layout.rows.count() > MAX_COMPARISONS:
            notes.append(f"{kind}: too many new records to look for similar ones. Import them in several files.")
        elif new:
            similar |= duplicate_candidates_of_rows(model, new)
    return similar, notes


def search_keys(model: Any, item: dict[str, Any]) -> list[str]:
    """What a record of the file would be found by: its own texts, and its other names."""
    texts = {key: value for key, value in item.items() if isinstance(value, str)}
    names = item.get("names")
    other_names = [name.get("text") for name in names if isinstance(name, dict)] if isinstance(names, list) else []
    return [*model.keys_of(texts), *(search_key(text) for text in other_names if isinstance(text, str))]


def find_survivors(content: Content) -> Survivors:
    """The slugs of the file's own records that were merged, and the slug of the survivor."""
    survivors: Survivors = {}
    for kind, layout in LAYOUTS.items():
        model: Any = layout.model
        records = model.objects.filter(merged_into__isnull=False).by_slug(content.slugs(kind))
        survivors[kind] = {slug: record.slug for slug, record in records.items()}
    return survivors


class _RollbackError(Exception):
    """Rolls back an edit that saved a file with errors."""


@dataclass
class SavedRecords:
    """What saving a file did, whether it was kept or rolled back."""

    problems: list[Problem]
    note_error: str = ""  # that a note for readers is missing
    conflicts: list[str] = field(default_factory=list)  # the sources that the import newly contradicts
    notes: dict[tuple[str, int], dict[str, None]] = field(default_factory=dict)  # sentences, by list and row
    stores_unversioned: bool = False
    before: Shapes = field(default_factory=dict)
    after: Shapes = field(default_factory=dict)


def save_records(
    content: Content, options: ImportOptions, survivors: Survivors, progress: ProgressCallback | None
) -> SavedRecords:
    saved = SavedRecords(list(content.problems))
    slugs = {kind: [survivors[kind].get(slug, slug) for slug in content.slugs(kind)] for kind in LAYOUTS}
    try:
        with edit(options.reason, options.at) as current:
            if options.correction is not None:
                current.set_correction(options.correction, accepts_conflicts=not options.dry_run)
            saved.before = {kind: stored_records(kind, slugs[kind]) for kind in LAYOUTS}
            defaults = {"status": Status.PUBLISHED, "published_at": current.at} if options.publish else {}
            importer = Importer(content, progress)
            importer.run(defaults, timezone.localdate(current.at))
            saved.problems += importer.problems
            saved.notes, saved.stores_unversioned = importer.notes, importer.stores_unversioned
            # Compared before the edit closes: it may be refused, and the report shows the changes of all other rows.
            written = {kind for kind, layout in LAYOUTS.items() if layout.model in current.changed_models}
            saved.after = saved.before | {kind: stored_records(kind, slugs[kind]) for kind in written}
            note_overlaps(content, saved)
            if saved.problems:
                raise _RollbackError
        saved.conflicts = current.new_conflicts
    except _RollbackError:
        pass
    except CorrectionError as error:
        saved.note_error, saved.conflicts = error.note_error, error.conflicts
        # The preview asks for the note.
        if error.note_error and not options.dry_run:
            saved.problems.append(Problem(error.note_error))
    # The requirements of publication are checked when the edit closes.
    except ValidationError as error:
        saved.problems += [Problem(message) for message in error.messages]
    return saved


def note_overlaps(content: Content, saved: SavedRecords) -> None:
    """Warn of new and changed jobs of people who certainly had others on the same day, as the form does."""
    # One more claim is no other job.
    before, after = (
        {slug: values | {"claims": []} for slug, values in shapes["employments"].items()}
        for shapes in (saved.before, saved.after)
    )
    changed = {slug for slug, values in after.items() if values != before.get(slug)}
    jobs = {job.slug: job for chunk in chunked(changed) for job in Employment.objects.filter(slug__in=chunk)}
    overlapping = Employment.objects.overlapping(jobs.values())
    for number, item in content.items("employments"):
        if (job := jobs.get(storable_slug(item))) and (others := overlapping[job.pk]):
            names = "; ".join(f"{other} ({other.slug})" for other in others)
            saved.notes.setdefault(("employments", number), {})[OVERLAPS.format(names)] = None


def build_report(content: Content, saved: SavedRecords, survivors: Survivors) -> ImportReport:
    """Every row with its outcome and the fields that change."""
    by_row: defaultdict[tuple[str, int], dict[Any, Problem]] = defaultdict(dict)
    for problem in saved.problems:
        # The first problem of a cell is the one to fix: the others follow from it.
        by_row[problem.kind, problem.row].setdefault(problem.column or problem, problem)
    report = ImportReport(problems=list(by_row.pop(("", 0), {}).values()))
    for kind in LAYOUTS:
        for number, item in content.items(kind):
            slug = storable_slug(item)
            row = ImportedRow(kind, number, slug, problems=list(by_row.pop((kind, number), {}).values()))
            row.notes = list(saved.notes.get((kind, number), ()))
            stored_slug = survivors[kind].get(slug, slug)
            old, new = saved.before[kind].get(stored_slug), saved.after[kind].get(stored_slug)
            if row.problems:
                row.outcome = WRONG
            elif new != old or new is None:
                row.outcome = CHANGED if old else NEW
                for key, value in (new or {}).items():
                    was, becomes = as_cell(kind, key, old[key]) if old else "", as_cell(kind, key, value)
                    if was != becomes:
                        row.changes.append(ImportedChange(key, was, becomes))
                warnings = (mojibake_warning(change.column, change.added) for change in row.changes)
                row.notes += filter(None, warnings)
            report.rows.append(row)
    report.problems += [problem for problems in by_row.values() for problem in problems.values()]
    return report


def check_permissions(report: ImportReport, options: ImportOptions, survivors: Survivors) -> None:
    """Refuse, row by row, what this user has no permission for."""
    needed = {**options.permissions}
    if options.publish:
        needed[NEW] += ("publish",)
    for kind, layout in LAYOUTS.items():
        judged = [row for row in report.rows if row.kind == kind and row.outcome in needed]
        rows = {survivors[kind].get(row.slug, row.slug): row for row in judged}
        records = layout.rows.filter(slug__in=rows).in_bulk(field_name="slug") if rows else {}
        for slug, row in rows.items():
            subject = records.get(slug) or layout.rows.model
            messages = [permission_error(options.user, name, subject) for name in needed[row.outcome]]
            if row.outcome == NEW and options.publish and settings.FOUR_EYES and not options.user.is_superuser:
                messages.append(FOUR_EYES)
            row.problems += [
                Problem(text, kind, row.row, "", f"{kind}/{slug}: {text}", is_refusal=True) for text in messages if text
            ]
            row.outcome = WRONG if row.problems else row.outcome
