"""What our PostgreSQL backend overrides of Django and psycopg: a server that hangs is noticed, left alone, and found again."""

import socket
import time

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection

from talentwatch.databases.limits import UNLIMITED, Limits, set_limits
from tests.support.factories import make_person

if connection.vendor != "postgresql":
    pytest.skip("This is about PostgreSQL.", allow_module_level=True)

from talentwatch.databases.postgresql import server as server_module
from talentwatch.databases.postgresql.server import Server, servers

pytestmark = pytest.mark.django_db(transaction=True)
HURRIED = Limits(statement=20, patience=0.2)


@pytest.fixture(autouse=True)
def server(monkeypatch):
    """What is known of the server of the tests, forgotten afterwards; each probe is a new one."""
    monkeypatch.setattr(server_module, "RESULT_AGE", 0)
    yield servers["default"]
    servers["default"] = Server()
    set_limits(UNLIMITED)
    connection.close()


def sleep(seconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]


def hang(server, monkeypatch):
    """From now on, connections time out."""

    def time_out(**_parameters):
        raise psycopg.errors.ConnectionTimeout

    monkeypatch.setattr(server_module.psycopg, "connect", time_out)


def test_the_session_has_the_limits_of_the_request():
    set_limits(Limits(statement=3, lock=10, idle_in_transaction=60))
    names = (
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
        "client_connection_check_interval",
    )
    assert [setting(name) for name in names] == ["3s", "10s", "1min", "1s"]
    set_limits(UNLIMITED)
    assert [setting(name) for name in names] == ["0", "0", "0", "0"]


def test_a_slow_statement_of_a_server_that_lives_goes_on(server):
    set_limits(HURRIED)
    sleep(0.7)
    assert not server.is_hung


def test_a_server_that_hangs_is_left_and_found_again(server, monkeypatch):
    set_limits(HURRIED)
    with monkeypatch.context() as hung:
        hang(server, hung)
        start = time.monotonic()
        with pytest.raises(OperationalError, match="doesn't answer"):
            sleep(20)
        assert time.monotonic() - start < 10
        assert server.is_hung
        with pytest.raises(OperationalError, match="doesn't answer"):
            make_person("Ada")
    # As each request begins.
    close_old_connections()
    make_person("Ada")
    assert not server.is_hung


def test_nobody_waits_for_another_threads_probe_of_a_server_that_hangs(server):
    server.mark_hung()
    with server._lock, pytest.raises(OperationalError, match="doesn't answer"):
        make_person("Ada")
    make_person("Ada")


def test_a_server_that_cancels_nothing_has_hung(server):
    set_limits(Limits(answer=0.2))
    with pytest.raises(OperationalError, match="doesn't answer"):
        sleep(20)
    assert server.is_hung


def test_a_refusal_is_an_answer(server):
    assert server.answers({"host": "127.0.0.1", "port": 1, "connect_timeout": 2})


def test_a_server_that_answers_no_connection_has_hung(server):
    connection.close()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = {"HOST": "127.0.0.1", "PORT": silent.getsockname()[1]}
        configured = {name: connection.settings_dict[name] for name in address}
        connection.settings_dict.update(address)
        try:
            with pytest.raises(OperationalError):
                sleep(0)
        finally:
            connection.settings_dict.update(configured)
    assert server.is_hung
    sleep(0)


def test_a_connection_of_before_the_server_hung_is_not_used_again(server):
    make_person("Ada")
    before = connection.connection
    server.mark_hung()
    server.is_hung = False
    # As each request begins.
    close_old_connections()
    make_person("Bob")
    assert connection.connection is not before


def test_of_several_hosts_one_that_answers_is_enough(server):
    connection.close()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configured = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
        here = configured["HOST"] or "127.0.0.1", configured["PORT"] or 5432
        connection.settings_dict["HOST"] = f"127.0.0.1,{here[0]}"
        connection.settings_dict["PORT"] = f"{silent.getsockname()[1]},{here[1]}"
        try:
            sleep(0)
            # A statement that takes long asks the server that it is sent to, and not the other one.
            assert (connection.connection.parameters["host"], connection.connection.parameters["port"]) == here
            assert server.answers(connection.connection.parameters)
            connection.settings_dict["PORT"] = f"{silent.getsockname()[1]},1"
            connection.close()
            # The last of them refuses, which says nothing of the one that hangs.
            with pytest.raises(OperationalError):
                sleep(0)
            assert server.is_hung
        finally:
            connection.settings_dict.update(configured)
