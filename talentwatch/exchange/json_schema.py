"""The JSON Schema of the timeline file, generated from the models: their choices, lengths and help texts."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CharField, DecimalField, TextField

from talentwatch.dates import ACCEPTED
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.records.record_type import RecordLayout
from talentwatch.text import SLUG

SLUG_SCHEMA = {"type": "string", "pattern": f"^{SLUG}$"}


def timeline_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12. Links, repeated records and requirements of publication are left to the import."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A talentwatch timeline file",
        "type": "object",
        "properties": {kind: {"type": "array", "items": record_schema(layout)} for kind, layout in LAYOUTS.items()},
        "additionalProperties": False,
    }


def record_schema(layout: RecordLayout) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: property_schema(layout, key) for key in layout.columns},
        "required": [key for key in layout.columns if key in layout.required],
        "additionalProperties": False,
    }


def property_schema(layout: RecordLayout, key: str) -> dict[str, Any]:
    if key in layout.children:
        return {"type": "array", "items": record_schema(layout.children[key])}
    if key in layout.link_lists:
        return {"type": "array", "items": SLUG_SCHEMA}
    if key in layout.dates:
        return {"type": ["string", "null"], "description": f"A partial date: {ACCEPTED}."}
    field: Any = layout.model._meta.get_field(key)
    if key == "slug":
        return SLUG_SCHEMA | {"maxLength": field.max_length, "description": "The permanent public identifier."}
    is_link = key in (*layout.links, *layout.self_links)
    schema = SLUG_SCHEMA if is_link else value_schema(field)
    if field.blank:
        is_choice = "enum" in schema
        schema = schema | ({"enum": [*schema["enum"], None]} if is_choice else {"type": [schema["type"], "null"]})
    return schema | ({"description": str(field.help_text)} if field.help_text and not is_link else {})


def value_schema(field: Any) -> dict[str, Any]:
    if field.choices:
        return {"enum": [value for value, _ in field.flatchoices]}
    if isinstance(field, CharField | TextField):
        return {"type": "string"} | ({"maxLength": field.max_length} if field.max_length else {})
    minimums = [validator.limit_value for validator in field.validators if isinstance(validator, MinValueValidator)]
    maximums = [validator.limit_value for validator in field.validators if isinstance(validator, MaxValueValidator)]
    return (
        {"type": "number" if isinstance(field, DecimalField) else "integer"}
        | ({"minimum": max(minimums)} if minimums else {})
        | ({"maximum": min(maximums)} if maximums else {})
    )
