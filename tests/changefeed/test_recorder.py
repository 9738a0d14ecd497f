"""The log records every change that readers can see, however it was made."""

from contextlib import suppress

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Move, Organization, Person, PersonName, Source
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.recorder import catch_up
from talentwatch.dates import parse
from talentwatch.documents.models import Document
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
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


def missed():
    """How many rows of the API differ from the log, and from the documents that readers are served."""
    with edit() as current:
        return catch_up(current)


def logged(since):
    return {f"{change.action} {change.resource}/{change.slug}" for change in Change.objects.filter(seq__gt=since)}


class Act:
    """Collects what was logged inside, and checks that nothing was missed."""

    def __enter__(self):
        self.since = Change.objects.count()
        return self

    def __exit__(self, *error):
        self.changes = logged(self.since)
        assert missed() == 0


@pytest.fixture
@built_once
def world():
    """Ada left Acme Labs, a part of Acme, for Beta; an event and a list name her, and one paper repeats another."""
    acme = make_organization("Acme")
    labs = make_organization("Labs", parent=acme)
    beta = make_organization("Beta")
    first = make_source("First")
    second = make_source("Second", derived_from=first)
    ada = make_person("Ada")
    old = make_employment(ada, labs, end="2020", end_state="ended", claims=({"source": first},))
    new = make_employment(ada, beta, came_from=old, start="2020", claims=({"source": second},))
    make_event("Ada moves", people=(ada,), organizations=(beta,), employments=(new,), sources=(second,))
    make_cohort(ada, source=first)


def test_an_organization_that_becomes_a_part_makes_moves_internal(world):
    beta = Organization.objects.get(slug="beta")
    beta.parent = Organization.objects.get(slug="acme")
    with Act() as act:
        beta.save()
    assert act.changes == {
        "changed organizations/beta",
        "changed organizations/acme",
        "changed moves/ada-labs--ada-beta",
    }


def test_a_new_name_is_shown_by_all_that_refer_to_it(world):
    ada = Person.objects.get()
    ada.name = "Ada Byron"
    with Act() as act:
        ada.save()
    assert act.changes == {
        f"changed {row}"
        for row in (
            "people/ada",
            "employments/ada-labs",
            "employments/ada-beta",
            "claims/ada-labs--first",
            "claims/ada-beta--second",
            "moves/ada-labs",
            "moves/ada-labs--ada-beta",
            "events/ada-moves",
            "cohorts/the-authors",
        )
    }


def test_a_description_is_shown_by_nobody_else(world):
    ada = Person.objects.get()
    ada.description = "A researcher."
    with Act() as act:
        ada.save()
    assert act.changes == {"changed people/ada"}


def test_a_source_that_leaves_takes_its_claims_along(world):
    with Act() as act:
        transitions.withdraw(Source.objects.get(slug="second"))
    assert {
        "withdrawn sources/second",
        "withdrawn claims/ada-beta--second",
        "withdrawn employments/ada-beta",
    } <= act.changes


def test_a_post_given_to_somebody_else_leaves_the_first(world):
    post = Employment.objects.get(slug="ada-beta")
    post.person, post.came_from = make_person("Bob"), None
    with Act() as act:
        post.save()
    assert {"changed people/ada", "changed people/bob", "changed employments/ada-beta"} <= act.changes


def test_a_move_that_comes_back_as_somebody_else_s(world):
    Employment.objects.update(came_from=None)
    post = Employment.objects.get(slug="ada-labs")
    transitions.withdraw(post)
    post.person = make_person("Bob")
    post.save()
    with Act() as act:
        transitions.publish(post)
    assert {"published employments/ada-labs", "published moves/ada-labs"} <= act.changes


def test_a_claim_that_goes(world):
    post = Employment.objects.get(slug="ada-beta")
    claim = make_claim(post, Source.objects.get(slug="first"))
    with Act() as act:
        claim.delete()
    assert "withdrawn claims/ada-beta--first" in act.changes


def test_a_claim_of_another_source_is_another_row(world):
    claim = Claim.objects.get(slug="ada-beta--second")
    claim.source = make_source("Third")
    with Act() as act:
        claim.save()
    assert {"withdrawn claims/ada-beta--second", "published claims/ada-beta--third"} <= act.changes


def test_bulk_writes_are_logged(world):
    with Act() as act:
        Person.objects.update(website="https://example.org/")
        PersonName.objects.bulk_create([PersonName(person=Person.objects.get(), text="Augusta", language="en")])
    assert act.changes == {"changed people/ada"}


def test_a_link_to_an_event_is_logged(world):
    with Act() as act:
        NewsEvent.objects.get().organizations.add(Organization.objects.get(slug="acme"))
    assert act.changes == {"changed events/ada-moves"}


def test_loaded_rows_are_logged(world, tmp_path):
    text = serializers.serialize("json", Person.objects.all()).replace('"name": "Ada"', '"name": "Ada Byron"')
    (tmp_path / "rows.json").write_text(text)
    with Act() as act:
        call_command("loaddata", tmp_path / "rows.json", verbosity=0)
    assert {"changed people/ada", "changed employments/ada-labs", "changed events/ada-moves"} <= act.changes


