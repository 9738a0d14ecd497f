"""Slugs: made of the Latin name, free for everyone, and then for life."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Employment, Organization, Person, Source
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Guillaume Lample", "guillaume-lample"),
        ("Aurélien Rodriguez", "aurelien-rodriguez"),
        ("Łukasz Kaiser", "lukasz-kaiser"),
        ("Yann LeCun (יאן לקון)", "yann-lecun"),
        ("O’Neil, Cathy", "oneil-cathy"),
    ],
)
def test_a_slug_is_made_of_the_latin_name(name, slug):
    assert make_person(name).slug == slug


def test_the_slug_of_a_post_names_person_and_organization():
    lample, mistral = make_person("Guillaume Lample"), make_organization("Mistral AI")
    assert [make_employment(lample, mistral).slug for _ in range(3)] == [
        "guillaume-lample-mistral-ai",
        "guillaume-lample-mistral-ai-2",
        "guillaume-lample-mistral-ai-3",
    ]


@pytest.mark.parametrize("make", [make_person, make_organization, make_source, make_cohort, make_event])
def test_a_slug_that_is_taken_gets_a_suffix(make):
    first, second, third = make().slug, make().slug, make().slug
    assert [second, third] == [f"{first}-2", f"{first}-3"]


def test_different_models_share_a_slug():
    assert make_person("Acme").slug == make_organization("Acme").slug == "acme"


def test_a_suffix_fits_within_a_slug():
    long = "a" * 300
    one, two = make_organization(long[:200]), make_organization(long[:200])
    assert [one.slug, two.slug] == ["a" * 192, "a" * 192 + "-2"]


def test_a_name_that_looks_like_a_suffix_is_passed_over():
    make_person("Ada 2"), make_person("Ada")
    assert make_person("Ada").slug == "ada-3"


def test_a_freed_slug_may_be_had_again():
    make_person("Ada", status="draft").delete()
    assert make_person("Ada").slug == "ada"


def test_a_slug_never_changes():
    person = make_person()
    person.slug = "countess"
    with pytest.raises(ValidationError) as refusal:
        person.save()
    assert refusal.value.message_dict == {"slug": ["A slug never changes: it is the record's public address."]}
    with pytest.raises(ValidationError):
        Person.objects.update(slug="countess")
    with pytest.raises(ValidationError):
        person.save(update_fields=["slug"])
    assert Person.objects.get().slug == "ada-lovelace"


def test_an_emptied_slug_is_a_changed_one():
    person = make_person()
    person.slug = ""
    with pytest.raises(ValidationError, match="A slug never changes"):
        person.save()


def test_a_new_name_leaves_the_slug():
    post = make_employment()
    post.person.name = "Augusta King"
    post.person.save()
    post.title = "Countess"
    post.save()
    assert [Person.objects.get().slug, Employment.objects.get().slug] == ["ada-lovelace", "ada-lovelace-acme"]


def test_a_row_of_the_same_number_does_not_take_over_the_slug():
    person = make_person("Ada", description="Countess")
    with pytest.raises(ValidationError, match="A slug never changes"):
        Person(pk=person.pk, name="Grace").save()
    with pytest.raises(ValidationError, match="A slug never changes"):
        Person(pk=person.pk, name="Grace", slug="grace").save()
    Person(pk=person.pk, name="Grace", slug="ada").save()
    person.refresh_from_db()
    assert (person.name, person.version, person.history.count()) == ("Grace", 2, 2)


def test_a_number_may_be_given():
    person = Person(pk=4711, name="Ada")
    person.save()
    assert (Person.objects.get().pk, person.slug, person.history.count()) == (4711, "ada", 1)


def taken_between_the_look_and_the_write(monkeypatch, model, by):
    """Somebody else inserts a record each time after a slug was found free, as often as there are records."""
    insert = model._insert_if_slug_is_free
    waiting = list(by)

    def be_late_and_insert(self, **options):
        if waiting:
            model._base_manager.bulk_create([waiting.pop(0)])
        return insert(self, **options)

    monkeypatch.setattr(model, "_insert_if_slug_is_free", be_late_and_insert)


def test_a_free_slug_is_found_with_one_query(django_assert_num_queries):
    names = ["ada", *(f"ada-{number}" for number in range(2, 60)), "ada-smith", "adam", "ada1"]
    Person._base_manager.bulk_create([Person(name=name, slug=name) for name in names])
    person = Person(name="Ada")
    assert person._slugs_beginning("ada") == set(names) - {"adam", "ada1"}
    with django_assert_num_queries(1):
        person._slugs_beginning("ada")
    person.save()
    assert person.slug == "ada-60"


def test_who_loses_a_race_gets_the_next_slug(monkeypatch):
    others = [Person(name="Ada", slug="ada"), Person(name="Ada", slug="ada-2")]
    taken_between_the_look_and_the_write(monkeypatch, Person, others)
    person = make_person("Ada")
    assert person.slug == "ada-3"
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["ada", "ada-2", "ada-3"]
    assert person.history.get().slug == "ada-3"


def test_another_conflict_than_the_slug_is_no_race():
    make_organization("Acme", wikidata_id="Q1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organization("Zenith", wikidata_id="Q1")
    assert list(Organization.objects.values_list("slug", flat=True)) == ["acme"]


def test_who_types_a_slug_that_is_taken_meanwhile_is_told():
    make_person("Ada")
    with pytest.raises(ValidationError) as refusal:
        make_person("Grace", slug="ada")
    assert refusal.value.message_dict == {"slug": ["Another record has just taken this slug."]}
    assert list(Person.objects.values_list("name", flat=True)) == ["Ada"]


def test_slugs_are_in_the_order_of_their_bytes_on_every_database():
    for name in ("ab", "a b", "a1", "a", "b", "a c"):
        make_person(name)
    assert list(Person.objects.values_list("slug", flat=True)) == ["a", "a-b", "a-c", "a1", "ab", "b"]
    assert list(Person.objects.filter(slug__gt="a-c").values_list("slug", flat=True)) == ["a1", "ab", "b"]


def test_what_is_no_address_names_no_host():
    assert Source(language="he", url="http://[").slug_text() == ""
