"""What the history tells: how a record began, what it said, who changed it and why, and how it went."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from django.test import RequestFactory
from simple_history.models import HistoricalRecords

from events.models import Citation, NewsEvent
from people.models import Claim, Cohort, CohortMember, Employment, Person, PersonName, Source
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.factories import make_claim, make_cohort, make_employment, make_event, make_person, make_source

pytestmark = pytest.mark.django_db

LOADED, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def editor():
    """Somebody whose request is being answered."""
    user = User.objects.create(username="editor")
    HistoricalRecords.context.request = RequestFactory().get("/")
    HistoricalRecords.context.request.user = user
    yield user
    del HistoricalRecords.context.request


@pytest.fixture
def loaded():
    """A post with a claim and an event about it, as loaddata leaves them: without any history."""
    with edit(at=LOADED):
        post = make_employment(title="Analyst", claims=({"title": "Analyst"},))
        event = make_event(people=(post.person,))
    for model in (Person, Employment, Claim, NewsEvent, Citation):
        model.history.all().delete()
    return post, event


def told(history, *columns):
    """The rows of history, oldest first."""
    return list(history.order_by("history_id").values_list("history_type", "history_change_reason", *columns))


def test_an_edit_tells_who_and_why(editor):
    with edit("found the interview", at=NOW):
        post = make_employment()
    rows = [*post.history.all(), *post.claims.get().history.all(), *post.person.history.all()]
    assert {(row.history_user, row.history_change_reason, row.history_date) for row in rows} == {
        (editor, "found the interview", NOW)
    }


def test_a_loaded_record_gets_its_beginning_before_its_first_edit(loaded, editor):
    post, _ = loaded
    with edit("promoted", at=NOW):
        post.title = "Lead"
        post.save()
    assert told(post.history, "title", "version", "history_date", "history_user") == [
        ("+", "as loaded", "Analyst", 1, LOADED, None),
        ("~", "promoted", "Lead", 2, NOW, editor.pk),
    ]


def test_a_loaded_record_gets_its_beginning_before_a_detail_changes(loaded):
    post, _ = loaded
    post.title = "typed and never saved"
    with edit("second source", at=NOW):
        make_claim(post)
    assert told(post.history, "title", "version") == [
        ("+", "as loaded", "Analyst", 1),
        ("~", "second source", "Analyst", 2),
    ]


def test_a_loaded_record_gets_its_beginning_before_its_links_change(loaded):
    _, event = loaded
    with edit("not about her", at=NOW):
        event.people.clear()
    rows = event.history.order_by("history_id")
    assert told(event.history, "version") == [("+", "as loaded", 1), ("~", "not about her", 2)]
    assert [[link.person.slug for link in row.people.all()] for row in rows] == [["ada-lovelace"], []]


def test_a_loaded_detail_gets_its_beginning_too(loaded):
    claim = Claim.objects.get()
    with edit("read again", at=NOW):
        claim.title = "Lead"
        claim.save()
        claim.title = "Head"
        claim.save()
    assert told(claim.history, "title", "history_date") == [
        ("+", "as loaded", "Analyst", LOADED),
        ("~", "read again", "Lead", NOW),
        ("~", "read again", "Head", NOW),
    ]


def test_a_loaded_detail_that_is_deleted_is_told(loaded):
    post, event = loaded
    make_claim(post, title="Lead")
    event.sources.add(make_source("Wired"))
    with edit("a mistake", at=NOW):
        post.claims.filter(title="Analyst").delete()
        event.sources.remove(event.sources.exclude(publisher="Wired").get())
    deleted = Claim.history.filter(title="Analyst")
    assert told(deleted, "history_date") == [("+", "as loaded", LOADED), ("-", "a mistake", NOW)]
    assert told(Citation.history.exclude(source__publisher="Wired")) == [("+", "as loaded"), ("-", "a mistake")]


def test_deleting_a_draft_is_told_with_its_reason():
    post = make_employment(status="draft", claims=({}, {}))
    with edit("never happened", at=NOW):
        post.delete()
    assert told(Employment.history, "slug") == [
        ("+", "", "ada-lovelace-acme"),
        ("-", "never happened", "ada-lovelace-acme"),
    ]
    assert [row[:2] for row in told(Claim.history)] == [("+", "")] * 2 + [("-", "never happened")] * 2
    assert Employment.history.latest().history_date == NOW


def test_deleting_outside_of_an_edit_is_one_by_itself():
    post = make_employment(status="draft", claims=({}, {}))
    post.delete()
    assert [row[0] for row in told(Employment.history)] == ["+", "-"]
    person = make_person("Grace", names=("One", "Two", "Three"))
    person.names.all().delete()
    person.refresh_from_db()
    assert (person.version, person.history.count()) == (5, 5)
    assert [row[0] for row in told(PersonName.history)] == ["+", "+", "+", "-", "-", "-"]


def test_deleting_a_draft_is_an_edit_of_what_named_it():
    ada = make_person(status="draft")
    event = make_event(people=(ada,), status="draft")
    ada.delete()
    event.refresh_from_db()
    assert event.version == 2
    assert [row.people.count() for row in event.history.order_by("history_id")] == [1, 0]


# What was published stays


def drafts_and_published(make):
    yield make(status="draft")
    record = make(status="draft")
    transitions.publish(record, together=True)
    yield record


@pytest.mark.parametrize("make", [make_person, make_source, make_employment, make_cohort, make_event])
def test_what_was_ever_published_is_never_deleted(make):
    draft, record = drafts_and_published(make)
    model = type(record)
    draft.delete()
    for status in ("published", "withdrawn"):
        for way in (record.delete, model.objects.all().delete, model.objects.filter(pk=record.pk).delete):
            with pytest.raises(ProtectedError, match="A record that was published is withdrawn, never deleted"):
                way()
        if status == "published":
            transitions.withdraw(record)
    assert [one.status for one in model.objects.all()] == ["withdrawn"]


def test_a_stale_copy_from_before_its_publication_deletes_nothing():
    draft = make_person(status="draft")
    transitions.publish(Person.objects.get())
    with pytest.raises(ProtectedError):
        draft.delete()
    assert Person.objects.get().status == "published"


def test_what_others_name_is_not_deleted():
    ada, source = make_person(status="draft"), make_source(status="draft")
    post = make_employment(ada, status="draft", claims=({"source": source},))
    for named in (ada, source):
        with pytest.raises(ProtectedError, match="Cannot delete some instances of model"):
            named.delete()
    assert [(row.version, row.history.count()) for row in (ada, source, post)] == [(1, 1)] * 3


def test_members_and_citations_are_told_as_well():
    cohort, event = make_cohort(make_person()), make_event()
    with edit("checked"):
        cohort.members.update(position=3)
        event.citations.update(stance="announced")
    assert told(CohortMember.history, "position")[-1] == ("~", "checked", 3)
    assert told(Citation.history, "stance")[-1] == ("~", "checked", "announced")
    assert [Cohort.objects.get().version, NewsEvent.objects.get().version] == [2, 2]
    assert Source.history.filter(history_type="~").count() == 0
