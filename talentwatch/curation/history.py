"""History as django-simple-history keeps it, written once per edit."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from talentwatch.curation.edits import edit


class EditHistory(HistoricalRecords):
    """The row of a Curated record is written when the edit closes; a change of its links is an edit of the record."""

    def post_save(self, instance: models.Model, *, created: bool, using: str | None = None, **_kwargs: Any) -> None:
        """Nothing: only the edit knows when the record is whole."""

    def m2m_changed(
        self, instance: Any, *, action: str, attr: str, pk_set: set[Any] | None, reverse: bool, **kwargs: Any
    ) -> None:
        """Touch the records on the near side of the link; they come as the instance, or from the far side by number."""
        if not action.startswith("pre_") or pk_set == set() or getattr(instance, "came_raw", False):
            return
        holders = [instance]
        if reverse:
            chosen = {attr: instance} if pk_set is None else {"pk__in": pk_set}
            holders = list(kwargs["model"]._base_manager.filter(**chosen))
        with edit() as current:
            for record in holders:
                current.touch(record)
