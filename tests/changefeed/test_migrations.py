"""The log keeps its rows when the migrations of this app run, forwards and backwards."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from talentwatch.changefeed.models import Change

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_RENAMING = ("changes", "0002_corrections_of_a_record")


def old_model():
    call_command("migrate", *BEFORE_RENAMING, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([BEFORE_RENAMING]).apps.get_model("changes.Change")


@pytest.fixture
def _migrated_again():
    yield
    call_command("migrate", verbosity=0)


def index_names():
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Change._meta.db_table)
    return {name for name, constraint in constraints.items() if constraint["index"]}


@pytest.mark.usefixtures("_migrated_again")
def test_said_and_unit_become_document_and_owner_and_back():
    values = {"at": timezone.now(), "action": "published", "resource": "claims", "slug": "ada-acme--paper"}
    old_model().objects.create(seq=1, unit="ada-acme", said={"slug": "ada-acme--paper"}, **values)
    assert "change_latest_of_unit" in index_names()

    call_command("migrate", "changes", verbosity=0)
    change = Change.objects.get()
    assert (change.owner, change.document, change.slug) == ("ada-acme", {"slug": "ada-acme--paper"}, values["slug"])
    assert "change_latest_of_owner" in index_names()

    change = old_model().objects.get()
    assert (change.unit, change.said) == ("ada-acme", {"slug": "ada-acme--paper"})
    assert "change_latest_of_owner" not in index_names()
