"""Rows that come raw, by loaddata: no save() runs for them, so what is derived is computed here."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from talentwatch.curation import gate
from talentwatch.curation.edits import followers
from talentwatch.curation.models import Curated, Detail, Recorded


def derive_after_load(instance: models.Model, *, raw: bool, **_: Any) -> None:
    """Recompute the row, its parent and all that rests on it, whichever of them was loaded first."""
    if not raw or not isinstance(instance, Curated | Detail):
        return
    instance.came_raw = True  # type: ignore[union-attr]  # tells EditHistory that its links come with it
    _store_derived(instance)
    if isinstance(instance, Curated):
        _tell([instance, *filter(_store_derived, gate.resting_on(instance))])
    else:
        _tell(list(filter(_store_derived, _parents(instance))))


def _store_derived(record: Recorded) -> bool:
    """Whether anything was off; nothing is done while a row that it names has yet to be loaded: that one comes here too."""
    with suppress(ObjectDoesNotExist):
        return bool(record.store_derived())
    return False


def _tell(changed: list[Curated]) -> None:
    for follow in followers:
        follow(changed)


def _parents(detail: Detail) -> list[Curated]:
    """The parent, or nothing while its row has yet to be loaded."""
    field: Any = detail._meta.get_field(detail.parent_name)
    return list(field.related_model._base_manager.filter(pk=getattr(detail, field.attname)))
