"""A private copy of the records: what is written there is seen there, lost afterwards, and stops nobody else."""

import threading

import pytest
from django.db import connection, connections, transaction

from people.models import Employment, Move, Person
from talentwatch.changefeed.models import Change
from talentwatch.records.locks import acquire_edit_lock
from talentwatch.records.private_copy import private_copy
from tests.support.factories import make_employment, make_person
from tests.support.jobs import database_of_its_own

pytestmark = pytest.mark.django_db(transaction=True)


def counts() -> list[int]:
    return [model.objects.count() for model in (Person, Employment, Move, Change, Person.history.model)]


def test_edits_of_a_copy_are_lost(tmp_path, settings):
    settings.EDIT_LOCK_TIMEOUT = 0.2
    with database_of_its_own(tmp_path):
        ada = make_person("Ada")
        make_employment(ada)
        before = counts()
        begun, done = threading.Event(), threading.Event()

        def edit() -> None:
            with transaction.atomic():
                acquire_edit_lock()
                begun.set()
                done.wait(timeout=30)
            connections.close_all()

        # Somebody else's edit takes long, and no edit of the copy waits for it.
        thread = threading.Thread(target=edit)
        thread.start()
        assert begun.wait(timeout=10)
        try:
            with private_copy():
                bob = make_person("Bob")
                make_employment(bob)
                ada.description = "Wrote the first program."
                ada.save()
                assert [after > was for after, was in zip(counts(), before, strict=True)] == [True] * 5
                assert bob.pk > ada.pk
        finally:
            done.set()
            thread.join()
        assert counts() == before
        ada.refresh_from_db()
        assert (ada.description, ada.version) == ("", 1)
        make_person("Carol")


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="there it is part of the transaction")
def test_a_copy_is_not_made_inside_a_transaction():
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError), private_copy():
        pytest.fail("It was made.")
    assert not connection.in_atomic_block
