"""Edits take turns, and nobody waits for ever: whose turn doesn't come in time is told why."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError, connection

TURN = 0x74616C656E74  # "talent", the number of the lock that edits take turns by
TAKEN = "Somebody's import or edit is being saved; try again in a moment."
LOCK_NOT_AVAILABLE = "55P03"  # of PostgreSQL
BUSY, LOCKED = 5, 6  # of SQLite; their extended codes say more in the higher bytes
PRIMARY = 0xFF


def wait_for_turn() -> None:
    """One edit after the other, as SQLite has it by itself: what an edit rests on can't be withdrawn under its hands.

    The turn lasts as long as the transaction. No lock in it is waited for longer than TURN_TIMEOUT.
    """
    if connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
        with connection.cursor() as cursor:
            limit = f"{round(settings.TURN_TIMEOUT * 1000)}ms"
            cursor.execute("SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)", [limit, TURN])


def is_taken(error: BaseException | None) -> bool:
    """The database gave up waiting for somebody else who writes."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    code = getattr(cause, "sqlite_errorcode", 0) & PRIMARY
    return code in {BUSY, LOCKED} or getattr(cause, "sqlstate", None) == LOCK_NOT_AVAILABLE


@contextmanager
def told_in_the_shell() -> Iterator[None]:
    """Around a command that edits: a sentence where its turn didn't come."""
    try:
        yield
    except OperationalError as error:
        if is_taken(error):
            raise CommandError(TAKEN) from error
        raise
