"""Django's PostgreSQL backend with limits on waiting: of each statement, and for a server that has hung.

What it overrides of Django and psycopg without their documentation is tested in tests/databases/test_postgresql.py.
"""

import select
from collections.abc import Generator
from time import monotonic
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.postgresql import base

from talentwatch.databases.limits import UNLIMITED, Limits, current_limits
from talentwatch.databases.postgresql.server import HUNG, Server, servers, timed_out

CLIENT_CHECK_INTERVAL = 1  # seconds after which the server stops a statement whose client is gone
SET_LIMITS = (
    "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false),"
    " set_config('idle_in_transaction_session_timeout', %s, false),"
    " set_config('client_connection_check_interval', %s, false)"
)


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that gives up, and closes, when its server hangs."""

    # Set once it is connected.
    server: Server
    parameters: dict[str, Any]  # to connect to this very server again
    opened_at: float

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **options: Any) -> Any:
        """Every statement, commit and rollback comes through here, with a generator that is also sent what didn't come."""
        return super().wait(self._watch(gen), *args, **options)

    def _watch(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        started = probed = monotonic()
        limits = current_limits()
        deadline = started + limits.answer if limits.answer else float("inf")
        try:
            state = next(gen)
            while True:
                ready = yield state
                if not ready:
                    now = monotonic()
                    # Another thread has found out.
                    if now > deadline or (self.server.is_hung and limits != UNLIMITED):
                        self._give_up()
                    if now > probed + limits.patience:
                        if not self.server.answers(self.parameters):
                            self._give_up()
                        probed = monotonic()
                state = gen.send(ready)
        except StopIteration as result:
            return result.value

    def _give_up(self) -> None:
        self.server.mark_hung()
        self.close()
        raise psycopg.OperationalError(HUNG)


class DatabaseWrapper(base.DatabaseWrapper):
    # Django connects by this module's connect().
    Database: Any = SimpleNamespace(**{**vars(psycopg), "connect": WatchedConnection.connect})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.limits_in_force = UNLIMITED

    @property
    def server(self) -> Server:
        return servers[self.alias]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._refuse_if_hung()
        started = monotonic()
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.Error as error:
            if timed_out(error, started, conn_params):
                self.server.mark_hung()
            raise
        info = connection.info
        address = {"host": info.host, "port": info.port, "target_session_attrs": "any"}
        connection.server, connection.parameters = self.server, conn_params | address
        connection.opened_at = monotonic()
        self.limits_in_force = UNLIMITED
        return connection

    def is_usable(self) -> bool:
        connection = self.connection
        if connection is None or connection.closed or self.server.is_hung or connection.opened_at < self.server.hung_at:
            return False
        # A server that closes a connection says so, and TCP notices one that is gone (keepalives_idle): where nothing came, it is
        # open. Django would ask SELECT 1 before each request.
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return not poll.poll(0) or super().is_usable()

    def _cursor(self, name: str | None = None) -> Any:
        self._before_use()
        return super()._cursor(name)  # type: ignore[misc]  # its stubs leave this out

    def set_autocommit(self, autocommit: bool, *args: Any, **options: Any) -> None:  # noqa: FBT001 as Django has it
        # A transaction begins.
        if not autocommit:
            self._before_use()
        super().set_autocommit(autocommit, *args, **options)

    def _refuse_if_hung(self) -> None:
        if self.server.is_hung and self.server.is_still_hung(self.get_connection_params()):
            raise OperationalError(HUNG)

    def _before_use(self) -> None:
        """Refuse a server that has hung, and bring the limits of the session up to date; neither within a transaction."""
        if self.in_atomic_block or (self.connection is not None and not self.connection.autocommit):
            return
        self._refuse_if_hung()
        limits = current_limits()
        if self.connection is None and limits == UNLIMITED:
            return
        self.close_if_health_check_failed()
        self.ensure_connection()
        if limits != self.limits_in_force:
            with self.wrap_database_errors:
                self.connection.execute(SET_LIMITS, session_values(limits))
            self.limits_in_force = limits


def session_values(limits: Limits) -> list[str]:
    """What SET_LIMITS takes; 0 is no limit to PostgreSQL."""
    check_interval = 0 if limits == UNLIMITED else CLIENT_CHECK_INTERVAL
    values = (limits.statement, limits.lock, limits.idle_in_transaction, check_interval)
    return [f"{round((value or 0) * 1000)}ms" for value in values]
