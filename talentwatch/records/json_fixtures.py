"""Django's JSON serializer, for SERIALIZATION_MODULES: a fixture's natural keys are looked up before its rows are built."""

from collections import defaultdict
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import Deserializer as JSONDeserializer
from django.core.serializers.json import Serializer

from talentwatch.records import natural_keys
from talentwatch.records.models import ChildRecord, PublishableRecord

__all__ = ["Deserializer", "Serializer"]


class Deserializer(JSONDeserializer):
    def __init__(self, stream_or_string: Any, **options: Any) -> None:
        super().__init__(stream_or_string, **options)
        keys = natural_keys.current()
        if keys and isinstance(self.stream, list):
            look_up(keys, self.stream)


def look_up(keys: natural_keys.NaturalKeys, rows: list[Any]) -> None:
    """Look up the keys of a fixture's rows, and of the records that they name."""
    # In the order of the rows, and each once.
    slugs: dict[Any, dict[str, None]] = defaultdict(dict)
    children: dict[Any, dict[natural_keys.Key, None]] = defaultdict(dict)
    for row in rows:
        # A malformed row is refused by Django once its turn comes.
        with suppress(LookupError, TypeError, ValueError, FieldDoesNotExist, ValidationError):
            model, values = apps.get_model(row["model"]), row["fields"]
            for name in values:
                related = model._meta.get_field(name).related_model
                if isinstance(related, type) and issubclass(related, PublishableRecord):
                    slugs[related] |= dict.fromkeys(named_slugs(values[name]))
            if issubclass(model, PublishableRecord):
                slugs[model][values["slug"]] = None
            elif issubclass(model, ChildRecord):
                children[model][tuple(key_part(model, lookup, values) for lookup in model.natural_key_fields)] = None
    for model, named in slugs.items():
        keys.look_up_records(model, named)
    for model, wanted in children.items():
        keys.look_up_children(model, wanted)


def named_slugs(value: Any) -> list[str]:
    """The slugs in a foreign key, ["slug"], or in a list of keys, [["slug"], …]; none where it holds primary keys."""
    items = value if isinstance(value, list) else []
    return [slug for key in (items, *items) if isinstance(key, list) for slug in key if isinstance(slug, str)]


def key_part(model: type[ChildRecord], lookup: str, values: dict[str, Any]) -> Any:
    name, _, slug = lookup.partition("__")
    field: Any = model._meta.get_field(name)
    if slug:
        return values[name][0]
    return field.to_python(values[name]) if name in values else field.get_default()
