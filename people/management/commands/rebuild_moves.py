"""Derive all moves again."""

from typing import Any

from django.core.management.base import BaseCommand

from people.models import Move


class Command(BaseCommand):
    help = "Derive all moves again from the employments; reports how many rows differed, which should be none."

    def handle(self, *args: Any, **options: Any) -> None:
        differing = Move.objects.rebuild()
        self.stdout.write(f"{Move.objects.count()} moves; {differing} differed and were corrected")
