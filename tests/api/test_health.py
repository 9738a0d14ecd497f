"""/healthz and /readyz, for whatever watches the service."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from talentwatch.api import migration_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "answer"),
    [("/healthz", {"status": "ok"}), ("/readyz", {"status": "ready", "worker": "not running"})],
)
def test_well(client, address, answer):
    response = client.get(address)
    assert (response.status_code, response.json()) == (200, answer)
    assert "no-store" in response["Cache-Control"]
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_its_database_it_lives_but_is_not_ready(client, error):
    def away(*args):
        raise error("gone")

    with connection.execute_wrapper(away):
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "the database is unavailable"})


def test_it_is_not_ready_while_migrations_wait(client):
    MigrationRecorder(connection).record_unapplied("changes", "0002_corrections_of_a_record")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "1 migrations are not applied"})


def test_one_that_replaces_what_was_applied_is_not_waited_for(client, monkeypatch):
    all_of_it = {("changes", "0001_squashed"): {("changes", "0001_the_log_of_changes")}, ("changes", "0002"): set()}
    monkeypatch.setattr(migration_state, "all_migrations", lambda: all_of_it)
    assert client.get("/readyz").json() == {"status": "1 migrations are not applied"}
    del all_of_it["changes", "0002"]
    assert client.get("/readyz").status_code == 200


def test_to_ask_again_reads_the_history_and_no_files(client, monkeypatch, django_assert_max_num_queries):
    client.get("/readyz")
    monkeypatch.setattr(MigrationLoader, "load_disk", lambda _: pytest.fail("It reads all migrations again."))
    # What limits it had, if any · whether there is a history · what it holds · on PostgreSQL, whether a worker runs.
    with django_assert_max_num_queries(4 if connection.vendor == "postgresql" else 3):
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(address):
    assert Client(enforce_csrf_checks=True).post(address).status_code == 405
