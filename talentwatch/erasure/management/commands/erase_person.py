"""Erase a person."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from people.models import Person
from talentwatch.erasure.erase import ErasureReport, erase_person, preview_erasure
from talentwatch.erasure.terms import proposed_terms
from talentwatch.records.locks import lock_timeout_as_command_error


class Command(BaseCommand):
    help = "Say what erasing a person would do; with --yes, do it. It can't be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the slug of the person")
        parser.add_argument("--also", nargs="*", default=[], help="other words and names to remove from texts")
        parser.add_argument("--yes", action="store_true", help="erase")

    @lock_timeout_as_command_error()
    def handle(self, *args: Any, **options: Any) -> None:
        person = Person._base_manager.filter(slug=options["slug"]).first()
        if person is None:
            raise CommandError(f"There is no person {options['slug']}.")
        terms = [*proposed_terms(person), *options["also"]]
        try:
            report = (erase_person if options["yes"] else preview_erasure)(person, terms)
        except ValidationError as error:
            raise CommandError(f"Nothing was erased. {' '.join(error.messages)}") from error
        self.write_report(report, terms)
        self.stdout.write("Erased." if options["yes"] else "Nothing was erased: this is what --yes would do.")

    def write_report(self, report: ErasureReport, terms: list[str]) -> None:
        lists = {
            "Looked for": terms,
            "Deleted": report.deleted,
            "Without the name": report.cleaned,
            "With another address": report.new_slugs,
            "Editions written again": report.editions,
            "Left, since others are called so": report.kept,
        }
        for title, items in lists.items():
            for item in items:
                self.stdout.write(f"{title}: {item}")
        self.stdout.write(
            f"{report.versions:,} versions, {report.documents:,} documents, {report.changes:,} changes of the log, "
            f"{report.others:,} other rows"
        )
