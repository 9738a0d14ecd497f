"""Errors outside DRF's views: a page for people, a problem for programs. Neither needs the database or a session."""

import sys
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from talentwatch.api.problems import problem, problem_response
from talentwatch.databases.limits import is_statement_timeout
from talentwatch.desk.unsaved_forms import keep_form, posted_editor, unsaved_values
from talentwatch.records.locks import LOCK_TIMEOUT_MESSAGE, is_lock_timeout

RECONCILIATION_PATH = "/reconcile"
PROGRAM_PATHS = ("/api/", RECONCILIATION_PATH)
DESK_PATH = "/admin/"
DATABASE_UNAVAILABLE = "The database can't be reached; try again in a moment."
STATEMENT_TOO_LONG = "This takes the database too long to answer. Ask for less, or try again later."
OVERLOADED = "Too many requests are being answered at the moment; try again soon."


def error_response(
    request: HttpRequest, status: int, detail: str, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """An error in the form that fits the address: problem+json for programs, a page for everyone else."""
    if request.path_info.startswith(PROGRAM_PATHS):
        return problem_response(status, detail, errors)
    context: dict[str, Any] = problem(status, detail, errors)
    context["is_desk"] = request.path_info.startswith(DESK_PATH)
    context["unsaved"] = unsaved_values(request) if status == HTTPStatus.SERVICE_UNAVAILABLE else []
    return HttpResponse(render_to_string("site/error.html", context), status=status)


def unavailable_response(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """503 if the database can't be reached, or lets nobody edit or read for too long; None for any other error."""
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    if is_lock_timeout(error):
        return retry_later(request, LOCK_TIMEOUT_MESSAGE)
    if is_statement_timeout(error):
        return retry_later(request, STATEMENT_TOO_LONG)
    response = retry_later(request, DATABASE_UNAVAILABLE)
    # Another one may answer (talentwatch/request_databases.py).
    response.has_no_database = True  # type: ignore[attr-defined]  # ours
    return response


def retry_later(request: HttpRequest, detail: str) -> HttpResponse:
    """503; a form of the desk comes back with it, to be sent again."""
    response = error_response(request, HTTPStatus.SERVICE_UNAVAILABLE, detail)
    response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        detail = f"A form may have {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes, files apart."
        return error_response(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    return error_response(request, 400, "The request can't be understood.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 403, str(exception) or "You may not do this.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 404, "There is nothing at this address.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with the token of an earlier session. Its editor gets it back to check and save it, after a login if need be."""
    editor = posted_editor(request)
    if request.user.is_authenticated and editor not in {None, request.user.pk}:
        return error_response(request, 403, "Somebody else has logged in since in this browser. Nothing was saved.")
    if keep_form(request):
        return HttpResponseRedirect(request.get_full_path())
    return error_response(request, 403, "The session of this form has ended. Nothing was done. Open the page again.")


def too_many_passwords(request: HttpRequest, *_: Any) -> HttpResponse:
    """What Axes answers a login from where too many have failed."""
    wait: timedelta = settings.AXES_COOLOFF_TIME
    minutes = wait // timedelta(minutes=1)
    detail = f"Too many logins have failed with this name, or from your network. Try again in {minutes} minutes."
    response = error_response(request, 429, detail)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view and no middleware caught."""
    # A session that can't be stored raises outside process_exception, although the database is to blame.
    unavailable = unavailable_response(request, sys.exc_info()[1])
    return unavailable or error_response(request, 500, "Something went wrong here; it has been logged.")
