"""Every error under /api/ is a problem (RFC 9457), whoever raises it."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework.exceptions import APIException

from people.views import PersonViewSet
from talentwatch.api.problems import exception_handler
from talentwatch.site.errors import error_response
from tests.support.factories import make_person

READ = "GET, HEAD, OPTIONS"
PAGES = ["", "people/", "people/ada-lovelace/", "claims/", "schema/", "docs/"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    """A client as strict about CSRF as a browser's requests are met, that sees what a caller sees."""
    make_person("Ada Lovelace")
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def body_of(response, status):
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert list(body) == ["type", "title", "status", "detail", "errors"]
    return body


@pytest.mark.parametrize(
    "address", ["/api/v1/people/?nope=1&q=", "/api/v1/people/?format=xyz", "/?q=", "/reconcile/?callback=x"]
)
def test_a_wrong_method_is_the_first_error(visitor, address):
    response = visitor.put(address, headers={"accept": "image/png"})
    assert (response.status_code, "PUT" in response["Allow"]) == (405, False)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_only_reading_is_allowed(visitor, page, method):
    response = visitor.generic(method, f"/api/v1/{page}", '{"name": "Eve"}', content_type="application/json")
    assert body_of(response, 405)["detail"] == f'Method "{method}" not allowed.'
    assert response["Allow"] == READ


@pytest.mark.parametrize("page", PAGES)
def test_head_is_get_without_a_body(visitor, page):
    got, asked = visitor.get(f"/api/v1/{page}"), visitor.head(f"/api/v1/{page}")
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
        assert asked.get(name) == got.get(name)


@pytest.mark.parametrize("page", PAGES)
def test_options_tell_what_is_allowed(visitor, page):
    response = visitor.options(f"/api/v1/{page}")
    assert (response.status_code, response["Allow"]) == (200, READ)


@pytest.mark.parametrize("page", ["people", "people/ada-lovelace", "schema", "docs", ""])
def test_without_the_slash_the_address_has_moved(visitor, page):
    response = visitor.get(f"/api/v1/{page}".rstrip("/") + "?q=ada+l%C3%A9")
    assert response.status_code == 301
    assert response["Location"] == f"/api/v1/{page}".rstrip("/") + "/?q=ada+l%C3%A9"


NOWHERE = ["/api/", "/api/v1/nope/", "/api/v1/nope", "/api/v2/people/", "/api/v1/people/x/y/", "/api/v1/claims/x/"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("address", NOWHERE)
def test_an_unknown_address_is_a_problem(visitor, method, address):
    response = visitor.generic(method, address)
    if method == "HEAD":
        assert (response.status_code, response.content) == (404, b"")
    else:
        assert body_of(response, 404)["detail"] == "Nothing is at this address; /api/v1/ lists the resources."


def test_an_unknown_record(visitor):
    assert body_of(visitor.get("/api/v1/people/bob/"), 404) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "No such record.",
        "errors": [],
    }


@pytest.mark.parametrize(
    "accept", ["text/html", "application/problem+json", "text/*", "x", "application/json;q=0", "", ";"]
)
def test_what_is_not_served_is_not_acceptable(visitor, accept):
    response = visitor.get("/api/v1/sources/bob/", headers={"Accept": accept})
    assert body_of(response, 406)["detail"] == "Available: application/json."


def test_what_no_list_is_served_as_is_not_acceptable(visitor):
    response = visitor.get("/api/v1/people/", headers={"Accept": "text/html"})
    assert body_of(response, 406)["detail"] == "Available: application/json, text/csv, application/x-ndjson."


@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "*/*",
        "application/*",
        "application/json; charset=utf-8",
        "application/json;q=0.1",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    ],
)
def test_json_is_served_to_whoever_takes_it(visitor, accept):
    response = visitor.get("/api/v1/people/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize(
    ("accept", "served"),
    [
        ("application/json;q=0, */*", "text/csv"),
        ("*/*, application/json; Q=0.000", "text/csv"),
        ("application/json;q=0.1, */*", "text/csv"),
        ("application/*;q=0, */*;q=0.5", "text/csv"),
        ("text/csv, */*", "text/csv"),
        ("application/*;q=0, application/x-ndjson", "application/x-ndjson"),
        ("text/csv;q=0, application/json;q=0, application/x-ndjson;q=0, */*", None),
        ("application/json;q=0, application/json", "application/json"),
    ],
)
def test_the_most_specific_range_decides(visitor, accept, served):
    response = visitor.get("/api/v1/people/", headers={"Accept": accept})
    assert response["Content-Type"].partition(";")[0] == (served or "application/problem+json")
    assert response.status_code == (200 if served else 406)


def test_a_format_wins_over_accept(visitor):
    assert visitor.get("/api/v1/people/?format=json", headers={"Accept": "text/html"}).status_code == 200


def fail_with(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(PersonViewSet, "filter_queryset", fail)


def test_our_own_error_tells_nothing_of_itself(visitor, monkeypatch, caplog):
    fail_with(monkeypatch, ValueError("the secret"))
    response = visitor.get("/api/v1/people/")
    assert body_of(response, 500)["detail"] == "Something went wrong here; it has been logged."
    assert "the secret" in caplog.text
    assert response["X-Request-Id"]


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_a_database_that_fails_in_a_view_is_away(visitor, monkeypatch, error):
    fail_with(monkeypatch, error)
    response = visitor.get("/api/v1/people/")
    assert body_of(response, 503)["detail"] == "The database can't be reached; try again in a moment."
    assert response["Retry-After"] == "5"


def test_a_database_that_is_away(visitor):
    def away(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        body_of(visitor.get("/api/v1/people/"), 503)
        body_of(visitor.get("/api/v1/events/?person=ada-lovelace"), 503)
        body_of(visitor.get("/api/v1/people/ada-lovelace/"), 503)
        assert visitor.get("/healthz").status_code == 200


def test_a_host_that_is_not_ours(visitor):
    body_of(visitor.get("/api/v1/people/", headers={"Host": "evil.example"}), 400)


def test_what_other_layers_raise_becomes_a_problem():
    assert exception_handler(Http404("secret"), {}).data["detail"] == "No such record."
    assert exception_handler(PermissionDenied("secret"), {}).data["status"] == 403
    assert exception_handler(APIException(), {}).data["status"] == 500
    assert exception_handler(ValueError("ours"), {}) is None


@pytest.mark.parametrize("address", ["/api/v1/people/", "/reconcile/"])
def test_a_refusal_tells_programs_which_parameters_are_at_fault(address):
    errors = [{"parameter": "q", "detail": "Accepted: words."}]
    response = error_response(RequestFactory().get(address), 400, "No.", errors)
    assert json.loads(response.content)["errors"] == errors


def test_elsewhere_an_error_is_a_page(visitor):
    response = visitor.get("/nope")
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "There is nothing at this address." in response.content.decode()


@pytest.mark.parametrize("method", ["POST", "DELETE", "TRACE"])
@pytest.mark.parametrize("address", ["/api/v1/people", *NOWHERE])
def test_where_there_is_no_list_a_wrong_method_is_the_first_error_too(visitor, method, address):
    response = visitor.generic(method, address)
    assert body_of(response, 405)["detail"] == f"Method “{method}” not allowed."
    assert response["Allow"] == "GET, HEAD, OPTIONS"
