"""Middleware that chooses the database of each request: a replica for anonymous readers, the primary for everybody else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.signals import request_finished
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from talentwatch.api.health import HEALTH_PATHS
from talentwatch.databases.replicas import read_from, replicas
from talentwatch.site.errors import DESK_PATH, RECONCILIATION_PATH


class RequestDatabaseMiddleware:
    """Reads of one request come from one database. One that fails is replaced by another, and the request begins again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_anonymous_read(request):
            read_from(DEFAULT_DB_ALIAS, is_anonymous=False)
            return self.get_response(request)
        replicas.start()
        tried: list[str] = []
        response: Any = None
        while alias := replicas.choose(tried):
            read_from(alias, is_anonymous=True)
            response = self.get_response(request)
            if not getattr(response, "has_no_database", False):
                break
            tried.append(alias)
        return response


def is_anonymous_read(request: HttpRequest) -> bool:
    """Whether nothing is written, and nobody expects to read what they just wrote."""
    path = request.path_info
    # A query of the reconciliation service is sent as a form.
    is_read = request.method in {"GET", "HEAD", "OPTIONS"} or path.startswith(RECONCILIATION_PATH)
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return is_read and not has_session and not path.startswith(DESK_PATH) and path not in HEALTH_PATHS


def read_from_primary(**_signal: Any) -> None:
    read_from(DEFAULT_DB_ALIAS, is_anonymous=False)


request_finished.connect(read_from_primary)