def test_rows_saved_raw_without_the_command_are_logged(world):
    (row,) = serializers.deserialize("json", serializers.serialize("json", Cohort.objects.all()))
    row.object.name = "The writers"
    with Act() as act:
        row.save()
    assert act.changes == {"changed cohorts/the-authors"}


def test_a_change_is_told_in_a_line(world):
    assert str(Change.objects.order_by("seq").first()).startswith("1: ")


def test_what_fails_leaves_no_trace(world):
    with Act() as act, pytest.raises(ValidationError), edit():
        person = Person.objects.get()
        person.status = "draft"
        person.save()
    assert act.changes == set()


def test_rebuilt_moves_are_logged(world):
    Move.objects.filter(slug="ada-labs--ada-beta").update(kind="return")
    assert missed() == 1
    with Act() as act:
        Move.objects.rebuild()
    assert act.changes == {"changed moves/ada-labs--ada-beta"}


# Any sequence of acts


def rename(row, number):
    row.name = f"{row.name} {number}"
    row.save()


def reparent(row, number):
    row.parent = None if row.parent else Organization.objects.exclude(pk=row.pk).order_by("?").first()
    row.full_clean()
    row.save()


def begin(row, number):
    row.start = parse(str(2015 + number))
    row.full_clean()
    row.save()


def hand_over(row, number):
    row.person = Person.objects.exclude(pk=row.person_id).order_by("slug").first() or row.person
    row.full_clean()
    row.save()


def claim_more(row, number):
    make_claim(row, Source.objects.order_by("slug")[number % Source.objects.count()])


def claim_less(row, number):
    row.claims.first().delete()


def republish_date(row, number):
    row.published = parse(str(2015 + number))
    row.save()


def reword(row, number):
    row.headline = f"Ada moves {number}"
    row.save()


def unlink(row, number):
    row.employments.clear()


def merge(row, number):
    older = type(row).objects.exclude(pk=row.pk).order_by("pk").first()
    with edit():
        transitions.withdraw(row)
        row.merged_into = older
        row.save()


def withdraw(row, number):
    transitions.withdraw(row)


def publish(row, number):
    transitions.publish(row, together=True)


ANY = (withdraw, publish)
ACTS = {
    Person: (rename, merge, *ANY),
    Organization: (rename, reparent, *ANY),
    Employment: (begin, hand_over, claim_more, claim_less, *ANY),
    Source: (republish_date, *ANY),
    NewsEvent: (reword, unlink, *ANY),
    Cohort: (rename, *ANY),
}
PLANS = st.sampled_from([(model, act) for model, acts in ACTS.items() for act in acts])


def do(model, act, number):
    """What the rules refuse isn't done."""
    rows = list(model.objects.order_by("slug"))
    with suppress(ValidationError, IntegrityError, AttributeError), transaction.atomic():
        act(rows[number % len(rows)], number)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(plans=st.lists(st.tuples(PLANS, st.integers(0, 5)), max_size=8))
def test_after_any_acts_the_log_says_what_readers_see(world, plans):
    with transaction.atomic():
        for (model, act), number in plans:
            do(model, act, number)
            assert missed() == 0, (model, act)
        assert list(Change.objects.values_list("seq", flat=True)) == list(range(1, Change.objects.count() + 1))
        transaction.set_rollback(True)


def test_a_document_that_is_served_against_the_log_is_repaired(world):
    current = Document.objects.current()
    labs = current.get(resource="organizations", slug="labs")
    current.filter(resource="people", slug="ada").update(until=Change.objects.count())
    Document.objects.create(since=1_000, resource="people", slug="nobody", row="{}")
    assert missed() == 2
    assert missed() == 0
    assert current.filter(resource="people", slug="ada").exists()
    assert not current.filter(slug="nobody").exists()
    assert current.get(resource="organizations", slug="labs") == labs


@pytest.mark.parametrize("names", [("Ada", "Bob"), ("Bob", "Ada")])
def test_a_job_of_another_person_whose_rows_are_compared_later(monkeypatch, names):
    monkeypatch.setattr("talentwatch.changefeed.recorder.OWNERS_AT_ONCE", 1)
    first, second = (make_person(name) for name in names)
    job = make_employment(first, make_organization("Acme"), start="2020")
    with Act() as act:
        job.person = second
        job.save()
    owners = Change.objects.current().filter(resource="moves").values_list("slug", "owner", "action")
    assert [row[:2] for row in owners.exclude(action="withdrawn")] == [(job.slug, second.slug)]
    assert "changed people/ada" in act.changes


def test_a_job_that_is_published_later_is_shown_where_it_led_to():
    ada = make_person("Ada")
    old = make_employment(ada, make_organization("Labs"), end="2020", end_state="ended", status="draft")
    new = make_employment(ada, make_organization("Beta"), came_from=old, start="2020")
    with Act() as act:
        transitions.publish(old)
    assert f"changed employments/{new.slug}" in act.changes
