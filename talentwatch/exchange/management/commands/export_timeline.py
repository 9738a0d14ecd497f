"""Write the timeline as a file that import_timeline reads: with drafts, without withdrawn records and what names them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from talentwatch.exchange.datapackage import consistent_read
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import FileError
from talentwatch.exchange.serialization import serialized
from talentwatch.exchange.writers import WRITERS
from talentwatch.records.status import Status


class Command(BaseCommand):
    help = "Write the timeline as JSON, as a workbook, or one list of it as CSV (docs/timeline.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a name that ends in .json, .xlsx or .csv")
        parser.add_argument("--kind", choices=LAYOUTS, help="only this list; a CSV file holds one")
        parser.add_argument("--published", action="store_true", help="leave out drafts, records in review and quotes")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        write = WRITERS.get(file.suffix.lower().removeprefix("."))
        kinds = [options["kind"]] if options["kind"] else list(LAYOUTS)
        if write is None or (file.suffix.lower() == ".csv" and len(kinds) > 1):
            raise CommandError("The name of the file must end in .json or .xlsx, or with --kind in .csv.")
        wanted = [Status.PUBLISHED] if options["published"] else [*set(Status) - {Status.WITHDRAWN}]
        records = {}
        for kind in kinds:
            statuses = dict.fromkeys(["status", *(f"{link}__status" for link in LAYOUTS[kind].links)], wanted)
            named = {f"{name}__in": values for name, values in statuses.items()}
            records[kind] = LAYOUTS[kind].rows.filter(**named).order_by("slug")
        try:
            # What is added meanwhile is in no list, so that no list names what another one lacks.
            with consistent_read():
                data = write(
                    {
                        kind: serialized(kind, rows, versioned_only=options["published"], statuses=wanted)
                        for kind, rows in records.items()
                    }
                )
                count = sum(rows.count() for rows in records.values())
            file.write_bytes(data)
        except (OSError, FileError) as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(f"{count} records")
