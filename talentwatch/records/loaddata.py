"""Rows that loaddata saves raw: no save() runs for them, so the edit that they are loaded in recomputes them at its end."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from talentwatch.records import natural_keys
from talentwatch.records.edit import edit
from talentwatch.records.models import PublishableRecord, VersionedModel


def refuse_merged_row(instance: models.Model, *, raw: bool, **_: Any) -> None:
    """Refuse a fixture's row of a record that was merged: its natural key means the survivor, which it would overwrite."""
    if not (raw and isinstance(instance, PublishableRecord) and instance.pk):
        return
    keys = natural_keys.current()
    stored = keys and keys.slug_of(type(instance), instance.pk)
    if not stored:
        stored = type(instance)._base_manager.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if stored and stored != instance.slug:
        raise ValidationError(
            f"{instance._meta.label}: {instance.slug} was merged into {stored}. Take its row out of the fixture."
        )


def mark_loaded_row(instance: models.Model, *, raw: bool, created: bool, **_: Any) -> None:
    """Whatever the order of the rows, what is derived from them is recomputed once all are there."""
    if raw and isinstance(instance, VersionedModel):
        instance.is_raw = True  # type: ignore[attr-defined]  # EditHistory leaves its links alone
        if keys := natural_keys.current():
            keys.add(instance)
        with edit() as current:
            current.mark_loaded(instance, is_new=created)
