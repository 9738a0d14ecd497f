"""Middleware for all requests: unread bodies, ids, HEAD, bad requests, compression and conditional responses."""

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes
from uuid import uuid4

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition

from talentwatch.api.data_version import content_tag
from talentwatch.content_coding import CODINGS, IDENTITY, choose_coding, compress, compress_stream
from talentwatch.site.errors import error_response, unavailable_response

# Sent with a 304 too: it renews the headers of the client's copy (RFC 9110, 15.4.5).
HEADERS_OF_304 = {
    "Cache-Control",
    "Content-Location",
    "Content-Security-Policy",
    "Expires",
    "Last-Modified",
    "RateLimit",
    "RateLimit-Policy",
    "Vary",
}
WITHOUT_CONTENT = {"GET", "HEAD", "OPTIONS"}
COMPRESSIBLE = re.compile(r"text/[\w.+-]+|application/([\w.-]+\+)?(json|xml|x-ndjson|javascript)|image/svg\+xml")
# Of a body that a refusal leaves unread: more than nginx lets through (deploy/nginx/talentwatch.conf).
MAX_UNREAD_SIZE = 16_000_000
READ_SIZE = 1 << 16
MIN_COMPRESSED_SIZE = 500  # bytes; a shorter response fits into one packet anyway
GetResponse = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)
_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Adds the id of the request to each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django logs error responses after the request, when the context variable is reset.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "request_id", None) or _request_id.get()
        return True


class UnreadBodyMiddleware:
    """Reads to its end what a refusal left unread: a server that closes a connection with bytes to read resets it, so that
    the client may lose the answer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Where the client has gone, there is nobody to answer.
        with suppress(UnreadablePostError):
            size = 0
            while size < MAX_UNREAD_SIZE and (chunk := request.read(READ_SIZE)):
                size += len(chunk)
        return response


class RequestIdMiddleware:
    """Sets X-Request-Id on every response: the client's, if it is safe to log, or a new one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = request.headers.get("X-Request-Id", "")
        if not re.fullmatch(r"[A-Za-z0-9._-]{8,64}", request_id):
            request_id = uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # for the log
        token = _request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-Id"] = request_id
        return response


class HeadMiddleware:
    """Drops the body of a response to HEAD; gunicorn would, with a warning."""

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
    """Answers what no view can: NUL, which PostgreSQL can't store; anything but UTF-8; an unavailable database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1"))
        if "\0" in request.path_info or b"\0" in query:
            return error_response(request, 400, "The address contains a NUL character.")
        try:
            query.decode()
        except UnicodeDecodeError:
            return error_response(request, 400, "The address isn't valid UTF-8.")
        charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if request.method not in WITHOUT_CONTENT and charset.lower() not in {"utf-8", "utf8"}:
            return error_response(request, 415, "Send it in UTF-8.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        response = unavailable_response(request, exception)
        if response:
            logger.error("The database is unavailable.", exc_info=exception)
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, which would build the policy for each response twice; most say nothing about theirs.

    It takes the directives from a set, whose order each worker has for itself: here they are sorted.
    """

    @cached_property
    def policy(self) -> str:
        return in_order(build_policy())

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or self.get_policy_parts(request, response) != PolicyParts():
            response = super().process_response(request, response)
            if HEADER in response:
                response[HEADER] = in_order(response[HEADER])
            return response
        response.headers.setdefault(HEADER, self.policy)
        return response


def in_order(policy: str) -> str:
    return "; ".join(sorted(policy.split("; ")))


class CompressionMiddleware:
    """Compresses public texts in the coding that the client prefers, streams too, with an ETag for each coding.

    Django's GZipMiddleware knows only gzip, ignores weights (gzip;q=0), and makes every ETag weak.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        if not is_compressible(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        accepted = request.headers.get("Accept-Encoding", "")
        is_short = not response.streaming and len(response.content) < MIN_COMPRESSED_SIZE
        coding = (is_short and choose_coding(accepted, [IDENTITY])) or choose_coding(accepted)
        if coding is None:
            detail = f"This can be sent in these codings: {', '.join(CODINGS)}."
            refusal = error_response(request, HTTPStatus.NOT_ACCEPTABLE, detail)
            patch_vary_headers(refusal, ["Accept-Encoding"])
            return refusal
        if coding == IDENTITY:
            return response
        response["Content-Encoding"] = coding
        if response.streaming:
            response.streaming_content = compress_stream(response.streaming_content, coding)
            if "ETag" in response:
                response["ETag"] = f'{response["ETag"][:-1]}-{coding}"'
        else:
            response.content = compress(response.content, coding)
            response["Content-Length"] = str(len(response.content))
        return response


def is_compressible(response: Any) -> bool:
    """Whether it is a text without secrets: compression tells what a page repeats of its address (BREACH).

    What is offered in ranges has a length and an ETag of its unchanged bytes.
    """
    media_type = response.get("Content-Type", "").partition(";")[0].strip().lower()
    depends_on_login = "cookie" in response.get("Vary", "").lower() or bool(response.cookies)
    return bool(
        response.status_code == HTTPStatus.OK
        and COMPRESSIBLE.fullmatch(media_type)
        and not depends_on_login
        and "no-store" not in response.get("Cache-Control", "")
        and not {"Accept-Ranges", "Content-Encoding"} & response.headers.keys()
    )


class EntityTagMiddleware:
    """Sets a strong ETag of each response's bytes, unless the view has set one, and answers conditional requests.

    Django's ConditionalGetMiddleware leaves HEAD alone, answers 412 without a body, and copies none of our headers to a 304.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        may_be_stored = "no-store" not in response.get("Cache-Control", "")
        if (
            request.method not in {"GET", "HEAD"}
            or response.status_code not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}
            or (response.streaming and "ETag" not in response)
            or not may_be_stored
        ):
            return response
        # Of the bytes as they are sent: those in another coding have another tag.
        etag = response.get("ETag") or content_tag(response.content)
        modified = parsedate_to_datetime(response["Last-Modified"]) if "Last-Modified" in response else None
        # RFC 9110, 13.1.4: without a modification date, ignore this header.
        if modified is None:
            request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
        conditional = condition(etag_func=lambda _request: etag, last_modified_func=lambda _request: modified)
        answer: Any = conditional(lambda _request: response)(request)
        if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            return error_response(
                request, HTTPStatus.PRECONDITION_FAILED, "The response differs from the one named in If-Match."
            )
        if answer is not response:
            answer.cookies = response.cookies
            for name in HEADERS_OF_304 & response.headers.keys():
                answer[name] = response[name]
        return answer
