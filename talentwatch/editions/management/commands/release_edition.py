"""Release an edition: name the state of all that is public now."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from talentwatch.editions.release import ListChanges, describe_changes, release_edition


class Command(BaseCommand):
    help = "Release an edition: name the state of all that is public now, and write its files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the year and the month, such as 2026-11, or 2026-11-corrected")
        parser.add_argument("--note", default="", help="what readers should know of it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = release_edition(options["name"], options["note"])
        except ValidationError as error:
            raise CommandError(f"Nothing was released. {' '.join(error.messages)}") from error
        except OSError as error:
            raise CommandError(f"Nothing was released. {error}") from error
        self.stdout.write(f"Edition {edition}, of change {edition.seq}.")
        for sentence in describe_changes({name: ListChanges(**one) for name, one in edition.changes.items()}):
            self.stdout.write(sentence)
        for file in edition.files:
            self.stdout.write(f"{file['size']:>12,}  {file['sha256']}  {file['name']}")
