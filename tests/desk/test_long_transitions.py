"""Withdrawing and publishing what many records depend on: a job, with the same checks and the same result."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from people.models import Employment, Organization, Person
from talentwatch.desk import transition_views
from talentwatch.desk.transition_jobs import CHANGED_SINCE, result_lines
from talentwatch.jobs.models import MAX_OPEN, Job, State
from talentwatch.jobs.running import queue_job
from talentwatch.publishing.transitions import TransitionResult
from talentwatch.records.status import Status
from tests.support.built_once import built_once
from tests.support.desk import address, as_role, run_transition
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.jobs import kind_of_job, open_result, run_queue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transition_views, "MAX_ROWS_IN_REQUEST", 2)


@pytest.fixture
def desk() -> Client:
    return as_role("publisher")


@pytest.fixture
@built_once
def acme() -> Any:
    acme = make_organization("Acme")
    for name in ("Ada", "Bob"):
        make_employment(make_person(name), acme)
    return acme


def statuses() -> set[str]:
    return {
        *Employment.objects.values_list("status", flat=True),
        *Organization.objects.values_list("status", flat=True),
    }


def test_a_withdrawal_with_many_effects_is_a_job(desk, acme):
    response = run_transition(desk, acme, "withdraw", reason="A hoax")
    assert statuses() == {Status.PUBLISHED}
    assert Job.objects.get().title == "Withdraw: Acme"
    page = open_result(desk, response).content.decode()
    assert statuses() == {Status.WITHDRAWN}
    assert "Withdrawn: <a" in page
    assert "As a result, this is withdrawn: <a" in page
    assert page.count("<bdi>Ada, Acme</bdi>") == 1
    assert acme.history.first().history_change_reason == "A hoax"
    assert LogEntry.objects.get().get_change_message() == "Withdraw."


def test_a_restoration_with_many_effects_is_a_job(desk, acme):
    open_result(desk, run_transition(desk, acme, "withdraw", reason="A hoax"))
    also = [f"people.employment:{pk}" for pk in Employment.objects.values_list("pk", flat=True)]
    response = run_transition(desk, acme, "publish", reason="No hoax", also=also, correction="It exists.")
    assert Job.objects.first().title == "Restore: Acme"
    open_result(desk, response)
    assert statuses() == {Status.PUBLISHED}


def test_what_changed_since_is_looked_at_first(desk, acme):
    run_transition(desk, acme, "withdraw", reason="A hoax")
    make_employment(make_person("Carol"), acme)
    run_queue()
    job = Job.objects.get()
    assert (job.state, job.error) == (State.FAILED, CHANGED_SINCE.format(acme))
    assert statuses() == {Status.PUBLISHED}


def test_a_nul_is_refused(desk, acme):
    page = desk.get(address(Organization, "withdraw", acme.pk))
    sent = {"seen": [one.digest for one in page.context["previews"]], "reason": "A hoax", "also": "people.person:1\0"}
    assert desk.post(address(Organization, "withdraw", acme.pk), sent).status_code == 400
    assert not Job.objects.exists()
    assert desk.post(address(Organization, "withdraw", acme.pk), sent | {"also": r"\u0000"}).status_code == 302


def test_who_was_a_publisher_withdraws_nothing(desk, acme):
    run_transition(desk, acme, "withdraw", reason="A hoax")
    User.objects.get().groups.clear()
    run_queue()
    job = Job.objects.get()
    assert (job.state, job.error) == (State.FAILED, "Your role doesn’t let you withdraw organizations.")


def test_several_records_are_one_job(desk):
    people = [make_person(name, status="draft") for name in ("Ada", "Bob", "Carol")]
    url = address(Person, "changelist")
    data = {"action": "publish", "_selected_action": [one.pk for one in people]}
    page = desk.post(url, data | {"index": 0})
    seen = [preview.digest for preview in page.context["previews"]]
    response = desk.post(url, data | {"seen": seen, "post": "yes"})
    assert Job.objects.get().title == "Publish: Ada and 2 more"
    assert open_result(desk, response).content.decode().count("<bdi>") >= 3
    assert not Person.objects.exclude(status=Status.PUBLISHED).exists()


def test_with_too_many_open_jobs_the_same_page_is_shown(desk, acme):
    with kind_of_job(lambda _run: {}):
        for _ in range(MAX_OPEN):
            queue_job("test", User.objects.get(), "Test", {})
    response = run_transition(desk, acme, "withdraw", reason="A hoax")
    assert response.status_code == 200
    assert "of your tasks wait or run already" in response.content.decode()


def test_what_was_refused_is_said_with_the_reasons(acme):
    lines = result_lines("Published", TransitionResult(refused=[(acme, ["It has no source."])]))
    assert [(line["text"], line["is_error"]) for line in lines] == [("Not done: It has no source.", True)]
    assert lines[0]["links"] == [{"name": "Acme", "url": address(Organization, "change", acme.pk)}]
