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
        """Touch the records on the near side of the links that change, once these have changed."""
        if getattr(instance, "came_raw", False):
            return
        with edit() as current:
            if action.startswith("post_"):
                for record in instance.__dict__.pop("_relinked"):
                    current.touch(record)
                return
            across: dict[str, Any] = {} if pk_set is None else {"pk__in": pk_set}
            if reverse:
                linked = {} if action == "pre_add" else {attr: instance}
                instance._relinked = list(kwargs["model"]._base_manager.filter(**across, **linked))
            else:
                does_change = pk_set if action == "pre_add" else getattr(instance, attr).filter(**across).exists()
                instance._relinked = [instance] if does_change else []
            for record in instance._relinked:
                current.keep_baseline(record)
