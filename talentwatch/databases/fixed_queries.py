"""Queries that Django builds once: to build one takes longer than to run it, where few rows are read by an index."""

from collections.abc import Callable
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet


class FixedQuery:
    """A queryset of values whose SQL is always the same, but for the texts that some of its columns are compared with.

    `build` makes the queryset. It is called once, with texts that stand for those of each query. The values come as the
    database gives them: SQLite gives dates and times as texts.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"], texts: int = 0) -> None:
        self._build, self._stand_ins = build, [f"<text {number}>" for number in range(texts)]
        self._model: Any = None

    def rows(self, *texts: str) -> list[tuple[Any, ...]]:
        if self._model is None:
            queryset = self._build(*self._stand_ins)
            # Of the same kind whichever database is read: replicas are PostgreSQL, as their primary is.
            self._sql, self._parameters = queryset.query.get_compiler(queryset.db).as_sql()
            self._model = queryset.model
        replaced = dict(zip(self._stand_ins, texts, strict=True))
        with connections[router.db_for_read(self._model)].cursor() as cursor:
            cursor.execute(self._sql, [replaced.get(value, value) for value in self._parameters])
            return list(cursor.fetchall())
