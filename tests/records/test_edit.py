"""An edit: what one act changes, whole or not at all, counted and recorded once per record."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Citation, EventOrganization, NewsEvent
from people.models import Claim, Employment, Organization, Person, PersonName, Source
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from talentwatch.typed_dates import parse_typed
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)


def standing(record):
    """Version and rows of history."""
    record.refresh_from_db()
    return record.version, record.history.count()


@pytest.mark.parametrize(
    "make", [make_person, make_organization, make_source, make_employment, make_cohort, make_event]
)
def test_a_new_record_is_version_one_with_one_row_of_history(make):
    assert standing(make()) == (1, 1)


def test_an_edit_counts_once_however_much_it_changes():
    post = make_employment(claims=({}, {"stance": "rumoured"}))
    with edit("found the interview", at=NOON):
        post.title = "Chief scientist"
        post.save()
        make_claim(post)
        make_claim(post)
        post.claims.first().delete()
        post.claims.filter(stance="rumoured").update(stance="announced")
        post.role = "lead"
        post.save()
    assert standing(post) == (2, 2)
    last = post.history.latest()
    assert (last.title, last.role, last.version, last.confidence) == ("Chief scientist", "lead", 2, "confirmed")
    assert (last.history_type, last.history_change_reason, last.history_date) == ("~", "found the interview", NOON)
    assert (post.updated_at, post.created_at < NOON) == (NOON, True)


def test_an_edit_of_several_records_counts_once_for_each():
    ada, grace = make_person("Ada"), make_person("Grace")
    with edit():
        for person in (ada, grace, ada):
            PersonName.objects.create(person=person, text=f"{person} {person.names.count()}", language="en")
    assert [standing(ada), standing(grace)] == [(2, 2), (2, 2)]


@pytest.mark.parametrize("link", ["people", "organizations", "employments"])
def test_a_change_of_links_is_an_edit(link):
    event, other = (
        make_event(),
        {"people": make_person, "organizations": make_organization, "employments": make_employment},
    )
    record = other[link]()
    getattr(event, link).add(record)
    assert standing(event) == (2, 2)
    if link == "organizations":  # rows with a part, and a history of their own
        assert [row.history_type for row in EventOrganization.history.filter(event_id=event.pk)] == ["+"]
    else:
        assert [getattr(row, link).count() for row in event.history.order_by("history_id")] == [0, 1]
    getattr(event, link).add(record)
    getattr(event, link).set([record])
    assert standing(event) == (2, 2)
    getattr(event, link).remove(record)
    assert standing(event) == (3, 3)
    getattr(event, link).remove(record)
    getattr(event, link).clear()
    assert standing(event) == (3, 3)
    assert standing(record) == (1, 1)


def test_links_changed_from_the_far_side_are_edits_of_the_events():
    one, two, ada = make_event("One"), make_event("Two"), make_person()
    ada.events.add(one, two)
    assert [standing(one), standing(two)] == [(2, 2), (2, 2)]
    ada.events.remove(two)
    ada.events.remove(two)
    assert [standing(one), standing(two)] == [(2, 2), (3, 3)]
    ada.events.clear()
    ada.events.clear()
    assert [standing(one), standing(two), standing(ada)] == [(3, 3), (3, 3), (1, 1)]


def test_an_edit_of_links_and_citations_counts_once():
    event = make_event()
    with edit():
        event.people.add(make_person())
        event.sources.add(make_source("Wired"))
        event.headline = "Ada joins"
        event.save()
        event.organizations.set([make_organization()])
    assert standing(event) == (2, 2)
    assert (event.confidence, event.history.latest().people.count()) == ("confirmed", 1)


def test_where_nothing_changed_nothing_is_written():
    post = make_employment(start="2020")
    event = make_event(people=(post.person,))
    rows = [post, event, post.claims.get(), event.citations.get(), post.person, make_cohort(post.person).members.get()]
    before = {row: type(row).objects.filter(pk=row.pk).values().get() for row in rows}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for row in rows:
            row.save()
            type(row).objects.get(pk=row.pk).save()
            type(row).objects.filter(pk=row.pk).update(pk=row.pk)
        event.people.set([post.person])
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert {row: type(row).objects.filter(pk=row.pk).values().get() for row in rows} == before
    assert [standing(post), standing(event)] == [(1, 1), (1, 1)]
    assert Claim.history.count() == Citation.history.count() == 1


def test_only_the_named_columns_are_saved():
    person = make_person(description="Countess")
    person.name, person.description = "Augusta", "Mathematician"
    person.save(update_fields=["description"])
    assert standing(person) == (2, 2)
    assert (person.name, person.description) == ("Ada Lovelace", "Mathematician")
    person.name = "Augusta"
    person.save(update_fields=["website"])
    assert standing(person) == (2, 2)


def test_an_edit_in_an_edit_belongs_to_the_outer_one():
    person = make_person()
    with edit("outer", at=NOON):
        with edit("inner"):
            person.name = "Augusta"
            person.save()
        assert person.history.count() == 1, "written when the outer edit ends"
        with edit("another"):
            PersonName.objects.create(person=person, text="Ada", language="en")
    assert standing(person) == (2, 2)
    assert person.history.latest().history_change_reason == "outer"
    assert PersonName.history.get().history_change_reason == "outer"
    assert PersonName.history.get().history_date == NOON


def test_an_exception_undoes_everything():
    person, event = make_person(), make_event()
    with pytest.raises(ZeroDivisionError), edit():
        person.name = "Augusta"
        person.save()
        PersonName.objects.create(person=person, text="Ada", language="en")
        event.people.add(person)
        make_organization("Zenith")
        1 / 0  # noqa: B018 the exception
    assert [standing(person), standing(event)] == [(1, 1), (1, 1)]
    assert (person.name, list(person.names.all()), list(event.people.all())) == ("Ada Lovelace", [], [])
    assert (Organization.objects.count(), Organization.history.count(), PersonName.history.count()) == (0, 0, 0)
    person.name = "Augusta"
    person.save()
    assert standing(person) == (2, 2), "the next edit is a new one"


def test_what_the_gate_refuses_undoes_everything():
    post = make_employment()
    with pytest.raises(ValidationError) as refusal, edit():
        post.title = "Chief scientist"
        post.save()
        post.claims.all().delete()
    assert refusal.value.messages == ["Ada Lovelace, Acme has no source: every fact needs one."]
    assert standing(post) == (1, 1)
    assert (post.title, post.claims.count(), Claim.history.filter(history_type="-").count()) == ("", 1, 0)


def test_a_stale_copy_counts_on_from_what_is_stored():
    person = make_person()
    stale = Person.objects.get()
    person.name = "Augusta"
    person.save()
    stale.description = "Countess"
    stale.save()
    assert standing(stale) == (3, 3)
    assert stale.published_at == person.published_at


def test_the_moment_of_publication_is_set_once():
    person = make_person(status="draft")
    assert person.published_at is None
    with edit(at=NOON):
        transitions.publish(person)
    assert person.published_at == NOON
    transitions.withdraw(person)
    transitions.publish(person)
    person.published_at = datetime(2031, 1, 1, tzinfo=UTC)
    person.name = "Augusta"
    person.save()
    person.refresh_from_db()
    assert person.published_at == NOON


def test_the_moment_of_making_never_changes():
    with edit(at=NOON):
        person = make_person()
    person.created_at, person.name = datetime(2031, 1, 1, tzinfo=UTC), "Augusta"
    person.save()
    person.refresh_from_db()
    assert person.created_at == NOON != person.updated_at


def test_a_claim_keeps_the_moment_at_which_it_changed():
    post = make_employment()
    claim = post.claims.get()
    with edit(at=NOON):
        claim.start = parse_typed("2020")
        claim.save(update_fields=["start_earliest", "start_latest"])
    claim.refresh_from_db()
    assert (claim.updated_at, str(claim.start)) == (NOON, "2020")


def test_a_long_reason_is_kept_whole():
    with edit("x" * 500):
        person = make_person()
    assert person.history.get().history_change_reason == "x" * 500


def test_a_record_made_and_deleted_in_one_edit_leaves_its_last_state_only():
    with edit("changed my mind"):
        source = make_source(status="draft")
        source.delete()
    assert Source.objects.count() == 0
    assert [(row.history_type, row.history_change_reason) for row in Source.history.all()] == [("-", "changed my mind")]


def test_reads_of_the_kit_are_in_the_order_of_the_change():
    with edit() as current:
        post = make_employment(make_person("Grace"), make_organization())
        event = make_event(employments=(post,))
    made = [type(record) for record in current.changed_records()]
    assert made == [Person, Organization, Employment, Source, NewsEvent, Source]
    assert current.has_changed(event)
