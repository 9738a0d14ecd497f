"""Whether a PostgreSQL server that doesn't answer is busy with a long statement or has hung.

A process that is stopped keeps its connections, and its kernel acknowledges every packet, so that neither keepalives nor
tcp_user_timeout notice, and statement_timeout is the server's own. Only another connection that isn't answered tells.
"""

import threading
from collections import defaultdict
from time import monotonic
from typing import Any

import psycopg
from django.conf import settings

RESULT_AGE = 1  # seconds for which the result of a probe holds
HUNG = "The database doesn't answer."


class Server:
    """What one process knows about the server of one alias, or about all of them where DATABASE_URL names several; at most
    one of its threads probes it at a time.
    """

    def __init__(self) -> None:
        self.is_hung = False
        # A connection of before leads to a server that may still be stopped while another one has taken over.
        self.hung_at = -float("inf")
        self._lock = threading.Lock()
        self._probed_at = -float("inf")

    def answers(self, parameters: dict[str, Any]) -> bool:
        """Connect to see; who finds another thread doing so waits for its result."""
        with self._lock:
            self._probe(parameters)
            return not self.is_hung

    def is_still_hung(self, parameters: dict[str, Any]) -> bool:
        """Once it has hung, one thread a second tries again, and nobody waits for that one's result."""
        if self._lock.acquire(blocking=False):
            try:
                self._probe(parameters)
            finally:
                self._lock.release()
        return self.is_hung

    def mark_hung(self) -> None:
        self.is_hung, self.hung_at = True, monotonic()
        self._probed_at = self.hung_at

    def _probe(self, parameters: dict[str, Any]) -> None:
        started = monotonic()
        if started < self._probed_at + RESULT_AGE:
            return
        try:
            psycopg.connect(**parameters).close()
        except psycopg.Error as error:
            if timed_out(error, started, parameters):
                self.mark_hung()
                return
        # A refusal is an answer.
        self.is_hung, self._probed_at = False, monotonic()


def timed_out(error: psycopg.Error, started: float, parameters: dict[str, Any]) -> bool:
    """Whether a connection failed because a server didn't answer. Of several hosts, the error is that of the last one."""
    if "," in str(parameters.get("host", "")):
        return monotonic() - started >= settings.CONNECT_TIMEOUT
    return isinstance(error, psycopg.errors.ConnectionTimeout)


servers: defaultdict[str, Server] = defaultdict(Server)  # by alias
