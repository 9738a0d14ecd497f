"""Preview or save what the screen says of an article: by the route of an import, in one edit, all of it or nothing."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices

from people.models import Employment
from talentwatch.articles.build_records import ArticleRecords, Question, build_records
from talentwatch.articles.change_words import WordedChange, describe_changes
from talentwatch.articles.screen import GridError, Screen
from talentwatch.exchange.layout import LAYOUTS, LIST_OF
from talentwatch.exchange.report import CHANGED, NEW, ImportReport, Problem
from talentwatch.exchange.run_import import SAVE_PERMISSIONS, ImportOptions, find_similar, run_import
from talentwatch.merging.models import mark_not_duplicate
from talentwatch.publishing.permissions import PUBLISHERS_ONLY, permission_error
from talentwatch.publishing.transitions import publish, submit
from talentwatch.records.edit import CorrectionError, edit
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status

FOUR_EYES = "Somebody else has to publish what you enter: submit it for review instead."
DIFFERS = "An editor said so when entering an article."
ONLY_A_PUBLISHER = (
    "Only a publisher can change what is published: {}. Leave the article to a publisher: it stays as it is, and publishers "
    "find it on the front page of the desk."
)
MAX_NAMED = 10  # records in one error


class SaveAction(TextChoices):
    """What becomes of the records of an article that aren't public yet."""

    DRAFT = "draft", "Save as drafts"
    SUBMIT = "submit", "Submit for review"
    PUBLISH = "publish", "Publish"


@dataclass
class EvidenceSummary:
    """How sure an employment is, and which sources contradict it."""

    confidence: str = ""
    conflicts: list[str] = field(default_factory=list)


@dataclass
class ArticleReport:
    """What a save would do, or did: every record, what is wrong at which cell, what is asked, and the evidence."""

    imported: ImportReport = field(default_factory=ImportReport)
    errors: list[GridError] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    records: list[PublishableRecord] = field(default_factory=list)  # all that the article touches, as saved
    labels: dict[tuple[str, str], str] = field(default_factory=dict)  # their names, by list and slug
    changes: dict[tuple[str, str], list[WordedChange]] = field(default_factory=dict)  # of stored records, in words
    moved: list[PublishableRecord] = field(default_factory=list)  # those that were submitted or published
    also: list[str] = field(default_factory=list)  # the names of those that the article doesn't touch, but needs
    evidence: dict[str, tuple[EvidenceSummary, EvidenceSummary]] = field(
        default_factory=dict
    )  # before and after, by employment
    places: dict[tuple[str, int], tuple[int | None, str]] = field(default_factory=dict)

    @property
    def can_be_saved(self) -> bool:
        return not (self.errors or self.questions)

    @property
    def digest(self) -> str:
        """Equal for equal outcomes: a save is kept only if it does what its preview showed."""
        moved = sorted(f"{record._meta.label} {record.slug} {record.status}" for record in self.moved)
        return hashlib.sha256(json.dumps([self.imported.digest, moved]).encode()).hexdigest()


class _NotSavedError(Exception):
    """Rolls the edit back."""


def enter_article(screen: Screen, user: Any, action: SaveAction, expected: str | None = None) -> ArticleReport:
    """Save the article if the outcome is the `expected` digest; with None, save nothing and report what a save would do."""
    report = ArticleReport()
    try:
        with transaction.atomic():
            save_article(screen, user, action, report)
            if report.questions or expected is None or expected != report.digest:
                raise _NotSavedError
    except _NotSavedError:
        pass
    except CorrectionError as error:
        report.errors.append(GridError(error.note_error, cell="correction"))
    # The requirements of publication are checked when the edit closes.
    except ValidationError as error:
        report.errors += [GridError(message) for message in error.messages]
    return report


def save_article(screen: Screen, user: Any, action: SaveAction, report: ArticleReport) -> None:
    """Save everything in one edit and fill the report. Raises _NotSavedError where something is wrong."""
    slugs: list[str] = []
    with edit(screen.reason or f"article: {source_label(screen)}") as current:
        # The preview shows which sources contradict a job before and after.
        current.set_correction(screen.correction, accepts_conflicts=True)
        # Inside the edit, so that nobody saves the same people between the look and the save.
        built = build_records(screen)
        slugs = built.content.slugs("employments")
        before = evidence_of(slugs)
        report.questions = [*built.questions, *similar_questions(built)]
        report.errors, report.places = list(built.errors), built.places
        options = ImportOptions(user=user, permissions=SAVE_PERMISSIONS)
        report.imported = run_import(built.content, options)
        problems = report.imported.all_problems
        # What is said of a cell already is why the import refuses it, too.
        cells = {(error.row, error.cell) for error in report.errors if error.cell}
        refused = (built.error_at_cell(one) for one in problems if not one.is_refusal)
        report.errors += unique_errors(error for error in refused if (error.row, error.cell) not in cells)
        report.errors += refusal_errors(built, [one for one in problems if one.is_refusal])
        if report.errors:
            raise _NotSavedError
        report.records = stored(built)
        for kind, slug, other in built.differs:
            remember_difference(kind, slug, other, user)
        _Mover(report, built, user).run(action)
        if report.errors:
            raise _NotSavedError
        report.also = [str(one) for one in report.moved if one not in report.records]
    after = evidence_of(slugs)
    report.evidence = {slug: (before.get(slug, EvidenceSummary()), after[slug]) for slug in slugs if slug in after}
    for record in report.records:
        record.refresh_from_db()
    # Now, because a preview leaves nothing that a name could be fetched from. Two jobs of one person at one place have one name.
    names = Counter(map(str, report.records))
    for record in report.records:
        model_admin: Any = admin.site.get_model_admin(type(record))
        is_unique = names[str(record)] == 1
        label = str(record) if is_unique else model_admin.name_with_details(record)
        report.labels[LIST_OF[type(record)], record.slug] = label
    report.changes = describe_changes(report.imported.rows)


