"""Import a timeline file: JSON, CSV or XLSX."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from talentwatch.desk.reason_fields import SentenceField
from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.readers import check_file, read
from talentwatch.exchange.report import CHANGED, NEW, SAME, ImportedRow, ImportReport
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.records.locks import lock_timeout_as_command_error
from talentwatch.records.moments import last_moment

ANSWER = (
    "Say which these are: --use people/yann-le-cun=yann-lecun for a record of the file that is a stored one, and "
    "--different REASON for all others. Until then, nothing is imported."
)
STEP = 100  # records between two lines of progress


class Command(BaseCommand):
    help = "Import a timeline file (docs/timeline.md): all of it, or nothing if it has any error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--kind", default="", choices=LAYOUTS, help="the list in a CSV file that isn't named after it"
        )
        parser.add_argument("--publish", action="store_true", help="publish new records; otherwise they are drafts")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would change, without changing anything"
        )
        parser.add_argument("--report", type=Path, help="write the outcome of each row to this file, as JSON")
        parser.add_argument("--reason", default="", help="the reason in the history; by default the name of the file")
        parser.add_argument(
            "--use",
            action="append",
            default=[],
            metavar="LIST/SLUG=SLUG",
            help="a new record of the file is this stored one: people/yann-le-cun=yann-lecun; may be repeated",
        )
        parser.add_argument(
            "--different",
            default="",
            metavar="REASON",
            help="why all other new records that look like stored ones are different from them",
        )
        parser.add_argument(
            "--correction",
            default="",
            help="what was wrong, for readers; required if the file corrects something public (docs/desk.md)",
        )
        parser.add_argument(
            "--at",
            help="the moment of the import, such as 2026-11-21T00:00:00Z, not before the last change; by default now",
        )

    @lock_timeout_as_command_error()
    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        chosen = ImportOptions(
            publish=options["publish"],
            at=parse_moment(options["at"]) if options["at"] is not None else None,
            reason=options["reason"] or f"import of {file.name}",
            correction=options["correction"],
            dry_run=options["dry_run"],
            asks=True,
            answers=parse_answers(options["use"]),
            others_differ=bool(options["different"]),
            different_because=parse_reason(options["different"]),
        )
        content = read_file(file, options["kind"])
        if options["report"]:
            check_writable(options["report"])
        report = run_import(content, chosen, self.show_progress)
        if options["report"]:
            text = json.dumps(report.as_dict(), ensure_ascii=False, indent=1)
            options["report"].write_text(f"{text}\n", encoding="utf-8")
        if report.has_errors:
            lines = [str(problem) for problem in report.all_problems]
            count = f"{len(lines)} error{'' if len(lines) == 1 else 's'}"
            if report.note_error:
                lines.append("Give the note for readers as --correction.")
            raise CommandError("\n".join([*lines, f"{count}; nothing was imported."]))
        if report.questions and not options["dry_run"]:
            raise CommandError("\n".join([*map(question_line, report.questions), ANSWER]))
        counts = report.counts
        for kind in LAYOUTS:
            outcomes = ", ".join(f"{counts[f'{kind} {outcome}']} {outcome}" for outcome in (NEW, CHANGED, SAME))
            self.stdout.write(f"{kind}: {outcomes}")
        self.show_notes(report)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was imported.")

    def show_notes(self, report: ImportReport) -> None:
        questions = {row.key for row in report.questions}
        for row in report.rows:
            if row.key in questions:
                self.stdout.write(question_line(row))
            for note in row.notes:
                self.stdout.write(f"{row.kind}/{row.slug}: {note}")
        for note in report.notes:
            self.stdout.write(note)
        if questions:
            self.stdout.write(ANSWER)
        if report.note_error:
            self.stdout.write(f"{report.note_error} Give it as --correction.")

    def show_progress(self, done: int, total: int) -> None:
        if done % STEP == 0 or done == total >= STEP:
            self.stderr.write(f"{done:,} of {total:,} records checked")


def question_line(row: ImportedRow) -> str:
    names = "; ".join(f"{one} ({one.slug})" for one in row.similar)
    return f"{row.key} may already exist: {names}"


def parse_answers(texts: list[str]) -> dict[str, str]:
    """The answers of --use, by list and slug."""
    answers = {}
    for text in texts:
        key, _, slug = text.partition("=")
        if key.partition("/")[0] not in LAYOUTS or not key.partition("/")[2] or not slug:
            raise CommandError(f"--use {text}: write it as people/yann-le-cun=yann-lecun.")
        answers[key] = slug
    return answers


def parse_reason(text: str) -> str:
    """The reason of --different, as the desk's form accepts it."""
    try:
        return SentenceField("", "").clean(text)
    except ValidationError as error:
        raise CommandError(f"--different: {' '.join(error.messages)}") from error


def read_file(file: Path, kind: str) -> Content:
    try:
        check_file(file.name, file.stat().st_size)
        return read(file.name, file.read_bytes(), kind)
    except (OSError, FileError) as error:
        raise CommandError(f"{file}: {error}") from error


def check_writable(file: Path) -> None:
    """Before anything is imported, whose outcome would then be known to nobody."""
    try:
        file.open("a").close()
    except OSError as error:
        raise CommandError(f"Nothing was imported. {error}") from error


def parse_moment(text: str) -> datetime:
    """The moment in --at. One before the last change is refused: history and the change feed would miss the import."""
    try:
        moment = parse_datetime(text)
    # It is in the right form, but there is no such day.
    except ValueError:
        moment = None
    if not (moment and moment.tzinfo):
        raise CommandError("--at needs a moment with its time zone, such as 2026-11-21T00:00:00Z.")
    last = last_moment() or moment
    if moment < last:
        raise CommandError(f"--at is before the last change, which was at {last.isoformat()}.")
    return moment
