"""Check every row against every rule, and recompute what is derived."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from talentwatch.timeline.checking import check_timeline


class Command(BaseCommand):
    help = "Check every row against every rule and recompute all that is derived; exits 1 where anything was off."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="store what is derived as it should be")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = check_timeline(repair=options["repair"])
        for finding in findings:
            self.stdout.write(str(finding))
        off, mended = len(findings), sum(finding.is_mended for finding in findings)
        self.stdout.write(f"{off} off, {mended} repaired" if off else "All is as it should be.")
        if findings:
            sys.exit(1)
