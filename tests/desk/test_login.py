"""Guessing passwords: who is shut out, and who isn't."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

LIMIT = 5

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(settings):
    """Tries a password of grace's, as one client behind the proxy; the status and whether she is in."""
    settings.NUM_PROXIES = 1
    User.objects.create_superuser("grace", password="right")

    def knock(password, address):
        browser = Client(headers={"X-Forwarded-For": address}, REMOTE_ADDR="127.0.0.1")
        response = browser.post("/admin/login/", {"username": "grace", "password": password})
        return response.status_code, "_auth_user_id" in browser.session

    return knock


def test_five_bad_passwords_shut_out_one_address_and_no_other(door):
    bad = [door("wrong", "192.0.2.66")[0] for _ in range(LIMIT)]
    assert (bad[0], bad[-1]) == (200, 429)
    assert door("right", "192.0.2.66") == (429, False)
    assert door("right", "192.0.2.7") == (302, True)


def test_nobody_escapes_by_writing_further_addresses(door):
    statuses = [door("wrong", f"203.0.113.{number}, 192.0.2.66")[0] for number in range(LIMIT)]
    assert statuses[-1] == 429


@pytest.mark.parametrize("said", ["", "unknown", "192.0.2.1:443", "9" * 300])
def test_what_is_no_address_is_no_error(door, said):
    assert door("wrong", said) == (200, False)
    assert door("right", said) == (302, True)
