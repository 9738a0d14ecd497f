"""How long an editor stays logged in, and how passwords are kept."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from talentwatch import settings as project
from tests.support.desk import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def _limits(settings):
    settings.SESSION_IDLE, settings.SESSION_COOKIE_AGE = timedelta(minutes=60), 8 * 3600


@pytest.fixture
def desk(_limits):
    return make_editor()


def is_in(client):
    return client.get("/admin/password_change/").status_code == 200


def let_pass(client, **time):
    """As if the latest request, and the login, had been that much earlier."""
    session = client.session
    session["_started"] -= timedelta(**time).total_seconds()
    session.save()
    expiry = timezone.now() + timedelta(minutes=60) - timedelta(**time)
    Session.objects.update(expire_date=expiry)


def test_the_page_after_a_logout_says_so_plainly(desk):
    page = desk.post("/admin/logout/").content.decode()
    assert "You are logged out of the desk." in page and '<a href="/admin/">Log in again</a>' in page


def test_a_session_ends_without_requests(desk):
    let_pass(desk, minutes=59)
    assert is_in(desk)
    let_pass(desk, minutes=61)
    assert not is_in(desk)


def test_each_request_starts_the_time_again(desk):
    let_pass(desk, minutes=59)
    assert is_in(desk)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=59)


def test_it_ends_some_hours_after_the_login_whatever_happens(desk):
    for _ in range(8):
        assert is_in(desk)
        let_pass(desk, minutes=59)
    assert is_in(desk)
    assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=9)
    let_pass(desk, minutes=9)
    assert not is_in(desk)


def test_the_cookie_lasts_as_long_as_the_session_can(_limits, client):
    User.objects.create_superuser("grace", password="right")
    answer = client.post("/admin/login/", {"username": "grace", "password": "right"})
    assert 8 * 3600 - 5 < answer.cookies["sessionid"]["max-age"] <= 8 * 3600


def test_a_request_in_between_writes_nothing(desk, django_assert_num_queries):
    is_in(desk)
    with django_assert_num_queries(2):  # the session and the user
        is_in(desk)


def test_a_session_from_before_this_was_counted_has_ended(desk):
    contents = dict(desk.session.items())
    del contents["_started"]
    Session.objects.update(session_data=desk.session.encode(contents))
    assert not is_in(desk)


def test_what_is_kept_without_a_login_is_kept_for_a_day(_limits, client):
    session = client.session
    session["unsaved_forms"] = {}
    session.save()
    assert timedelta(hours=23) < Session.objects.get().expire_date - timezone.now() <= timedelta(days=1)
    assert session.get_expiry_age() == 24 * 3600


def test_a_page_needs_no_free_database_to_be_shown(desk, monkeypatch):
    def update(*args, **values):
        raise OperationalError("database is locked")

    let_pass(desk, minutes=59)
    monkeypatch.setattr(QuerySet, "update", update)
    assert is_in(desk)


def test_a_new_password_is_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = project.PASSWORD_HASHERS
    assert make_password("right").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_older_hash_is_replaced_at_login(client, settings):
    settings.PASSWORD_HASHERS = project.PASSWORD_HASHERS
    User.objects.create_superuser("grace", password="x")
    User.objects.update(password=make_password("right", hasher="pbkdf2_sha256"))
    assert client.post("/admin/login/", {"username": "grace", "password": "right"}).status_code == 302
    assert identify_hasher(User.objects.get().password).algorithm == "argon2"
    client.logout()
    assert client.post("/admin/login/", {"username": "grace", "password": "right"}).status_code == 302
