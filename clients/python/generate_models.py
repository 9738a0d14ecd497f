"""Writes src/talentwatch_client/models.py from the API's OpenAPI description: python generate_models.py ../../docs/openapi.json."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START = '''"""The rows and the parameters of the API, as types. Generated from its OpenAPI description: run `make schema` to renew it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, TypedDict
'''
# The client sends these itself, or they change the form of the rows.
NOT_OFFERED = {"count", "cursor", "expand", "fields", "format", "group_by"}
PAGE = "Paginated"
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
PARAMETER_FORMATS = {"date": "str | date", "date-time": "str | date", "partial-date": "str | date"}


def referenced(schema: dict[str, Any]) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def type_of(schema: dict[str, Any]) -> str:
    """What a value of this schema is in Python."""
    if "$ref" in schema:
        return referenced(schema)
    if parts := schema.get("allOf") or schema.get("oneOf"):
        return " | ".join(type_of(part) for part in parts)
    if "enum" in schema:
        values = [json.dumps(value) for value in schema["enum"] if value is not None]
        return f"Literal[{', '.join(values)}]" + (" | None" if None in schema["enum"] else "")
    types = schema.get("type", "any")
    if isinstance(types, list):
        return " | ".join(type_of({**schema, "type": each}) for each in types)
    if types == "array":
        return f"list[{type_of(schema['items'])}]"
    return {**PLAIN, "null": "None", "any": "Any"}[types]


def parameter_type(schema: dict[str, Any]) -> str:
    """What a parameter accepts; one that takes a list accepts a single value too."""
    if schema["type"] == "array":
        item = type_of(schema["items"])
        return f"{item} | Sequence[{item}]"
    return PARAMETER_FORMATS.get(schema.get("format", ""), type_of(schema))


def sentence(text: str) -> str:
    return '"""' + " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''") + '"""'


def typed_dict(name: str, description: str, fields: dict[str, str], *, is_total: bool = True) -> str:
    # A field such as `in` can't be written in a class.
    if not all(field.isidentifier() and field not in {"in", "from"} for field in fields):
        pairs = ", ".join(f'"{field}": {of}' for field, of in fields.items())
        return f'{name} = TypedDict("{name}", {{{pairs}}})\n{sentence(description)}'
    total = "" if is_total else ", total=False"
    lines = [f"    {field}: {of}" for field, of in fields.items()]
    return "\n".join([f"class {name}(TypedDict{total}):", f"    {sentence(description)}", "", *lines])


def models(schemas: dict[str, Any]) -> Iterator[str]:
    """Each row as a class, after those that it mentions."""
    written: set[str] = set()

    def write(name: str) -> Iterator[str]:
        if name in written:
            return
        written.add(name)
        schema = schemas[name]
        for each in mentioned(schema):
            yield from write(each)
        fields = {field: type_of(of) for field, of in schema["properties"].items()}
        yield typed_dict(name, schema["description"], fields)

    for name in schemas:
        if not name.startswith(PAGE) and name != "Problem":
            yield from write(name)


def mentioned(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield referenced(schema)
        for value in schema.values():
            yield from mentioned(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from mentioned(value)


def parameters(paths: dict[str, Any]) -> Iterator[str]:
    """The filters of each list, by its name: EventsParameters."""
    for address, item in paths.items():
        operation = item["get"]
        content = operation["responses"]["200"]["content"]["application/json"]["schema"]
        if referenced(content).startswith(PAGE):
            names = [part for part in address.split("/")[3:] if part and "{" not in part]
            fields = {
                each["name"]: parameter_type(each["schema"])
                for each in operation["parameters"]
                if each["in"] == "query" and each["name"] not in NOT_OFFERED
            }
            title = "".join(name.title() for name in names)
            yield typed_dict(f"{title}Parameters", f"What {'/'.join(names)}/ accepts.", fields, is_total=False)


def generate(description: dict[str, Any]) -> str:
    blocks = [*models(description["components"]["schemas"]), *parameters(description["paths"])]
    return "\n\n\n".join([START.strip(), *blocks]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(generate(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
