"""/api/v1/moves/"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Organization, Person
from talentwatch.publishing.transitions import withdraw
from talentwatch.records.edit import edit
from talentwatch.records.status import Status
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person


@pytest.fixture
@built_once
def world(db):
    """Ada left Acme Labs for Beta in May 2020; Bob arrived at Beta, nobody says when."""
    acme = make_organization("Acme")
    labs = make_organization("Acme Labs", parent=acme)
    beta = make_organization("Beta")
    ada, bob = make_person("Ada Lovelace"), make_person("Bob Newman")
    make_employment(ada, labs, start="2018", end="2020-05", end_state="ended")
    make_employment(ada, beta, start="2020-06", end_state="ongoing", claims=({"stance": "announced"},))
    make_employment(bob, beta, end_state="ongoing")
    make_cohort(ada)


MOVE, ARRIVAL, BOB = "ada-lovelace-acme-labs--ada-lovelace-beta", "ada-lovelace-acme-labs", "bob-newman-beta"


def test_one_move_in_full(api, world):
    move = api.get_json(f"moves/{MOVE}/")
    assert move.pop("updated_at").endswith("Z")
    assert move == {
        "slug": MOVE,
        "url": f"http://testserver/api/v1/moves/{MOVE}/",
        "page": f"http://testserver/people/ada-lovelace/#{MOVE.partition('--')[2]}",
        "person": {"slug": "ada-lovelace", "name": "Ada Lovelace"},
        "origin": {"slug": "acme-labs", "name": "Acme Labs"},
        "destination": {"slug": "beta", "name": "Beta"},
        "left_for": None,
        "end_reason": None,
        "date": "2020-05",
        "date_earliest": "2020-05-01",
        "date_latest": "2020-05-31",
        "gap_days": {"min": 1, "max": 60},
        "kind": "move",
        "confidence": "reported",
        "origin_employment": {"slug": "ada-lovelace-acme-labs", "name": "Ada Lovelace, Acme Labs"},
        "destination_employment": {"slug": "ada-lovelace-beta", "name": "Ada Lovelace, Beta"},
    }


def test_the_latest_come_first_and_the_undated_last(api, world):
    assert api.slugs("moves/") == [MOVE, ARRIVAL, BOB]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"person": "bob-newman"}, [BOB]),
        ({"origin": "acme"}, [MOVE]),
        ({"organization": "acme"}, [MOVE, ARRIVAL]),
        ({"organization": "acme,beta", "kind": "arrival"}, [ARRIVAL, BOB]),
        ({"organization": "acme", "include_descendants": "false"}, []),
        ({"role": "other"}, [MOVE, ARRIVAL, BOB]),
        ({"role": "founder"}, []),
        ({"source": "the-paper"}, [MOVE, ARRIVAL]),
        ({"origin": "acme", "include_descendants": "false"}, []),
        ({"destination": "beta"}, [MOVE, BOB]),
        ({"kind": "arrival"}, [ARRIVAL, BOB]),
        ({"kind": "move,return"}, [MOVE]),
        ({"confidence": "reported", "destination": "beta"}, [MOVE, BOB]),
        ({"cohort": "the-authors"}, [MOVE, ARRIVAL]),
        ({"after": "2020-05"}, [MOVE, BOB]),
        ({"after": "2020-05-02", "certainty": "certain"}, []),
        ({"after": "2020-05", "certainty": "certain"}, [MOVE]),
        ({"before": "2018"}, [ARRIVAL, BOB]),
        ({"before": "2018", "certainty": "certain"}, [ARRIVAL]),
    ],
)
def test_filters(api, world, parameters, expected):
    assert api.slugs("moves/", **parameters) == expected


@pytest.mark.parametrize(
    "parameters", [{"employer": "acme"}, {"origin": "nowhere"}, {"kind": "flight"}, {"after": "[2020..]"}]
)
def test_what_means_nothing_is_refused(api, world, parameters):
    (error,) = api.get_json("moves/", 400, **parameters)["errors"]
    assert [error["parameter"]] == list(parameters)


def test_a_move_without_destination_says_what_the_person_left_for(api, world):
    zoe = make_person("Zoe")
    for name, left_for in (("Beta Labs", "study"), ("Gamma", "")):
        make_employment(zoe, make_organization(name), end="2021", end_state="ended", left_for=left_for)
    zoes = {"person": "zoe", "kind": "departure"}
    assert [(move["slug"], move["left_for"]) for move in api.get_json("moves/", **zoes)["results"]] == [
        ("zoe-beta-labs--departure", "study"),
        ("zoe-gamma--departure", None),
    ]
    assert api.slugs("moves/", left_for="study,leave") == ["zoe-beta-labs--departure"]
    assert api.slugs("moves/", left_for="own_venture") == []
    (error,) = api.get_json("moves/", 400, left_for="home")["errors"]
    assert "independent, own_venture, unnamed_employer, study, leave" in error["detail"]


def test_a_move_says_why_the_job_that_was_left_ended(api, world):
    zoe = make_person("Zoe")
    ended = {"start": "2020", "end": "2021", "end_state": "ended"}
    make_employment(zoe, make_organization("Beta Labs"), end_reason="laid_off", **ended)
    make_employment(zoe, make_organization("Gamma"), **ended | {"start": "2021", "end": "2024"}, end_reason="retired")
    assert [(move["slug"], move["end_reason"]) for move in api.get_json("moves/", person="zoe")["results"]] == [
        ("zoe-gamma--departure", "retired"),
        ("zoe-beta-labs--zoe-gamma", "laid_off"),
        ("zoe-beta-labs", None),
    ]
    assert api.slugs("moves/", end_reason="laid_off,died") == ["zoe-beta-labs--zoe-gamma"]
    assert [flow["origin"]["slug"] for flow in api.get_json("flows/", end_reason="retired")["results"]] == ["gamma"]
    groups = api.get_json("moves/", person="zoe", group_by="end_reason")["groups"]
    assert {group["value"]: group["count"] for group in groups} == {"laid_off": 1, "retired": 1, None: 1}
    assert "resigned, dismissed, laid_off" in api.get_json("moves/", 400, end_reason="bored")["errors"][0]["detail"]


def test_a_move_that_is_no_more_is_gone(api, world):
    """Before Ada's second job was known, she had left for nobody knew where."""
    assert api.get_json("moves/ada-lovelace-acme-labs--departure/", 410)["detail"] == "This record is no longer public."
    assert api.get_json("moves/bob-newman-beta--departure/", 404)["detail"] == "No such record."


def test_the_moves_of_a_withdrawn_person_are_gone(api, world):
    withdraw(Person.objects.get(name="Ada Lovelace"))
    assert [api.get_json(f"moves/{slug}/", 410)["status"] for slug in (MOVE, ARRIVAL)] == [410, 410]


def test_the_moves_of_a_draft_were_never_there(api, world):
    draft = make_person("Eve Draft", status=Status.DRAFT)
    make_employment(draft, Organization.objects.get(slug="beta"), status=Status.DRAFT)
    assert api.get_json("moves/eve-draft-beta/", 404)["detail"] == "No such record."


def test_one_row_costs_as_many_queries_as_fifty(api, world):
    with CaptureQueriesContext(connection) as one:
        api.get_json("moves/", page_size="1")
    with edit():
        for number in range(50):
            make_employment(make_person(f"Person {number}"), make_organization(f"Firm {number}"), start="2019")
    with CaptureQueriesContext(connection) as fifty:
        api.get_json("moves/")
    assert len(one) == len(fifty) == 1  # the moves, joined with all that they name
