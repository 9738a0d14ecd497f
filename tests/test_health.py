"""/healthz and /readyz, for whatever watches the service."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("address", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_well(client, address, status):
    response = client.get(address)
    assert (response.status_code, response.json()) == (200, {"status": status})
    assert "no-store" in response["Cache-Control"]
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_its_database_it_lives_but_is_not_ready(client, error):
    def away(*args):
        raise error("gone")

    with connection.execute_wrapper(away):
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "the database can't be reached"})


def test_it_is_not_ready_while_migrations_wait(client):
    MigrationRecorder(connection).record_unapplied("changes", "0002_corrections_of_a_record")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "1 migrations are waiting"})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(address):
    assert Client(enforce_csrf_checks=True).post(address).status_code == 405
