"""What there may be only one of: the sentence for the editor, and that nothing goes around it."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from people.models import OrganizationName
from talentwatch.records.models import VersionedModel
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


def two_people():
    return make_person("Ada"), make_person("Grace")


def two_organizations():
    return make_organization("Acme"), make_organization("Zenith")


def two_sources():
    return make_source("The Paper"), make_source("The Mirror")


def two_posts_that_one_was_left_for():
    ada, acme = make_person(), make_organization()
    left = make_employment(ada, acme, end="2020", end_state="ended")
    return make_employment(ada, acme, came_from=left), make_employment(ada, acme)


def two_claims():
    post = make_employment()
    return post.claims.get(), make_claim(post, make_source("The Mirror"))


def two_names_of_a_person():
    return make_person(names=("Augusta", "Countess")).names.all()


def two_names_of_an_organization():
    acme = make_organization()
    return [OrganizationName.objects.create(organization=acme, text=text, language="en") for text in "AB"]


def two_members():
    return make_cohort(*two_people()).members.all()


def two_citations():
    return make_event(sources=two_sources()).citations.all()


def two_organizations_of_an_event():
    return make_event(organizations=two_organizations()).parts.all()


UNIQUE = {
    "person_wikidata_id_once": (two_people, {"wikidata_id": "Q7259"}, "Another person has this Wikidata item."),
    "person_orcid_once": (two_people, {"orcid": "0000-0002-1825-0097"}, "Another person has this ORCID iD."),
    "organization_wikidata_id_once": (
        two_organizations,
        {"wikidata_id": "Q1"},
        "Another organization has this Wikidata item.",
    ),
    "source_url_once": (
        two_sources,
        {"url": "https://example.org/a"},
        "There is already a source with this address.",
    ),
    "employment_left_for_one": (
        two_posts_that_one_was_left_for,
        ["came_from"],
        "The person left that job for another already (Ada Lovelace, Acme).",
    ),
    "claim_once_per_source": (
        two_claims,
        ["source"],
        "This source already has a claim on this job: edit that one.",
    ),
    "personname_once": (two_names_of_a_person, ["text"], "This person already has this name in this language."),
    "organizationname_once": (
        two_names_of_an_organization,
        ["text"],
        "This organization already has this name in this language.",
    ),
    "cohortmember_once": (two_members, ["person"], "This person is already on the list."),
    "cohortmember_position_once": (two_members, ["position"], "Another person has this position on the list."),
    "eventorganization_once": (
        two_organizations_of_an_event,
        ["organization"],
        "This organization is already named: change its part there.",
    ),
    "citation_once_per_stance": (
        two_citations,
        ["source"],
        "This source is already cited with this stance.",
    ),
}


def store(row, values):
    """Write behind the back of save(), inside a savepoint."""
    with transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize("name", UNIQUE)
def test_what_there_is_once_has_its_sentence_and_is_kept_by_the_database(name):
    make_two, shared, sentence = UNIQUE[name]
    one, other = make_two()
    values = shared if isinstance(shared, dict) else {column: getattr(one, column) for column in shared}
    store(one, values)
    with pytest.raises(IntegrityError):
        store(other, values)
    for column, value in values.items():
        setattr(other, column, value)
    with pytest.raises(ValidationError) as refusal:
        other.full_clean()
    assert refusal.value.messages == [sentence]


def test_every_unique_constraint_is_tested_here():
    models = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
    once = {one.name for model in models for one in model._meta.constraints if isinstance(one, UniqueConstraint)}
    assert once == set(UNIQUE)


@pytest.mark.parametrize(
    ("make", "columns"),
    [(make_person, ["wikidata_id", "orcid"]), (make_organization, ["wikidata_id"]), (make_source, ["url"])],
)
def test_any_number_may_have_none(make, columns):
    one, other = make(), make()
    assert [getattr(row, column) for row in (one, other) for column in columns] == [""] * 2 * len(columns)
    other.full_clean()


def test_any_number_of_members_may_have_no_position():
    for member in two_members():
        store(member, {"position": None})
        member.refresh_from_db()
        member.full_clean()


def test_the_same_name_may_stand_in_two_languages():
    text, _ = two_names_of_a_person()
    type(text)(person=text.person, text=text.text, language="fr").full_clean()


@pytest.mark.parametrize(
    "make", [make_person, make_organization, make_source, make_employment, make_cohort, make_event]
)
def test_two_records_never_have_one_slug(make):
    model = type(make())
    one, other = model.objects.get(), model.objects.get()
    other.pk, other.url = None, ""
    sentence = "Another record has this slug. Leave the box empty to get a free one."
    with pytest.raises(ValidationError) as refusal:
        other.full_clean()
    assert refusal.value.messages == [sentence]
    with pytest.raises(IntegrityError), transaction.atomic():
        model._base_manager.bulk_create([other])
    with pytest.raises(ValidationError, match="Another record has just taken this slug"):
        other.save(force_insert=True)
    assert model.objects.get() == one
