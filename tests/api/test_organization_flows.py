"""/api/v1/organizations/{slug}/flows/"""

import pytest
from django.db import transaction

from people.models import Organization
from talentwatch.publishing import transitions
from tests.support.factories import make_employment, make_organization, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ADDRESS = "organizations/acme/flows/"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Ada left Acme's labs for Beta in 2020-05, Bob in 2020 or 2021; Cy came from Beta in 2020; Dee stayed within."""
    with django_db_blocker.unblock(), transaction.atomic():
        acme, beta = make_organization("Acme"), make_organization("Beta")
        labs = make_organization("Labs", parent=acme)
        ways = [("Ada", labs, "2020-05", beta), ("Bob", labs, "[2020..2021]", beta)]
        ways += [("Cy", beta, "2020-03", acme), ("Dee", acme, "2020-04", labs)]
        for name, origin, end, destination in ways:
            person = make_person(name)
            make_employment(person, origin, start="2010", end=end, end_state="ended")
            make_employment(person, destination, start="2030", end_state="ongoing")
        make_organization("Core")
        yield
        transaction.set_rollback(True)


def test_the_balance_in_full(api):
    assert api.get_json(ADDRESS, period="year", after="2020") == {
        "next": None,
        "previous": None,
        "results": [
            {
                "period": "2020",
                "in": {"certain": 1, "possible": 1},
                "out": {"certain": 1, "possible": 2},
                "net": {"min": -1, "max": 0},
            },
            {
                "period": "2021",
                "in": {"certain": 0, "possible": 0},
                "out": {"certain": 0, "possible": 1},
                "net": {"min": -1, "max": 0},
            },
        ],
    }


@pytest.mark.parametrize(
    ("parameters", "came", "went"),
    [
        ({"kind": "move"}, 1, 2),
        ({"kind": "arrival"}, 3, 0),
        ({"include_descendants": "false", "kind": "move,internal"}, 1, 1),
        ({"after": "2020-04", "before": "2020-12", "certainty": "certain"}, 0, 1),
    ],
)
def test_filters(api, parameters, came, went):
    (row,) = api.get_json(ADDRESS, **parameters)["results"]
    assert row["period"] is None
    assert (row["in"]["possible"], row["out"]["possible"]) == (came, went)


@pytest.mark.parametrize("period", ["all", "year"])
def test_without_moves_there_is_no_row(api, period):
    assert api.get_json("organizations/core/flows/", period=period)["results"] == []


def test_it_comes_in_pages_and_as_a_file(api):
    pages = [api.get_json(ADDRESS, period="year", page_size=1, count="true")]
    while pages[-1]["next"]:
        pages.append(api.get(pages[-1]["next"]).json())
    assert [row["period"] for page in pages for row in page["results"]] == ["2010", "2020", "2021"]
    assert pages[0]["count"] == 3
    assert api.get(pages[-1]["previous"]).json()["results"] == pages[1]["results"]
    response = api.get(f"/api/v1/{ADDRESS}", {"period": "year", "after": "2021", "format": "csv"})
    assert b"".join(response.streaming_content).decode().splitlines() == [
        "period,in_certain,in_possible,out_certain,out_possible,net_min,net_max",
        "2021,0,0,0,1,-1,0",
    ]


@pytest.mark.parametrize(
    "parameters",
    [
        {"level": "group"},
        {"origin": "beta"},
        {"period": "day"},
        {"ordering": "-period"},
        {"after": "2021", "before": "2020"},
    ],
)
def test_what_means_nothing_is_refused(api, parameters):
    (error,) = api.get_json(ADDRESS, 400, **parameters)["errors"]
    assert error["parameter"] in parameters


def test_what_became_of_the_organization(api):
    core = Organization.objects.get(slug="core")
    transitions.withdraw(core)
    assert api.get_json("organizations/core/flows/", 410)["status"] == 410
    Organization._base_manager.filter(pk=core.pk).update(merged_into=Organization.objects.get(slug="acme"))
    response = api.get("/api/v1/organizations/core/flows/?period=year")
    assert (response.status_code, response["Location"]) == (301, f"http://testserver/api/v1/{ADDRESS}?period=year")
    assert api.get_json("organizations/nowhere/flows/", 404)["status"] == 404
