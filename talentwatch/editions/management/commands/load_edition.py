"""Load an edition into an empty project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError

from talentwatch.editions.load import EditionFileError, load_edition
from talentwatch.records.locks import lock_timeout_as_command_error

MAX_LISTED = 20


class Command(BaseCommand):
    help = "Load an edition (its file -ndjson.zip) into an empty project, which then serves the same documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file of the edition that ends in -ndjson.zip")

    @lock_timeout_as_command_error()
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            others = load_edition(options["file"])
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded. {' '.join(error.messages)}") from error
        except (EditionFileError, OSError, DeserializationError, IntegrityError, CommandError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if not others:
            self.stdout.write("Loaded: every document is the same.")
            return
        self.stdout.write(f"Loaded. {len(others):,} documents are served otherwise than in the edition:")
        for name in others[:MAX_LISTED]:
            self.stdout.write(name)
