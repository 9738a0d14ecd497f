"""Make a new database ready to be looked at: tables, the curated timeline, and somebody who may log in."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from people.models import Source


class Command(BaseCommand):
    help = "Migrate, load the timeline where there is none yet, and make an admin where there is none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if not Source.objects.exists():
            self.stdout.write("Loading the timeline …")
            call_command("loaddata", "timeline", verbosity=0)
        users = get_user_model().objects
        if not users.filter(is_superuser=True).exists():
            password = secrets.token_urlsafe(12)
            users.create_superuser("admin", password=password)
            self.stdout.write(f"The desk: user admin, password {password} (shown this once)")
