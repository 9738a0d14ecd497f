"""Django's SQLite backend with a limit on the time that a statement runs, and on the edits that wait for another.

What it overrides of Django without its documentation is tested in tests/databases/test_sqlite.py.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.db.backends.sqlite3 import base

from talentwatch.databases.edit_queue import edit_queue
from talentwatch.databases.limits import current_limits

# Some ten milliseconds. Each call has to wait until the other threads let go of the interpreter, so there are few.
INSTRUCTIONS_PER_CHECK = 500_000


class LimitedCursor(base.SQLiteCursorWrapper):
    """A cursor whose statement is interrupted once it has run for too long, the time for its rows included."""

    database: "DatabaseWrapper"
    time_used: float = 0  # seconds that this statement has run so far

    def execute(self, query: str, params: Any = None) -> Any:
        self.time_used = 0
        return self._limit(super().execute, query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        self.time_used = 0
        return self._limit(super().executemany, query, param_list)

    def fetchone(self) -> Any:
        return self._limit(super().fetchone)

    def fetchmany(self, size: int | None = 1) -> Any:
        return self._limit(super().fetchmany, size)

    def fetchall(self) -> Any:
        return self._limit(super().fetchall)

    def _limit(self, function: Callable[..., Any], *args: Any) -> Any:
        limit = current_limits().statement
        if limit is None:
            return function(*args)
        started = monotonic()
        self.database.deadline = started + limit - self.time_used
        try:
            return function(*args)
        finally:
            self.database.deadline = None
            self.time_used += monotonic() - started


class DatabaseWrapper(base.DatabaseWrapper):
    deadline: float | None = None  # of the statement that runs now, on the clock of monotonic()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.set_progress_handler(self.is_overdue, INSTRUCTIONS_PER_CHECK)
        return connection

    def is_overdue(self) -> bool:
        return self.deadline is not None and monotonic() > self.deadline

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=LimitedCursor)
        cursor.database = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        with edit_queue:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # its stubs leave this out
