"""Prepare a new database: tables, the shipped timeline unless --empty, an account for the desk, and the downloads."""

import secrets
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from people.models import Source


class Command(BaseCommand):
    help = "Migrate the database. If nobody can log in as a superuser yet, load the timeline and create that account. Build the downloads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="don't load the timeline that talentwatch ships with")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        users = get_user_model().objects
        # The account comes last, so a first run that was interrupted starts over, and an empty desk stays empty.
        if not users.filter(is_superuser=True).exists():
            if not options["empty"] and not Source.objects.exists():
                self.stdout.write("Loading the timeline …")
                call_command("loaddata", "timeline", verbosity=0)
            password = secrets.token_urlsafe(12)
            users.create_superuser("admin", password=password)
            self.stdout.write(f"Log in to the desk as admin with the password {password} (shown only now).")
        elif options["empty"] and Source.objects.exists():
            self.stdout.write("This database already holds a timeline. Start an empty one in another DATABASE_URL.")
        call_command("build_downloads", stdout=StringIO())
