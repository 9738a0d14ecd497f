"""Imports of long files: previewed and imported by jobs, with the same report and the same rules as short ones."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from people.models import Employment, Person
from talentwatch.exchange import import_jobs, run_import, views
from talentwatch.exchange.importer import Content
from talentwatch.exchange.run_import import ImportOptions, prepare_import
from talentwatch.exchange.views import EXPIRED_JOB, OUTDATED
from talentwatch.jobs.models import MAX_OPEN, Job, State
from talentwatch.jobs.running import queue_job
from tests.support.desk import address, as_role
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.jobs import kind_of_job, open_result, run_queue

pytestmark = pytest.mark.django_db
ADA = "slug,name,wikidata_id\nada,Ada Lovelace,Q1\nbob,Bob Noyce,\n"


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are long. A copy of the records can't be made within the transaction of a test; test_processes makes one."""
    monkeypatch.setattr(views, "MAX_ROWS_IN_REQUEST", 1)
    monkeypatch.setattr(import_jobs, "private_copy", nullcontext)


@pytest.fixture
def desk() -> Client:
    return as_role("publisher")


def upload(desk: Client, text: str = ADA, **values: Any) -> Any:
    return desk.post(address(Person, "import"), {"file": SimpleUploadedFile("people.csv", text.encode()), **values})


def confirm(desk: Client, preview: Any, **values: str) -> Any:
    return desk.post(address(Person, "process_import"), {"token": preview.context["token"], **values})


def outcomes(page: Any) -> dict[str, str]:
    return {row.slug: row.outcome for row in page.context["report"].rows}


def test_from_the_upload_to_the_outcome(desk):
    response = upload(desk, reason="From the archive")
    assert Job.objects.get().title == "Preview of people.csv"
    preview = open_result(desk, response)
    assert outcomes(preview) == {"ada": "new", "bob": "new"}
    assert not Person.objects.exists()
    response = confirm(desk, preview)
    assert Job.objects.first().title == "Import of people.csv"
    assert not Person.objects.exists()
    page = open_result(desk, response)
    assert "Imported people.csv: 2 new." in page.content.decode()
    assert outcomes(page) == {"ada": "new", "bob": "new"}
    assert "token" not in page.context
    ada = Person.objects.get(slug="ada")
    assert (ada.wikidata_id, ada.history.get().history_change_reason) == ("Q1", "From the archive")
    assert ada.history.get().history_user is None or ada.history.get().history_user.username == "publisher"
    # The files are no longer needed, so the preview can't be confirmed a second time.
    assert list(Job.objects.values_list("file", flat=True)) == [None, None]
    again = desk.post(address(Person, "process_import"), {"token": preview.context["token"]}, follow=True)
    assert EXPIRED_JOB in again.content.decode()


def test_what_is_wrong_is_reported(desk):
    page = open_result(desk, upload(desk, "slug,name,website\nada,Ada,nonsense\nbob,,\n"))
    assert outcomes(page) == {"ada": "wrong", "bob": "wrong"}
    assert "Nothing was imported: fix these errors first." in page.content.decode()
    assert "token" not in page.context


def test_answers_are_asked_for_and_kept(desk):
    stored = make_person("Ada Lovelace")
    preview = open_result(desk, upload(desk))
    assert [row.similar for row in preview.context["report"].rows] == [[stored], []]
    assert open_result(desk, confirm(desk, preview)).context["warning"] == OUTDATED
    key = "answer-people/ada"
    unexplained = confirm(desk, preview, **{key: "="})
    assert "Say why these are different." in unexplained.content.decode()
    preview = open_result(desk, confirm(desk, preview, **{key: stored.slug}))
    assert outcomes(preview) == {stored.slug: "changed", "bob": "new"}
    open_result(desk, confirm(desk, preview, **{key: stored.slug}))
    stored.refresh_from_db()
    assert stored.wikidata_id == "Q1"
    assert Person.objects.count() == 2


def test_an_outcome_that_changed_since_is_shown_first(desk):
    preview = open_result(desk, upload(desk))
    make_person("Ada L.", slug="ada")
    page = open_result(desk, confirm(desk, preview))
    assert page.context["warning"] == OUTDATED
    assert outcomes(page) == {"ada": "changed", "bob": "new"}
    assert Person.objects.count() == 1
    open_result(desk, confirm(desk, page, correction="Her name was cut short."))
    assert Person.objects.count() == 2


def test_a_correction_needs_its_note(desk):
    make_employment(make_person("Ada", slug="ada"), make_organization("Acme"))
    preview = open_result(desk, upload(desk))
    assert preview.context["report"].note_error
    page = confirm(desk, preview)
    assert "Say in one sentence what was wrong." in page.content.decode()
    open_result(desk, confirm(desk, page, correction="Her name was cut short."))
    assert Person.objects.get(slug="ada").name == "Ada Lovelace"


def test_permissions_of_each_row_are_those_of_the_moment_of_the_import(desk):
    preview = open_result(desk, upload(desk))
    response = confirm(desk, preview)
    User.objects.get().groups.clear()
    run_queue()
    job = Job.objects.first()
    assert (job.state, job.error) == (State.FAILED, "Your role doesn’t let you import people.")
    assert not Person.objects.exists()
    assert desk.get(response.url).status_code == 200


def test_a_file_that_can_not_be_read_fails(desk):
    preview = {"file": "people.csv", "publish": False, "reason": "", "answers": {}, "different_because": ""}
    parameters = {"model": "people.person", "preview": preview, "correction": None, "previewed_in": None}
    job = queue_job("import", User.objects.get(), "Test", parameters, b"\xff\xfe\xfa")
    run_queue()
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "UTF-8" in job.error


@pytest.fixture
def _full(desk: Client) -> Iterator[None]:
    with kind_of_job(lambda _run: {}):
        yield


@pytest.mark.usefixtures("_full")
def test_with_too_many_open_jobs_the_same_page_is_shown(desk):
    preview = open_result(desk, upload(desk))
    for _ in range(MAX_OPEN):
        queue_job("test", User.objects.get(), "Test", {})
    for response in (upload(desk), confirm(desk, preview), confirm(desk, preview, _preview="1")):
        assert response.status_code == 200
        assert "of your tasks wait or run already" in response.content.decode()


def test_only_ones_own_finished_previews_open(desk):
    open_result(desk, upload(desk))
    url = f"{address(Person, 'import')}?job="
    assert as_role("publisher", "bob").get(f"{url}{Job.objects.get().pk}").status_code == 404
    assert [desk.get(f"{url}{key}").status_code for key in ("9" * 30, "x", "0")] == [404] * 3


def test_what_was_prepared_is_prepared_again_after_an_edit(monkeypatch):
    calls = []
    find = run_import.find_similar
    monkeypatch.setattr(run_import, "find_similar", lambda content: calls.append(1) or find(content))
    content = Content(json.loads('{"people": [{"slug": "ada", "name": "Ada"}]}'))
    options = ImportOptions(asks=True, dry_run=True)
    prepared = prepare_import(content, options)
    run_import.run_import(content, options, prepared=prepared)
    assert len(calls) == 1
    make_person("Ada")
    report = run_import.run_import(content, options, prepared=prepared)
    assert len(calls) == 2
    assert not Employment.objects.exists()
    assert [row.outcome for row in report.rows] == ["same"]
