"""The JSON Schema of the timeline file, read off the models: their choices, lengths and help texts."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CharField, TextField

from talentwatch.dates import ACCEPTED
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.records.record_type import RecordLayout
from talentwatch.text import SLUG

SLUGS = {"type": "string", "pattern": f"^{SLUG}$"}


def timeline_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12. What only other rows can tell is left to the import: links, doubles, the gate."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A talentwatch timeline file",
        "type": "object",
        "properties": {kind: {"type": "array", "items": _record(part)} for kind, part in LAYOUTS.items()},
        "additionalProperties": False,
    }


def _record(part: RecordLayout) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: _property(part, key) for key in part.columns},
        "required": [key for key in part.columns if key in part.required],
        "additionalProperties": False,
    }


def _property(part: RecordLayout, key: str) -> dict[str, Any]:
    if key in part.children:
        return {"type": "array", "items": _record(part.children[key])}
    if key in part.link_lists:
        return {"type": "array", "items": SLUGS}
    if key in part.dates:
        return {"type": ["string", "null"], "description": f"A partial date: {ACCEPTED}."}
    field: Any = part.model._meta.get_field(key)
    if key in (*part.links, *part.self_links):
        return _or_null(field, SLUGS)
    if key == "slug":
        return SLUGS | {"maxLength": field.max_length, "description": "The public identifier, for life."}
    return _or_null(field, _value(field)) | ({"description": str(field.help_text)} if field.help_text else {})


def _value(field: Any) -> dict[str, Any]:
    if field.choices:
        return {"enum": [value for value, _ in field.flatchoices]}
    if isinstance(field, CharField | TextField):
        return {"type": "string"} | ({"maxLength": field.max_length} if field.max_length else {})
    return {"type": "integer"} | _bounds(field)


def _bounds(field: Any) -> dict[str, Any]:
    """The narrowest: the database has bounds of its own, which differ."""
    least = [one.limit_value for one in field._validators if isinstance(one, MinValueValidator)]
    most = [one.limit_value for one in field._validators if isinstance(one, MaxValueValidator)]
    return ({"minimum": max(least)} if least else {}) | ({"maximum": min(most)} if most else {})


def _or_null(field: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Nothing is written as null, where nothing may stand."""
    if not field.blank:
        return schema
    return schema | {"type": [schema["type"], "null"]}
