"""Which migrations have yet to be applied: the adapter of two parts of Django that have no documentation.

`manage.py migrate --check` says the same, but reads every migration file each time.
"""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

MigrationKey = tuple[str, str]  # app label and migration name


def unapplied_migrations() -> list[MigrationKey]:
    """The migrations in the code that the database doesn't have, unless it has all those that they replace."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    return [
        key
        for key, replaced in all_migrations().items()
        if key not in applied and not (replaced and replaced <= applied)
    ]


@cache
def all_migrations() -> dict[MigrationKey, set[MigrationKey]]:
    """All migrations in the code, each with those it replaces; read once per process."""
    return {key: set(migration.replaces) for key, migration in MigrationLoader(None).graph.nodes.items()}
