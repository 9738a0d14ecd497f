"""Guessing passwords: who is locked out, and who isn't."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

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
