"""The edits that wait for the one before them: a few per process, because each holds a thread."""

import threading
from types import TracebackType

from django.conf import settings
from django.db import OperationalError


class EditQueueFullError(OperationalError):
    """As many edits as may wait in this process are waiting already."""


class EditQueue:
    """A place to wait in, as a context manager: of MAX_WAITING_EDITS; raises EditQueueFullError if none is free."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = 0

    def __enter__(self) -> None:
        with self._lock:
            if self._waiting >= settings.MAX_WAITING_EDITS:
                raise EditQueueFullError("Too many edits are waiting to be saved.")
            self._waiting += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._lock:
            self._waiting -= 1


edit_queue = EditQueue()
