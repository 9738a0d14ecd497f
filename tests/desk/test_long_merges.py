"""Merging records that many rows name: the preview and the merge are jobs, and undoing it is one too."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from people.models import Employment, Organization, Person
from talentwatch.desk import merge_jobs, merge_views
from talentwatch.jobs.models import MAX_OPEN, Job, State
from talentwatch.jobs.running import queue_job
from talentwatch.merging.merge import STALE
from talentwatch.merging.models import MergeDecision
from tests.support.built_once import built_once
from tests.support.desk import address, as_role
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.jobs import kind_of_job, open_result, run_queue
from tests.support.merging import assert_sound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge_views, "MAX_ROWS_IN_REQUEST", 1)
    monkeypatch.setattr(merge_jobs, "private_copy", nullcontext)


@pytest.fixture
def desk() -> Client:
    return as_role("publisher")


@pytest.fixture
@built_once
def pair() -> tuple[Any, Any]:
    acme, twin = make_organization("Acme", country="FR"), make_organization("Acme Inc.", country="US")
    for name in ("Ada", "Bob"):
        make_employment(make_person(name), twin)
    return acme, twin


def page_of(older: Any, younger: Any) -> str:
    return f"{address(Organization, 'merge', older.pk)}?other={younger.pk}"


def prepare(desk: Client, pair: Any) -> Any:
    return open_result(desk, desk.post(page_of(*pair), {"_prepare": "1"}))


def url_of(page: Any) -> str:
    request = page.request
    return f"{request['PATH_INFO']}?{request['QUERY_STRING']}"


def choices(page: Any, country: str = "survivor") -> dict[str, str]:
    """The choices as they stand, but for the country."""
    plan = page.context["plan"]
    return {one.key: country if one.label.endswith(": country") else one.selected for one in plan.choices}


def test_from_the_preview_to_the_merge_and_back(desk, pair):
    acme, twin = pair
    first = desk.get(page_of(*pair)).content.decode()
    assert "This merge changes some 2 rows or more" in first
    assert not Job.objects.exists()
    preview = prepare(desk, pair)
    plan = preview.context["plan"]
    assert (preview.context["survivor"], len(plan.choices)) == (acme, 2)
    assert not MergeDecision.objects.exists()
    # Another choice needs another preview.
    chosen = choices(preview, "duplicate")
    preview = open_result(desk, desk.post(url_of(preview), chosen))
    job = Job.objects.first()
    assert (job.kind, job.parameters["choices"]) == ("merge-preview", chosen)
    assert "Say why you make this change. Only the desk sees it." in desk.post(url_of(preview), chosen).content.decode()
    sent = chosen | {"reason": "One company", "correction": "They are one company."}
    page = open_result(desk, desk.post(url_of(preview), sent))
    assert "Acme Inc. was merged into: <a" in page.content.decode()
    acme.refresh_from_db()
    twin.refresh_from_db()
    assert (twin.merged_into, acme.country) == (acme, "US")
    assert set(Employment.objects.values_list("organization", flat=True)) == {acme.pk}
    assert_sound(twin)
    assert LogEntry.objects.first().get_change_message() == "Merged Acme Inc. into it."

    undo = desk.post(
        address(Organization, "unmerge", twin.pk), {"reason": "Two companies", "correction": "They are two."}
    )
    assert "The merge was undone of: <a" in open_result(desk, undo).content.decode()
    twin.refresh_from_db()
    assert twin.merged_into is None
    assert set(Employment.objects.values_list("organization", flat=True)) == {twin.pk}


def test_a_correction_needs_its_note(desk, pair):
    preview = prepare(desk, pair)
    preview = open_result(desk, desk.post(url_of(preview), choices(preview, "duplicate")))
    sent = choices(preview, "duplicate") | {"reason": "One company"}
    assert preview.context["plan"].note_error
    page = desk.post(url_of(preview), sent)
    assert "Say in one sentence what was wrong." in page.content.decode()
    assert not MergeDecision.objects.exists()


def test_what_was_edited_since_is_previewed_again(desk, pair):
    acme, _twin = pair
    preview = prepare(desk, pair)
    sent = choices(preview) | {"reason": "One company", "correction": "They are one."}
    response = desk.post(url_of(preview), sent)
    acme.description = "It makes everything."
    acme.save()
    run_queue()
    job = Job.objects.first()
    assert (job.kind, job.state, job.error) == ("merge", State.FAILED, STALE)
    assert desk.get(response.url).status_code == 200
    page = desk.post(url_of(preview), sent)
    assert page.context["error"] == STALE
    assert "Prepare the preview" in page.content.decode()


def test_a_preview_of_two_other_records_is_none_of_these(desk, pair):
    preview = prepare(desk, pair)
    other = make_organization("Apex")
    for name in ("Carol", "Dan"):
        make_employment(make_person(name), other)
    key = Job.objects.get().pk
    assert desk.get(f"{page_of(pair[0], other)}&job={key}").status_code == 404
    assert desk.get(f"{page_of(*pair)}&job={key}").status_code == 200
    assert preview.status_code == 200


def test_a_record_that_is_gone_ends_the_job(desk):
    ada, bob = make_person("Ada", status="draft"), make_person("Bob", status="draft")
    parameters = {"model": "people.person", "survivor": ada.pk, "duplicate": bob.pk, "choices": {}}
    job = queue_job("merge-preview", User.objects.get(), "Test", parameters)
    Person.objects.get(pk=bob.pk).delete()
    run_queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "One of the two records has been deleted since.")


def test_with_too_many_open_jobs_the_same_page_is_shown(desk, pair):
    preview = prepare(desk, pair)
    with kind_of_job(lambda _run: {}):
        for _ in range(MAX_OPEN):
            queue_job("test", User.objects.get(), "Test", {})
    sent = choices(preview) | {"reason": "One company", "correction": "They are one."}
    for response in (desk.post(page_of(*pair), {"_prepare": "1"}), desk.post(url_of(preview), sent)):
        assert response.status_code == 200
        assert "of your tasks wait or run already" in response.content.decode()
