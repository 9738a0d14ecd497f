"""Submitting, publishing, sending back and withdrawing at the desk."""

import re
from typing import Any

import pytest
from django.test import Client

from events.models import NewsEvent
from people.models import Employment, Organization, Person, Source
from talentwatch.desk import transition_views
from talentwatch.records.models import PublishableRecord
from tests.support.desk import address, make_editor, read_messages, read_previews, run_transition, save
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


def statuses(*records: PublishableRecord) -> list[str]:
    for record in records:
        record.refresh_from_db()
    return [record.status for record in records]


def choose(desk: Client, action: str, *records: PublishableRecord, **values: Any) -> Any:
    """Take an action on records of a list, once its page was read."""
    url = address(type(records[0]), "changelist")
    data = {"action": action, "_selected_action": [record.pk for record in records]}
    page = desk.post(url, data | {"index": 0})
    return desk.post(url, data | {"seen": read_previews(page)} | values) if "post" in values else page


def test_the_label_of_a_reason_says_if_it_is_required(desk: Client) -> None:
    draft, public = make_person("Ada", status="draft"), make_person("Bob")
    for record, page, label in (
        (draft, "change", "Reason (internal):"),
        (draft, "submit", "Reason (internal):"),
        (public, "change", "Reason (internal, required):"),
        (public, "withdraw", "Reason (internal, required):"),
    ):
        assert f">{label}</label>" in desk.get(address(Person, page, record.pk)).content.decode()


def test_the_form_says_when_as_all_of_its_lines_do(desk: Client) -> None:
    page = desk.get(address(Person, "change", make_person("Ada").pk)).content.decode()
    assert re.search(r"version 1, \d+ \w+ \d{4}, \d\d:\d\d<", page)


def test_what_is_wrong_is_said_at_the_top_too(desk: Client) -> None:
    ada = make_person("Ada Lovelace")
    page = run_transition(desk, ada, "withdraw").content.decode()
    assert "<title>Error: Withdraw: Ada Lovelace | talentwatch</title>" in page
    summary = page.partition('<nav class="error-summary"')[2].partition("</nav>")[0]
    assert '<a href="#id_reason"><bdi>Reason (internal, required)</bdi></a>' in summary
    assert "<title>Withdraw: Ada Lovelace |" in desk.get(address(Person, "withdraw", ada.pk)).content.decode()
    other = make_person("Ada Byron")
    url = f"{address(Person, 'merge', ada.pk)}?other={other.pk}"
    page = desk.post(url, {"shown": desk.get(url).context["plan"].digest}).content.decode()
    assert "<title>Error: Merge" in page and '<a href="#id_reason">' in page


def test_one_editor_publishes_a_job_entered_from_nothing(desk: Client) -> None:
    save(desk, address(Person, "add"), name="Ada Lovelace")
    save(desk, address(Organization, "add"), name="Acme", kind="lab")
    save(desk, address(Source, "add"), publisher="Paper", language="en", published="2023-06-15")
    person, organization, source = Person.objects.get(), Organization.objects.get(), Source.objects.get()
    rows = {"claims-TOTAL_FORMS": 1, "claims-0-source": source.pk, "claims-0-stance": "announced"}
    rows |= {"claims-0-end_state": "ongoing"}
    save(
        desk,
        address(Employment, "add"),
        person=person.pk,
        organization=organization.pk,
        start="June 2023",
        end_state="ongoing",
        **rows,
    )
    post = Employment.objects.get()
    page = desk.get(address(Employment, "publish", post.pk)).content.decode()
    assert "These must be public too:" in page
    assert all(address(type(one), "change", one.pk) in page for one in (person, organization, source))
    response = run_transition(desk, post, "publish", together="on", reason="Her own word")
    assert response.url == address(Employment, "change", post.pk)
    assert statuses(post, person, organization, source) == ["published"] * 4
    post.refresh_from_db()
    assert (post.confidence, post.history.latest().history_change_reason) == ("confirmed", "Her own word")


def test_publishing_shows_what_is_missing(desk: Client) -> None:
    post = make_employment(claims=(), status="draft")
    page = desk.get(address(Employment, "publish", post.pk)).content.decode()
    assert "has no source: every fact needs one." in page
    assert 'type="submit" class="default"' not in page
    response = run_transition(desk, post, "publish")
    assert "Not done" in read_messages(response)[0]
    assert "every fact needs one" in read_messages(response)[0]
    assert statuses(post) == ["draft"]


