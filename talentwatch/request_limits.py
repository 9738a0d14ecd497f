"""Middleware that keeps a thread free: it limits the requests at once, and how long each waits for the database."""

import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from talentwatch.databases.limits import UNLIMITED, Limits, set_limits
from talentwatch.site.errors import DESK_PATH, OVERLOADED, retry_later

# They limit themselves (talentwatch/api/health.py).
HEALTH_PATHS = {"/healthz", "/readyz"}
# For /healthz, for /readyz, and for saying to everybody else that there is no place.
FREE_THREADS = 3

_lock = threading.Lock()
_running = 0
_holds_place: ContextVar[bool] = ContextVar("holds_place", default=False)


class RequestLimitsMiddleware:
    """503 at once to one request more than all threads but FREE_THREADS can serve; limits on statements to the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in HEALTH_PATHS:
            return self.get_response(request)
        if not take_place():
            return retry_later(request, OVERLOADED)
        is_desk = request.path_info.startswith(DESK_PATH)
        set_limits(desk_limits() if is_desk else reader_limits())
        return self.get_response(request)


def take_place() -> bool:
    """Until the response is sent or its client has gone."""
    global _running  # noqa: PLW0603 of this process
    leave_place()
    with _lock:
        if _running >= settings.WEB_THREADS - FREE_THREADS:
            return False
        _running += 1
    _holds_place.set(True)
    return True


def leave_place(**_signal: Any) -> None:
    global _running  # noqa: PLW0603 of this process
    set_limits(UNLIMITED)
    if _holds_place.get():
        _holds_place.set(False)
        with _lock:
            _running -= 1


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
        patience=1,
    )
