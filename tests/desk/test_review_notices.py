"""Who hears of a review: the writer on the front page, publishers in the list, and both by e-mail where it is configured."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import Person
from tests.support.articles import make_row, make_screen, send
from tests.support.desk import address, as_role, run_transition, save
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Client:
    client = as_role("writer", "wendy")
    User.objects.filter(username="wendy").update(email="wendy@example.org")
    return client


@pytest.fixture
def publisher() -> Client:
    client = as_role("publisher", "paul")
    User.objects.filter(username="paul").update(email="paul@example.org")
    return client


def submit(writer: Client, name: str = "Ada Lovelace") -> Person:
    save(writer, address(Person, "add"), name=name)
    person = Person.objects.get(name=name)
    run_transition(writer, person, "submit")
    person.refresh_from_db()
    return person


def front_page(client: Client) -> str:
    return client.get(reverse("admin:index")).content.decode()


def test_what_was_sent_back_is_on_its_writers_front_page(writer: Client, publisher: Client) -> None:
    person = submit(writer)
    assert 'id="returned-title"' not in front_page(writer)
    run_transition(publisher, person, "send-back", reason="Which Ada?")
    page = front_page(writer)
    assert '<q dir="auto">Which Ada?</q>' in page
    assert f'<li><a href="{address(Person, "change", person.pk)}"><bdi>Ada Lovelace</bdi></a>' in page
    assert f'{address(Person, "changelist")}?queue=sent-back">1 person</a>' in page
    assert 'id="returned-title"' not in front_page(publisher)
    save(writer, address(Person, "change", person.pk), description="A countess.")
    assert "Which Ada?" in front_page(writer), "until it is submitted again"
    person.refresh_from_db()
    run_transition(writer, person, "submit")
    assert "Which Ada?" not in front_page(writer)


def test_it_comes_back_to_whoever_submitted_it(writer: Client, publisher: Client) -> None:
    save(writer, address(Person, "add"), name="Ada")
    person = Person.objects.get()
    editor = as_role("editor")
    run_transition(editor, person, "submit")
    person.refresh_from_db()
    run_transition(publisher, person, "send-back", reason="Why?")
    assert "Why?" in front_page(editor)
    assert "Why?" not in front_page(writer)


def test_publishers_see_who_submitted(writer: Client, publisher: Client) -> None:
    person = submit(writer)
    save(as_role("editor"), address(Person, "change", person.pk), description="A countess.")
    url = address(Person, "changelist")
    page = publisher.get(url, {"queue": "in-review"}).content.decode()
    assert 'field-submitted_by">wendy</td>' in page
    assert "submitted_by" not in publisher.get(url).content.decode()


def test_both_are_told_by_email(writer: Client, publisher: Client, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        person = submit(writer)
        assert mail.outbox == []
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["paul@example.org"], "wendy submitted for review: Ada Lovelace")
    assert f"http://testserver{address(Person, 'change', person.pk)}" in message.body
    with django_capture_on_commit_callbacks(execute=True):
        run_transition(publisher, person, "send-back", reason="Which Ada?")
    message = mail.outbox[1]
    assert (message.to, message.subject) == (["wendy@example.org"], "paul sent back to you: Ada Lovelace")
    assert "Note: Which Ada?" in message.body


def test_several_records_make_one_email(writer: Client, publisher: Client, django_capture_on_commit_callbacks) -> None:
    row = make_row("Ada Lovelace", left__organization="Acme", left__end="2023")
    screen = make_screen(row)
    report = send(writer, "preview", screen=screen, action="submit")
    with django_capture_on_commit_callbacks(execute=True):
        send(writer, "save", screen=screen, action="submit", digest=report["digest"])
    (message,) = mail.outbox
    assert "and 3 more" in message.subject


def test_nothing_is_sent_unless_it_is_configured(
    writer: Client, publisher: Client, settings, django_capture_on_commit_callbacks
) -> None:
    settings.EMAIL_BACKEND = settings.NO_EMAIL
    with django_capture_on_commit_callbacks() as callbacks:
        submit(writer)
    assert callbacks == []


def test_a_mail_server_that_fails_fails_no_save(
    writer: Client, publisher: Client, settings, django_capture_on_commit_callbacks, caplog
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # discard: nobody listens
    with django_capture_on_commit_callbacks(execute=True):
        person = submit(writer)
    assert person.status == "in_review"
    assert "An e-mail to ['paul@example.org'] couldn't be sent." in caplog.text


def test_an_edit_that_is_rolled_back_tells_nobody(writer: Client, publisher: Client) -> None:
    make_person("Ada", status="draft")
    with transaction.atomic():
        run_transition(writer, Person.objects.get(), "submit")
        transaction.set_rollback(True)
    assert mail.outbox == []
