"""The titles of charts of moves: what the filters of the request ask, and where their parts lead."""

import re

import pytest

from people.models import Organization
from tests.support import svg
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def ada():
    """Ada went from Acme to Beta in 2025, and Bob left Acme."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    person, bob = make_person("Ada"), make_person("Bob")
    left = make_employment(
        person, acme, start="2020", end="2025-03", end_state="ended", claims=({"source": make_source("Wired")},)
    )
    make_employment(person, beta, start="2025-04", end_state="ongoing", came_from=left, role="research")
    make_employment(bob, acme, start="2021", end="2025-06", end_state="ended")
    make_cohort(person, name="The authors")
    return person


def draw(api, address):
    response = api.get(f"/api/v1/{address}format=svg")
    assert response.status_code == 200, response.content.decode()
    return svg.read(response.content)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Who moves where"),
        ("after=2025&before=2025&", "Who moves where, 2025"),
        ("origin=acme&after=2025&before=2025&", "Moves out of Acme, 2025"),
        ("origin=acme&after=2025-01-01&before=2025-12-31&", "Moves out of Acme, 2025"),
        ("origin=acme&after=2024-06&before=2025&", "Moves out of Acme, June 2024 to December 2025"),
        ("destination=beta&after=2024&", "Moves into Beta, 2024 or later"),
        ("destination=beta,acme&before=2025&", "Moves into Acme or Beta, by 2025"),
        ("origin=acme&destination=beta&", "Moves from Acme to Beta"),
        ("person=ada&", "Moves of Ada"),
        ("kind=departure&origin=acme&", "Departures out of Acme"),
        ("kind=departure,return&", "Departures or returns"),
        ("kind=departure,return,founding,arrival,move&", "Who moves where"),
        ("role=research,lead&", "Who moves where, role research or lead"),
        ("cohort=the-authors&", "Who moves where, on the list The authors"),
        ("source=wired&", "Who moves where, by what Wired says"),
        ("left_for=study&", "Who moves where, left to study"),
        ("confidence=confirmed&certainty=certain&", "Who moves where, confirmed, certain dates only"),
        ("origin=acme&include_descendants=false&", "Moves out of Acme, without parts"),
        ("updated_after=2025-01-01&", "Who moves where, changed since 1 January 2025"),
    ],
)
def test_the_title_says_what_was_asked(api, ada, query, title):
    assert draw(api, f"moves/?{query}")[0].text == title


def test_flows_and_balances_say_it_too(api, ada):
    assert draw(api, "flows/?origin=acme&level=group&after=2025&before=2025&")[0].text == "Moves out of Acme, 2025"
    address = "organizations/acme/flows/?period=year&after=2025"
    assert draw(api, f"{address}&")[0].text == "Who joined and who left Acme, 2025 or later"
    assert draw(api, f"{address}&kind=departure&")[0].text == "Departures out of Acme, 2025 or later"
    assert draw(api, f"{address}&kind=arrival,founding&")[0].text == "Foundings or arrivals into Acme, 2025 or later"
    assert draw(api, f"{address}&kind=return&")[0].text == "Returns into or out of Acme, 2025 or later"


def test_a_chart_of_moves_calls_certain_what_flows_do(api, ada):
    beta = Organization.objects.get(slug="beta")
    make_employment(make_person("Eve"), beta, end="[2024-12..2025-02]", end_state="ended")
    make_employment(make_person("Fay"), beta, end="by 2025", end_state="ended")
    denied = ({}, {"stance": "denied"})
    make_employment(make_person("Gus"), beta, end="2025-05", end_state="ended", claims=denied)
    for query, words in (
        ("origin=beta&", "3 moves, 2 of them certain."),
        ("origin=beta&after=2025&before=2025&", "3 moves, none of them certain."),
        ("origin=beta&before=2025&", "3 moves, 2 of them certain."),
        ("after=2025&before=2025&origin=acme&", "2 moves."),
    ):
        for address in ("moves", "flows"):
            assert words in "".join(draw(api, f"{address}/?{query}").itertext()), (address, query)


def test_a_balance_says_how_many_certainly_did(api, ada):
    assert "At least 2 joined and 2 left." in texts(api, "organizations/acme/flows/?")
    assert "At least 1 left." in texts(api, "organizations/acme/flows/?kind=departure&")
    beta = Organization.objects.get(slug="beta")
    make_employment(make_person("Gus"), beta, start="2020", claims=({}, {"stance": "denied"}))
    assert "No move is certain." in texts(api, "organizations/beta/flows/?kind=arrival&")


def texts(api, address):
    return "".join(draw(api, address).itertext())


def links(root):
    return {link.attrib["href"].partition("/moves/?")[2] for link in root.iter(f"{svg.SVG}a")}


def test_parts_lead_to_the_moves_that_they_count(api, ada):
    assert links(draw(api, "flows/?level=group&after=2025&")) == {
        *("after=2025&origin=acme&destination=beta", "after=2025&origin=acme", "after=2025&destination=beta"),
    }
    assert "role=research&include_descendants=false&origin=acme" in links(draw(api, "moves/?role=research&"))
    between = "kind=arrival,departure,founding,move,return"
    assert links(draw(api, "organizations/acme/flows/?period=year&")) == {
        f"{between}&destination=acme&after={year}&before={year}" for year in (2020, 2021)
    } | {f"{between}&origin=acme&after=2025&before=2025"}


@pytest.fixture
@built_once
def labs(ada):
    """Acme has two parts, Acme Lab and Acme Studio: Eve went from the lab to Gamma, and Fay from the studio to the lab."""
    acme, gamma = Organization.objects.get(slug="acme"), make_organization("Gamma")
    lab, studio = make_organization("Acme Lab", parent=acme), make_organization("Acme Studio", parent=acme)
    for name, old, new in (("Eve", lab, gamma), ("Fay", studio, lab)):
        person = make_person(name)
        left = make_employment(person, old, start="2021", end="2025-05", end_state="ended")
        make_employment(person, new, start="2025-06", end_state="ongoing", came_from=left)


@pytest.mark.parametrize(
    ("address", "some_links"),
    [
        ("flows/?level=group&destination=beta,gamma&", {"origin=acme&destination=beta,gamma", "destination=gamma"}),
        (
            "flows/?level=group&origin=acme&kind=move&",
            {"kind=move&origin=acme", "kind=move&origin=acme&destination=beta"},
        ),
        ("flows/?level=group&organization=gamma&", {"origin=acme&destination=gamma", "destination=gamma"}),
        ("flows/?level=group&organization=gamma&origin=acme&", {"origin=acme&destination=gamma"}),
        # A list is of one part or of all.
        ("flows/?level=group&origin=acme-lab&", set()),
        ("flows/?level=group&origin=acme&include_descendants=false&", set()),
        ("flows/?origin=acme&", {"include_descendants=false&origin=acme-lab"}),
        ("flows/?destination=beta&", {"include_descendants=false&origin=acme&destination=beta"}),
        ("moves/?origin=acme&include_descendants=false&", {"include_descendants=false&origin=acme&destination=beta"}),
        ("moves/?updated_after=2000-01-01&", {"updated_after=2000-01-01&include_descendants=false&origin=acme"}),
        ("organizations/acme/flows/?include_descendants=false&", {"include_descendants=false&origin=acme"}),
        ("organizations/acme-lab/flows/?", {"origin=acme-lab", "destination=acme-lab"}),
    ],
)
def test_a_part_leads_to_no_other_moves_than_it_counts(api, labs, address, some_links):
    root = draw(api, address)
    assert links(root) >= some_links
    assert bool(links(root)) == bool(some_links)
    for link in root.iter(f"{svg.SVG}a"):
        # “Acme → Beta: 2”, “2020: 2 joined” or “Acme 2”
        [count] = re.findall(r"(\d+)(?: joined| left)?$", link.attrib.get("aria-label") or "".join(link.itertext()))
        query = link.attrib["href"].partition("/moves/?")[2]
        assert api.get(f"/api/v1/moves/?{query}&count=true").json()["count"] == int(count), query
