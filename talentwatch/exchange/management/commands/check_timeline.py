"""Check every row against every rule, and recompute what is derived."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from talentwatch.exchange.integrity import check_timeline
from talentwatch.records.locks import lock_timeout_as_command_error


class Command(BaseCommand):
    help = "Check every row against every rule and recompute all that is derived; exits 1 where anything is off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="store what is derived anew, and look again")

    @lock_timeout_as_command_error()
    def handle(self, *args: Any, **options: Any) -> None:
        found = check_timeline(repair=options["repair"])
        left = check_timeline() if options["repair"] and found else found
        told = dict.fromkeys([*found, *left])
        for finding in told:
            self.stdout.write(str(finding))
        off, mended = len(told), sum(finding.is_mended for finding in told)
        self.stdout.write(f"{off} off, {mended} repaired" if off else "All is as it should be.")
        if left:
            sys.exit(1)
