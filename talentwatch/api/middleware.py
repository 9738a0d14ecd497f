"""What happens to every request before and after its view: an id, refusals, and conditional answers."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

from talentwatch.api.problems import refusal

GetResponse = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)
_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives every line of the log the id of the request it was written for."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class RequestId:
    """Every answer carries X-Request-Id: the caller's own, where it is fit to be logged, or a new one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        token = _request_id.set(given if re.fullmatch(r"[A-Za-z0-9._-]{8,64}", given) else uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = _request_id.get()
        finally:
            _request_id.reset(token)
        return response


class Refusals:
    """Says no where a view or a database couldn't: NUL, which PostgreSQL can't hold, and a database that is away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return refusal(request, 400, "The address holds a NUL character.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        logger.error("The database can't be reached.", exc_info=exception)
        response = refusal(request, 503, "The database can't be reached; try again in a moment.")
        response["Retry-After"] = "5"
        return response


class ConditionalGet:
    """A strong ETag of the very bytes of each answer, and 304 for whoever has them already."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        is_kept = "no-store" not in response.get("Cache-Control", "")
        if (
            request.method not in {"GET", "HEAD"}
            or response.status_code != HTTPStatus.OK
            or response.streaming
            or not is_kept
        ):
            return response
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response) or response
