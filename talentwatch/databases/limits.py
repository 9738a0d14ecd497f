"""How long a thread waits for the database: the limits in force, and which errors say that one was reached."""

from contextvars import ContextVar
from dataclasses import dataclass

from django.db import OperationalError

QUERY_CANCELED = "57014"  # of PostgreSQL: statement_timeout
INTERRUPT = 9  # of SQLite; its extended codes use the higher bytes
PRIMARY_CODE = 0xFF


@dataclass(frozen=True)
class Limits:
    """In seconds; None: as long as it takes, which is the default of commands and of work in the background."""

    statement: float | None = None
    lock: float | None = None  # PostgreSQL only; SQLite's is EDIT_LOCK_TIMEOUT
    idle_in_transaction: float | None = None  # PostgreSQL only
    # Since a statement was sent: the server that hasn't cancelled it by then has hung itself. PostgreSQL only.
    answer: float | None = None
    # Without an answer, after which the server is probed. PostgreSQL only.
    patience: float = 30


UNLIMITED = Limits()
_limits: ContextVar[Limits] = ContextVar("database_limits", default=UNLIMITED)


def current_limits() -> Limits:
    return _limits.get()


def set_limits(limits: Limits) -> None:
    """From now on, in this thread."""
    _limits.set(limits)


def is_statement_timeout(error: BaseException | None) -> bool:
    """Whether the database stopped a statement that ran too long."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    code = getattr(cause, "sqlite_errorcode", 0) & PRIMARY_CODE
    return code == INTERRUPT or getattr(cause, "sqlstate", None) == QUERY_CANCELED
