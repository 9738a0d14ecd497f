"""The tables of the data package: their columns are read off the serializers of the API."""

from typing import Any

from rest_framework.serializers import ListSerializer, Serializer

from talentwatch.api.files import column_paths
from talentwatch.api.serializers import ADDRESS_FIELDS
from talentwatch.records.record_type import Path, RecordType
from talentwatch.resources import RECORD_TYPES


class Table:
    """The public records of a type, with the lists within each as nested tables."""

    def __init__(self, record_type: RecordType) -> None:
        self.name, self.model = record_type.name, record_type.model
        self.serializer = record_type.package_serializer or record_type.viewset.serializer_class
        self.parent_column, self.nested_tables = record_type.parent_column, record_type.nested_tables

    def describe_rows(self) -> Serializer[Any]:
        """The serializer of a row, for its fields."""
        names = [name for name in self.serializer.Meta.fields if name not in ADDRESS_FIELDS]
        serializer: Serializer[Any] = self.serializer(fields=names, context={"request": None})
        return serializer

    def columns(self) -> dict[str, Path]:
        """The path to each value, by the column names of the API's CSV; lists have tables of their own."""
        serializer = self.describe_rows()
        flat = [path for path in column_paths(serializer) if not isinstance(serializer.fields[path[0]], ListSerializer)]
        return {"_".join(path): path for path in flat}


TABLES = tuple(Table(record_type) for record_type in RECORD_TYPES.values())
