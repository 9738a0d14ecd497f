"""The names that articles are searched for follow the database."""

import pytest

from people.models import OrganizationName, PersonName
from talentwatch.articles.known_names import known_names
from talentwatch.articles.reading import read_article
from talentwatch.records.status import Status
from tests.support.factories import make_organization, make_person

pytestmark = pytest.mark.django_db


def slugs(text: str) -> list[str | None]:
    return [mention.slug for mention in read_article(text, language="en", names=known_names()).mentions if mention.slug]


def test_names_of_drafts_are_known_and_those_of_withdrawn_records_are_not() -> None:
    make_person("Ada Lovelace", names=("Augusta King",))
    make_person("Grace Hopper", status=Status.DRAFT)
    make_person("Alan Turing", status=Status.WITHDRAWN, names=("Alan Mathison Turing",))
    make_organization("Acme")
    text = "At Acme: Ada Lovelace, Augusta King, Grace Hopper, Alan Turing, Alan Mathison Turing."
    assert slugs(text) == ["acme", "ada-lovelace", "ada-lovelace", "grace-hopper"]


def test_names_are_kept_until_a_record_changes(django_assert_num_queries: object) -> None:
    person = make_person("Ada Lovelace")
    organization = make_organization("Acme")
    first = known_names()
    assert known_names() is first
    PersonName.objects.create(person=person, text="Augusta King", language="en")
    person.save()
    assert slugs("So Augusta King spoke.") == ["ada-lovelace"]
    OrganizationName.objects.create(organization=organization, text="Acme Works", language="en")
    organization.save()
    assert slugs("It was Acme Works that paid.") == ["acme"]
    assert known_names() is not first


def test_a_misspelling_of_one_word_counts_in_its_language_only() -> None:
    organization = make_organization("Anthropic")
    OrganizationName.objects.create(organization=organization, text="anthropisch", language="de", kind="misspelling")
    organization.save()
    assert slugs("It is anthropisch.") == []
    german = read_article("Er ist mit anthropischem.", language="de", names=known_names())
    assert [mention.slug for mention in german.mentions] == ["anthropic"]
