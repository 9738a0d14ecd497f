"""Table schemas of the data package: the type, meaning and constraints of each column, from serializers and models."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, UniqueConstraint
from rest_framework import serializers

from talentwatch.api.serializers import PartialDateField
from talentwatch.exchange.package_tables import TABLES, Table
from talentwatch.records.record_type import NestedTable, Path

TYPES: tuple[tuple[type[serializers.Field], str], ...] = (
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.FloatField, "number"),
    (serializers.DateTimeField, "datetime"),
    (serializers.DateField, "date"),
)
PARTIAL_DATE = (
    "The earliest and the latest day as one text, a subset of EDTF: 2023-06, [2023-01..2023-04], [..2023-06]."
)


def table_schema(table: Table) -> dict[str, Any]:
    return build_schema(table, table.name, table.columns(), ("slug",))


def nested_schema(table: Table, nested: NestedTable) -> dict[str, Any]:
    """The schema of a nested table, whose first column is the slug of the record."""
    columns = {name: (nested.field, *path) for name, path in nested.columns.items()}
    return build_schema(table, nested.name, {table.parent_column: ("slug",), **columns}, nested.key)


def build_schema(table: Table, name: str, paths: dict[str, Path], key: tuple[str, ...]) -> dict[str, Any]:
    # One serializer for all columns: building it takes long.
    serializer = table.describe_rows()
    columns = [Column(table, column, fields_on(serializer, path)) for column, path in paths.items()]
    foreign_keys = [
        # In a table schema, an empty resource is the table itself.
        {"fields": [column.name], "reference": {"resource": "" if target == name else target, "fields": ["slug"]}}
        for column in columns
        if (target := column.target())
    ]
    return {
        "fields": [column.describe(is_key=key == (column.name,)) for column in columns],
        "missingValues": [""],
        **({"primaryKey": list(key)} if key else {}),
        **({"foreignKeys": foreign_keys} if foreign_keys else {}),
    }


class Column:
    """One column: the serializer fields on the path to its value, and the model attributes that they read."""

    def __init__(self, table: Table, name: str, fields: list[Any]) -> None:
        self.table, self.name, self.fields, self.last = table, name, fields, fields[-1]
        self.sources = [source for field in fields for source in (field.source_attrs or [field.field_name])]
        self.is_link = self.sources[-1] == "slug" and len(self.sources) > 1

    def describe(self, *, is_key: bool) -> dict[str, Any]:
        kind = next((name for field, name in TYPES if isinstance(self.last, field)), "string")
        constraints = dict(self.constraints(is_key=is_key))
        return {
            "name": self.name,
            "title": self.name.replace("_", " ").capitalize(),
            "description": self.description(),
            "type": kind,
            **({"trueValues": ["true"], "falseValues": ["false"]} if kind == "boolean" else {}),
            **({"constraints": constraints} if constraints else {}),
        }

    def target(self) -> str:
        """The table that the slug in this column refers to; empty if it is the record's own slug, or no slug."""
        if self.name == self.table.parent_column:
            return self.table.name
        if not self.is_link:
            return ""
        model = model_at(self.table.model, self.sources[:-1])
        return next(table.name for table in TABLES if table.model is model)

    def constraints(self, *, is_key: bool) -> Iterator[tuple[str, Any]]:
        if self.is_required():
            yield "required", True
        if self.is_unique() and not is_key:
            yield "unique", True
        if isinstance(self.last, serializers.ChoiceField):
            yield "enum", list(self.last.choices)
        if isinstance(self.last, serializers.ListField):
            choices: Any = self.last.child
            value = f"({'|'.join(choices.choices)})"
            yield "pattern", rf"{value}(\|{value})*"

    def is_required(self) -> bool:
        if isinstance(self.last, PartialDateField):
            earliest = field_at(self.table.model, [*self.sources[:-1], f"{self.sources[-1]}_earliest"])
            return not earliest.null
        return not (isinstance(self.last, serializers.ListField) or any(field.allow_null for field in self.fields))

    def is_unique(self) -> bool:
        """Whether no two rows have the same value; the slug of another record is unique if the link to it is."""
        path = self.sources[:-1] if self.is_link else self.sources
        if len(path) != 1 or self.name == self.table.parent_column:
            return False
        field = field_at(self.table.model, path)
        constraints = [one for one in self.table.model._meta.constraints if isinstance(one, UniqueConstraint)]
        return field is not None and (field.unique or any(one.fields == (field.name,) for one in constraints))

    def description(self) -> str:
        """The API's help texts on the path to the value, except that of a list."""
        if isinstance(self.last, PartialDateField):
            return PARTIAL_DATE
        if target := self.target():
            return " ".join([*(field.help_text for field in self.fields[-2:-1]), f"A slug in {target}."])
        return " ".join(field.help_text for field in self.fields if not isinstance(field, serializers.ListSerializer))


def fields_on(serializer: Any, path: Path) -> list[Any]:
    """The serializer fields on the path to a value."""
    fields: list[Any] = []
    for name in path:
        serializer = getattr(serializer, "child", serializer).fields[name]
        fields.append(serializer)
    return fields


def model_at(model: Any, path: list[str]) -> type[Model]:
    """The model at the end of a path of relations."""
    for name in path:
        model = model._meta.get_field(name).related_model
    related: type[Model] = model
    return related


def field_at(model: Any, path: list[str]) -> Any:
    """The model field at the end of a path; None if a property is there."""
    try:
        return model_at(model, path[:-1])._meta.get_field(path[-1]) if path else None
    except FieldDoesNotExist:
        return None


@dataclass(frozen=True)
class NestedLayout:
    """A nested table of the package as it is written: the path to each value in an item of the record's list `field`."""

    name: str
    description: str
    field: str
    columns: dict[str, Path]
    schema: dict[str, Any]


@dataclass(frozen=True)
class TableLayout:
    """A table of the package as it is written: the path to each value in a record's JSON.

    It is all that writing needs beside the documents, so that an edition keeps it and can be written again by later code.
    """

    name: str
    description: str
    columns: dict[str, Path]
    schema: dict[str, Any]
    nested: tuple[NestedLayout, ...]


def table_layout(table: Table) -> TableLayout:
    return TableLayout(
        table.name,
        table.model.__doc__ or "",
        table.columns(),
        table_schema(table),
        tuple(
            NestedLayout(one.name, one.description, one.field, dict(one.columns), nested_schema(table, one))
            for one in table.nested_tables
        ),
    )
