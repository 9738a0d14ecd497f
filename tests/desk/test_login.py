"""Guessing passwords: who is locked out, and who isn't."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from talentwatch.api.clients import network_address

LIMIT = 5

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_in(settings):
    """Tries a password of grace's, as one client behind the proxy; the status and whether she is in."""
    settings.NUM_PROXIES = 1
    User.objects.create_superuser("grace", password="right")

    def try_password(password, address):
        browser = Client(headers={"X-Forwarded-For": address}, REMOTE_ADDR="127.0.0.1")
        response = browser.post("/admin/login/", {"username": "grace", "password": password})
        return response.status_code, "_auth_user_id" in browser.session

    return try_password


def test_five_wrong_passwords_lock_out_one_address_and_no_other(log_in):
    bad = [log_in("wrong", "192.0.2.66")[0] for _ in range(LIMIT)]
    assert (bad[0], bad[-1]) == (200, 429)
    assert log_in("right", "192.0.2.66") == (429, False)
    assert log_in("right", "192.0.2.7") == (302, True)


def test_forged_addresses_do_not_escape_the_lockout(log_in):
    statuses = [log_in("wrong", f"203.0.113.{number}, 192.0.2.66")[0] for number in range(LIMIT)]
    assert statuses[-1] == 429


@pytest.mark.parametrize("forwarded_for", ["", "unknown", "192.0.2.1:443", "9" * 300])
def test_an_invalid_address_is_no_error(log_in, forwarded_for):
    assert log_in("wrong", forwarded_for) == (200, False)
    assert log_in("right", forwarded_for) == (302, True)


@pytest.fixture
def hashes(monkeypatch):
    """A list that gets longer with each hash of a password."""
    computed, original = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: computed.append(args) or original(*args))
    return computed


def guess(client, number, **values):
    return client.post("/admin/login/", {"username": f"name{number}", "password": "wrong"}, **values)


def test_an_address_that_tries_many_names_is_refused_before_its_password_is_hashed(client, settings, hashes):
    settings.LOGIN_FAILURES_PER_ADDRESS = 8
    assert {guess(client, number).status_code for number in range(8)} == {200}
    hashes.clear()
    response = guess(client, 9)
    assert (response.status_code, response["Retry-After"], hashes) == (429, "900", [])
    assert "Try again in 15 minutes." in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert guess(client, 9, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert len(hashes) == 1


def test_a_login_does_not_reset_what_failed_with_other_names(log_in, settings):
    settings.LOGIN_FAILURES_PER_ADDRESS = 8
    client = Client(headers={"X-Forwarded-For": "192.0.2.66"})
    for number in range(8):
        guess(client, number)
        if number < 7:
            assert log_in("right", "192.0.2.66") == (302, True)
    assert log_in("right", "192.0.2.66") == (429, False)


def test_the_lockout_ends_although_somebody_goes_on(client, settings):
    settings.LOGIN_FAILURES_PER_ADDRESS = 2
    for number in range(4):
        guess(client, number)
    assert AccessAttempt.objects.count() == 2
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert guess(client, 5).status_code == 200


def test_all_addresses_of_an_ipv6_network_count_as_one(client, settings):
    settings.LOGIN_FAILURES_PER_ADDRESS = 2
    statuses = [guess(client, number, REMOTE_ADDR=f"2001:db8::{number}").status_code for number in range(3)]
    assert statuses == [200, 200, 429]
    assert guess(client, 3, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_what_counts_as_one_client(address, expected):
    assert network_address(address) == expected


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "///evil", "", "\t//e"],
)
def test_a_login_never_leads_to_another_site(client, target):
    User.objects.create_superuser("grace", password="right")
    values = {"username": "grace", "password": "right", "next": target}
    for address in ("/admin/login/", f"/admin/login/?{urlencode({'next': target})}"):
        assert client.post(address, values)["Location"] == "/admin/"
        client.logout()
    assert client.post("/admin/login/", values | {"next": "/admin/people/"})["Location"] == "/admin/people/"


@pytest.mark.parametrize(("name", "focused"), [("", "username"), ("grace", "password")])
def test_a_refused_login_goes_on_where_something_is_missing(client, name, focused):
    page = client.post("/admin/login/", {"username": name, "password": "wrong"}).content.decode()
    assert re.findall(r'name="(\w+)"[^>]* autofocus', page) == [focused]


def test_a_name_longer_than_any_is_refused_like_another():
    response = Client().post("/admin/login/", {"username": "word " * 100, "password": "x", "next": "/admin/"})
    assert response.status_code == 200
    assert "Please enter the correct username and password" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "fields", "headers"),
    [
        ({"x": "\0"}, {}, {}),
        ({"\0": "x" * 5000}, {}, {}),
        ({}, {"\0": "\0"}, {}),
        ({}, {"next": "\0"}, {}),
        ({}, {"x" * 5000: "y" * 5000}, {}),
        ({}, {"username": "a\0b"}, {}),
        ({}, {"password": "\0"}, {}),
        ({}, {"this_is_the_login_form": "\0"}, {}),
        ({}, {}, {"User-Agent": "\xff" * 5000, "Accept": "\xff" * 5000}),
        ({}, {}, {"X-Forwarded-For": "1" * 5000}),
    ],
)
def test_whatever_comes_with_a_wrong_password_is_no_error(settings, query, fields, headers):
    """What failed is logged with the request, by a library, in columns with limits."""
    settings.NUM_PROXIES = 1
    values = {"username": "grace", "password": "wrong"} | fields
    response = Client(headers=headers).post(f"/admin/login/?{urlencode(query)}", values)
    assert response.status_code in {200, 400}
