"""Errors outside the API are pages that look like the others, and need no database."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from talentwatch.site.views.people import PersonPage
from tests.support.factories import make_person
from tests.support.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    """A client that gets responses, not exceptions."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def page_of(response, status):
    assert (response.status_code, response["Content-Type"]) == (status, "text/html; charset=utf-8")
    page = Page(response.content.decode())
    assert {"/", "/people/", "/organizations/", "/cohorts/", "/api/v1/docs/"} <= set(page.links)
    assert {"name": "robots", "content": "noindex"} in page.all("meta")
    return page.text


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("/nope", 404, "Not Found There is nothing at this address."),
        ("/people/nobody/", 404, "Not Found No such record."),
        ("/people/a%00b/", 400, "Bad Request The address contains a NUL character."),
        ("/?q=%ff", 400, "Bad Request The address isn't valid UTF-8."),
    ],
)
def test_what_cannot_be_answered(visitor, address, status, text):
    assert text in page_of(visitor.get(address), status)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/events/", "/"),
        ("/events/?organization=meta&q=%D7%9C", "/?organization=meta&q=%D7%9C"),
        ("/data/editions/", "/data/"),
    ],
)
def test_the_address_of_a_record_can_be_shortened(visitor, address, target):
    response = visitor.get(address)
    assert (response.status_code, response["Location"]) == (302, target)


def test_an_address_without_its_slash_leads_to_it(visitor):
    make_person("Ada")
    response = visitor.get("/people/ada")
    assert (response.status_code, response["Location"]) == (301, "/people/ada/")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_pages_are_read_only(visitor, method):
    make_person("Ada")
    for address in ("/", "/people/", "/people/ada/"):
        response = visitor.generic(method, address, "x=1", content_type="application/x-www-form-urlencoded")
        assert "Method Not Allowed" in page_of(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_server_error_reveals_nothing(visitor, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ValueError("the secret")

    make_person("Ada")
    monkeypatch.setattr(PersonPage, "get_context", fail)
    text = page_of(visitor.get("/people/ada/"), 500)
    assert "Something went wrong here; it has been logged." in text
    assert "the secret" in caplog.text and "the secret" not in text


def test_an_unreachable_database(visitor):
    def unreachable(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(unreachable):
        for address in ("/", "/people/", "/people/ada/", "/sitemap.xml"):
            response = visitor.get(address)
            assert "The database can't be reached; try again in a moment." in page_of(response, 503)
            assert response["Retry-After"] == "5"


def test_a_host_that_is_not_ours(visitor):
    assert "Bad Request" in page_of(visitor.get("/", headers={"Host": "evil.example"}), 400)
