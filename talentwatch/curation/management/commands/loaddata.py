"""Django's loaddata, as one edit: what is derived is computed once all rows are there."""

from typing import Any

from django.core.management.commands import loaddata

from talentwatch.curation.edits import edit
from talentwatch.curation.turns import told_in_the_shell


class Command(loaddata.Command):
    @told_in_the_shell()
    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        super().handle(*fixture_labels, **options)

    def loaddata(self, fixture_labels: Any) -> None:
        with edit("loaded"):
            super().loaddata(fixture_labels)
