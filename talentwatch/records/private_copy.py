"""A private copy of the records, in which long work can be rehearsed: other edits don't wait for it, nor it for them.

On SQLite it is a copy of the database in a temporary file. On PostgreSQL every table of the records has a temporary copy,
which hides it on this connection, until the transaction is rolled back.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from talentwatch.records.locks import without_edit_lock

# Apps whose tables no edit of records writes.
NOT_COPIED = {"admin", "auth", "axes", "contenttypes", "django_tasks_database", "jobs", "sessions"}


@contextmanager
def private_copy() -> Iterator[None]:
    """Within this block, read and write a copy of the records as they are now; whatever is written is lost.

    Only for a process that does nothing else meanwhile, and outside a transaction. The copy costs time and space in
    proportion to the whole database, and no lock that an edit waits for.
    """
    copy = _temporary_tables if connection.vendor == "postgresql" else _temporary_file
    with copy(), without_edit_lock():
        yield


@contextmanager
def _temporary_file() -> Iterator[None]:
    original: Any = connections[DEFAULT_DB_ALIAS]
    if original.in_atomic_block:
        raise transaction.TransactionManagementError("A copy inside a transaction would wait for the transaction.")
    with tempfile.TemporaryDirectory(prefix="talentwatch-copy-") as directory:
        copy: Any = original.copy()
        copy.settings_dict = {**original.settings_dict, "NAME": str(Path(directory, "copy.sqlite3"))}
        with original.temporary_connection(), copy.temporary_connection():
            original.connection.backup(copy.connection)
            connections[DEFAULT_DB_ALIAS] = copy
            try:
                yield
            finally:
                connections[DEFAULT_DB_ALIAS] = original
                copy.close()


@contextmanager
def _temporary_tables() -> Iterator[None]:  # pragma: no cover  coverage is measured on SQLite
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in NOT_COPIED
    ]
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        # All tables as they are at one moment.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT current_schema()")
        schema = quote(cursor.fetchone()[0])
        for table in (quote(model._meta.db_table) for model in models):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE {schema}.{table} INCLUDING ALL) ON COMMIT DROP")
            cursor.execute(f"INSERT INTO pg_temp.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {schema}.{table}")  # noqa: S608 names of our own tables
            cursor.execute(f"ANALYZE pg_temp.{table}")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        try:
            yield
        finally:
            transaction.set_rollback(True)
