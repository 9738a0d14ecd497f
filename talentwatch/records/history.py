"""History as django-simple-history keeps it, but one row per edit and record."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from talentwatch.records.edit import edit


class EditHistory(HistoricalRecords):
    """The history row of a publishable record is written when the edit closes; changing its links edits the record."""

    def post_save(self, instance: models.Model, *, created: bool, using: str | None = None, **_kwargs: Any) -> None:
        """Nothing: only the edit knows when the record is complete."""

    def m2m_changed(
        self, instance: Any, *, action: str, attr: str, pk_set: set[Any] | None, reverse: bool, **kwargs: Any
    ) -> None:
        """Before links change, give the records that own them a baseline; afterwards, touch these records."""
        if getattr(instance, "is_raw", False):
            return
        with edit() as current:
            if action.startswith("post_"):
                for record in instance.__dict__.pop("_relinked"):
                    current.touch(record)
                return
            targets: dict[str, Any] = {} if pk_set is None else {"pk__in": pk_set}
            if reverse:
                linked = {} if action == "pre_add" else {attr: instance}
                instance._relinked = list(kwargs["model"]._base_manager.filter(**targets, **linked))
            else:
                is_change = pk_set if action == "pre_add" else getattr(instance, attr).filter(**targets).exists()
                instance._relinked = [instance] if is_change else []
            for record in instance._relinked:
                current.ensure_baseline(record)
