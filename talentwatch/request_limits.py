"""Middleware that keeps a thread free: it limits the requests at once, and how long each waits for the database."""

import threading
from collections.abc import Callable
from contextvars import ContextVar
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from talentwatch.api.health import HEALTH_PATHS
from talentwatch.databases.limits import UNLIMITED, Limits, set_limits
from talentwatch.site.errors import DESK_PATH, OVERLOADED, retry_later

STALLED = 0.5  # seconds in which no place changed hands: something hangs, and to wait for a place is no use
MAX_WAIT = 2  # seconds for a place, while they do change hands
PATIENCE = 1  # seconds without an answer of the database, after which another connection looks whether it has hung
# Readers who are served at once, one after the other, are done sooner on average than all of them together. After the
# wait, whatever holds the turns up is no computation, and the next one goes ahead.
READERS_AT_ONCE = 4
TURN_WAIT = 1  # seconds

_turns = threading.BoundedSemaphore(READERS_AT_ONCE)
_places = threading.Condition()
_taken = 0
_changed_at = -float("inf")
_holds_place: ContextVar[bool] = ContextVar("holds_place", default=False)


class RequestLimitsMiddleware:
    """503 to one request more than all threads but FREE_THREADS can serve; limits on statements to the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in HEALTH_PATHS:
            return self.get_response(request)
        if not take_place():
            return retry_later(request, OVERLOADED)
        if request.path_info.startswith(DESK_PATH):
            set_limits(desk_limits())
            return self.get_response(request)
        set_limits(reader_limits())
        has_turn = _turns.acquire(timeout=TURN_WAIT)
        try:
            return self.get_response(request)
        finally:
            if has_turn:
                _turns.release()


def take_place() -> bool:
    """Until the response is sent or its client has gone; returns whether there is one, soon."""
    global _taken, _changed_at
    leave_place()
    deadline = monotonic() + MAX_WAIT
    with _places:
        while _taken >= settings.WEB_THREADS - settings.FREE_THREADS:
            patience = min(_changed_at + STALLED, deadline) - monotonic()
            if patience <= 0:
                return False
            _places.wait(patience)
        _taken, _changed_at = _taken + 1, monotonic()
    _holds_place.set(True)
    return True


def leave_place(**_signal: Any) -> None:
    global _taken, _changed_at
    set_limits(UNLIMITED)
    if _holds_place.get():
        _holds_place.set(False)
        with _places:
            _taken, _changed_at = _taken - 1, monotonic()
            _places.notify()


request_finished.connect(leave_place)


def reader_limits() -> Limits:
    timeout = settings.READER_STATEMENT_TIMEOUT
    return request_limits(timeout, answer=timeout + 1)


def desk_limits() -> Limits:
    return request_limits(settings.DESK_STATEMENT_TIMEOUT)


def request_limits(statement: float, answer: float | None = None) -> Limits:
    return Limits(
        statement=statement,
        lock=settings.EDIT_LOCK_TIMEOUT,
        idle_in_transaction=settings.IDLE_IN_TRANSACTION_TIMEOUT,
        answer=answer,
        patience=PATIENCE,
    )
