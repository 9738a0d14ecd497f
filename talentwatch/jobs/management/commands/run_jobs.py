"""Run the queue of long work: imports, merges, withdrawals, the search for duplicates."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from talentwatch.jobs.worker import Worker


class Command(BaseCommand):
    help = "Run the jobs of the queue, one after the other, until stopped. A second worker waits, and takes over when the first ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", type=int, help="end with this process, which started the worker")

    def handle(self, *args: Any, parent: int | None = None, **options: Any) -> None:
        Worker(parent).run()