def test_publishing_alone_names_what_is_not_public(desk: Client) -> None:
    person = make_person("Bob", status="draft")
    post = make_employment(person, status="draft")
    assert "Bob isn&#x27;t published." in read_messages(run_transition(desk, post, "publish"))[0]
    assert statuses(post, person) == ["draft", "draft"]


@pytest.mark.parametrize(
    ("status", "name", "goal"),
    [("draft", "submit", "in_review"), ("in_review", "send-back", "draft"), ("in_review", "publish", "published")],
)
def test_transitions_change_the_status(desk: Client, status: str, name: str, goal: str) -> None:
    person = make_person("Bob", status=status)
    assert address(Person, name, person.pk) in desk.get(address(Person, "change", person.pk)).content.decode()
    assert run_transition(desk, person, name, reason="Look at her dates").status_code == 302
    assert statuses(person) == [goal]


@pytest.mark.parametrize(
    ("status", "name", "sentence"),
    [
        ("published", "publish", "Bob is already published."),
        ("published", "submit", "Bob is published."),
        ("draft", "withdraw", "Bob is a draft."),
        ("draft", "send-back", "Bob is already a draft."),
    ],
)
def test_a_transition_from_another_status_is_refused_with_the_reason(
    desk: Client, status: str, name: str, sentence: str
) -> None:
    person = make_person("Bob", status=status)
    url = address(Person, name, person.pk)
    assert read_messages(desk.get(url)) == [sentence]
    page = desk.post(url, {"reason": "typed for nothing"})
    assert page.context["previews"][0].obstacles == [sentence]
    assert page.context["form"]["reason"].value() == "typed for nothing"
    assert statuses(person) == [status]


def test_a_transition_of_an_unknown_record_is_not_found(desk: Client) -> None:
    assert desk.get(address(Person, "publish", 10**9)).status_code == 404


def test_withdrawing_shows_its_effects_and_needs_a_reason(desk: Client) -> None:
    post = make_employment()
    event = make_event(people=(post.person,))
    cohort = make_cohort(post.person)
    page = desk.get(address(Person, "withdraw", post.person_id)).content.decode()
    for record, effect in (
        (f"{post}, ? → unknown", "is withdrawn"),
        (event, "goes back to review"),
        (cohort, "stays published, without showing it"),
    ):
        assert f'{record}</bdi></a> <strong class="effect' in page
        assert effect in page
    response = run_transition(desk, post.person, "withdraw")
    assert response.context["form"].errors == {"reason": ["Say why you make this change. Only the desk sees it."]}
    assert statuses(post.person) == ["published"]
    run_transition(desk, post.person, "withdraw", reason="They asked us to")
    assert statuses(post.person, post, event, cohort) == ["withdrawn", "withdrawn", "in_review", "published"]


def test_a_withdrawal_without_effects_says_so(desk: Client) -> None:
    source = make_source()
    page = desk.get(address(Source, "withdraw", source.pk)).content.decode()
    assert "No other published record will change." in page


def test_a_withdrawn_record_is_restored_for_a_reason(desk: Client) -> None:
    person = make_person("Ada")
    run_transition(desk, person, "withdraw", reason="A mistake")
    assert run_transition(desk, person, "publish").status_code == 200
    run_transition(desk, person, "publish", reason="It was none")
    assert statuses(person) == ["published"]


def test_actions_show_a_preview_first(desk: Client) -> None:
    ready, bare = make_employment(status="draft"), make_employment(claims=(), status="draft")
    page = choose(desk, "publish", ready, bare)
    assert page.status_code == 200
    assert "every fact needs one" in page.content.decode()
    response = choose(desk, "publish", ready, bare, post="yes", together="on", reason="Both sourced")
    assert response.url == address(Employment, "changelist")
    texts = read_messages(response)
    assert texts[0].startswith("Published: ")
    assert texts[1].startswith("Not done: ")
    assert statuses(ready, bare) == ["published", "draft"]


