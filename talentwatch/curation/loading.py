"""Rows that come raw, by loaddata: no save() runs for them, so what is derived is computed here."""

from typing import Any

from django.db import models

from talentwatch.curation import gate
from talentwatch.curation.edits import followers
from talentwatch.curation.models import Curated, Detail


def derive_after_load(instance: models.Model, *, raw: bool, **_: Any) -> None:
    """Recompute the row, its parent and all that rests on it, whichever of them was loaded first."""
    if not raw or not isinstance(instance, Curated | Detail):
        return
    instance.came_raw = True  # type: ignore[union-attr]  # tells EditHistory that its links come with it
    instance.store_derived()
    if isinstance(instance, Curated):
        _tell([instance, *(record for record in gate.resting_on(instance) if record.store_derived())])
    else:
        _tell([parent for parent in _parents(instance) if parent.store_derived()])


def _tell(changed: list[Curated]) -> None:
    for follow in followers:
        follow(changed)


def _parents(detail: Detail) -> list[Curated]:
    """The parent, or nothing while its row has yet to be loaded."""
    field: Any = detail._meta.get_field(detail.parent_name)
    return list(field.related_model._base_manager.filter(pk=getattr(detail, field.attname)))
