"""Write the published timeline as a fixture."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from talentwatch.exchange.datapackage import consistent_read
from talentwatch.exchange.dump import dump_timeline


class Command(BaseCommand):
    help = "Write the published timeline, or what some sources report, as a fixture for loaddata."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="by default standard output")
        parser.add_argument("--sources", nargs="+", default=[], help="slugs of sources: write only what they report")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with consistent_read():
                text, rows = dump_timeline(options["sources"])
            if options["file"]:
                options["file"].write_text(text, encoding="utf-8")
        except (LookupError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["file"]:
            self.stdout.write(f"{rows} rows")
        else:
            self.stdout.write(text, ending="")
