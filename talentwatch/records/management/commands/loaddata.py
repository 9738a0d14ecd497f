"""Django's loaddata, as one edit: what is derived is computed once all rows are there."""

from typing import Any

from django.core.management.commands import loaddata

from talentwatch.records import natural_keys
from talentwatch.records.edit import edit
from talentwatch.records.locks import lock_timeout_as_command_error


class Command(loaddata.Command):
    @lock_timeout_as_command_error()
    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        super().handle(*fixture_labels, **options)

    def loaddata(self, fixture_labels: Any) -> None:
        with edit("loaded"), natural_keys.remembered():
            super().loaddata(fixture_labels)
