"""Finding records by their names, in any script and spelling."""

import pytest

from events.models import NewsEvent, NewsEventSearchText
from people.models import Cohort, Employment, NameKind, Organization, OrganizationName, Person, PersonName, Source
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


def found(model, text):
    return [record.slug for record in model.objects.search(text)]


@pytest.fixture
@built_once
def people():
    lample = make_person("Guillaume Lample")
    names = [("גיום למפל", "he", "native"), ("Guillaume Lampl", "en", "misspelling"), ("G. Lample", "en", "initials")]
    for text, language, kind in names:
        PersonName.objects.create(person=lample, text=text, language=language, kind=kind)
    make_person("Aurélien Rodriguez")
    make_person("Łukasz Kaiser")
    make_person("Yann LeCun", names=("יאן לקון", "杨立昆", "Ян Лекун"))


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("lample", ["guillaume-lample"]),
        ("LAMPLE", ["guillaume-lample"]),
        ("Lampl", ["guillaume-lample"]),
        ("ampl", ["guillaume-lample"]),
        ("למפל", ["guillaume-lample"]),
        ("לַמְפֶּל", ["guillaume-lample"]),
        ("guillaume lample", ["guillaume-lample"]),
        ("lample guillaume", ["guillaume-lample"]),
        ("lample גיום", ["guillaume-lample"]),
        ("Lample, G.", ["guillaume-lample"]),
        ("lamplé", ["guillaume-lample"]),
        ("ｌａｍｐｌｅ", ["guillaume-lample"]),
        ("aurelien rodriguez", ["aurelien-rodriguez"]),
        ("Aure\u0301lien", ["aurelien-rodriguez"]),
        ("lukasz", ["lukasz-kaiser"]),
        ("Łukasz", ["lukasz-kaiser"]),
        ("ŁUKASZ KAISER", ["lukasz-kaiser"]),
        ("yann le", ["yann-lecun"]),
        ("le cun", ["yann-lecun"]),
        ("לקון", ["yann-lecun"]),
        ("杨立昆", ["yann-lecun"]),
        ("立昆", ["yann-lecun"]),
        ("ЛЕКУН", ["yann-lecun"]),
        ("le", ["guillaume-lample", "yann-lecun"]),
        ("lample rodriguez", []),
        ("lamplee", []),
        ("100%", []),
        ("l_mpel", []),
        ("%lample", ["guillaume-lample"]),
        ("lample\\", ["guillaume-lample"]),
        ("lam\x00pel", []),
    ],
)
def test_people_are_found_by_any_name_in_any_script(people, text, slugs):
    assert sorted(found(Person, text)) == slugs


def test_every_word_must_be_found_but_not_in_the_same_name(people):
    assert found(Person, "guillaume lampl למפל initials") == []
    assert found(Person, "guillaume lampl למפל") == ["guillaume-lample"]


def test_a_person_of_many_names_is_found_once(people):
    assert found(Person, "lampl") == ["guillaume-lample"]


def test_a_misspelling_is_for_finding_and_not_for_showing(people):
    names = PersonName.objects.filter(person__slug="guillaume-lample")
    assert [name.text for name in names.for_readers().in_order()] == ["G. Lample", "גיום למפל"]
    assert {name.kind for name in names} - {name.kind for name in names.for_readers()} == {NameKind.MISSPELLING}


def test_a_new_name_is_found_and_a_deleted_one_no_longer(people):
    name = PersonName.objects.get(text="G. Lample")
    name.text = "Willi Lample"
    name.save(update_fields=["text"])
    assert found(Person, "willi") == ["guillaume-lample"]
    name.delete()
    assert found(Person, "willi") == []


def test_a_new_canonical_name_is_found_and_the_old_one_no_longer():
    person = make_person("Ada Byron")
    person.name = "Ada Lovelace"
    person.save()
    assert (found(Person, "byron"), found(Person, "lovelace")) == ([], ["ada-byron"])


def test_organizations_are_found_by_their_former_name():
    meta = make_organization("Meta")
    OrganizationName.objects.create(organization=meta, text="Facebook", language="en", kind="former")
    make_organization("OpenAI")
    assert found(Organization, "facebook") == found(Organization, "FACE meta") == ["meta"]
    assert found(Organization, "ai") == ["openai"]


def test_sources_are_found_by_title_publisher_and_author():
    make_source("Fortune", title="Why they left", author="Sharon Goldman", slug="fortune")
    make_source("כלכליסט", title="למה הם עזבו", slug="calcalist", language="he")
    for text in ("fortune", "WHY left", "goldman", "they Goldman fortune"):
        assert found(Source, text) == ["fortune"]
    assert found(Source, "כלכליסט") == found(Source, "עזבו") == ["calcalist"]
    assert found(Source, "example") == []


def test_cohorts_are_found_by_name_and_description():
    make_cohort(name="LLaMA paper", description="Its fourteen authors")
    assert found(Cohort, "llama fourteen") == ["llama-paper"]
    assert found(Cohort, "fifteen") == []


@pytest.fixture
@built_once
def story(people):
    lample = Person.objects.get(slug="guillaume-lample")
    mistral = make_organization("Mistral AI")
    OrganizationName.objects.create(organization=mistral, text="מיסטרל", language="he")
    post = make_employment(lample, mistral)
    make_event("An author leaves", summary="He founds a start-up.", people=(lample,))
    make_event("A start-up begins", summary="In Paris.", organizations=(mistral,))
    make_event("A post is filled", summary="At last.", employments=(post,))
    make_event("Something else", summary="Nobody is named.")


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("leaves", ["an-author-leaves"]),
        ("founds", ["an-author-leaves"]),
        ("start-up", ["a-start-up-begins", "an-author-leaves"]),
        ("lample", ["a-post-is-filled", "an-author-leaves"]),
        ("lampl", ["a-post-is-filled", "an-author-leaves"]),
        ("למפל", ["a-post-is-filled", "an-author-leaves"]),
        ("MISTRAL", ["a-post-is-filled", "a-start-up-begins"]),
        ("מיסטרל", ["a-post-is-filled", "a-start-up-begins"]),
        ("lample mistral", ["a-post-is-filled"]),
        ("lample leaves", ["an-author-leaves"]),
        ("mistral paris", ["a-start-up-begins"]),
        ("rodriguez", []),
    ],
)
def test_events_are_found_by_what_they_say_and_by_all_they_name(story, text, slugs):
    assert sorted(found(NewsEvent, text)) == slugs


@pytest.mark.parametrize(
    ("hidden", "text", "slugs"),
    [
        (Person, "lampl", []),
        (Person, "mistral", ["a-start-up-begins"]),
        (Organization, "מיסטרל", []),
        (Organization, "lample", ["an-author-leaves"]),
        (Employment, "lample", ["an-author-leaves"]),
        (Employment, "mistral", ["a-start-up-begins"]),
    ],
)
def test_events_are_not_found_by_names_that_are_not_public(story, hidden, text, slugs):
    hidden._base_manager.update(status="in_review")
    # What bypasses save() is found by check_timeline. No edit leaves a public event that names a hidden record.
    assert NewsEventSearchText.objects.rebuild()
    assert found(NewsEvent, text) == slugs
