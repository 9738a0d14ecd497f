"""Save pressed twice: one record, and the second answer is that of the first."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from people.models import Cohort, Employment, Person
from talentwatch.desk.form_submission import DELETED_SINCE
from talentwatch.desk.models import FORM_TOKEN, SubmittedForm
from tests.support.desk import address, errors, make_editor, read_form, read_messages
from tests.support.factories import make_organization, make_person, make_source

ADD = "add"


def filled_in(desk: Client, model: Any, **values: Any) -> dict[str, Any]:
    page = desk.get(address(model, ADD))
    return read_form(page) | {FORM_TOKEN: page.context["form_token"], **values}


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


def test_the_second_press_gets_the_answer_of_the_first(desk: Client) -> None:
    data = filled_in(desk, Person, name="Ada", _save="Save")
    first, second = (desk.post(address(Person, ADD), data) for _ in range(2))
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert "Ada</a>” was added successfully." in " ".join(read_messages(second))
    person = Person.objects.get()
    assert (person.version, person.history.count()) == (1, 1)
    third = desk.post(address(Person, ADD), data | {"_continue": "1"})
    assert third["Location"].startswith(address(Person, "change", person.pk))


def test_records_that_could_well_exist_twice_are_made_once_too(desk: Client) -> None:
    ada, acme, paper = make_person("Ada"), make_organization("Acme"), make_source("Paper")
    for model, values in (
        (Employment, {"person": ada.pk, "organization": acme.pk}),
        (Cohort, {"name": "The authors", "source": paper.pk, "expected_size": 14}),
    ):
        data = filled_in(desk, model, **values)
        assert {desk.post(address(model, ADD), data).status_code for _ in range(3)} == {302}
        assert model.objects.count() == 1


def test_another_form_and_other_values_make_another_record(desk: Client) -> None:
    ada, acme = make_person("Ada"), make_organization("Acme")
    values = {"person": ada.pk, "organization": acme.pk}
    data = filled_in(desk, Employment, **values)
    assert data[FORM_TOKEN] != filled_in(desk, Employment)[FORM_TOKEN]
    for sent in (data, data | {"title": "Engineer"}, filled_in(desk, Employment, **values)):
        desk.post(address(Employment, ADD), sent)
    assert Employment.objects.count() == 3


def test_a_form_of_another_editor_is_another_form(desk: Client) -> None:
    ada, acme = make_person("Ada"), make_organization("Acme")
    data = filled_in(desk, Employment, person=ada.pk, organization=acme.pk)
    for client in (desk, make_editor("alan")):
        assert client.post(address(Employment, ADD), data).status_code == 302
    assert Employment.objects.count() == 2


def test_a_refused_form_can_be_sent_again(desk: Client) -> None:
    data = filled_in(desk, Person, name="")
    answer = desk.post(address(Person, ADD), data)
    assert (answer.status_code, answer.context["form_token"]) == (200, data[FORM_TOKEN])
    assert desk.post(address(Person, ADD), data | {"name": "Ada"}).status_code == 302


def test_a_record_deleted_since_is_not_made_again(desk: Client) -> None:
    data = filled_in(desk, Person, name="Ada")
    desk.post(address(Person, ADD), data)
    Person.objects.get().delete()
    assert errors(desk.post(address(Person, ADD), data)) == [DELETED_SINCE]
    assert not Person.objects.exists()


def test_old_forms_are_forgotten(desk: Client) -> None:
    desk.post(address(Person, ADD), filled_in(desk, Person, name="Ada"))
    SubmittedForm.objects.update(made_at=timezone.now() - timedelta(2))
    desk.post(address(Person, ADD), filled_in(desk, Person, name="Bob"))
    assert [str(form) for form in SubmittedForm.objects.all()] == [f"people.person {Person.objects.get(name='Bob').pk}"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time by itself")
def test_two_presses_at_the_same_moment_make_one_record() -> None:
    ada, acme = make_person("Ada"), make_organization("Acme")
    desk = make_editor()
    data = filled_in(desk, Employment, person=ada.pk, organization=acme.pk)
    both_are_there, answers = threading.Barrier(2), []
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(User.objects.get(username="grace"))

    def send(client: Client) -> None:
        both_are_there.wait()
        answers.append(client.post(address(Employment, ADD), data))
        connections.close_all()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Employment.objects.count() == 1
