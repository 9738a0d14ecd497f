"""Rows that come raw, by loaddata: no save() runs for them, so what is derived is computed here."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from talentwatch.curation import gate
from talentwatch.curation.models import Curated, Detail, Recorded


def derive_after_load(instance: models.Model, *, raw: bool, **_: Any) -> None:
    """Recompute the row, its parent and all that rests on it, whichever of them was loaded first."""
    if not raw or not isinstance(instance, Curated | Detail):
        return
    instance.came_raw = True  # type: ignore[union-attr]  # tells EditHistory that its links come with it
    _store_derived(instance)
    for record in _parents(instance) if isinstance(instance, Detail) else gate.resting_on(instance):
        _store_derived(record)


def _store_derived(record: Recorded) -> None:
    """Nothing where a row that it names has yet to be loaded: that one will bring it here again."""
    with suppress(ObjectDoesNotExist):
        record.store_derived()


def _parents(detail: Detail) -> list[Curated]:
    """The parent, or nothing while its row has yet to be loaded."""
    field: Any = detail._meta.get_field(detail.parent_name)
    return list(field.related_model._base_manager.filter(pk=getattr(detail, field.attname)))
