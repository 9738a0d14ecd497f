"""PostgreSQL's streaming replicas: which of them may answer a request, and up to which change the log may be shown.

Each process asks the primary twice a second for its position in the write-ahead log, and for the latest change. A replica
answers a request if it has replayed what the primary had two seconds before; it says so itself as the request begins. The
list of changes shows those that were there two seconds before. So a client that has read the number of a change reads its record
as it was then or later, whatever process or replica answers. Only durations are compared, never clocks of two machines.

While the primary can't be reached, replicas answer that have replayed all they received, and the list shows nothing newer.
"""

import logging
import random
import threading
from collections import deque
from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections

from talentwatch.databases.limits import Limits, set_limits

MAX_LAG = 2  # seconds
INTERVAL = 0.5  # seconds from one question to the next
# The table of changes by its name: this package knows no models.
ASK_PRIMARY = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint, (SELECT max(seq) FROM changes_change)"
# A server that was promoted is no replica. One that receives nothing may have left the history of the primary.
ASK_REPLICA = (
    "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint, EXISTS (SELECT FROM pg_stat_wal_receiver),"
    " pg_last_wal_replay_lsn() >= coalesce(pg_last_wal_receive_lsn(), '0/0') WHERE pg_is_in_recovery()"
)

logger = logging.getLogger(__name__)
_alias: ContextVar[str] = ContextVar("database_of_request", default=DEFAULT_DB_ALIAS)
_is_anonymous: ContextVar[bool] = ContextVar("is_anonymous", default=False)


class ReplicaRouter:
    """For Django: reads go to the database of the request, everything else to the primary."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        return _alias.get()

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        """Their rows are the same rows."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


@dataclass(frozen=True)
class PrimaryState:
    """What the primary answered: its position in the write-ahead log, in bytes, and the number of the latest change."""

    asked_at: float
    answered_at: float
    position: int
    latest_change: int | None


@dataclass(frozen=True)
class ReplicaState:
    """What a replica answered: up to where it has replayed, whether it is connected, and whether it has replayed all it has."""

    position: int
    is_receiving: bool
    has_replayed_all: bool


@dataclass(frozen=True)
class Requirement:
    """What a replica must have replayed to answer now; `primary_answers` or not."""

    position: int
    primary_answers: bool

    def unmet_by(self, state: ReplicaState | None) -> str:
        """What is wrong with the replica; empty if it may answer."""
        if state is None:
            return "is no replica: it was promoted"
        if self.primary_answers and not state.is_receiving:
            return "receives nothing from the primary"
        if state.position < self.position or not (self.primary_answers or state.has_replayed_all):
            return f"is over {MAX_LAG} seconds behind"
        return ""


def ask(alias: str, question: str) -> tuple[Any, ...] | None:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def ask_replica(alias: str) -> ReplicaState | None:
    """None if it isn't one any more."""
    row = ask(alias, ASK_REPLICA)
    return ReplicaState(*row) if row else None


class Watcher(threading.Thread):
    """Asks one server over and over, on a connection of its own."""

    def __init__(self, alias: str, limits: Limits) -> None:
        super().__init__(name=f"watcher of {alias}", daemon=True)
        self.alias, self.limits = alias, limits
        self.error: Exception | None = None  # of the last question
        self.logged = ""

    def run(self) -> None:
        set_limits(self.limits)
        while True:
            started = monotonic()
            try:
                self.observe(started)
                self.error = None
            # Whatever it is: with this thread, the list of changes would stop, or the replica be skipped, for good.
            except Exception as error:  # noqa: BLE001 logged below
                connections[self.alias].close()
                self.error = error
            if self.problem() != self.logged:
                self.logged = self.problem()
                unexpected = None if isinstance(self.error, Error) else self.error
                logger.warning("%s %s.", self.alias, self.logged or "is used", exc_info=unexpected)
            sleep(max(started + INTERVAL - monotonic(), INTERVAL / 5))

    def observe(self, started: float) -> None:
        """Ask, and keep the answer. Raises a database error where there is none."""
        raise NotImplementedError

    def problem(self) -> str:
        """What is wrong with the server; empty if nothing is."""
        raise NotImplementedError


