"""What records are found by: in one row each, as an index of trigrams can use it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import NewsEvent, NewsEventSearchText
from people.models import OrganizationName, OrganizationSearchText, PersonName, PersonSearchText, SourceSearchText
from talentwatch.merging.merge import merge
from talentwatch.publishing import transitions
from talentwatch.records.search_text import SEPARATOR, indexed_text, indexed_words
from talentwatch.records.trigrams import is_index_right
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

LETTERS = "aab李李明z한カ"
TEXTS = st.lists(st.text(LETTERS, max_size=6), min_size=1, max_size=3).map(SEPARATOR.join)


@given(TEXTS, st.text(LETTERS, min_size=1, max_size=4))
def test_doubled_characters_change_no_answer(text, word):
    assert (indexed_text(word) in indexed_text(text)) is (word in text)


def test_two_chinese_characters_are_enough_for_an_index_of_trigrams():
    assert indexed_words("李明 Wei") == ["李李明明", "wei"]


@pytest.fixture
def story(db):
    """An event that names a person, an organization, and a job of two others."""
    ada, acme = make_person("Ada Byron", names=("阿达",)), make_organization("Acme")
    job = make_employment(make_person("Bob"), make_organization("Beta"))
    return make_event("Ada leaves", people=(ada,), organizations=(acme,), employments=(job,))


def found(word):
    return NewsEvent.objects.search(word).exists()


def rename(story):
    ada = story.people.get()
    ada.name = "Ada Lovelace"
    ada.save()
    return "lovelace", "byron"


def rename_alias(story):
    name = PersonName.objects.get()
    name.text = "艾达"
    name.save()
    return "艾达", "阿达"


def delete_alias(story):
    PersonName.objects.get().delete()
    return "ada", "阿达"


def add_alias_of_employer(story):
    OrganizationName.objects.create(organization=story.employments.get().organization, text="Gamma", language="en")
    return "gamma", "delta"


def change_headline(story):
    story.headline = "Ada joins"
    story.save()
    return "joins", "leaves"


def name_another(story):
    story.people.set([make_person("Cleo")])
    story.save()
    return "cleo", "byron"


def withdraw_person(story):
    transitions.withdraw(story.people.get(), "her wish")
    return "acme", "byron"


def merge_people(story):
    merge(story.people.get(), make_person("Ada King"), {}, "the same")
    return "king", "nobody"


EDITS = [
    rename,
    rename_alias,
    delete_alias,
    add_alias_of_employer,
    change_headline,
    name_another,
    withdraw_person,
    merge_people,
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_an_edit_everything_is_found_by_what_it_says_now(story, edit):
    make_source("Fortune", title="Why they left")
    present, absent = edit(story)
    assert found(present)
    assert not found(absent)
    for texts in (PersonSearchText, OrganizationSearchText, SourceSearchText, NewsEventSearchText):
        assert texts.objects.rebuild() == 0
        assert is_index_right(texts, repair=False)
