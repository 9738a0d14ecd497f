"""The page of the desk that erases a person."""

from typing import Any

import pytest
from django.test import Client

from people.models import Organization, Person
from talentwatch.erasure import admin
from talentwatch.erasure.terms import REMOVED
from talentwatch.jobs.models import Job, State
from talentwatch.jobs.running import run_job
from tests.support.built_once import built_once
from tests.support.desk import address, as_role
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Any) -> None:
    settings.DOWNLOADS_DIR = tmp_path


@pytest.fixture
@built_once
def person() -> Person:
    person = make_person("Zyxwara Quillonby")
    acme = make_organization("Acme", description="Where Quillonby was.")
    make_employment(person, acme, claims=({"source": make_source("Paper")},))
    return person


def url(person: Person) -> str:
    return address(Person, "erase", person.pk)


def errors(response: Any) -> str:
    return " ".join(message for messages in response.context["form"].errors.values() for message in messages)


def preview(client: Client, person: Person, terms: str = "Zyxwara Quillonby\nQuillonby") -> Any:
    return client.post(url(person), {"terms": terms, "_preview": "Preview"})


def test_a_publisher_sees_everything_and_erases(person: Person) -> None:
    client = as_role("publisher")
    assert url(person) in client.get(address(Person, "change", person.pk)).content.decode()
    page = client.get(url(person))
    assert page.context["form"]["terms"].value().split("\n") == [
        "Zyxwara Quillonby",
        "zyxwara-quillonby",
        "Zyxwara",
        "Quillonby",
    ]
    assert "Erase for good" not in page.content.decode()
    shown = preview(client, person)
    text = shown.content.decode()
    assert "Employment: Zyxwara Quillonby, Acme" in text
    assert "Organization acme: description" in text
    assert Person.objects.filter(pk=person.pk, status="published").exists()
    seen = shown.context["form"]["seen"].value()
    answer = client.post(
        url(person), {"terms": "Zyxwara Quillonby\nQuillonby", "slug": person.slug, "seen": seen}, follow=True
    )
    assert admin.ERASED in answer.content.decode()
    assert not Person.objects.exists()
    assert Organization.objects.get().description == f"Where {REMOVED} was."
    assert client.get(url(person)).status_code == 404


def test_nothing_happens_without_the_slug_or_without_looking(person: Person) -> None:
    client = as_role("publisher")
    seen = preview(client, person).context["form"]["seen"].value()
    terms = "Zyxwara Quillonby\nQuillonby"
    for values in (
        {"slug": "wrong", "seen": seen},
        {"seen": seen},
        {"slug": person.slug},
        {"slug": person.slug, "seen": "x"},
    ):
        response = client.post(url(person), {"terms": terms} | values)
        assert errors(response)
    # Other words than those that were shown.
    assert "Something has changed" in errors(
        client.post(url(person), {"terms": "Zyxwara", "slug": person.slug, "seen": seen})
    )
    assert Person.objects.filter(pk=person.pk, status="published").exists()


def test_a_preview_never_erases(person: Person) -> None:
    client = as_role("publisher")
    seen = preview(client, person).context["form"]["seen"].value()
    terms = "Zyxwara Quillonby\nQuillonby"
    values = {"terms": terms, "slug": person.slug, "seen": seen, "_preview": "Preview"}
    response = client.post(url(person), values)
    assert (response.status_code, errors(response)) == (200, "")
    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("terms", ["", "x", "a" * 201, "\n".join(f"term {number}" for number in range(51))])
def test_which_words_are_refused(person: Person, terms: str) -> None:
    assert errors(preview(as_role("publisher"), person, terms))


def test_patterns_are_only_text(person: Person) -> None:
    shown = preview(as_role("publisher"), person, ".*\n(a+)+$\n\\w")
    assert shown.context["report"].cleaned == []


def test_words_that_others_use_are_refused_and_named(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten of them changed every record there is, under the lock of edits; of many documents, without showing it first."""
    monkeypatch.setattr(admin, "MAX_CLEANED", 2)
    for number in range(3):
        make_organization(f"Lab {number}", description="Where the others were.")
    client = as_role("publisher")
    refused = errors(preview(client, person, "Quillonby\nwhere\nothers"))
    assert "more than 2 rows of other records" in refused
    assert "“where” 3 times, “others” 2 times" in refused
    monkeypatch.setattr(admin, "MAX_DOCUMENTS_IN_REQUEST", 1)
    client.post(url(person), {"terms": "where", "slug": person.slug})
    job = Job.objects.get()
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, "“where” 3 times" in job.error) == (State.FAILED, True)
    assert Organization.objects.filter(description__contains="the others").count() == 3


@pytest.mark.parametrize("role", ["writer", "editor", "nobody"])
def test_only_publishers_erase(person: Person, role: str) -> None:
    client = as_role(role)
    assert client.get(url(person)).status_code == 403
    assert preview(client, person).status_code == 403
    if role != "nobody":
        assert url(person) not in client.get(address(Person, "change", person.pk)).content.decode()


def test_of_many_documents_it_is_a_job_that_names_nobody(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin, "MAX_DOCUMENTS_IN_REQUEST", 1)
    client = as_role("publisher")
    assert "Type the person’s slug" in errors(preview(client, person))
    for _ in range(2):
        client.post(url(person), {"terms": "Quillonby", "slug": person.slug})
    first, second = Job.objects.order_by("pk")
    run_job.func(first.pk)
    first.refresh_from_db()
    # The other one waits, and holds the name too.
    assert (first.state, "Background tasks are waiting" in first.error) == (State.FAILED, True)
    second.cancel()
    job = Job.objects.get(pk=first.pk)
    Job.objects.filter(pk=job.pk).update(state=State.QUEUED)
    run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.parameters) == (State.DONE, {})
    assert "uillonby" not in f"{job.title} {job.result}"
    assert not Person.objects.exists()
    Job.objects.filter(pk=job.pk).update(state=State.QUEUED, parameters={"person": person.pk, "terms": []})
    run_job.func(job.pk)
    job.refresh_from_db()
    assert job.error == "This person isn’t there any more."
