"""Undoing a merger gives back both records and all that hung on them, or says what stands against it."""

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
from talentwatch.merging.plan import by_age
from talentwatch.publishing import transitions
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


def refused(merger: Any) -> list[str]:
    before = everything()
    with pytest.raises(ValidationError) as error:
        undo(merger, "a mistake")
    assert everything() == before
    return error.value.messages


@pytest.fixture
def pair() -> tuple[Person, Person]:
    """Ada, entered twice, with a post, a name, a list and an event that both have, and some of her own each."""
    ada, twin = make_person("Ada Lovelace", names=("A. Lovelace",)), make_person("Ada Byron", names=("A. Lovelace",))
    acme, paper = make_organization("Acme"), make_source(published="2021")
    for person, start in ((ada, "2020"), (twin, "2020-06")):
        make_employment(person, acme, start=start, claims=({"source": paper, "start": start}, {}))
    make_cohort(ada, twin)
    make_event(people=(ada, twin), employments=tuple(Employment.objects.all()))
    Person.objects.filter(pk=twin.pk).update(wikidata_id="Q7259", description="Mathematician.")
    return ada, twin


def test_undoing_gives_back_every_row(pair):
    ada, twin = pair
    make_event("Alone", people=(twin,))
    before = everything()
    merger = merge(ada, twin, {}, "the same")
    assert everything() != before
    assert merge_of(twin) == merger
    undo(merger, "a mistake")
    assert everything() == before
    assert_sound()
    twin.refresh_from_db()
    last = twin.history.latest()
    assert (twin.status, twin.merged_into, last.history_change_reason) == ("published", None, "a mistake")
    assert merge_of(twin) is None
    assert refused(merger) == ["This merger was undone already."]


def test_it_can_be_merged_again(pair):
    ada, twin = pair
    for _ in range(2):
        undo(merge(ada, twin, {}, "the same"), "a mistake")
    assert_sound()


def test_what_came_since_stays_with_the_survivor(pair):
    ada, twin = pair
    merger = merge(ada, twin, {}, "the same")
    post = make_employment(ada, make_organization("Bell"))
    Person.objects.filter(pk=ada.pk).update(website="https://ada.example")
    undo(merger, "a mistake")
    post.refresh_from_db()
    assert post.person == ada
    assert_sound()


def test_what_was_edited_since_stands_against_it(pair):
    ada, twin = pair
    merger = merge(ada, twin, {}, "the same")
    Person.objects.filter(pk=ada.pk).update(description="Countess.")
    PersonName.objects.get(text="Ada Byron").delete()
    NewsEvent.objects.get().people.remove(ada)
    Claim.objects.order_by("pk").first().delete()
    assert set(refused(merger)) == {
        "The person name “Ada Byron” was deleted since.",
        "The claim “Ada Lovelace, Acme: The Paper, 2021” was deleted since.",
        "The person “Ada Lovelace” was changed since: description.",
    }


def test_what_was_added_and_then_changed_stands_against_it():
    ada, twin = make_person("Ada Lovelace"), make_person("Ada Byron")
    event = make_event(people=(twin,))
    merger = merge(ada, twin, {}, "the same")
    name = PersonName.objects.get(text="Ada Byron")
    name.kind = "former"
    name.save()
    event.people.clear()
    assert refused(merger) == [
        "The person name “Ada Byron” was changed since.",
        "The news event “Ada Lovelace joins Acme” was changed since: people.",
    ]


def test_an_event_that_is_gone_stands_against_it():
    ada, twin = make_person("Ada Lovelace"), make_person("Ada Byron")
    one = make_event("One", people=(twin,), status="draft")
    make_event("Both", people=(ada, twin), status="draft")
    merger = merge(ada, twin, {}, "the same")
    NewsEvent.objects.all().delete()
    assert one.headline in "".join(refused(merger))
    assert set(refused(merger)) == {
        "The news event “Both” was deleted since.",
        "The news event “One” was deleted since.",
    }


def test_a_place_taken_since_stands_against_it(pair):
    ada, twin = pair
    merger = merge(ada, twin, {}, "the same")
    lost = Employment.objects.get(person=ada, merged_into__isnull=False)
    make_claim(lost, Claim.objects.order_by("pk").first().source)
    assert refused(merger) == [
        "The claim “Ada Lovelace, Acme: The Paper, 2021”: This source has a claim on this post already: change that one."
    ]


def test_the_later_merger_is_undone_first(pair):
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


def test_whoever_may_not_merge_undoes_nothing(pair):
    merger = merge(*pair, {}, "the same")
    nobody = get_user_model().objects.create_user("nobody")
    before = everything()
    with pytest.raises(ValidationError, match="Your role doesn’t let you merge people"):
        undo(merger, "a mistake", user=nobody)
    assert everything() == before


def test_a_record_that_is_gone_stands_against_it():
    ada, twin = make_person("Ada Lovelace", status="draft"), make_person("Ada Byron", status="draft")
    merger = merge(ada, twin, {}, "the same")
    QuerySet(Person).filter(pk=twin.pk).delete()
    with pytest.raises(ValidationError):
        undo(merger, "a mistake", user=get_user_model().objects.create_superuser("grace"))


def test_the_gate_holds_when_a_merger_is_undone(pair):
    ada, twin = pair
    merger = merge(ada, twin, {}, "the same")
    transitions.withdraw(Organization.objects.get(), "closed")
    sentences = refused(merger)
    assert any("was changed since" in one or "isn't" in one for one in sentences)


# Any merger

DATES = st.sampled_from(["", "2019", "2020", "2020-06", "[2019..2020]"])
POSTS = st.lists(
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


def _make(kind: str, posts: Any, listed: Any, named: Any) -> tuple[Any, Any]:
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
            claims=tuple({"source": sources[number]} for number in sorted(told)),
        )
        for who, where, start, (state, end), status, told in posts
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
    max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
@given(
    kind=st.sampled_from(["person", "organization", "source"]),
    posts=POSTS,
    listed=st.sets(st.sampled_from([0, 1]), min_size=1),
    named=st.sets(st.sampled_from([0, 1])),
)
def test_any_merger_is_sound_and_can_be_undone(kind, posts, listed, named):
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        older, younger = by_age(*_make(kind, posts, listed, named))
        before = everything()
        picks = {choice.key: "older" for choice in rehearse(older, younger, {}).choices}
        plan = rehearse(older, younger, picks)
        assert everything() == before
        assert plan.obstacles == []
        merger = merge(older, younger, picks, "the same", shown=plan.digest)
        lost = [one for model in (Person, Organization, Employment) for one in model.objects.exclude(merged_into=None)]
        assert_sound(*lost)
        undo(merger, "a mistake")
        assert everything() == before
        assert_sound()
        transaction.set_rollback(True)
