"""The table of moves follows every path of editing, and always equals a rebuild."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Claim, Employment, Move, Person
from talentwatch.dates import parse
from talentwatch.exchange.integrity import check_timeline
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from talentwatch.records.status import Status
from tests.support.built_once import built_once
from tests.support.factories import make_claim, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def slugs():
    return sorted(Move.objects.values_list("slug", flat=True))


@pytest.fixture
@built_once
def ada():
    return make_person("Ada Lovelace")


@pytest.fixture
@built_once
def career(ada):
    """Ada was at Acme to May 2020, and is at Beta since June."""
    acme = make_employment(ada, make_organization("Acme"), start="2018", end="2020-05", end_state="ended")
    beta = make_employment(ada, make_organization("Beta"), start="2020-06", end_state="ongoing")
    return acme, beta


def test_publishing_two_posts_makes_the_move_between_them(career):
    assert slugs() == ["ada-lovelace-acme", "ada-lovelace-acme--ada-lovelace-beta"]


def test_a_move_without_destination_carries_what_the_person_left_for(ada):
    acme = make_employment(ada, make_organization("Acme"), end="2020-05", end_state="ended", left_for="study")
    departure = Move.objects.get(slug="ada-lovelace-acme--departure")
    assert departure.left_for == "study"
    acme.left_for = "leave"
    acme.save()
    departure.refresh_from_db()
    assert departure.left_for == "leave"
    make_employment(ada, make_organization("Beta"), start="2020-06", end_state="ongoing")
    assert set(Move.objects.values_list("slug", "left_for")) == {
        ("ada-lovelace-acme", ""),
        ("ada-lovelace-acme--ada-lovelace-beta", ""),
    }
    assert check_timeline() == []


def test_a_move_carries_why_the_job_ended_also_to_the_next(ada):
    acme = make_employment(ada, make_organization("Acme"), end="2020-05", end_state="ended", end_reason="laid_off")
    make_employment(
        ada, make_organization("Beta"), start="2020-06", end="2021", end_state="ended", end_reason="retired"
    )
    assert set(Move.objects.values_list("slug", "end_reason")) == {
        ("ada-lovelace-acme", ""),
        ("ada-lovelace-acme--ada-lovelace-beta", "laid_off"),
        ("ada-lovelace-beta--departure", "retired"),
    }
    acme.end_reason = "resigned"
    acme.save()
    assert Move.objects.filter(end_reason="resigned").count() == 1
    assert check_timeline() == []


def test_what_a_move_was_left_for_is_checked_and_rebuilt(ada):
    make_employment(ada, end="2020-05", end_state="ended", left_for="study")
    Move.objects.filter(left_for="study").update(left_for="leave")
    assert next(str(finding) for finding in check_timeline()) == "people.move: 1 rows differ from a rebuild"
    call_command("rebuild_moves")
    assert Move.objects.filter(left_for="study").exists()


def test_a_draft_is_no_part_of_any_move(ada):
    make_employment(ada, start="2018", end="2020", end_state="ended", status=Status.DRAFT)
    assert slugs() == []


@pytest.mark.parametrize("role", ["advisor", "board", "student"])
def test_side_posts_are_left_out(ada, role):
    make_employment(ada, start="2018", role=role)
    assert slugs() == []


@pytest.mark.parametrize("stance", ["rumoured", "denied"])
def test_posts_that_are_only_rumoured_or_denied_are_left_out(ada, stance):
    make_employment(ada, start="2018", claims=({"stance": stance},))
    assert slugs() == []


def test_withdrawing_a_post_undoes_its_moves(career):
    transitions.withdraw(career[1], "it never was")
    assert slugs() == ["ada-lovelace-acme", "ada-lovelace-acme--departure"]


def test_withdrawing_the_person_undoes_all(career, ada):
    transitions.withdraw(ada)
    assert slugs() == []


def test_withdrawing_the_only_source_undoes_the_move():
    source = make_source()
    make_employment(start="2018", claims=({"source": source},))
    transitions.withdraw(source)
    assert slugs() == []


def test_a_denial_more_leaves_the_move_and_lowers_its_confidence(career):
    make_claim(career[1], make_source("Beta itself"), stance="denied")
    assert Move.objects.get(slug__contains="--").confidence == "disputed"


def test_a_post_given_to_somebody_else_takes_its_move_along(career):
    career[1].person = make_person("Bob Newman")
    career[1].save()
    assert slugs() == ["ada-lovelace-acme", "ada-lovelace-acme--departure", "ada-lovelace-beta"]
    assert Move.objects.get(slug="ada-lovelace-beta").person.slug == "bob-newman"


def test_a_new_parent_makes_a_move_internal(career):
    acme, beta = career
    beta.organization.parent = acme.organization
    beta.organization.save()
    assert Move.objects.get(slug__contains="--").kind == "internal"


def test_a_move_is_as_fresh_as_the_later_of_its_posts(career):
    career[1].refresh_from_db()
    assert Move.objects.get(slug__contains="--").updated_at == career[1].updated_at


def test_a_move_is_named_by_its_ends(career):
    assert [str(move) for move in Move.objects.order_by("slug")] == [
        "Ada Lovelace: ? → Acme",
        "Ada Lovelace: Acme → Beta",
    ]


def test_rebuilding_mends_what_was_spoilt(career, capsys):
    Move.objects.filter(slug="ada-lovelace-acme").delete()
    Move.objects.filter(slug__contains="--").update(kind="return")
    assert [finding.message for finding in check_timeline()] == ["2 rows differ from a rebuild"]
    call_command("rebuild_moves")
    assert capsys.readouterr().out == "2 moves; 2 differed and were corrected\n"
    assert check_timeline() == []


def last_move(person):
    return Person.objects.get(pk=person.pk).last_move_earliest


def test_a_person_has_the_earliest_day_of_the_latest_move(career, ada):
    assert last_move(ada) == date(2020, 5, 1)
    career[1].end, career[1].end_state = parse("2023"), "ended"
    career[1].save()
    assert last_move(ada) == date(2023, 1, 1)
    transitions.withdraw(career[1])
    assert last_move(ada) == date(2020, 5, 1)
    transitions.withdraw(ada)
    assert last_move(ada) is None


def test_the_day_of_the_last_move_is_checked_and_rebuilt(career, ada):
    Person._base_manager.update(last_move_earliest=None)
    assert [finding.message for finding in check_timeline()] == ["1 rows differ from a rebuild"]
    call_command("rebuild_moves")
    assert last_move(ada) == date(2020, 5, 1)
    Person._base_manager.update(last_move_earliest=date(1999, 1, 1))
    check_timeline(repair=True)
    assert last_move(ada) == date(2020, 5, 1)


def begin(post, text):
    post.start = parse(text)


def end(post, text):
    post.end_state, post.end = "ended", parse(text)


def change_role(post, _text):
    post.role = "board" if post.role == "other" else "other"


def come_from_another(post, _text):
    post.came_from = Employment.objects.filter(person=post.person, end_state="ended").exclude(pk=post.pk).first()


def deny(post, _text):
    make_claim(post, stance="denied")


def announce(post, _text):
    make_claim(post, stance="announced")


def drop_a_claim(post, _text):
    for claim in Claim.objects.filter(employment=post)[:1]:
        claim.delete()


def withdraw(post, _text):
    transitions.withdraw(post)
    post.refresh_from_db()


def publish(post, _text):
    transitions.publish(post, together=True)
    post.refresh_from_db()


ACTS = st.tuples(
    st.sampled_from([begin, end, change_role, come_from_another, deny, announce, drop_a_claim, withdraw, publish]),
    st.integers(0, 3),
    st.sampled_from(["2017", "2018-06", "[..2019]", "[2019..2021]", "2020", "2020-03-01"]),
)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(acts=st.lists(ACTS, min_size=2, max_size=8))
def test_after_any_edits_the_table_equals_a_rebuild(acts):
    with transaction.atomic():
        person = make_person()
        with edit():
            posts = [
                make_employment(person, make_organization(name), start="2018") for name in ("Acme", "Beta", "Core")
            ]
            posts.append(make_employment(person, posts[0].organization, start="2021"))
        for act, number, text in acts:
            posts[number].refresh_from_db()
            with suppress(ValidationError), transaction.atomic():  # what the rules refuse isn't done
                act(posts[number], text)
                posts[number].full_clean()
                posts[number].save()
        assert Move.objects.rebuild() == 0
        transaction.set_rollback(True)
