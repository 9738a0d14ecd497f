"""Moves at the desk: seen from everywhere, typed nowhere."""

import pytest

from people.models import Move, Organization, Person
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor
from tests.support.factories import make_employment, make_organization, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_editor()


@pytest.fixture
@built_once
def move():
    ada = make_person("Ada Lovelace", names=("Augusta King",))
    make_employment(ada, make_organization("Acme"), start="2018", end="2020-05", end_state="ended")
    make_employment(ada, make_organization("Beta"), start="2020-06", end_state="ongoing")
    return Move.objects.get(kind="move")


@pytest.mark.parametrize("words", ["augusta", "acme", "BETA"])
def test_a_move_is_found_by_any_name_of_its_person_or_organizations(desk, move, words):
    page = desk.get(address(Move, "changelist"), {"q": words})
    assert move in page.context["cl"].queryset


def test_an_unknown_name_finds_nothing(desk, move):
    assert not desk.get(address(Move, "changelist"), {"q": "nobody"}).context["cl"].queryset


def test_moves_are_read_only(desk, move):
    page = desk.get(address(Move, "change", move.pk))
    assert "Ada Lovelace" in page.content.decode()
    assert b'type="submit"' not in page.content.split(b'id="content"')[1].split(b'id="footer"')[0]
    assert desk.get(address(Move, "add")).status_code == 403
    assert desk.post(address(Move, "delete", move.pk), {"post": "yes"}).status_code == 403


def test_a_person_shows_their_moves(desk, move):
    page = desk.get(address(Person, "change", move.person.pk)).content.decode()
    assert address(Move, "change", move.pk) in page
    assert "May 2020" in page


def test_the_moves_of_a_person_without_a_date_come_first(desk, move):
    make_employment(move.person, make_organization("Gamma"))
    page = desk.get(address(Person, "change", move.person.pk))
    [moves] = [one.formset.queryset for one in page.context["inline_admin_formsets"] if one.opts.model is Move]
    assert [str(one.date) for one in moves] == ["", "2018", "2020-05"]


def test_an_organization_links_to_the_moves_to_it_and_from_it(desk, move):
    page = desk.get(address(Organization, "change", move.origin.pk)).content.decode()
    assert f'<a href="{address(Move, "changelist")}?origin__id__exact={move.origin.pk}">1 left</a>' in page
    assert "1 joined" in page
    assert desk.get(address(Move, "changelist"), {"origin__id__exact": move.origin.pk}).context["cl"].result_count == 1


def test_a_new_organization_has_no_moves_yet(desk):
    assert desk.get(address(Organization, "add")).status_code == 200