class PrimaryWatcher(Watcher):
    def __init__(self) -> None:
        # It fails only where it can't be reached: that an answer is slow doesn't mean that nothing is written.
        super().__init__(DEFAULT_DB_ALIAS, Limits(patience=1))
        self.states: deque[PrimaryState] = deque(maxlen=round(4 * MAX_LAG / INTERVAL))

    def observe(self, started: float) -> None:
        position, latest_change = ask(self.alias, ASK_PRIMARY) or (0, None)
        self.states.append(PrimaryState(started, monotonic(), position, latest_change))

    def problem(self) -> str:
        return f"fails: {self.error}" if self.error else ""

    def requirement(self, *, is_lost: bool = False) -> Requirement | None:
        """None while it isn't known, which is also true while the primary is slow. `is_lost`: somebody else couldn't reach it."""
        is_lost |= isinstance(self.error, OperationalError | InterfaceError)
        earliest, states = monotonic() - MAX_LAG, list(self.states)
        recent = [state for state in states if state.asked_at >= earliest]
        if recent:
            return Requirement(recent[0].position, primary_answers=not is_lost)
        return Requirement(states[-1].position, primary_answers=False) if is_lost and states else None

    def latest_change(self) -> int | None:
        """The number of the latest change of MAX_LAG ago, or 0. None while it isn't known, for a moment after the start."""
        latest = monotonic() - MAX_LAG
        states = [state for state in list(self.states) if state.answered_at <= latest]
        return states[-1].latest_change or 0 if states else None


class ReplicaWatcher(Watcher):
    def __init__(self, alias: str, primary: PrimaryWatcher) -> None:
        # It is skipped, not waited for.
        super().__init__(alias, Limits(statement=1, lock=1, answer=1))
        self.primary = primary
        self.state: ReplicaState | None = None
        self.asked_at = -float("inf")

    def observe(self, started: float) -> None:
        self.state = ask_replica(self.alias)
        self.asked_at = started

    def problem(self, *, primary_is_lost: bool = False) -> str:
        requirement = self.primary.requirement(is_lost=primary_is_lost)
        if requirement is None:
            return "can't be compared with the primary"
        if self.error or self.asked_at < monotonic() - MAX_LAG:
            return "doesn't answer"
        return requirement.unmet_by(self.state)

    def is_current(self, *, primary_is_lost: bool) -> bool:
        """Ask the replica itself, on the connection that will answer: it may have started again a moment ago, further behind."""
        if self.problem(primary_is_lost=primary_is_lost):
            return False
        requirement = self.primary.requirement(is_lost=primary_is_lost)
        try:
            return requirement is not None and not requirement.unmet_by(ask_replica(self.alias))
        except Error:
            return False


class Replicas:
    """All that this process knows of them. The threads start with its first request, once it has been forked."""

    def __init__(self) -> None:
        self.primary = PrimaryWatcher()
        self.watchers = {
            alias: ReplicaWatcher(alias, self.primary) for alias in settings.DATABASES if alias != DEFAULT_DB_ALIAS
        }
        self._starting = threading.Lock()

    def start(self) -> None:
        with self._starting:
            if self.primary.ident is None:
                for watcher in (self.primary, *self.watchers.values()):
                    watcher.start()

    def choose(self, tried: Collection[str]) -> str | None:
        """A replica that wasn't tried before and may answer now, else the primary; None if that was tried too."""
        is_lost = DEFAULT_DB_ALIAS in tried
        for alias in random.sample(list(self.watchers), len(self.watchers)):
            if alias not in tried and self.watchers[alias].is_current(primary_is_lost=is_lost):
                return alias
        return None if is_lost else DEFAULT_DB_ALIAS

    def status(self) -> dict[str, dict[str, str]]:
        """For /readyz: each replica, and what is wrong with it."""
        if not self.watchers:
            return {}
        self.start()
        return {"replicas": {alias: watcher.problem() or "is used" for alias, watcher in self.watchers.items()}}

    def latest_change(self, *, wait: bool) -> int:
        """The number of the latest change that may be shown. In the first seconds of a process it isn't known."""
        deadline = monotonic() + (MAX_LAG + 1 if wait else 0)
        while (latest := self.primary.latest_change()) is None:
            if monotonic() >= deadline:
                raise OperationalError("The primary hasn't said what the latest change is.")
            sleep(INTERVAL / 5)
        return latest


replicas = Replicas()


def read_from(alias: str, *, is_anonymous: bool) -> None:
    """From now on, in this thread."""
    _alias.set(alias)
    _is_anonymous.set(is_anonymous)


def latest_visible_change(*, wait: bool = True) -> int | None:
    """The number of the latest change that the request may show; None if it may show all of them, as an editor's may.

    Raises OperationalError while it isn't known.
    """
    return replicas.latest_change(wait=wait) if _is_anonymous.get() else None
