"""Possible duplicates: what the add form warns of, what the queue lists, and what an import can ask."""

import pytest
from django.test import Client

from people.models import Organization, Person, Source
from talentwatch.merging.duplicates import DuplicateSearch, duplicate_candidates_of_rows, duplicate_pairs, known_count
from talentwatch.merging.merge import merge
from talentwatch.text import search_key
from tests.support.desk import address, errors, make_editor, save
from tests.support.factories import make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return make_editor()


@pytest.mark.parametrize(
    ("existing", "name"),
    [
        ("OpenAI", "Open AI"),
        ("OpenAI", "OpenAI, Inc."),
        ("Hugging Face", "HuggingFace"),
        ("Anthropic", "Anthropic PBC"),
    ],
)
def test_the_form_warns_of_an_organization_that_is_there(desk, existing, name):
    make_organization(existing)
    page = save(desk, address(Organization, "add"), name=name, kind="lab")
    assert [str(record) for record in page.context["adminform"].form.similar] == [existing]
    assert errors(page) == ["This may already exist. Check the matches above, or say why this one is different."]


@pytest.mark.parametrize(
    ("existing", "name"),
    [
        ("Wolfgang Amadeus Mozart", "Wolfgang Mozart"),
        ("Benjamin Mann", "Ben Mann"),
        ("Leo Tolstoy", "Tolstoy, L."),
        ("Leo Tolstoy", "Tolstoy"),
        ("Sammy Davis", "Sammy Davis Jr."),
        ("Geoffrey Hinton", "Dr. Geoffrey Hinton"),
    ],
)
def test_the_form_warns_of_a_person_who_is_there_and_the_queue_lists_the_pair(desk, existing, name):
    make_person(existing)
    page = save(desk, address(Person, "add"), name=name)
    assert [str(record) for record in page.context["adminform"].form.similar] == [existing]
    make_person(name)
    candidates, count = duplicate_pairs(Person, 5)
    assert [(pair.older.name, pair.younger.name) for pair in candidates] == [(existing, name)]
    assert count == 1


@pytest.mark.parametrize(("existing", "name"), [("Sammy Davis Jr.", "Sammy Davis III"), ("Ada Byron", "Alan Byron")])
def test_the_form_does_not_warn_of_other_people(desk, existing, name):
    make_person(existing)
    assert save(desk, address(Person, "add"), name=name).status_code == 302


def test_an_import_asks_for_many_rows_at_once(django_assert_num_queries):
    openai, again = make_organization("OpenAI"), make_organization("Open AI, Inc.")
    merged = make_organization("OpenAl")
    merge(openai, merged, {}, "the same")
    rows = {2: ["open ai"], 3: [search_key("Mistral AI"), ""], 4: [], 5: ["mistral", "openai inc"]}
    # the names, the other names, the records
    with django_assert_num_queries(3):
        found = duplicate_candidates_of_rows(Organization, rows)
    assert found == {2: [openai, again], 5: [openai, again]}


def test_an_import_finds_sources_by_their_address():
    source = make_source("Paper", url="https://paper.example/a")
    assert duplicate_candidates_of_rows(Source, {1: ["paper.example/a"], 2: ["paper.example/b"]}) == {1: [source]}


def test_a_pair_is_left_out_once_one_of_it_was_deleted():
    ada, other = make_person("Ada Byron"), make_person("Ada Byronne")
    search = DuplicateSearch({(ada.pk, other.pk): 1.0, (ada.pk, other.pk + 1): 0.9})
    candidates, count = duplicate_pairs(Person, 10, search)
    assert [(one.older, one.younger) for one in candidates] == [(ada, other)]
    assert count == 2


def test_another_release_compares_again(monkeypatch):
    """Its rules may be others."""
    make_person("Ada Lovelace")
    make_person("Ada Lovelaca")
    assert known_count(Person) == 1
    monkeypatch.setattr("talentwatch.merging.duplicates.similar_pairs", lambda *_: {})
    assert known_count(Person) == 1
    monkeypatch.setattr("talentwatch.merging.duplicates.code_fingerprint", lambda: "another")
    assert known_count(Person) == 0
