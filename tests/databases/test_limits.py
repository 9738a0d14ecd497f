"""A statement that runs too long is stopped, on both databases, and a few edits at most wait in a process."""

import time

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse

from people.models import Person
from talentwatch.databases.edit_queue import EditQueueFullError, edit_queue
from talentwatch.databases.limits import UNLIMITED, Limits, current_limits, is_statement_timeout, set_limits
from talentwatch.records.locks import is_lock_timeout
from talentwatch.request_limits import RequestLimitsMiddleware
from talentwatch.site.errors import STATEMENT_TOO_LONG
from talentwatch.site.views.people import PersonPage
from tests.support.factories import make_person

SLOW = {
    "postgresql": "SELECT pg_sleep(20)",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e9) SELECT count(*) FROM n",
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _unlimited_afterwards():
    yield
    set_limits(UNLIMITED)


def run_slowly():
    with connection.cursor() as cursor:
        cursor.execute(SLOW[connection.vendor])
        cursor.fetchall()


def test_a_statement_is_stopped_at_its_limit_and_the_next_one_runs():
    set_limits(Limits(statement=0.1))
    start = time.monotonic()
    with pytest.raises(OperationalError) as caught:
        run_slowly()
    assert is_statement_timeout(caught.value) and not is_lock_timeout(caught.value)
    assert time.monotonic() - start < 10
    set_limits(Limits(statement=10))
    assert make_person("Ada").pk


def test_other_errors_are_no_timeouts():
    assert not is_statement_timeout(OperationalError("gone"))
    assert not is_statement_timeout(None)


def test_a_reader_whose_answer_takes_too_long_is_told_so(client, settings, monkeypatch):
    make_person("Ada")
    monkeypatch.setattr(PersonPage, "get_context", lambda *_args: run_slowly())
    settings.READER_STATEMENT_TIMEOUT = 0.1
    response = client.get("/people/ada/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert STATEMENT_TOO_LONG in response.content.decode()


def test_the_desk_has_longer_and_commands_have_as_long_as_they_take(rf, settings):
    seen = []
    middleware = RequestLimitsMiddleware(lambda _request: seen.append(current_limits()) or HttpResponse())
    for path in ("/people/", "/api/v1/people/", "/admin/people/person/"):
        middleware(rf.get(path)).close()
    reader, desk = settings.READER_STATEMENT_TIMEOUT, settings.DESK_STATEMENT_TIMEOUT
    assert [limits.statement for limits in seen] == [reader, reader, desk] and reader < desk
    assert current_limits() == UNLIMITED


def test_who_finds_the_queue_of_edits_full_does_not_wait(settings):
    settings.MAX_WAITING_EDITS = 1
    with edit_queue, pytest.raises(EditQueueFullError) as caught:
        make_person("Ada")
    assert is_lock_timeout(caught.value)
    assert not Person.objects.exists()
    make_person("Ada")
    make_person("Bob")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL runs a statement when it is sent")
def test_the_time_for_the_rows_counts():
    statement = SLOW["sqlite"].replace("count(*)", "i")
    set_limits(Limits(statement=1))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.fetchone() == (1,)
        time.sleep(1.1)
        # What somebody does between two rows isn't the statement's time.
        assert cursor.fetchmany(2) == [(2,), (3,)]
        with pytest.raises(OperationalError) as caught:
            cursor.fetchall()
        assert is_statement_timeout(caught.value)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL limits each statement by itself")
def test_statements_for_many_rows_are_limited_too():
    set_limits(Limits(statement=0.2))
    rows = SLOW["sqlite"].replace("count(*)", "count(*), 'a', '2030-01-01'").replace("1e9", "%s")
    with connection.cursor() as cursor, pytest.raises(OperationalError) as caught:
        cursor.executemany(f"INSERT INTO django_session {rows}", [[1], [10**9]])
    assert is_statement_timeout(caught.value)
