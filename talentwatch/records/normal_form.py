"""Bring stored rows into the normal form of their fields, as migrations of people and events do."""

from contextlib import suppress
from typing import Any

from django.apps.registry import Apps
from django.db import IntegrityError, transaction

from talentwatch.records.fields import NormalisedField


def normalise_rows(apps: Apps, app_label: str) -> None:
    """Normalise the texts of all rows of an app, those of its history too, without a version and without history.

    Two rows that must differ, such as two spellings of one name, may become equal: then the later one stays as it is.
    """
    for model in apps.get_app_config(app_label).get_models():
        fields: list[Any] = [field for field in model._meta.concrete_fields if isinstance(field, NormalisedField)]
        names = [field.attname for field in fields]
        rows = model._base_manager.order_by("pk").values("pk", *names) if fields else ()
        for row in list(rows):
            values = {field.attname: field.to_python(row[field.attname]) for field in fields}
            changed = {name: value for name, value in values.items() if value != row[name]}
            if changed:
                with suppress(IntegrityError), transaction.atomic():
                    model._base_manager.filter(pk=row["pk"]).update(**changed)
