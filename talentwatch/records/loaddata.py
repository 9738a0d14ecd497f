"""Rows that loaddata saves raw: no save() runs for them, so the edit that they are loaded in recomputes them at its end."""

from typing import Any

from django.db import models

from talentwatch.records.edit import edit
from talentwatch.records.models import VersionedModel


def mark_loaded_row(instance: models.Model, *, raw: bool, **_: Any) -> None:
    """Whatever the order of the rows, what is derived from them is recomputed once all are there."""
    if raw and isinstance(instance, VersionedModel):
        instance.is_raw = True  # type: ignore[attr-defined]  # EditHistory leaves its links alone
        with edit() as current:
            current.mark_loaded(instance)
