"""Indexes of trigrams on search texts: pg_trgm on PostgreSQL, FTS5 on SQLite. They make searches fast, and change no answer.

Where the database can't have them, a search reads all texts.
"""

import logging
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import DatabaseError, connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)
TRIGRAM = 3  # letters
RARE = 250  # rows, of which a list reads all sooner than it comes upon a page of them in its order


def add_trigram_indexes(connection: BaseDatabaseWrapper, search_texts: Iterable[type[models.Model]]) -> None:
    """Index the texts of these models, where that isn't done already."""
    is_indexed.cache_clear()
    add = {"postgresql": _add_to_postgresql, "sqlite": _add_to_sqlite}[connection.vendor]
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for model in search_texts:
                add(cursor, model._meta.db_table, model._meta.pk.attname)
    except DatabaseError as error:
        logger.warning("No trigram index, so that searches read all texts: %s", error)


def _add_to_postgresql(cursor: Any, table: str, _key: str) -> None:
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    cursor.execute(
        f"CREATE INDEX IF NOT EXISTS {table}_trigrams ON {table} USING gin (text gin_trgm_ops) WITH (fastupdate = off)"
    )


def _add_to_sqlite(cursor: Any, table: str, key: str) -> None:
    """A table of FTS5 that triggers keep the same as the texts: https://sqlite.org/fts5.html#external_content_tables."""
    index = f"{table}_trigrams"
    remove = f"INSERT INTO {index}({index}, rowid, text) VALUES ('delete', old.{key}, old.text);"  # noqa: S608 our names
    insert = f"INSERT INTO {index}(rowid, text) VALUES (new.{key}, new.text);"  # noqa: S608 the same
    triggers = {"insert": insert, "delete": remove, "update": remove + insert}
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    # They are gone when a migration has made the table of texts anew.
    if cursor.fetchone() == (len(triggers),):
        return
    # Without places, which only a search for phrases needs, the index has half the size.
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5(text, content='{table}', content_rowid='{key}', "
        "tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
    )
    for act, statements in triggers.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {index}_{act}")
        cursor.execute(f"CREATE TRIGGER {index}_{act} AFTER {act} ON {table} BEGIN {statements} END")
    cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608 our names


def is_index_right(texts: type[models.Model], *, repair: bool) -> bool:
    """Whether the index of these texts has just their words, as far as anybody can know; with `repair`, it does afterwards."""
    table, alias = texts._meta.db_table, router.db_for_write(texts)
    if not is_indexed(alias, table):
        return True
    index = f"{table}_trigrams"
    with connections[alias].cursor() as cursor:
        try:
            cursor.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 our names
        except DatabaseError:
            if repair:
                cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608 the same
            return False
    return True


@cache
def is_indexed(alias: str, table: str) -> bool:
    """Whether a search has to ask the index of this table itself, as on SQLite; PostgreSQL's planner does."""
    connection = connections[alias]
    return connection.vendor == "sqlite" and f"{table}_trigrams" in connection.introspection.table_names()


def rare_rows(texts: type[models.Model], words: list[str], alias: str) -> list[int] | None:
    """The primary keys of the texts with all these words of three letters or more; None if they are many, or there is no index.

    SQLite keeps no statistics of words. Where they are common, reading a list in its order soon comes upon a page of them.
    """
    table = texts._meta.db_table
    if not words or not is_indexed(alias, table):
        return None
    # Words have letters and digits alone, so that nothing in them means anything to GLOB.
    conditions = " AND ".join(["text GLOB %s"] * len(words))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {table}_trigrams WHERE {conditions} LIMIT {RARE + 1}",  # noqa: S608 our names
            [f"*{word}*" for word in words],
        )
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) <= RARE else None