def test_records_with_a_common_requirement_are_published_with_it(desk: Client) -> None:
    child = make_organization("Acme Research", status="draft", parent=make_organization("Acme", status="draft"))
    event = make_event(organizations=(child,), status="draft")
    again = make_event("Acme Research grows", organizations=(child,), status="draft")
    choose(desk, "publish", event, again, post="yes", together="on")
    assert statuses(event, again, child) == ["published"] * 3


def test_a_record_withdrawn_with_another_is_withdrawn_once(desk: Client) -> None:
    employer = make_organization("Acme")
    posts = [make_employment(make_person(name), employer) for name in ("Ada", "Bob")]
    posts[1].came_from = None
    texts = read_messages(choose(desk, "withdraw", *posts, post="yes", reason="Both were hoaxes"))
    assert texts[0].startswith("Withdrawn: ")
    assert statuses(*posts) == ["withdrawn", "withdrawn"]


def test_a_record_that_an_action_leaves_as_it_is_asks_for_no_reason(desk: Client) -> None:
    ada, bob = make_person("Ada"), make_person("Bob", status="draft")
    page = choose(desk, "publish", ada, bob)
    assert "correction" not in page.context["form"].fields
    assert choose(desk, "publish", ada, bob, post="yes").status_code == 302
    assert statuses(ada, bob) == ["published", "published"]


def test_an_action_is_limited_to_a_number_of_records(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transition_views, "MAX_RECORDS", 1)
    response = choose(desk, "submit", make_person("Ada", status="draft"), make_person("Bob", status="draft"))
    assert read_messages(response) == ["Choose at most 1 records at once."]


def test_the_status_is_no_form_field(desk: Client) -> None:
    person = make_person("Bob", status="draft")
    save(desk, address(Person, "change", person.pk), status="published", published_at="2020-01-01", reason="sneaky")
    assert statuses(person) == ["draft"]


def test_a_record_that_was_public_is_never_deleted(desk: Client) -> None:
    person = make_person("Ada")
    assert desk.get(address(Person, "delete", person.pk)).status_code == 403
    run_transition(desk, person, "withdraw", reason="A mistake")
    assert desk.post(address(Person, "delete", person.pk), {"post": "yes"}).status_code == 403
    assert "deletelink" not in desk.get(address(Person, "change", person.pk)).content.decode()


def test_deleting_several_says_which_cannot_be_deleted(desk: Client) -> None:
    public, gone, draft = make_person("Ada"), make_person("Eve"), make_person("Bob", status="draft")
    run_transition(desk, gone, "withdraw", reason="A mistake")
    for sent in ({}, {"post": "yes"}):
        page = choose(desk, "delete_selected", public, gone, draft, **sent).content.decode()
        assert "Ada</bdi></a>: it is published, so it can only be withdrawn." in page
        assert "Eve</bdi></a>: it was published once, so it is kept." in page
    assert Person.objects.count() == 3
    choose(desk, "delete_selected", draft, post="yes")
    assert set(Person.objects.all()) == {public, gone}
    assert Person.history.filter(history_type="-").get().history_user.username == "grace"


def test_a_merged_record_has_no_transitions(desk: Client) -> None:
    person, survivor = make_person("Ada L."), make_person("Ada Lovelace")
    run_transition(desk, person, "withdraw", reason="the same woman")
    person.refresh_from_db()
    person.merged_into = survivor
    person.save()
    links = desk.get(address(Person, "change", person.pk)).context["record_links"]
    assert [link["name"] for link in links] == ["erase"]
    assert "Merged</span>" in desk.get(address(Person, "changelist")).content.decode()
    assert "withdrawn" in read_messages(run_transition(desk, person, "publish"))[0]
    texts = read_messages(choose(desk, "publish", person, post="yes", reason="again"))
    assert "can&#x27;t be published" in texts[-1]


def test_an_event_is_published_with_all_that_it_names(desk: Client) -> None:
    post = make_employment(make_person("Bob", status="draft"), status="draft")
    event = make_event(employments=(post,), sources=(make_source("New", status="draft"),), status="draft")
    run_transition(desk, event, "publish", together="on", reason="front page")
    assert set(NewsEvent.objects.published()) == {event}
    assert statuses(post, post.person) == ["published", "published"]
