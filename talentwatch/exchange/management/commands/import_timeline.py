"""Take in a timeline file: JSON, CSV or XLSX."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max
from django.utils.dateparse import parse_datetime

from talentwatch.exchange.importer import Content
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.readers import check_file, read
from talentwatch.exchange.report import OUTCOMES, WRONG
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.records.locks import lock_timeout_as_command_error
from talentwatch.records.references import publishable_models

STEP = 100  # records between two lines of progress


class Command(BaseCommand):
    help = "Take in a timeline file (docs/timeline.md): all of it, or nothing where anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", default="", choices=LAYOUTS, help="of a CSV that isn't named after its list")
        parser.add_argument("--publish", action="store_true", help="new records are published; otherwise drafts")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--report", type=Path, help="write what becomes of each row to this file, as JSON")
        parser.add_argument("--reason", default="", help="for the history; the name of the file if not given")
        parser.add_argument(
            "--at", help="the moment to record, 2026-11-21T00:00:00Z, not before the last change; now if not given"
        )

    @lock_timeout_as_command_error()
    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        terms = ImportOptions(
            publish=options["publish"],
            at=_moment(options["at"]),
            reason=options["reason"] or f"import of {file.name}",
            dry_run=options["dry_run"],
        )
        report = run_import(_read(file, options["kind"]), terms, self._tell)
        if options["report"]:
            text = json.dumps(report.told(), ensure_ascii=False, indent=1)
            options["report"].write_text(f"{text}\n", encoding="utf-8")
        if report.is_wrong:
            lines = [str(problem) for problem in report.all_problems]
            raise CommandError("\n".join([*lines, f"{len(lines)} errors; nothing was taken in."]))
        counts = report.counts
        for name in LAYOUTS:
            tally = ", ".join(f"{counts[f'{name} {outcome}']} {outcome}" for outcome in OUTCOMES if outcome != WRONG)
            self.stdout.write(f"{name}: {tally}")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was taken in.")

    def _tell(self, done: int, of: int) -> None:
        if done % STEP == 0 or done == of >= STEP:
            self.stderr.write(f"{done:,} of {of:,} records looked at")


def _read(file: Path, kind: str) -> Content:
    try:
        check_file(file.name, file.stat().st_size)
        return read(file.name, file.read_bytes(), kind)
    except (OSError, FileError) as error:
        raise CommandError(f"{file}: {error}") from error


def _moment(text: str | None) -> Any:
    """The moment, unless something there is younger: history, and whoever keeps a copy, would never see the change."""
    if text is None:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:  # the right form, and no such day
        moment = None
    if not (moment and moment.tzinfo):
        raise CommandError("--at takes a moment with its time zone, such as 2026-11-21T00:00:00Z.")
    changed = (model._base_manager.aggregate(last=Max("updated_at"))["last"] for model in publishable_models())
    last = max(filter(None, changed), default=moment)
    if moment < last:
        raise CommandError(
            f"--at lies before {last.isoformat()}, when something there was changed last: take that or later."
        )
    return moment
