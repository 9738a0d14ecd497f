"""A merge moves everything that belongs to the younger record to the older one, whole or not at all."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from people.models import Claim, CohortMember, Employment, Move, Person, PersonName
from talentwatch.exchange.integrity import check_timeline
from talentwatch.merging.merge import OPEN_CHOICES, STALE, merge, rehearse
from talentwatch.merging.plan import by_age
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
from tests.support.merging import assert_sound

pytestmark = pytest.mark.django_db


def merge_notes(survivor: Any, duplicate: Any, **picks: str) -> list[str]:
    """Merge, and return the notes for the editor."""
    plan = rehearse(survivor, duplicate, picks)
    assert plan.obstacles == []
    notes = merge(survivor, duplicate, picks, "the same", shown=plan.digest).notes
    for record in (survivor, duplicate):
        record.refresh_from_db()
    return notes


def refusals(survivor: Any, duplicate: Any, **picks: str) -> list[str]:
    with pytest.raises(ValidationError) as error:
        merge(survivor, duplicate, picks, "the same")
    return error.value.messages


def open_choices(survivor: Any, duplicate: Any, **picks: str) -> dict[str, tuple[str, str]]:
    """Both values of each open choice, by key."""
    plan = rehearse(survivor, duplicate, picks)
    return {choice.key: (choice.survivor, choice.duplicate) for choice in plan.choices if choice.is_open}


def names(record: Any) -> list[tuple[str, str]]:
    return list(record.names.order_by("pk").values_list("text", "language"))


@pytest.fixture
@built_once
def ada() -> Person:
    return make_person("Ada Lovelace")


@pytest.fixture
@built_once
def twin(ada: Person) -> Person:
    """Ada under her maiden name, entered a second time."""
    return make_person("Ada Byron")


def test_the_older_record_survives(ada, twin):
    assert by_age(twin, ada) == (ada, twin)
    merge_notes(ada, twin)
    assert (twin.status, twin.merged_into, ada.status) == ("withdrawn", ada, "published")
    assert (ada.version, twin.version) == (2, 2)
    assert twin.history.latest().history_change_reason == "the same"
    assert_sound(twin)


def test_its_address_leads_to_the_survivor(api, ada, twin):
    make_employment(twin, make_organization("Acme"))
    merge_notes(ada, twin)
    response = api.get("/api/v1/people/ada-byron/")
    assert (response.status_code, response["Location"][-20:]) == (301, "people/ada-lovelace/")
    assert api.slugs("employments/", person="ada-byron") == ["ada-byron-acme"]
    assert api.slugs("people/", q="byron") == ["ada-lovelace"]


# Fields


def test_what_the_survivor_lacks_comes_from_the_other(ada, twin):
    Person.objects.filter(pk=twin.pk).update(description="Mathematician.", wikidata_id="Q7259")
    Person.objects.filter(pk=ada.pk).update(website="https://ada.example")
    merge_notes(ada, twin)
    assert (ada.description, ada.wikidata_id, ada.website) == ("Mathematician.", "Q7259", "https://ada.example")
    assert (twin.description, twin.wikidata_id) == ("Mathematician.", "")


def test_a_text_that_differs_is_chosen(ada, twin):
    Person.objects.filter(pk=ada.pk).update(description="Countess.")
    Person.objects.filter(pk=twin.pk).update(description="Mathematician.")
    key = f"person-{twin.pk}-description"
    (choice,) = [each for each in rehearse(ada, twin, {}).choices if each.key == key]
    assert (choice.survivor, choice.duplicate, choice.default) == ("Countess.", "Mathematician.", "survivor")
    merge_notes(ada, twin, **{key: "duplicate"})
    assert ada.description == "Mathematician."


def test_two_identifiers_must_be_chosen_between(ada, twin):
    Person.objects.filter(pk=ada.pk).update(wikidata_id="Q1")
    Person.objects.filter(pk=twin.pk).update(wikidata_id="Q2")
    key = f"person-{twin.pk}-wikidata_id"
    assert open_choices(ada, twin) == {key: ("Q1", "Q2")}
    assert refusals(ada, twin) == [OPEN_CHOICES]
    assert refusals(ada, twin, **{key: "both"}) == [OPEN_CHOICES]
    merge_notes(ada, twin, **{key: "duplicate"})
    assert (ada.wikidata_id, twin.wikidata_id) == ("Q2", "")


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("2023", "2023-06", "2023-06"),
        ("2023-06", "2023", "2023-06"),
        ("[..2023-06]", "[2023-02..]", "[2023-02..2023-06]"),
        ("", "2023", "2023"),
        ("2023", "", "2023"),
    ],
)
def test_the_narrower_of_two_compatible_dates_is_kept(first, second, kept):
    acme, duplicate = make_organization("Acme", founded=first), make_organization("Acme Inc", founded=second)
    merge_notes(acme, duplicate)
    assert str(acme.founded) == kept


def test_of_dates_that_contradict_each_other_one_must_be_chosen(ada):
    acme, duplicate = make_organization("Acme", founded="2019"), make_organization("Acme Inc", founded="2020-03")
    key = f"organization-{duplicate.pk}-founded"
    assert open_choices(acme, duplicate) == {key: ("2019", "March 2020")}
    merge_notes(acme, duplicate, **{key: "duplicate"})
    assert str(acme.founded) == "2020-03"


# Names


def test_all_names_become_names_of_the_survivor(ada, twin):
    PersonName.objects.create(person=ada, text="Augusta Ada King", language="en")
    PersonName.objects.create(person=twin, text="Augusta Ada King", language="en", kind="former")
    PersonName.objects.create(person=twin, text="Ада Лавлейс", language="ru", kind="native")
    PersonName.objects.create(person=twin, text="Ada Lovelace", language="en")
    notes = merge_notes(ada, twin)
    assert names(ada) == [("Augusta Ada King", "en"), ("Ада Лавлейс", "ru"), ("Ada Byron", "und")]
    assert notes == ["Both records have the person name “Augusta Ada King”: one is kept."]
    assert_sound(twin)


def test_the_name_not_chosen_stays_an_alias(ada, twin):
    merge_notes(ada, twin, **{f"person-{twin.pk}-name": "duplicate"})
    assert (ada.name, ada.slug, names(ada)) == ("Ada Byron", "ada-lovelace", [("Ada Lovelace", "und")])


def test_the_same_name_twice_needs_no_alias(ada):
    duplicate = make_person("Ada Lovelace")
    merge_notes(ada, duplicate)
    assert names(ada) == []


# Rows that name them


def test_rows_that_named_the_duplicate_name_the_survivor(ada, twin):
    post = make_employment(twin)
    both, alone = make_cohort(ada, twin, name="Both"), make_cohort(twin, name="Alone")
    event, other = make_event(people=(ada, twin)), make_event("Other", people=(twin,))
    notes = merge_notes(ada, twin)
    post.refresh_from_db()
    assert post.person == ada
    assert [list(cohort.members.values_list("person__name", "position")) for cohort in (both, alone)] == [
        [("Ada Lovelace", 1)],
        [("Ada Lovelace", 1)],
    ]
    assert [list(row.people.all()) for row in (event, other)] == [[ada], [ada]]
    assert notes == [
        "Both records have the cohort member “Ada Byron, Both”: one is kept.",
        "Ada Lovelace joins Acme names both records: from now on it names Ada Lovelace once.",
    ]
    assert_sound(twin)


def test_moves_are_those_of_the_survivor(ada, twin):
    make_employment(ada, make_organization("Acme"), start="2019", end="2020-03", end_state="ended")
    make_employment(twin, make_organization("Bell"), start="2020-05", end_state="ongoing")
    assert Move.objects.filter(origin=None).count() == 2
    merge_notes(ada, twin)
    assert [str(move) for move in Move.objects.order_by("slug")] == [
        "Ada Lovelace: ? → Acme",
        "Ada Lovelace: Acme → Bell",
    ]
    assert_sound(twin)


# Two equal posts


def test_two_equal_posts_become_one_with_all_claims(ada, twin):
    acme, paper = make_organization("Acme"), make_source("Paper", published="2021")
    first = make_employment(ada, acme, start="2020", claims=({"source": paper, "start": "2020"}, {}))
    second = make_employment(
        twin, acme, start="2020-06", end_state="ongoing", claims=({"source": paper, "start": "2020-06"}, {})
    )
    event = make_event(employments=(second,))
    notes = merge_notes(ada, twin)
    for post in (first, second):
        post.refresh_from_db()
    assert (second.merged_into, second.status, second.person) == (first, "withdrawn", ada)
    assert (str(first.start), first.end_state, first.claims.count(), first.slug) == (
        "2020-06",
        "ongoing",
        3,
        "ada-lovelace-acme",
    )
    assert str(Claim.objects.get(source=paper).start) == "2020-06"
    assert list(event.employments.all()) == [first]
    assert notes == ["Both records have the claim “Ada Lovelace, Acme: Paper, 2021”: one is kept."]
    assert_sound(twin, second)


def test_two_posts_stay_two_where_the_editor_says_so(ada, twin):
    acme = make_organization("Acme")
    first, second = make_employment(ada, acme), make_employment(twin, acme)
    merge_notes(ada, twin, **{f"employment-{second.pk}-merge": "duplicate"})
    assert set(Employment.objects.filter(person=ada, merged_into=None)) == {first, second}
    assert_sound(twin)


@pytest.mark.parametrize(
    ("values", "other_values"),
    [
        ({"start": "2019"}, {"start": "2020"}),
        ({"end_state": "ongoing"}, {"end_state": "ended", "end": "2020"}),
        ({"role": "board"}, {"role": "research"}),
        ({"end_state": "ended", "end": "2019"}, {"end_state": "ended", "end": "2020"}),
        ({"end_state": "ended", "end": "2019"}, {"start": "2020"}),
    ],
)
def test_posts_that_contradict_each_other_stay_two(ada, twin, values, other_values):
    acme = make_organization("Acme")
    first, second = make_employment(ada, acme, **values), make_employment(twin, acme, **other_values)
    merge_notes(ada, twin)
    assert set(Employment.objects.filter(person=ada, merged_into=None)) == {first, second}


def test_where_several_posts_may_be_the_same_none_is_merged(ada, twin):
    acme = make_organization("Acme")
    for _ in range(2):
        make_employment(ada, acme)
    make_employment(twin, acme)
    assert merge_notes(ada, twin) == ["Several employments may be the same as Ada Byron, Acme: all are kept."]
    assert Employment.objects.filter(person=ada, merged_into=None).count() == 3


def test_a_published_post_is_not_merged_into_a_draft(ada, twin):
    acme = make_organization("Acme")
    make_employment(ada, acme, status="draft")
    make_employment(twin, acme)
    assert merge_notes(ada, twin) == [
        "Ada Lovelace, Acme and Ada Byron, Acme are both kept: the older isn't published."
    ]


def test_the_older_post_survives_even_if_it_was_of_the_duplicate(ada, twin):
    acme = make_organization("Acme")
    first = make_employment(twin, acme)
    second = make_employment(ada, acme)
    merge_notes(ada, twin)
    for post in (first, second):
        post.refresh_from_db()
    assert (first.person, second.merged_into) == (ada, first)
    assert_sound(twin, second)


def test_of_claims_by_one_source_that_disagree_one_must_be_chosen(ada, twin):
    acme, paper = make_organization("Acme"), make_source()
    first = make_employment(ada, acme, claims=({"source": paper}, {}))
    second = make_employment(twin, acme, claims=({"source": paper, "stance": "denied", "start": "2019"},))
    twice = second.claims.get()
    key = f"claim-{twice.pk}-stance"
    assert open_choices(ada, twin) == {key: ("Reported", "Denied")}
    merge_notes(ada, twin, **{key: "duplicate"})
    claim = first.claims.get(source=paper)
    assert (claim.stance, str(claim.start)) == ("denied", "2019")


def test_a_chain_of_posts_becomes_one_chain(ada, twin):
    acme, bell = make_organization("Acme"), make_organization("Bell")
    ended = {"start": "2019", "end": "2020", "end_state": "ended"}
    origins = [make_employment(person, acme, **ended) for person in (ada, twin)]
    posts = [
        make_employment(person, bell, start="2020", came_from=origin)
        for person, origin in zip((ada, twin), origins, strict=True)
    ]
    merge_notes(ada, twin)
    posts[0].refresh_from_db()
    assert posts[0].came_from == origins[0]
    assert_sound(twin, origins[1], posts[1])


def test_the_survivor_takes_over_where_somebody_came_from(ada, twin):
    acme, bell = make_organization("Acme"), make_organization("Bell")
    first = make_employment(ada, bell, start="2020")
    origin = make_employment(twin, acme, start="2019", end="2020", end_state="ended")
    second = make_employment(twin, bell, start="2020", came_from=origin)
    merge_notes(ada, twin)
    first.refresh_from_db()
    assert first.came_from == origin
    assert_sound(twin, second)


def test_a_post_left_for_two_others_is_refused_with_a_sentence(ada, twin):
    acme, ended = make_organization("Acme"), {"end": "2020", "end_state": "ended"}
    for person, name in ((ada, "Bell"), (twin, "Cray")):
        origin = make_employment(person, acme, **ended)
        make_employment(person, make_organization(name), came_from=origin)
    assert refusals(ada, twin) == ["Another employment already came from this one."]
    assert rehearse(ada, twin, {}).obstacles == refusals(ada, twin)
    post = Employment.objects.get(slug="ada-byron-acme")
    merge_notes(ada, twin, **{f"employment-{post.pk}-merge": "duplicate"})


# Other kinds of records


def test_organizations_with_their_posts_parts_and_names(ada):
    acme, duplicate = make_organization("Acme"), make_organization("Acme Inc", country="US", kind="lab")
    part = make_organization("Acme Labs", parent=duplicate)
    first, second = make_employment(ada, acme), make_employment(ada, duplicate)
    merge_notes(acme, duplicate)
    for row in (part, second):
        row.refresh_from_db()
    assert (part.parent, second.merged_into, acme.country, acme.kind) == (acme, first, "US", "company")
    assert_sound(duplicate, second)


def test_a_part_merged_into_its_whole_and_the_whole_into_its_part():
    whole = make_organization("Acme")
    part = make_organization("Acme Labs", parent=whole)
    merge_notes(whole, part)
    assert whole.parent is None
    group = make_organization("Group")
    old = make_organization("Bell Labs", parent=None)
    bell = make_organization("Bell", parent=group)
    old.parent = bell
    old.save()
    merge_notes(old, bell)
    assert old.parent == group
    assert_sound(part, bell)


def test_a_circle_of_parts_is_refused():
    low = make_organization("Low")
    top = make_organization("Top")
    middle = make_organization("Middle", parent=top)
    low.parent = middle
    low.save()
    assert refusals(low, top) == ["Middle: An organization can't be part of itself."]
    other = make_organization("Third")
    below = make_organization("Below", parent=other)
    deep = make_organization("Deep", parent=below)
    merge_notes(other, deep)
    assert other.parent is None


def test_sources_with_their_claims_citations_and_repetitions():
    first = make_source("Paper", url="https://paper.example/a", title="News")
    second = make_source("Paper", url="https://m.paper.example/a", derived_from=first)
    third = make_source("Other", derived_from=second)
    claim = make_claim(make_employment(), second)
    event = make_event(sources=(first, second))
    key = f"source-{second.pk}-url"
    assert list(open_choices(first, second)) == [key]
    merge_notes(first, second, **{key: "survivor"})
    for row in (third, claim):
        row.refresh_from_db()
    assert (first.derived_from, third.derived_from, claim.source) == (None, first, first)
    assert list(event.sources.all()) == [first]
    assert claim.slug == f"{claim.employment.slug}--{first.slug}"
    assert_sound(second)


def test_posts_of_one_person_at_one_organization(ada):
    acme = make_organization("Acme")
    first = make_employment(ada, acme, end_state="ongoing", start="2020")
    second = make_employment(ada, acme, end_state="ended", end="2021", title="Engineer")
    key = f"employment-{second.pk}-end_state"
    assert open_choices(first, second) == {key: ("Ongoing", "Ended")}
    merge_notes(first, second, **{key: "duplicate"})
    assert (first.end_state, str(first.end), first.title) == ("ended", "2021", "Engineer")
    assert_sound(second)


def test_posts_of_two_people_are_refused(ada, twin):
    posts = [make_employment(ada, make_organization("Acme")), make_employment(twin, make_organization("Bell"))]
    assert refusals(*posts) == [
        "They don't have the same person. If those two are duplicates, merge them first.",
        "They don't have the same organization. If those two are duplicates, merge them first.",
    ]


def test_cohorts_and_events(ada, twin):
    first, second = make_cohort(ada, name="Authors"), make_cohort(ada, name="The authors", expected_size=2)
    CohortMember.objects.create(cohort=second, person=twin, position=2)
    merge_notes(first, second)
    assert [member.person for member in first.members.order_by("position")] == [ada, twin]
    event, duplicate = make_event(people=(ada,)), make_event("Ada Lovelace goes to Acme", people=(ada, twin))
    merge_notes(event, duplicate)
    assert set(event.people.all()) == {ada, twin}
    assert event.citations.count() == 2
    assert list(map(str, check_timeline())) == []


# What is refused


def test_a_record_is_never_merged_into_itself_nor_twice(ada, twin):
    assert refusals(ada, ada) == ["A record can't be merged into itself."]
    merge_notes(ada, twin)
    assert refusals(make_person("Third"), twin) == ["Ada Byron has already been merged into Ada Lovelace."]


def test_a_public_record_is_not_merged_into_a_hidden_one(twin):
    draft = make_person("Draft", status="draft")
    (sentence,) = refusals(draft, twin)
    assert sentence.startswith("Ada Byron is published, but Draft, the record to keep, is draft")
    assert rehearse(draft, twin, {}).obstacles == [sentence]
    withdrawn = make_person("Gone", status="withdrawn")
    assert len(refusals(withdrawn, draft)) == 1
    merge_notes(withdrawn, make_person("Gone too", status="withdrawn"))


def test_what_was_shown_is_what_is_done(ada, twin):
    shown = rehearse(ada, twin, {}).digest
    assert rehearse(ada, twin, {}).digest == shown
    make_employment(twin)
    with pytest.raises(ValidationError, match=STALE):
        merge(ada, twin, {}, "the same", shown=shown)
    shown = rehearse(ada, twin, {}).digest
    Person.objects.filter(pk=ada.pk).update(description="Edited meanwhile.")
    with pytest.raises(ValidationError, match=STALE):
        merge(ada, twin, {}, "the same", shown=shown)
    twin.refresh_from_db()
    assert twin.merged_into is None


def test_a_rehearsal_leaves_nothing_behind(ada, twin):
    make_employment(twin)
    before = Person.objects.values_list("version", "status").order_by("pk")
    rows = list(before)
    plan = rehearse(ada, twin, {})
    assert [entry["act"] for entry in plan.entries] == ["change", "add", "change"]
    assert list(before.all()) == rows
    assert PersonName.objects.count() == 0


def test_the_reason_of_an_end_comes_with_the_end_state_that_is_kept(ada):
    acme = make_organization("Acme")
    first = make_employment(ada, acme, end_state="ongoing", start="2020")
    second = make_employment(ada, acme, end_state="ended", end="2021", end_reason="laid_off", left_for="study")
    merge_notes(first, second, **{f"employment-{second.pk}-end_state": "duplicate"})
    assert (first.end_state, first.end_reason, first.left_for) == ("ended", "laid_off", "study")


def test_the_reason_of_an_end_goes_with_the_end_state_that_is_given_up(ada):
    acme = make_organization("Acme")
    first = make_employment(ada, acme, end_state="ended", end="2021", end_reason="laid_off", left_for="study")
    second = make_employment(ada, acme, end_state="ongoing", start="2020")
    merge_notes(first, second, **{f"employment-{second.pk}-end_state": "duplicate"})
    assert (first.end_state, first.end_reason, first.left_for) == ("ongoing", "", "")
