"""Errors as application/problem+json (RFC 9457)."""

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
READ_METHODS = ("GET", "HEAD", "OPTIONS")


class BadParameters(exceptions.APIException):
    """400, with a detail for each wrong parameter."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "Some parameters are wrong."

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = [{"parameter": name, "detail": detail} for name, detail in errors.items()]


class Gone(exceptions.APIException):
    """410: the record was withdrawn."""

    status_code = HTTPStatus.GONE
    default_detail = "This record is no longer public."


class Moved(exceptions.APIException):
    """301: the record was merged into another."""

    status_code = HTTPStatus.MOVED_PERMANENTLY
    default_detail = "This record was merged into another."

    def __init__(self, location: str) -> None:
        super().__init__()
        self.location = location


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The members of a problem; `errors` are {parameter, detail} pairs, none if no parameter is wrong."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": errors or []}


def exception_handler(error: Exception, _context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: a problem for errors of the client, None for a bug, which Django reports as a 500."""
    if isinstance(error, Http404):
        error = exceptions.NotFound("No such record.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if isinstance(error, Moved):
        headers["Location"] = error.location
    elif (wait := getattr(error, "wait", None)) is not None:
        # In seconds, on Throttled.
        headers["Retry-After"] = str(int(wait))
    body = problem(error.status_code, str(error.detail), getattr(error, "errors", None))
    response = Response(body, error.status_code, headers=headers, content_type=PROBLEM)
    if isinstance(error, Moved):
        # As Django's own redirects have it: its test client and assertRedirects look there.
        response.url = error.location  # type: ignore[attr-defined]
    return response


def problem_response(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """A problem as a plain Django response."""
    return HttpResponse(orjson.dumps(problem(status, detail, errors)), status=status, content_type=PROBLEM)


@csrf_exempt
def api_not_found(request: HttpRequest) -> HttpResponse:
    """Any other address under /api/: redirect to the one with a slash if that exists, else 404."""
    # A wrong method is the first thing to know, whatever else is wrong.
    if request.method not in READ_METHODS:
        response = problem_response(405, f"Method “{request.method}” not allowed.")
        response["Allow"] = ", ".join(READ_METHODS)
        return response
    if not request.path_info.endswith("/") and resolve(request.path_info + "/").func is not api_not_found:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return problem_response(404, "Nothing is at this address; /api/v1/ lists the resources.")
