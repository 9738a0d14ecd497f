"""Releasing an edition at the desk."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from talentwatch.editions import admin
from talentwatch.editions.models import Edition
from talentwatch.jobs.models import Job, State
from talentwatch.jobs.running import run_job
from tests.support.built_once import built_once
from tests.support.desk import address, as_role
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DOWNLOADS_DIR = tmp_path


@pytest.fixture
@built_once
def world() -> None:
    make_employment(make_person("Ada"), make_organization("Acme"), claims=({"source": make_source("Paper")},))


def url() -> str:
    return address(Edition, "add")


def seen(client: Client) -> str:
    return str(client.get(url()).context["preview"].seq)


def errors(response: Any) -> str:
    form = response.context["form"]
    return " ".join(message for messages in form.errors.values() for message in messages)


def test_a_publisher_sees_what_it_would_hold_and_releases_it(world: None) -> None:
    client = as_role("publisher")
    page = client.get(url()).content.decode()
    assert "1 person, 1 organization, 1 job" in page
    assert "It would be the first" in page
    response = client.post(url(), {"slug": "2026-11", "note": "The first.", "seen": seen(client)})
    edition = Edition.objects.get()
    assert response["Location"] == address(Edition, "change", edition.pk)
    assert (edition.slug, edition.note, edition.history.get().history_user.username) == (
        "2026-11",
        "The first.",
        "publisher",
    )
    page = client.get(url()).content.decode()
    assert "Since edition 2026-11" in page and "Nothing changed." in page
    assert "1 person" in client.get(response["Location"]).content.decode()
    assert "2026-11" in client.get(address(Edition, "changelist")).content.decode()


def test_only_the_note_can_be_changed(world: None) -> None:
    client = as_role("publisher")
    client.post(url(), {"slug": "2026-11", "seen": seen(client)})
    edition = Edition.objects.get()
    page = address(Edition, "change", edition.pk)
    assert client.post(page, {"slug": "2027-01", "note": "Corrected."}).status_code == 302
    edition.refresh_from_db()
    assert (edition.slug, edition.note, edition.history.count()) == ("2026-11", "Corrected.", 2)
    assert client.get(address(Edition, "history", edition.pk)).status_code == 200
    assert client.post(address(Edition, "delete", edition.pk), {"post": "yes"}).status_code == 403


def test_what_changed_since_the_page_was_opened_is_shown_first(world: None) -> None:
    client = as_role("publisher")
    before = seen(client)
    make_person("Bob")
    response = client.post(url(), {"slug": "2026-11", "seen": before})
    assert "Something has changed since you opened this page" in errors(response)
    assert not Edition.objects.exists()
    again = response.context["form"]["seen"].value()
    assert client.post(url(), {"slug": "2026-11", "seen": again}).status_code == 302


@pytest.mark.parametrize("values", [{"slug": "november"}, {"slug": ""}, {"slug": "2026-11", "seen": "x" * 50}])
def test_what_is_refused(world: None, values: dict[str, str]) -> None:
    client = as_role("publisher")
    assert errors(client.post(url(), {"seen": seen(client)} | values))
    assert not Edition.objects.exists()


def test_a_name_is_given_once(world: None) -> None:
    client = as_role("publisher")
    client.post(url(), {"slug": "2026-11", "seen": seen(client)})
    assert "already exists" in errors(client.post(url(), {"slug": "2026-11", "seen": seen(client)}))


def test_without_anything_public_the_page_says_so() -> None:
    client = as_role("publisher")
    assert "Nothing is public yet." in client.get(url()).content.decode()
    assert "Nothing is public yet." in errors(client.post(url(), {"slug": "2026-11"}))


@pytest.mark.parametrize(("role", "status"), [("writer", 403), ("editor", 403), ("publisher", 200), ("nobody", 403)])
def test_only_publishers_release(world: None, role: str, status: int) -> None:
    client = as_role(role)
    assert client.get(url()).status_code == status
    assert client.post(url(), {"slug": "x"}).status_code == status


def test_a_large_one_is_a_job(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin, "MAX_ROWS_IN_REQUEST", 2)
    client = as_role("publisher")
    for _ in range(2):
        client.post(url(), {"slug": "2026-11", "seen": seen(client)})
    first, second = Job.objects.order_by("pk")
    for job in (first, second):
        run_job.func(job.pk)
        job.refresh_from_db()
    assert (first.state, Edition.objects.get().slug) == (State.DONE, "2026-11")
    assert first.result["lines"][0]["links"][0]["name"] == "Edition 2026-11"
    assert (second.state, "already exists" in second.error) == (State.FAILED, True)
    client.get(address(Job, "change", first.pk))


def test_a_withdrawal_between_looking_and_releasing(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise admin.ValidationError("Not now.")

    client = as_role("publisher")
    monkeypatch.setattr(admin, "release_edition", fail)
    assert "Not now." in errors(client.post(url(), {"slug": "2026-11", "seen": seen(client)}))
