"""The lock that serialises edits, and what to say when it can't be had in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError, connection

from talentwatch.databases.edit_queue import EditQueueFullError, edit_queue
from talentwatch.databases.limits import PRIMARY_CODE

EDIT_LOCK = 0x74616C656E74  # "talent": the key of PostgreSQL's advisory lock
LOCK_TIMEOUT_MESSAGE = "Another edit or import is being saved. Try again in a moment."
LOCK_NOT_AVAILABLE = "55P03"  # of PostgreSQL
BUSY, LOCKED = 5, 6  # of SQLite
_edits_a_copy: ContextVar[bool] = ContextVar("edits_a_copy", default=False)


@contextmanager
def without_edit_lock() -> Iterator[None]:
    """Edits in this block change a copy of the records that nobody else sees (private_copy.py)."""
    token = _edits_a_copy.set(True)
    try:
        yield
    finally:
        _edits_a_copy.reset(token)


def acquire_edit_lock() -> None:
    """Serialise edits, as SQLite does, so that nothing an edit depends on changes before it commits.

    The lock is held until the transaction ends. No lock is waited for longer than EDIT_LOCK_TIMEOUT, nor by more than
    MAX_WAITING_EDITS threads of a process.
    """
    if connection.vendor == "postgresql" and not _edits_a_copy.get():  # pragma: no cover  measured on SQLite
        with edit_queue, connection.cursor() as cursor:
            limit = f"{round(settings.EDIT_LOCK_TIMEOUT * 1000)}ms"
            cursor.execute("SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)", [limit, EDIT_LOCK])


def is_lock_timeout(error: BaseException | None) -> bool:
    """Whether the database gave up waiting for another writer, or too many wait already."""
    if isinstance(error, EditQueueFullError):
        return True
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    code = getattr(cause, "sqlite_errorcode", 0) & PRIMARY_CODE
    return code in {BUSY, LOCKED} or getattr(cause, "sqlstate", None) == LOCK_NOT_AVAILABLE


@contextmanager
def lock_timeout_as_command_error() -> Iterator[None]:
    """Around a management command that edits: one sentence instead of a traceback."""
    try:
        yield
    except OperationalError as error:
        if is_lock_timeout(error):
            raise CommandError(LOCK_TIMEOUT_MESSAGE) from error
        raise
