"""What happens to every request before and after its view: an id, refusals, and conditional answers."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag

from talentwatch.site.errors import error_response, unavailable_response

TOLD_AGAIN = {
    "RateLimit",
    "RateLimit-Policy",
    "Content-Security-Policy",
}  # with 304, which renews the headers of a copy
GetResponse = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)
_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives every line of the log the id of the request it was written for."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)  # Django writes of refusals when the request is over
        record.request_id = getattr(request, "request_id", None) or _request_id.get()
        return True


class RequestId:
    """Every answer carries X-Request-Id: the caller's own, where it is fit to be logged, or a new one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        chosen = given if re.fullmatch(r"[A-Za-z0-9._-]{8,64}", given) else uuid4().hex
        request.request_id = chosen  # type: ignore[attr-defined]  # for the log
        token = _request_id.set(chosen)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-Id"] = chosen
        return response


class HeadMiddleware:
    """HEAD is GET without the body, which a server would have to drop, and write a warning about."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = ()
        elif request.method == "HEAD":
            response.content = b""
        return response


class BadRequestMiddleware:
    """Says no where no view could answer: NUL, which PostgreSQL can't hold; broken UTF-8; a database that is away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1"))
        if "\0" in request.path_info or b"\0" in query:
            return error_response(request, 400, "The address holds a NUL character.")
        try:
            query.decode()
        except UnicodeDecodeError:
            return error_response(request, 400, "The address isn't in UTF-8.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        response = unavailable_response(request, exception)
        if response:
            logger.error("The database didn't do what was asked.", exc_info=exception)
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
        if "Last-Modified" not in response:  # RFC 9110, 13.1.4: without such a date there is nothing to hold against it
            request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
        answer: Any = get_conditional_response(request, etag=response["ETag"], response=response)
        if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            return error_response(
                request, HTTPStatus.PRECONDITION_FAILED, "The answer isn't the one that If-Match names."
            )
        for name in TOLD_AGAIN & response.headers.keys():
            answer[name] = response[name]
        return answer
