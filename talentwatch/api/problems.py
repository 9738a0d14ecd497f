"""Errors as application/problem+json (RFC 9457), whoever raises them."""

from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response

PROBLEM = "application/problem+json"
READING = ("GET", "HEAD", "OPTIONS")


class BadParameters(exceptions.APIException):
    """400: each parameter that can't be answered, with what is accepted."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "Some parameters can't be answered."

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = [{"parameter": name, "detail": detail} for name, detail in errors.items()]


class Gone(exceptions.APIException):
    """410: it was public once."""

    status_code = HTTPStatus.GONE
    default_detail = "This record was public once and isn't any more."


class Moved(exceptions.APIException):
    """301: it was merged into another record."""

    status_code = HTTPStatus.MOVED_PERMANENTLY
    default_detail = "This record was merged into another one."

    def __init__(self, location: str) -> None:
        super().__init__()
        self.location = location


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The members of a problem; `errors` has one {parameter, detail} for each parameter at fault."""
    title = HTTPStatus(status).phrase
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        **({"errors": errors} if errors else {}),
    }


def exception_handler(error: Exception, _context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: a problem for each error it knows, None for one that is our fault."""
    if isinstance(error, Http404):
        error = exceptions.NotFound("There is no such record.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    body = problem(error.status_code, str(error.detail), getattr(error, "errors", None))
    return Response(body, error.status_code, headers=_headers(error), content_type=PROBLEM)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    if isinstance(error, Moved):
        return {"Location": error.location}
    wait = getattr(error, "wait", None)  # seconds, of Throttled
    if wait is not None:
        return {"Retry-After": str(int(wait))}
    return {}


def problem_response(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """A problem outside of DRF."""
    return HttpResponse(orjson.dumps(problem(status, detail, errors)), status=status, content_type=PROBLEM)


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Every address under /api/ that means nothing: with a slash added, if that helps, else a problem."""
    if not request.path_info.endswith("/"):
        found = resolve(request.path_info + "/")
        if found.func is not nothing_here and request.method not in READING:
            response = problem_response(405, f"Method “{request.method}” not allowed.")
            response["Allow"] = ", ".join(READING)
            return response
        if found.func is not nothing_here:
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problem_response(404, "There is nothing at this address; /api/v1/ lists what there is.")
