"""Django's loaddata, as one edit: what is derived is computed once all rows are there."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject

from talentwatch.records.edit import edit
from talentwatch.records.locks import lock_timeout_as_command_error
from talentwatch.records.models import VersionedModel
from talentwatch.records.natural_keys import NaturalKeys, remembered


class Command(loaddata.Command):
    @lock_timeout_as_command_error()
    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        super().handle(*fixture_labels, **options)

    def loaddata(self, fixture_labels: Any) -> None:
        with edit("loaded"), remembered() as self.keys:
            super().loaddata(fixture_labels)

    def load_label(self, fixture_label: str) -> None:
        super().load_label(fixture_label)
        self.keys.insert_waiting()

    def save_obj(self, obj: DeserializedObject) -> bool:
        # A row with a primary key is there already, or has it from the fixture.
        if isinstance(obj.object, VersionedModel) and obj.object.pk is None:
            return super().save_obj(NewRow(obj, self.keys))
        self.keys.insert_waiting()
        return super().save_obj(obj)


class NewRow(DeserializedObject):
    """A row that a fixture adds: it is inserted together with others."""

    def __init__(self, row: DeserializedObject, keys: NaturalKeys) -> None:
        super().__init__(row.object, row.m2m_data, row.deferred_fields)
        self.keys = keys

    def save(self, *args: Any, **options: Any) -> None:
        if self.object.pk is None:
            # It may name a row by a primary key that has yet to be loaded, and then has no natural key.
            with suppress(ObjectDoesNotExist):
                self.keys.insert_later(self.object, self.m2m_data or {})
                return
        super().save(*args, **options)
