"""Undoing a merge restores both records and the rows that named them, or says why it can't."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events.models import NewsEvent
from people.models import Claim, Employment, Organization, Person, PersonName
from talentwatch.merging.merge import merge, merge_of, rehearse, undo
from talentwatch.merging.models import MergeDecision
from talentwatch.merging.plan import by_age
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
from tests.support.merging import assert_sound, everything

pytestmark = pytest.mark.django_db


def refusals(decision: Any) -> list[str]:
    before = everything()
    with pytest.raises(ValidationError) as error:
        undo(decision, "a mistake")
    assert everything() == before
    return error.value.messages


@pytest.fixture
@built_once
def pair() -> tuple[Person, Person]:
    """Ada, entered twice, with a position, a name, a cohort and an event that both share, and more that only one has."""
    ada, twin = make_person("Ada Lovelace", names=("A. Lovelace",)), make_person("Ada Byron", names=("A. Lovelace",))
    acme, paper = make_organization("Acme"), make_source(published="2021")
    for person, start in ((ada, "2020"), (twin, "2020-06")):
        make_employment(person, acme, start=start, claims=({"source": paper, "start": start}, {}))
    make_cohort(ada, twin)
    make_event(people=(ada, twin), employments=tuple(Employment.objects.all()))
    Person.objects.filter(pk=twin.pk).update(wikidata_id="Q7259", description="Mathematician.")
    return ada, twin


def test_undoing_restores_every_row(pair):
    ada, twin = pair
    make_event("Alone", people=(twin,))
    before = everything()
    decision = merge(ada, twin, {}, "the same")
    assert everything() != before
    assert merge_of(twin) == decision
    undo(decision, "a mistake")
    assert everything() == before
    assert_sound()
    twin.refresh_from_db()
    last = twin.history.latest()
    assert (twin.status, twin.merged_into, last.history_change_reason) == ("published", None, "a mistake")
    assert merge_of(twin) is None
    assert refusals(decision) == ["This merge has already been undone."]


def test_stored_entries_have_the_keys_that_merges_made_before_have(pair):
    ada, twin = pair
    make_event("Alone", people=(twin,))
    entries = MergeDecision.objects.get(pk=merge(ada, twin, {}, "the same").pk).journal
    assert {entry["act"] for entry in entries} == {"change", "remove", "add", "link", "unlink"}
    assert {frozenset(entry) for entry in entries} == {
        frozenset({"act", "model", "pk", "kind", "name", "before", "after", "told"})
    }


def test_it_can_be_merged_again(pair):
    ada, twin = pair
    for _ in range(2):
        undo(merge(ada, twin, {}, "the same"), "a mistake")
    assert_sound()


def test_rows_added_since_stay_with_the_survivor(pair):
    ada, twin = pair
    decision = merge(ada, twin, {}, "the same")
    post = make_employment(ada, make_organization("Bell"))
    Person.objects.filter(pk=ada.pk).update(website="https://ada.example")
    undo(decision, "a mistake")
    post.refresh_from_db()
    assert post.person == ada
    assert_sound()


def test_rows_edited_since_prevent_it(pair):
    ada, twin = pair
    decision = merge(ada, twin, {}, "the same")
    Person.objects.filter(pk=ada.pk).update(description="Countess.")
    PersonName.objects.get(text="Ada Byron").delete()
    NewsEvent.objects.get().people.remove(ada)
    Claim.objects.order_by("pk").first().delete()
    assert set(refusals(decision)) == {
        "The person name “Ada Byron” has been deleted since.",
        "The claim “Ada Lovelace, Acme: The Paper, 2021” has been deleted since.",
        "The person “Ada Lovelace” has been changed since: description.",
    }


def test_rows_added_by_the_merge_and_changed_since_prevent_it():
    ada, twin = make_person("Ada Lovelace"), make_person("Ada Byron")
    event = make_event(people=(twin,))
    decision = merge(ada, twin, {}, "the same")
    name = PersonName.objects.get(text="Ada Byron")
    name.kind = "former"
    name.save()
    event.people.clear()
    assert refusals(decision) == [
        "The person name “Ada Byron” has been changed since.",
        "The news event “Ada Lovelace joins Acme” has been changed since: people.",
    ]


def test_a_deleted_event_prevents_it():
    ada, twin = make_person("Ada Lovelace"), make_person("Ada Byron")
    event = make_event("One", people=(twin,), status="draft")
    make_event("Both", people=(ada, twin), status="draft")
    decision = merge(ada, twin, {}, "the same")
    NewsEvent.objects.all().delete()
    assert event.headline in "".join(refusals(decision))
    assert set(refusals(decision)) == {
        "The news event “Both” has been deleted since.",
        "The news event “One” has been deleted since.",
    }


def test_a_unique_value_taken_since_prevents_it(pair):
    ada, twin = pair
    decision = merge(ada, twin, {}, "the same")
    lost = Employment.objects.get(person=ada, merged_into__isnull=False)
    make_claim(lost, Claim.objects.order_by("pk").first().source)
    assert refusals(decision) == [
        "The claim “Ada Lovelace, Acme: The Paper, 2021”: This source already has a claim on this job: edit that one."
    ]


def test_the_later_merge_is_undone_first(pair):
    ada, twin = pair
    before = everything()
    first = merge(ada, twin, {}, "the same")
    oldest = Person.objects.get(pk=make_person("Countess").pk)
    second = merge(ada, oldest, {}, "the same too")
    undo(second, "a mistake")
    undo(first, "a mistake")
    oldest.refresh_from_db()
    assert oldest.merged_into is None
    assert {key: rows for key, rows in everything().items() if "Person" not in key} == {
        key: rows for key, rows in before.items() if "Person" not in key
    }


def test_undoing_needs_the_permission_to_merge(pair):
    decision = merge(*pair, {}, "the same")
    nobody = get_user_model().objects.create_user("nobody")
    before = everything()
    with pytest.raises(ValidationError, match="Your role doesn’t let you merge people"):
        undo(decision, "a mistake", user=nobody)
    assert everything() == before


def test_a_deleted_record_prevents_it():
    ada, twin = make_person("Ada Lovelace", status="draft"), make_person("Ada Byron", status="draft")
    decision = merge(ada, twin, {}, "the same")
    QuerySet(Person).filter(pk=twin.pk).delete()
    with pytest.raises(ValidationError):
        undo(decision, "a mistake", user=get_user_model().objects.create_superuser("grace"))


def test_requirements_of_publication_hold_when_a_merge_is_undone(pair):
    ada, twin = pair
    decision = merge(ada, twin, {}, "the same")
    transitions.withdraw(Organization.objects.get(), "closed")
    sentences = refusals(decision)
    assert any("has been changed since" in sentence or "isn't" in sentence for sentence in sentences)


# Any merge

DATES = st.sampled_from(["", "2019", "2020", "2020-06", "[2019..2020]"])
JOBS = st.lists(
    st.tuples(
        st.sampled_from([0, 1]),  # whose
        st.sampled_from([0, 1]),  # where
        DATES,
        st.sampled_from([("unknown", ""), ("ongoing", ""), ("ended", "2021"), ("ended", "[2021..2022]")]),
        st.sampled_from(["draft", "published"]),
        st.sets(st.sampled_from([0, 1]), min_size=1),  # by which sources
    ),
    max_size=4,
)


def _make(kind: str, jobs: Any, listed: Any, named: Any) -> tuple[Any, Any]:
    with edit():
        people = [make_person("Ada Lovelace"), make_person("Ada Byron")]
        places = [make_organization("Acme"), make_organization("Acme Inc")]
        sources = [make_source("Paper", published="2023"), make_source("Post", published="2022")]
        made = [
            make_employment(
                people[who],
                places[where],
                start=start,
                end_state=state,
                end=end,
                status=status,
                claims=tuple({"source": sources[number]} for number in sorted(cited)),
            )
            for who, where, start, (state, end), status, cited in jobs
        ]
        make_cohort(*(people[who] for who in sorted(listed)), source=sources[0])
        make_event(
            people=tuple(people[who] for who in named),
            organizations=tuple(places[where] for where in listed),
            employments=tuple(post for post in made if post.status == "published"),
            sources=tuple(sources),
        )
    older, younger = {"person": people, "organization": places, "source": sources}[kind]
    return older, younger


@settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
@given(
    kind=st.sampled_from(["person", "organization", "source"]),
    jobs=JOBS,
    listed=st.sets(st.sampled_from([0, 1]), min_size=1),
    named=st.sets(st.sampled_from([0, 1])),
)
def test_any_merge_is_sound_and_can_be_undone(kind, jobs, listed, named):
    from django.db import transaction

    with transaction.atomic():
        older, younger = by_age(*_make(kind, jobs, listed, named))
        before = everything()
        picks = {choice.key: "survivor" for choice in rehearse(older, younger, {}).choices}
        plan = rehearse(older, younger, picks)
        assert everything() == before
        assert plan.obstacles == []
        decision = merge(older, younger, picks, "the same", shown=plan.digest)
        duplicates = [
            record for model in (Person, Organization, Employment) for record in model.objects.exclude(merged_into=None)
        ]
        assert_sound(*duplicates)
        undo(decision, "a mistake")
        assert everything() == before
        assert_sound()
        transaction.set_rollback(True)
