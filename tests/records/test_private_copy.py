"""A private copy of the records: what is written there is seen there, lost afterwards, and stops nobody else."""

import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from people.models import Employment, Move, Person
from talentwatch.changefeed.models import Change
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.management.commands import check_timeline as check_timeline_command
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


def test_a_check_waits_for_no_edit_and_no_edit_for_it(tmp_path, settings, monkeypatch):
    settings.EDIT_LOCK_TIMEOUT = 0.2
    with database_of_its_own(tmp_path):
        post = make_employment(end="2021", end_state="ended")
        Move.objects.update(kind="return")

        def edit_and_check(**options):
            # Somebody else saves while the check holds what it holds.
            thread = threading.Thread(target=edit)
            thread.start()
            thread.join()
            return check_timeline(**options)

        def edit() -> None:
            make_person("Bob")
            connections.close_all()

        monkeypatch.setattr(check_timeline_command, "check_timeline", edit_and_check)
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("check_timeline", stdout=out)
        assert out.getvalue().splitlines()[0].startswith("people.move: ")
        assert Person.objects.filter(name="Bob").exists()
        assert Move.objects.filter(origin_employment=post, kind="return").exists()


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="there it is part of the transaction")
def test_a_copy_is_not_made_inside_a_transaction():
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError), private_copy():
        pytest.fail("It was made.")
    assert not connection.in_atomic_block
