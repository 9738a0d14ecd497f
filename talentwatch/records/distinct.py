"""The distinct values of an indexed column: one step in the index per value, however many rows there are."""

from typing import Any

from django.db import connections, models


def distinct_values(model: type[models.Model], column: str) -> list[Any]:
    """All values of a column that an index begins with, in order; nulls are left out."""
    connection = connections[model._default_manager.db]
    quote = connection.ops.quote_name
    field: Any = model._meta.get_field(column)
    table, name = quote(model._meta.db_table), quote(field.column)
    # SELECT DISTINCT would read every entry of the index.
    steps = (
        f"WITH RECURSIVE steps(value) AS (SELECT min({name}) FROM {table} "  # noqa: S608 names of our own
        f"UNION ALL SELECT (SELECT min({name}) FROM {table} WHERE {name} > steps.value) FROM steps "
        "WHERE steps.value IS NOT NULL) SELECT value FROM steps WHERE value IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(steps)
        return [value for (value,) in cursor.fetchall()]
