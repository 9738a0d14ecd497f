"""Take in a timeline file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.dateparse import parse_datetime

from talentwatch.timeline.importing import PARTS, TimelineError, import_timeline


class Command(BaseCommand):
    help = "Take in a timeline file (docs/timeline.md): all of it, or nothing where anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="new records are published; otherwise drafts")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--reason", default="", help="for the history; the name of the file if not given")
        parser.add_argument("--at", help="the moment to record, 2026-11-21T00:00:00Z; now if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        with transaction.atomic():
            try:
                counts = import_timeline(
                    _read(file),
                    publish=options["publish"],
                    at=_moment(options["at"]),
                    reason=options["reason"] or f"import of {file.name}",
                )
            except TimelineError as error:
                lines = "\n".join(error.errors)
                raise CommandError(f"{lines}\n{len(error.errors)} errors; nothing was taken in.") from error
            if options["dry_run"]:
                transaction.set_rollback(True)
        for name in PARTS:
            tally = ", ".join(f"{counts[f'{name} {outcome}']} {outcome}" for outcome in ("new", "changed", "same"))
            self.stdout.write(f"{name}: {tally}")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was taken in.")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} is no JSON file in UTF-8: {error}") from error


def _moment(text: str | None) -> Any:
    if text is None:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:  # the right form, and no such day
        moment = None
    if not (moment and moment.tzinfo):
        raise CommandError("--at takes a moment with its time zone, such as 2026-11-21T00:00:00Z.")
    return moment
