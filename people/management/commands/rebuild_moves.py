"""Derive all moves anew."""

from typing import Any

from django.core.management.base import BaseCommand

from people.models import Move


class Command(BaseCommand):
    help = "Derive all moves anew from the posts; says how many rows were wrong, which should be none."

    def handle(self, *args: Any, **options: Any) -> None:
        off = Move.objects.rebuild()
        self.stdout.write(f"{Move.objects.count()} moves; {off} were wrong and are mended")
