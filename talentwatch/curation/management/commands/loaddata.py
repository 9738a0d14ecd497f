"""Django's loaddata, as one edit: what is derived is computed once all rows are there."""

from typing import Any

from django.core.management.commands import loaddata

from talentwatch.curation.edits import edit


class Command(loaddata.Command):
    def loaddata(self, fixture_labels: Any) -> None:
        with edit("loaded"):
            super().loaddata(fixture_labels)
