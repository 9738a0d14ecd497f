"""Build the files of /data/, if anything public has changed, and those of editions that have to be written again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from talentwatch.exchange.downloads import build_downloads, build_others


class Command(BaseCommand):
    help = "Build the downloads of /data/ if anything public has changed since the last build, and list them."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            build = build_downloads()
            build_others()
        except OSError as error:
            raise CommandError(f"Nothing was built. {error}") from error
        for file in build.files if build else ():
            self.stdout.write(f"{file.size:>12,}  {file.sha256}  {file.name}")
