"""The index of names that a process keeps: what it proposes after an edit, and how little that costs."""

import pytest

from people.models import Organization, Person, PersonName
from talentwatch.publishing.transitions import withdraw
from talentwatch.records import name_index as module
from talentwatch.records.name_index import name_index
from tests.support.factories import make_organization, make_person

pytestmark = pytest.mark.django_db


def matching(text: str, *, is_public: bool = False) -> set[str]:
    pks = name_index(Person, is_public=is_public).matching(text)
    return set(Person.objects.filter(pk__in=pks).values_list("name", flat=True))


def test_every_edit_of_a_name_is_followed() -> None:
    ada = make_person("Ada Lovelace")
    make_person("Bob")
    make_person("Eve")
    assert matching("ada") == {"Ada Lovelace"}
    name = PersonName.objects.create(person=ada, text="Countess", language="en")
    assert matching("countess") == {"Ada Lovelace"}
    name.text = "Enchantress"
    name.save()
    assert (matching("countess"), matching("enchantress")) == (set(), {"Ada Lovelace"})
    name.delete()
    assert matching("enchantress") == set()
    make_person("Carol", status="draft")
    assert matching("carol") == {"Carol"}
    Person.objects.get(name="Carol").delete()
    assert matching("carol") == set()


def test_rows_that_bypass_save_are_followed_too() -> None:
    ada, bob = make_person("Ada"), make_person("Bob")
    assert matching("ada") == {"Ada"}
    # As loaddata writes them: with an update time of their own.
    Person._base_manager.filter(pk=ada.pk).update(search_key="zoe", version=7)
    assert (matching("ada"), matching("zoe")) == (set(), {"Ada"})
    Person._base_manager.filter(pk=bob.pk).update(search_key="kim", version=8)
    assert matching("kim") == {"Bob"}


def test_what_readers_do_not_see_is_in_no_public_index() -> None:
    make_person("Ada", status="draft")
    bob = make_person("Bob")
    make_person("Eve")
    assert (matching("ada"), matching("ada", is_public=True)) == ({"Ada"}, set())
    assert matching("bob", is_public=True) == {"Bob"}
    withdraw(bob)
    assert matching("bob", is_public=True) == set()


def test_an_edit_costs_no_look_at_all_records(django_assert_num_queries, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [make_person(f"Person {number}") for number in range(6)]
    name_index(Person, is_public=False)
    people[0].name = "Zoe"
    people[0].save()
    # The fingerprint · what changed since · which of it is of these records · its names (2).
    with django_assert_num_queries(5):
        name_index(Person, is_public=False)
    with django_assert_num_queries(1):
        name_index(Person, is_public=False)
    monkeypatch.setattr(module, "MAX_RECENT", 1)
    for person in people[1:3]:
        person.name += " Smith"
        person.save()
    assert matching("smith") == {"Person 1 Smith", "Person 2 Smith"}


def test_an_empty_table_has_an_index() -> None:
    assert name_index(Organization, is_public=True).suggest("ada") == ([], [])
    make_organization("Acme")
    assert len(name_index(Organization, is_public=True).matching("acme")) == 1
