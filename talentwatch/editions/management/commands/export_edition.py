"""Write the files of an edition again, from the store."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from talentwatch.editions.files import libraries, stored_layouts, write_edition
from talentwatch.editions.models import Edition


class Command(BaseCommand):
    help = "Write the files of an edition again, and say of each whether it is the same bytes as when it was released."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the name of the edition")
        parser.add_argument("directory", type=Path, help="a new or empty directory")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = Edition.objects.filter(slug=options["name"]).first()
        if edition is None:
            raise CommandError(f"There is no edition {options['name']}.")
        target: Path = options["directory"]
        try:
            target.mkdir(parents=True, exist_ok=True)
            if any(target.iterdir()):
                raise FileExistsError(f"{target} isn't empty.")
            written = write_edition(target, edition.slug, edition.seq, stored_layouts(edition))
        except OSError as error:
            raise CommandError(f"Nothing was written. {error}") from error
        if "withheld" in written.package:
            self.stdout.write(written.package["withheld"])
        for file in written.files:
            released = edition.file(file.name)
            is_same = released is not None and released["sha256"] == file.sha256
            self.stdout.write(f"{file.name}: {'as released' if is_same else 'other bytes'}")
        if libraries() != edition.libraries:
            wrote = ", ".join(f"{name} {number}" for name, number in sorted(edition.libraries.items()))
            self.stdout.write(f"It was released with {wrote}.")
