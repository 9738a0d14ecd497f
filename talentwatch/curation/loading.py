"""Rows that come raw, by loaddata: no save() runs for them, so the edit that they are loaded in looks after them."""

from typing import Any

from django.db import models

from talentwatch.curation.edits import edit
from talentwatch.curation.models import Recorded


def take_after_load(instance: models.Model, *, raw: bool, **_: Any) -> None:
    """Whichever row is loaded first: what is derived of them is recomputed when all are there."""
    if raw and isinstance(instance, Recorded):
        instance.came_raw = True  # type: ignore[attr-defined]  # tells EditHistory that its links come with it
        with edit() as current:
            current.take(instance)
