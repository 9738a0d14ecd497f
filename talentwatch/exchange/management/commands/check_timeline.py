"""Check every row against every rule, and recompute what is derived."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from talentwatch.chunks import CHUNK_SIZE
from talentwatch.exchange.integrity import Finding, check_timeline, find_future_dates
from talentwatch.records.locks import lock_timeout_as_command_error
from talentwatch.records.private_copy import private_copy


class Command(BaseCommand):
    help = "Check every row against every rule and recompute everything derived; exits 1 if anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="store the recomputed values, then check again")

    @lock_timeout_as_command_error()
    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            first = check_timeline(repair=True, progress=self.show_progress)
            last = self.check_copy() if first else first
        else:
            first = last = self.check_copy()
        findings = dict.fromkeys([*first, *last])
        for finding in findings:
            self.stdout.write(str(finding))
        repaired = sum(finding.is_repaired for finding in findings)
        self.stdout.write(f"{len(findings)} wrong, {repaired} repaired" if findings else "Everything is correct.")
        # Older rows may have such dates, so they are named and nothing fails.
        for notice in find_future_dates():
            self.stdout.write(f"Note: {notice}.")
        if last:
            sys.exit(1)

    def check_copy(self) -> list[Finding]:
        """What is wrong, of the records as they are at one moment; no edit waits for it."""
        with private_copy():
            return check_timeline(progress=self.show_progress)

    def show_progress(self, step: str, done: int, total: int) -> None:
        if total > CHUNK_SIZE and (done % CHUNK_SIZE == 0 or done == total):
            self.stderr.write(f"{done:,} of {total:,} {step} checked")
