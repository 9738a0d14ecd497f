"""The page of a cohort: who is on the list, and where they are now."""

import pytest

from people.models import CohortMember
from talentwatch.site import cohorts
from tests.support.behind_the_rules import set_behind_the_rules
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def authors():
    """Ada stays at Acme, Bob left Acme Labs for Zeta, Cleo left, no source says where to."""
    ada, bob, cleo = make_person("Ada"), make_person("Bob"), make_person("Cleo")
    acme, zeta = make_organization("Acme"), make_organization("Zeta")
    labs = make_organization("Acme Labs", parent=acme)
    reported = {"source": make_source("Seen", published="2021-03-02"), "end_state": "ongoing"}
    make_employment(ada, acme, end_state="ongoing", claims=(reported,))
    make_employment(bob, labs, end="2020", end_state="ended")
    make_employment(bob, zeta, end_state="ongoing")
    make_employment(cleo, labs, end="2020", end_state="ended")
    source = make_source("The Paper", url="https://paper.example/list", published="2023-02-24")
    cohort = make_cohort(
        ada, bob, cleo, name="The authors", description="Of the paper.", source=source, expected_size=4
    )
    member = CohortMember.objects.get(person=bob)
    member.name_as_listed = "B. Builder"
    member.save()
    return cohort


def test_source_and_size(reader, authors):
    page = reader.open("/cohorts/the-authors/")
    assert "The authors Of the paper. Four people, as listed by The Paper (24 February 2023)" in page.text
    assert "https://paper.example/list" in page.links


def test_where_each_of_them_is(reader, authors):
    text = reader.open("/cohorts/the-authors/").text
    assert "Ada at Acme (last reported there 2 March 2021, reported by one independent publisher)" in text
    assert "Bob listed as B. Builder at Zeta Cleo current position unknown" in text


def test_who_stayed(reader, authors):
    page = reader.open("/cohorts/the-authors/")
    assert "One has a job at Acme that isn’t known to have ended; two left; no job there is known of one." in page.text
    assert "Those who left are at Zeta: 1. No source says where one of them is." in page.text
    assert [image["src"] for image in page.all("img")] == [
        "/api/v1/cohorts/the-authors/?format=svg",
        "/api/v1/cohorts/the-authors/retention/?organization=acme&format=svg",
    ]


def test_places_are_those_of_the_list(reader, authors):
    assert [item["value"] for item in reader.open("/cohorts/the-authors/").all("li") if "value" in item] == [
        "1",
        "2",
        "3",
    ]


def test_without_positions_nobody_is_numbered(reader, authors):
    last = CohortMember.objects.get(person__slug="cleo")
    last.position = None
    last.save()
    [*_, item] = [one for one in reader.open("/cohorts/the-authors/").all("li") if "value" in one or "class" in one]
    assert item == {"class": "unplaced"}
    for member in CohortMember.objects.all():
        member.position = None
        member.save()
    page = reader.open("/cohorts/the-authors/")
    assert [one.get("class") for one in page.all("ul")].count("members") == 1
    assert "members" not in [one.get("class") for one in page.all("ol")]


def test_a_hidden_member_keeps_the_place_and_nothing_else(reader, authors):
    member = CohortMember.objects.get(person__slug="bob")
    set_behind_the_rules(member.person, status="withdrawn")
    page = reader.open("/cohorts/the-authors/")
    assert "Not public" in page.text
    assert "Bob" not in page.text and "Builder" not in page.text and "Zeta" not in page.text
    assert "One has a job at Acme that isn’t known to have ended; one left; no job there is known of two." in page.text


def test_members_without_jobs(reader):
    make_cohort(make_person("Ada"), name="The authors")
    page = reader.open("/cohorts/the-authors/")
    assert "Who stayed" not in page.text
    assert "Ada current position unknown" in page.text


def test_a_cohort_without_members(reader):
    make_cohort(name="The authors", expected_size=14)
    page = reader.open("/cohorts/the-authors/")
    assert "14 people" in page.text
    assert page.all("img") == []


def test_a_long_list_continues_in_the_api(reader, monkeypatch):
    monkeypatch.setattr(cohorts, "MAX_MEMBERS", 2)
    make_cohort(*(make_person(f"Person {number}") for number in range(3)), name="The crowd")
    page = reader.open("/cohorts/the-crowd/")
    assert ("Person 1" in page.text, "Person 2" in page.text) == (True, False)
    assert "All members, as JSON" in page.text
