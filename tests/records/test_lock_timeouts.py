"""Nobody waits for ever: while somebody else's edit is being saved, the next one is told to try again."""

import sqlite3
import threading
from contextlib import contextmanager

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from people.models import Person
from talentwatch.exchange import integrity
from talentwatch.publishing.transitions import SUBMIT, BulkTransition
from talentwatch.records.edit import Edit
from talentwatch.records.locks import (
    LOCK_TIMEOUT_MESSAGE,
    acquire_edit_lock,
    is_lock_timeout,
    lock_timeout_as_command_error,
)
from tests.support.desk import address, make_editor, read_form, read_previews
from tests.support.factories import make_employment, make_person, make_source

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _in_a_hurry(settings):
    settings.EDIT_LOCK_TIMEOUT = 0.2


@contextmanager
def somebody_saving():
    """An edit that isn't done yet, on a connection of its own."""
    begun, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            acquire_edit_lock()
            begun.set()
            done.wait(timeout=30)
            transaction.set_rollback(True)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(timeout=10)
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.fixture
def desk():
    return make_editor()


def is_told(response):
    page = response.content.decode()
    return (response.status_code, "edit or import is being saved" in page, response.get("Retry-After"))


def test_an_edit_gives_up_and_says_why(desk):
    person = make_person("Ada")
    with somebody_saving(), pytest.raises(OperationalError) as caught:
        person.save()
    assert is_lock_timeout(caught.value)
    person.name = "Ada King"
    person.save()
    assert Person.objects.get().name == "Ada King"


def test_the_desk_says_so_and_the_next_try_succeeds(desk):
    person = make_person("Ada")
    page = address(Person, "change", person.pk)
    form = read_form(desk.get(page)) | {"name": "Ada King", "reason": "a letter"}
    with somebody_saving():
        assert is_told(desk.post(page, form)) == (503, True, "5")
    assert desk.post(page, form).status_code == 302
    assert Person.objects.get().name == "Ada King"


@pytest.mark.parametrize("page", ["change", "delete", "submit", "history", "changelist"])
def test_who_only_looks_waits_for_nobody(desk, page):
    person = make_person("Ada", status="draft")
    args = () if page == "changelist" else (person.pk,)
    desk.get(address(Person, page, *args))
    with somebody_saving():
        assert desk.get(address(Person, page, *args)).status_code == 200


def test_the_question_whether_to_delete_several_waits_for_nobody(desk):
    person = make_person("Ada", status="draft")
    chosen = {"action": "delete_selected", "_selected_action": [person.pk]}
    with somebody_saving():
        page = desk.post(address(Person, "changelist"), chosen)
        assert page.status_code == 200
        assert (
            is_told(desk.post(address(Person, "changelist"), {**chosen, "post": "yes", "seen": read_previews(page)}))[0]
            == 503
        )
    assert (
        desk.post(address(Person, "changelist"), {**chosen, "post": "yes", "seen": read_previews(page)}).status_code
        == 302
    )
    assert not Person.objects.exists()


def test_a_merger_is_rehearsed_in_its_turn(desk):
    ada, twin = make_person("Ada Lovelace"), make_person("Ada Lovelace")
    with somebody_saving():
        assert is_told(desk.get(address(Person, "merge", ada.pk) + f"?other={twin.pk}")) == (503, True, "5")
    assert desk.get(address(Person, "merge", ada.pk) + f"?other={twin.pk}").status_code == 200


def test_readers_wait_for_nobody(client):
    make_person("Ada")
    with somebody_saving():
        assert client.get("/api/v1/people/ada/").status_code == 200
        assert client.get("/people/ada/").status_code == 200


def test_of_several_the_ones_that_were_done_are_told_from_the_rest(monkeypatch):
    people = [make_person(name, status="draft") for name in ("Ada", "Bob", "Cyd")]
    close, saving = Edit.close, somebody_saving()

    def close_and_lose_the_turn(self):
        close(self)
        transaction.on_commit(saving.__enter__)

    monkeypatch.setattr(Edit, "close", close_and_lose_the_turn)
    try:
        outcome = BulkTransition(SUBMIT, None, "").run(people)
    finally:
        saving.__exit__(None, None, None)
    assert (outcome.done, outcome.refused) == (people[:1], [(one, [LOCK_TIMEOUT_MESSAGE]) for one in people[1:]])
    assert [person.status for person in Person.objects.order_by("slug")] == ["in_review", "draft", "draft"]


def test_where_nothing_was_done_an_error_says_it_of_all():
    people = [make_person(name, status="draft") for name in ("Ada", "Bob")]
    with somebody_saving(), pytest.raises(OperationalError):
        BulkTransition(SUBMIT, None, "").run(people)


@pytest.mark.parametrize(("page", "kind"), [("/admin/login/", "text/html"), ("/api/v1/", "application/problem+json")])
def test_a_database_that_fails_outside_of_every_view_is_away_too(monkeypatch, page, kind):
    """A session is stored when the view is done."""

    def fail(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(SessionMiddleware, "process_response", fail)
    response = Client(raise_request_exception=False).get(page)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Content-Type"].startswith(kind)
    assert "be reached" in response.content.decode()


@pytest.mark.parametrize("arguments", [["check_timeline", "--repair"], ["loaddata", "llama"]])
def test_a_command_says_so(arguments):
    with somebody_saving(), pytest.raises(CommandError, match="edit or import is being saved"):
        call_command(*arguments)


def test_an_import_in_the_shell_says_so(tmp_path):
    file = tmp_path / "people.json"
    file.write_text('{"people": [{"name": "Ada"}]}', encoding="utf-8")
    with somebody_saving(), pytest.raises(CommandError, match="edit or import is being saved"):
        call_command("import_timeline", str(file))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite a transaction is a turn")
def test_a_repair_takes_its_turn_before_it_looks(monkeypatch):
    """Else what it derives is of a record as it was before somebody's edit."""
    post = make_employment(claims=({"source": make_source()},))
    held = []

    def look(model, progress, *, repair):
        held.append(_turns_held())
        return []

    monkeypatch.setattr(integrity, "check_rows", look)
    integrity.check_timeline(repair=True)
    assert set(held) == {1}, post


def _turns_held():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def test_sqlite_itself_names_a_writer_in_the_way(tmp_path):
    one, other = (sqlite3.connect(tmp_path / "db", timeout=0.1, isolation_level=None) for _ in range(2))
    one.execute("BEGIN IMMEDIATE")
    error = OperationalError()
    with pytest.raises(sqlite3.OperationalError) as caught:
        other.execute("BEGIN IMMEDIATE")
    error.__cause__ = caught.value
    assert is_lock_timeout(error)
    assert not is_lock_timeout(OperationalError("gone"))
    assert not is_lock_timeout(None)
    one.close(), other.close()


def test_another_error_of_the_database_stays_one():
    with pytest.raises(OperationalError, match="gone"), lock_timeout_as_command_error():
        raise OperationalError("gone")
