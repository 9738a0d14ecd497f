"""The log keeps its rows when the migrations of this app run, forwards and backwards."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from talentwatch.changefeed.models import Change
from talentwatch.documents.models import Document

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_RENAMING = ("changes", "0002_corrections_of_a_record")
BEFORE_NORMAL_TEXTS = ("changes", "0004_help_texts")


def old_model(state=BEFORE_RENAMING):
    call_command("migrate", *state, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([state]).apps.get_model("changes.Change")


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
    values = {"at": timezone.now(), "action": "withdrawn", "resource": "claims", "slug": "ada-acme--paper"}
    old_model().objects.create(seq=1, unit="ada-acme", said={"slug": "ada-acme--paper"}, **values)
    assert "change_latest_of_unit" in index_names()

    call_command("migrate", "changes", verbosity=0)
    change = Change.objects.get()
    assert (change.owner, change.data, change.slug) == ("ada-acme", {"slug": "ada-acme--paper"}, values["slug"])
    assert "change_latest_of_owner" in index_names()

    change = old_model().objects.get()
    assert (change.unit, change.said) == ("ada-acme", {"slug": "ada-acme--paper"})
    assert "change_latest_of_owner" not in index_names()


@pytest.mark.usefixtures("_migrated_again")
def test_documents_move_to_a_table_of_their_own_and_what_only_changed_blanks_is_no_correction():
    model, now = old_model(BEFORE_NORMAL_TEXTS), timezone.now()
    values = {"at": now, "resource": "people", "slug": "ada", "owner": "ada"}
    first = model.objects.create(
        seq=1, action="published", document={"slug": "ada", "description": "a b"}, is_latest=False, **values
    )
    model.objects.create(
        seq=2,
        action="changed",
        document={"slug": "ada", "description": "a b\u00a0"},
        before=first,
        is_latest=False,
        is_correction=True,
        reason="A blank.",
        **values,
    )
    gone = {"slug": "ada", "description": "a b"}
    model.objects.create(seq=3, action="withdrawn", document=gone, before_id=2, **values)

    call_command("migrate", "changes", verbosity=0)
    changes = list(Change.objects.order_by("seq"))
    assert [change.data for change in changes] == [{"slug": "ada", "description": "a b"}] * 3
    assert [(change.is_correction, change.reason) for change in changes] == [(False, "")] * 3
    # They were kept without addresses, so nobody is served them.
    assert not Document.objects.servable().exists()

    older = old_model(BEFORE_NORMAL_TEXTS).objects.order_by("seq")
    assert [change.document for change in older] == [{"slug": "ada", "description": "a b"}] * 3
