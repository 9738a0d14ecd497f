"""The lock that makes one worker the only one, and that everybody can see: it ends with the worker, however that ends."""

import fcntl
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.db import Error, connection

WORKER_LOCK = 0x776F726B6572  # "worker": the key of PostgreSQL's advisory lock
LOW_HALF = 0xFFFFFFFF


class WorkerLock:
    """Held by the running worker: on PostgreSQL by its connection, on SQLite by a file beside the database.

    It belongs to the thread that acquired it, which is the one that must call all methods.
    """

    def __init__(self) -> None:
        self.file: IO[bytes] | None = None
        self.is_held = False

    def acquire(self) -> bool:
        """Take the lock, unless another worker has it. Raises a database error where there is no connection."""
        if connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [WORKER_LOCK])
                self.is_held = bool(cursor.fetchone()[0])
            return self.is_held
        file = lock_path().open("ab")
        self.is_held = try_lock(file, fcntl.LOCK_EX)
        if self.is_held:
            self.file = file
        else:
            file.close()
        return self.is_held

    def confirm(self) -> None:
        """Raise a database error if the connection that holds the lock is gone."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    def release(self) -> None:
        self.is_held = False
        if self.file:
            self.file.close()
            self.file = None
        elif connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
            # Where the connection is gone, so is the lock.
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [WORKER_LOCK])


def worker_is_running() -> bool:
    """Whether some worker holds the lock."""
    if connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
                " WHERE datname = current_database() AND locktype = 'advisory' AND granted"
                " AND classid = %s AND objid = %s AND objsubid = 1)",
                [WORKER_LOCK >> 32, WORKER_LOCK & LOW_HALF],
            )
            return bool(cursor.fetchone()[0])
    with suppress(FileNotFoundError), lock_path().open("rb") as file:
        return not try_lock(file, fcntl.LOCK_SH)
    return False


def lock_path() -> Path:
    """The file of the lock on SQLite. A database in memory belongs to one process."""
    name = str(connection.settings_dict["NAME"])
    in_memory = name == ":memory:" or name.startswith("file:")
    return Path(tempfile.gettempdir(), f"talentwatch-{os.getpid()}-worker") if in_memory else Path(f"{name}-worker")


def try_lock(file: IO[bytes], mode: int) -> bool:
    """Lock the file until it is closed; False if another process has it."""
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
