"""Write many rows and columns at once, bypassing save(): what edits keep of their own accord, and what they derive."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

PLAIN = (int, bool, type(None))  # the databases take values of these classes as they are


def write_columns(model: type[models.Model], changes: Iterable[tuple[Any, Mapping[str, Any]]]) -> None:
    """Set columns (by attribute name) of rows (by primary key), in this order; rows without changes are left alone.

    They are sent as one statement, an UPDATE for each row: Django's bulk_update(), with a CASE per column, takes ten times as
    long.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    key: Any = model._meta.pk
    by_names: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for pk, values in changes:
        if values:
            names = tuple(sorted(values))
            by_names[names].append([*(prepared(fields[name], values[name], connection) for name in names), pk])
    for names, rows in by_names.items():
        columns = ", ".join(f"{quote(fields[name].column)} = %s" for name in names)
        statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(key.column)} = %s"  # noqa: S608 names of our own
        with connection.cursor() as cursor:
            if len(rows) == 1:
                cursor.execute(statement, rows[0])
            else:
                cursor.executemany(statement, rows)


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model whose primary keys nobody needs yet: as bulk_create(), in a fraction of the time."""
    if not rows:
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields: list[Any] = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(quote(field.column) for field in fields)
    values = [[prepared(field, getattr(row, field.attname), connection) for field in fields] for row in rows]
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
            # Django turns what execute() raises into its own errors, but not what psycopg's copy() does.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 the same


def prepared(field: Any, value: Any, connection: BaseDatabaseWrapper) -> Any:
    """The value as the column stores it: in the normal form of its field, and a choice as its text."""
    if type(value) in PLAIN:
        return value
    stored = field.get_db_prep_save(value, connection)
    return str(stored) if isinstance(stored, str) else stored
