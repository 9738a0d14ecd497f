"""Table schemas of the data package: the type, meaning and constraints of each column, from serializers and models."""

from collections.abc import Iterator
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
    (serializers.DateTimeField, "datetime"),
    (serializers.DateField, "date"),
)
PARTIAL_DATE = (
    "The earliest and the latest day as one text, a subset of EDTF: 2023-06, [2023-01..2023-04], [..2023-06]."
)


def table_schema(table: Table) -> dict[str, Any]:
    """The schema of the table of the records."""
    return _schema(table.name, _columns(table, table.columns()), ("slug",))


def nested_schema(table: Table, nested: NestedTable) -> dict[str, Any]:
    """The schema of a nested table, whose first column is the slug of the record."""
    columns = {name: (nested.field, *path) for name, path in nested.columns.items()}
    return _schema(nested.name, _columns(table, {table.parent_column: ("slug",), **columns}), nested.key)


def _columns(table: Table, ways: dict[str, Path]) -> "list[Column]":
    shape = table.serialize()  # one for all: to build it takes its time
    return [Column(table, name, list(_fields(shape, path))) for name, path in ways.items()]


def _schema(name: str, columns: "list[Column]", key: tuple[str, ...]) -> dict[str, Any]:
    links = [(column.name, target) for column in columns if (target := column.target())]
    links = [(column, "" if target == name else target) for column, target in links]  # "" is the table itself
    keys = [{"fields": [column], "reference": {"resource": target, "fields": ["slug"]}} for column, target in links]
    return {
        "fields": [column.described(is_key=key == (column.name,)) for column in columns],
        "missingValues": [""],
        **({"primaryKey": list(key)} if key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


class Column:
    """One column: the fields of serializers on the way to its value, and the names of models that they read."""

    def __init__(self, table: Table, name: str, fields: list[Any]) -> None:
        self.table, self.name, self.fields = table, name, fields
        self.sources = [source for one in self.fields for source in (one.source_attrs or [one.field_name])]
        self.last = self.fields[-1]

    def described(self, *, is_key: bool) -> dict[str, Any]:
        kind = next((name for field, name in TYPES if isinstance(self.last, field)), "string")
        constraints = dict(self._constraints(is_key=is_key))
        return {
            "name": self.name,
            "title": self.name.replace("_", " ").capitalize(),
            "description": self._meaning(),
            "type": kind,
            **({"trueValues": ["true"], "falseValues": ["false"]} if kind == "boolean" else {}),
            **({"constraints": constraints} if constraints else {}),
        }

    def target(self) -> str:
        """The table that has the slug which stands here; nothing where it is the record's own, or no slug at all."""
        if self.name == self.table.parent_column:
            return self.table.name
        if not self._is_link():
            return ""
        model = _model_at(self.table.model, self.sources[:-1])
        return next(table.name for table in TABLES if table.model is model)

    def _is_link(self) -> bool:
        return self.sources[-1] == "slug" and len(self.sources) > 1

    def _constraints(self, *, is_key: bool) -> Iterator[tuple[str, Any]]:
        if self._is_required():
            yield "required", True
        if self._is_unique() and not is_key:
            yield "unique", True
        if isinstance(self.last, serializers.ChoiceField):
            yield "enum", list(self.last.choices)
        if isinstance(self.last, serializers.ListField):
            choices: Any = self.last.child
            one = f"({'|'.join(choices.choices)})"
            yield "pattern", rf"{one}(\|{one})*"

    def _is_required(self) -> bool:
        if isinstance(self.last, PartialDateField):
            bound = _column_at(self.table.model, [*self.sources[:-1], f"{self.sources[-1]}_earliest"])
            return not bound.null
        return not (isinstance(self.last, serializers.ListField) or any(one.allow_null for one in self.fields))

    def _is_unique(self) -> bool:
        """No two rows have the same here; the slug of another record is unique where the link to it is."""
        way = self.sources[:-1] if self._is_link() else self.sources
        column = _column_at(self.table.model, way) if len(way) == 1 and self.name != self.table.parent_column else None
        rules = [one for one in self.table.model._meta.constraints if isinstance(one, UniqueConstraint)]
        return column is not None and (column.unique or any(one.fields == (column.name,) for one in rules))

    def _meaning(self) -> str:
        """What the API says of the value; of one within another, what it says of both, but of an item only its own."""
        if isinstance(self.last, PartialDateField):
            return PARTIAL_DATE
        if target := self.target():
            return " ".join([*(one.help_text for one in self.fields[-2:-1]), f"A slug in {target}."])
        return " ".join(one.help_text for one in self.fields if not isinstance(one, serializers.ListSerializer))


def _fields(shape: Any, path: Path) -> Iterator[Any]:
    for name in path:
        shape = getattr(shape, "child", shape).fields[name]
        yield shape


def _model_at(model: Any, way: list[str]) -> type[Model]:
    """The model that a way over relations leads to."""
    for name in way:
        model = model._meta.get_field(name).related_model
    found: type[Model] = model
    return found


def _column_at(model: Any, way: list[str]) -> Any:
    """The column that a way leads to; None where a property stands there."""
    try:
        return _model_at(model, way[:-1])._meta.get_field(way[-1]) if way else None
    except FieldDoesNotExist:
        return None
