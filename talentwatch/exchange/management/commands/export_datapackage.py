"""Write the published timeline as a data package."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from talentwatch.exchange.datapackage import export_datapackage


class Command(BaseCommand):
    help = "Write the published timeline as a Frictionless Data Package: CSV tables, their schemas, and the licence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="a new or empty directory, or an older package to replace")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = export_datapackage(options["directory"])
        except OSError as error:
            raise CommandError(f"Nothing was written. {error}") from error
        for name, count in rows.items():
            self.stdout.write(f"{name}: {count}")
