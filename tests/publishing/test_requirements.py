"""The publishing gate: what a record needs to be public, and that no edit gets around it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from events.models import NewsEvent
from people.models import Cohort, CohortMember, Employment, Organization, Person, Source
from talentwatch.publishing import requirements, transitions
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

DRAFT = {"status": "draft"}


@pytest.fixture
def ada():
    return make_person("Ada", **DRAFT)


@pytest.fixture
def acme():
    return make_organization("Acme", **DRAFT)


@pytest.fixture
def paper():
    return make_source("The Paper", **DRAFT)


@pytest.fixture
def post(ada, acme, paper):
    """A draft of which nothing is published."""
    return make_employment(ada, acme, claims=({"source": paper},), **DRAFT)


def refused(act, *arguments, **options):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        act(*arguments, **options)
    return refusal.value.messages


def statuses(*models):
    return {record.slug: record.status for model in models for record in model.objects.all()}


# Steps


def test_a_record_goes_from_draft_to_review_and_back():
    person = make_person(**DRAFT)
    transitions.submit(person, "ready")
    assert (person.status, person.version) == ("in_review", 2)
    transitions.send_back(person, "not yet")
    person.refresh_from_db()
    assert (person.status, person.version, person.published_at) == ("draft", 3, None)
    assert list(person.history.order_by("version").values_list("status", "history_change_reason")) == [
        ("draft", ""),
        ("in_review", "ready"),
        ("draft", "not yet"),
    ]


@pytest.mark.parametrize(
    ("step", "status", "sentence"),
    [
        (transitions.submit, "in_review", "Ada is in review."),
        (transitions.submit, "published", "Ada is published."),
        (transitions.submit, "withdrawn", "Ada is withdrawn."),
        (transitions.send_back, "draft", "Ada is a draft."),
        (transitions.send_back, "published", "Ada is published."),
        (transitions.withdraw, "draft", "Ada isn't published."),
        (transitions.withdraw, "in_review", "Ada isn't published."),
        (transitions.withdraw, "withdrawn", "Ada isn't published."),
        (transitions.publish, "published", "Ada is already published."),
    ],
)
def test_a_step_starts_where_it_may(step, status, sentence):
    person = make_person("Ada", status=status)
    assert refused(step, person) == [sentence]
    assert (person.status, Person.objects.get().version) == (status, 1)


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_whatever_is_not_public_may_be_published(status):
    person = make_person("Ada", status=status)
    assert transitions.publish(person) == [person]
    assert Person.objects.get().status == "published"


def test_a_step_reads_the_status_anew_and_saves_nothing_else(ada):
    stale = Person.objects.get()
    transitions.publish(ada)
    ada.name = "Augusta"
    ada.save()
    assert refused(transitions.publish, stale) == ["Ada is already published."]
    transitions.withdraw(stale)
    assert (Person.objects.get().name, Person.objects.get().status) == ("Augusta", "withdrawn")


# What is missing


def test_a_post_needs_its_person_its_organization_and_a_source(post):
    assert refused(transitions.publish, post) == [
        "Ada isn't published.",
        "Acme isn't published.",
        "The Paper isn't published.",
    ]
    assert set(statuses(Employment, Person, Organization, Source).values()) == {"draft"}


def test_a_post_without_claims_cannot_be_published_at_all(ada, acme):
    post = make_employment(ada, acme, claims=(), **DRAFT)
    sentence = "Ada, Acme has no source: every fact needs one."
    assert refused(transitions.publish, post, together=True) == [sentence]
    assert refused(transitions.publish, post) == [sentence, "Ada isn't published.", "Acme isn't published."]
    assert statuses(Person, Organization) == {"ada": "draft", "acme": "draft"}


def test_nor_be_submitted(ada, acme):
    bare = make_employment(ada, acme, claims=(), **DRAFT)
    assert refused(transitions.submit, bare) == list(requirements.all_unmet_requirements(bare).sentences)
    assert statuses(Employment) == {bare.slug: "draft"}


def test_one_published_source_is_enough(post):
    transitions.publish(post.person)
    transitions.publish(post.organization)
    make_claim(post, make_source("Fortune"))
    assert transitions.publish(post) == [post]
    assert Source.objects.get(slug="the-paper").status == "draft"


def test_what_a_post_came_from_is_not_needed(post, ada):
    post.came_from = make_employment(ada, make_organization("Zenith"), end="2020", end_state="ended", **DRAFT)
    post.save()
    assert [record.slug for record in transitions.publish(post, together=True)] == [
        "ada",
        "acme",
        "the-paper",
        "ada-acme",
    ]


def test_a_source_needs_the_one_it_repeats(paper):
    mirror = make_source("Mirror", derived_from=paper, **DRAFT)
    assert refused(transitions.publish, mirror) == [f"{paper} isn't published."]
    assert transitions.publish(mirror, together=True) == [paper, mirror]


def test_what_was_withdrawn_is_never_published_along(ada):
    transitions.publish(ada)
    transitions.withdraw(ada, "at her request")
    event = make_event(people=(ada,), **DRAFT)
    sentence = "Ada was withdrawn. Restore it first, if that is right."
    assert refused(transitions.publish, event, together=True) == [sentence]
    transitions.publish(ada, "she changed her mind")
    assert transitions.publish(event) == [event]


def test_an_organization_needs_nothing_of_what_it_is_a_part_of(acme):
    unit = make_organization("Unit", parent=acme, **DRAFT)
    assert transitions.publish(unit) == [unit]


def test_an_event_needs_all_that_it_names_and_a_source(post, paper):
    event = make_event(
        people=(post.person,), organizations=(post.organization,), employments=(post,), sources=(paper,), **DRAFT
    )
    assert refused(transitions.publish, event) == [
        "Ada isn't published.",
        "Acme isn't published.",
        "The Paper isn't published.",
        "Ada, Acme isn't published.",
    ]


def test_a_cohort_needs_its_members_and_its_source(ada, paper):
    cohort = make_cohort(ada, make_person("Grace"), source=paper, **DRAFT)
    assert refused(transitions.publish, cohort) == ["Ada isn't published.", "The Paper isn't published."]
    assert [record.slug for record in transitions.publish(cohort, together=True)] == ["ada", "the-paper", "the-authors"]


# Together


def test_together_publishes_all_that_is_needed_deepest_first(post, paper):
    event = make_event(
        "It is so", employments=(post,), people=(post.person,), sources=(make_source("Wired", **DRAFT),), **DRAFT
    )
    published = transitions.publish(event, "all of it", together=True)
    assert [record.slug for record in published] == ["ada", "acme", "the-paper", "ada-acme", "wired", "it-is-so"]
    models = (Person, Organization, Source, Employment, NewsEvent)
    assert set(statuses(*models).values()) == {"published"}
    reasons = {row.history_change_reason for model in models for row in model.history.filter(status="published")}
    assert reasons == {"all of it"}
    assert NewsEvent.objects.get().confidence == Employment.objects.get().confidence == "reported"


def test_together_chooses_a_source_that_was_not_withdrawn(post, paper):
    Source._base_manager.filter(pk=paper.pk).update(status="withdrawn", published_at=paper.created_at)
    make_claim(post, make_source("Wired", **DRAFT))
    assert [record.slug for record in transitions.publish(post, together=True)] == ["ada", "acme", "wired", "ada-acme"]
    assert statuses(Source) == {"the-paper": "withdrawn", "wired": "published"}


def test_together_finds_what_is_needed_once(ada, paper):
    posts = [make_employment(ada, make_organization(name), claims=({"source": paper},), **DRAFT) for name in ("A", "B")]
    event = make_event("It is so", people=(ada,), employments=tuple(posts), sources=(paper,), **DRAFT)
    needed = requirements.all_unmet_requirements(event)
    assert [record.slug for record in needed.records] == ["ada", "the-paper", "ada-a", "ada-b"]
    assert needed
    assert not requirements.all_unmet_requirements(make_person("Grace"))


# Merged records


def test_a_merged_record_is_never_published(ada):
    older = make_person("Augusta")
    Person._base_manager.filter(pk=ada.pk).update(merged_into=older, status="withdrawn")
    assert refused(transitions.publish, ada) == ["Ada was merged into Augusta and can't be published."]
    post = make_employment(Person.objects.get(slug="ada"), **DRAFT)
    assert refused(transitions.publish, post, together=True) == ["Ada was merged into Augusta and can't be published."]
    assert Person.objects.get(slug="ada").status == "withdrawn"


# No edit gets around it


def test_a_published_record_is_not_edited_into_breaking_the_gate():
    post, event, hidden = make_employment(), make_event(), make_person("Grace", **DRAFT)
    cohort = make_cohort(post.person)
    source = make_source("Wired", **DRAFT)
    attempts = {
        "Ada Lovelace, Acme has no source: every fact needs one.": lambda: post.claims.all().delete(),
        "Ada Lovelace, Acme is published, but Wired isn't.": lambda: post.claims.update(source=source),
        "Grace, Acme is published, but Grace isn't.": lambda: Employment.objects.update(person=hidden),
        "Ada Lovelace joins Acme is published, but Grace isn't.": lambda: event.people.add(hidden),
        "Ada Lovelace joins Acme has no source: every fact needs one.": event.sources.clear,
        "The authors is published, but Wired isn't.": lambda: Cohort.objects.update(source=source),
    }
    for sentence, attempt in attempts.items():
        assert refused(attempt) == [sentence]
    for record in (post, event, cohort):
        record.refresh_from_db()
        assert (record.version, record.history.count()) == (1, 1)
        assert requirements.violations(record) == []


def test_a_new_record_is_not_born_published_without_what_it_needs(ada, paper):
    assert refused(make_employment, ada) == ["Ada, Acme is published, but Ada isn't."]
    assert refused(make_event, sources=()) == ["Ada Lovelace joins Acme has no source: every fact needs one."]
    assert refused(make_cohort, source=paper) == ["The authors is published, but The Paper isn't."]
    assert (Employment.objects.count(), NewsEvent.objects.count(), Cohort.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_nothing_leaves_the_public_by_itself_while_something_published_needs_it(status):
    post = make_employment()
    for record in (post.person, post.organization, post.claims.get().source):
        record.status = status
        assert refused(record.save) == [f"Ada Lovelace, Acme is published, but {record} isn't."]
    assert set(statuses(Person, Organization, Source).values()) == {"published"}


def test_a_new_list_is_not_born_published_with_a_member_who_is_not(ada):
    assert refused(make_cohort, ada) == ["The authors is published, but Ada isn't."]
    draft = make_cohort(ada, **DRAFT)
    draft.status = "published"
    assert refused(draft.save) == ["The authors is published, but Ada isn't."]


def test_a_published_list_takes_nobody_who_never_was_public():
    cohort, grace = make_cohort(make_person()), make_person("Grace", **DRAFT)
    assert refused(CohortMember.objects.create, cohort=cohort, person=grace, position=2) == [
        "The authors is published, but Grace isn't."
    ]
    transitions.publish(grace)
    CohortMember.objects.create(cohort=cohort, person=grace, position=2)
    transitions.withdraw(grace)
    cohort.refresh_from_db()
    assert (cohort.status, cohort.members.count()) == ("published", 2)


def test_a_draft_may_be_anything(post):
    post.claims.all().delete()
    assert requirements.violations(post) == []
    assert Employment.objects.get().status == "draft"
