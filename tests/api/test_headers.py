"""The headers that every answer has: who may read it, what a page may load, and which request it was."""

import logging
import re

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from talentwatch.middleware import HeadMiddleware, RequestIdFilter

API = [
    "/api/v1/",
    "/api/v1/people/",
    "/api/v1/people/nobody/",
    "/api/v1/nope",
    "/api/v1/docs/",
    "/api/v1/people/?q=%00",
]
OUTSIDE = ["/", "/healthz", "/readyz", "/nope", "/admin/login/", "/?q=%00"]
HERE = {"Origin": "https://reader.example"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", API)
def test_any_origin_may_read_the_api(api, address):
    response = api.get(address, headers=HERE)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert set(response["Access-Control-Expose-Headers"].split(", ")) == {
        "ETag",
        "Link",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "X-Request-Id",
        "X-Withheld",
    }


@pytest.mark.parametrize("address", OUTSIDE)
def test_no_origin_may_read_anything_else(api, address):
    assert "Access-Control-Allow-Origin" not in api.get(address, headers=HERE)


def test_a_browser_may_ask_conditionally_but_never_write(api):
    asked = {**HERE, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    response = api.options("/api/v1/people/", headers=asked)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "accept, if-match, if-none-match, x-request-id"


@pytest.mark.parametrize("address", [*API, *OUTSIDE])
def test_every_page_loads_from_here_alone(api, address):
    policy = api.get(address)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.split("; ") == sorted(policy.split("; "))
    assert set(policy.split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }


@pytest.mark.parametrize("address", [*API, *OUTSIDE])
def test_no_page_is_framed_or_guessed_at(api, address):
    response = api.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("answer", [HttpResponse(b"body"), StreamingHttpResponse([b"body"])])
def test_head_hands_the_server_no_body_to_drop(answer):
    answer["Content-Length"] = "4"
    response = HeadMiddleware(lambda _: answer)(RequestFactory().head("/"))
    assert (b"".join(response), response["Content-Length"]) == (b"", "4")


@pytest.mark.parametrize("given", ["abcdefgh", "A-1_b.2-c", "f" * 64])
def test_the_id_of_a_request_is_the_callers_own(api, given):
    assert api.get("/api/v1/", headers={"X-Request-Id": given})["X-Request-Id"] == given


@pytest.mark.parametrize(
    "given", [None, "", "short", "f" * 65, "two words", "line\nline", "id;DROP", "é" * 8, "abcdefgh\n"]
)
@pytest.mark.parametrize("address", ["/api/v1/people/", "/api/v1/nope/", "/healthz", "/?q=%ff"])
def test_an_id_that_is_not_fit_for_the_log_is_replaced(api, given, address):
    response = api.get(address, headers={"X-Request-Id": given} if given is not None else {})
    assert re.fullmatch("[0-9a-f]{32}", response["X-Request-Id"])


def test_no_two_requests_share_an_id(api):
    assert len({api.get("/healthz")["X-Request-Id"] for _ in range(5)}) == 5


def test_each_line_of_the_log_names_its_request(api, caplog):
    caplog.handler.addFilter(RequestIdFilter())
    api.get("/api/v1/people/nobody/", headers={"X-Request-Id": "the-first-one"})
    api.get("/api/v1/people/?x=1", headers={"X-Request-Id": "the-second-one"})
    logging.getLogger("talentwatch").warning("Between requests.")
    assert [(record.request_id, record.getMessage()) for record in caplog.records] == [
        ("the-first-one", "Not Found: /api/v1/people/nobody/"),
        ("the-second-one", "Bad Request: /api/v1/people/"),
        ("-", "Between requests."),
    ]