def source_label(screen: Screen) -> str:
    values = screen.source
    return values["title"] or values["publisher"] or values["url"] or values["slug"]


def unique_errors(errors: Any) -> list[GridError]:
    return list(dict.fromkeys(errors))


def refusal_errors(built: ArticleRecords, problems: list[Problem]) -> list[GridError]:
    """What the user has no right to, once for each reason: many rows have the same, and none of their cells is wrong."""
    by_reason: dict[str, list[Problem]] = {}
    for problem in problems:
        by_reason.setdefault(problem.message, []).append(problem)
    errors = []
    for reason, refused in by_reason.items():
        if reason == PUBLISHERS_ONLY[Status.PUBLISHED]:
            errors.append(GridError(ONLY_A_PUBLISHER.format(names_of(built, refused)), is_for_publisher=True))
            continue
        row, cell = built.places[refused[0].kind, refused[0].row] if len(refused) == 1 else (None, "")
        errors.append(GridError(reason, row, cell))
    return errors


def names_of(built: ArticleRecords, problems: list[Problem]) -> str:
    """The names of the stored records that these problems are about, or the first ones."""
    names = []
    for problem in problems[:MAX_NAMED]:
        slug = built.content.data[problem.kind][problem.row - 1]["slug"]
        names.append(str(LAYOUTS[problem.kind].rows.get(slug=slug)))
    others = len(problems) - len(names)
    return "; ".join([*names, f"and {others} more"] if others else names)


def similar_questions(built: ArticleRecords) -> list[Question]:
    """Whether a new record is one of the stored ones with a similar name, unless the editor has said that it isn't."""
    similar, _notes = find_similar(built.content)
    answered = {(kind, slug, other) for kind, slug, other in built.differs}
    asked = {(question.row, question.cell) for question in built.questions}
    questions = []
    for (kind, number), candidates in similar.items():
        record = built.content.data[kind][number - 1]
        row, cell = built.places[kind, number]
        open_ones = [one for one in candidates if (kind, record["slug"], one.slug) not in answered]
        if open_ones and (row, cell) not in asked:
            name = record.get("name") or record.get("title") or record["slug"]
            questions.append(Question(row, cell, f"{name} may already exist.", open_ones))
    return questions


def stored(built: ArticleRecords) -> list[PublishableRecord]:
    """The records of the file as they are stored now, each after those that it names."""
    records = []
    for kind, layout in LAYOUTS.items():
        rows = layout.rows.filter(slug__in=built.content.slugs(kind)).in_bulk(field_name="slug")
        records += [rows[slug] for slug in built.content.slugs(kind) if slug in rows]
    return records


def remember_difference(kind: str, slug: str, other: str, user: Any) -> None:
    rows = LAYOUTS[kind].rows.filter(slug__in=[slug, other]).in_bulk(field_name="slug")
    if len(rows) == 2:  # noqa: PLR2004 the two of them
        mark_not_duplicate(rows[slug], rows[other], DIFFERS, user)


class _Mover:
    """Submits or publishes the records of an article; what the user may not is an error at its cell."""

    def __init__(self, report: ArticleReport, built: ArticleRecords, user: Any) -> None:
        self.report, self.user = report, user
        rows = report.imported.rows
        self.written = {(row.kind, row.slug) for row in rows if row.outcome in {NEW, CHANGED}}
        self.places = {(row.kind, row.slug): built.places[row.kind, row.row] for row in rows}

    def run(self, action: SaveAction) -> None:
        for record in self.report.records:
            record.refresh_from_db()
            try:
                if action == SaveAction.SUBMIT and record.status == Status.DRAFT:
                    self.check(record, "submit")
                    submit(record)
                    self.report.moved.append(record)
                elif action == SaveAction.PUBLISH and not record.is_published:
                    published = publish(record, together=True)
                    for one in published:
                        self.check(one, "publish")
                    self.report.moved += published
            except ValidationError as error:
                self.refuse(record, " ".join(error.messages))

    def check(self, record: PublishableRecord, permission: str) -> None:
        is_own = (LIST_OF[type(record)], record.slug) in self.written
        message = permission_error(self.user, permission, record)
        if not message and permission == "publish" and is_own and settings.FOUR_EYES and not self.user.is_superuser:
            message = FOUR_EYES
        # Once: it holds for all records of the article alike.
        if message and message not in {error.message for error in self.report.errors}:
            self.refuse(record, message)

    def refuse(self, record: PublishableRecord, message: str) -> None:
        row, cell = self.places.get((LIST_OF[type(record)], record.slug), (None, ""))
        error = GridError(message, row, cell)
        if error not in self.report.errors:
            self.report.errors.append(error)


def evidence_of(slugs: list[str]) -> dict[str, EvidenceSummary]:
    """Confidence and conflicts of these employments as stored, by slug."""
    evidence = {}
    rows = Employment._base_manager.filter(slug__in=slugs).prefetch_related("claims__source")
    for employment in rows:
        conflicts = [
            f"{claim.source.publisher or claim.source.slug}: {conflict}"
            for claim in employment.claims.all()
            for conflict in claim.conflicts
            if claim.source.is_published
        ]
        evidence[employment.slug] = EvidenceSummary(employment.get_confidence_display(), conflicts)
    return evidence
