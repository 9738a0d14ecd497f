"""The lists of people, organizations and cohorts, by which every page can be reached without a search."""

import pytest

from people.models import Organization, OrganizationName, Person, PersonName
from talentwatch.publishing import transitions
from talentwatch.records.status import Status
from talentwatch.site.views.organizations import OrganizationsPage
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def everybody():
    ada = make_person("Ada Lovelace", description="Wrote the first programme.")
    PersonName.objects.create(person=ada, text="עדה", language="he", kind="native")
    PersonName.objects.create(person=ada, text="Ada Byron", language="en", kind="former")
    acme = make_organization("Acme", country="FR", founded="2015")
    OrganizationName.objects.create(organization=acme, text="אקמה", language="he", kind="transliteration")
    make_organization("Acme Labs", kind="lab", parent=acme, founded="2017")
    seen = {"source": make_source("Seen", published="2021-03-02"), "end_state": "ongoing"}
    make_employment(ada, acme, role="research", start="2019-05", end_state="ongoing", claims=(seen,))
    make_person("Bob")
    make_cohort(ada, name="The authors", description="Of the paper.", expected_size=14)
    make_cohort(ada, name="The one", expected_size=1)


def test_people(reader, everybody):
    page = reader.open("/people/")
    assert (
        "Ada Lovelace, עדה Wrote the first programme. Acme last reported 2 March 2021 research joined Acme May 2019"
        in page.text
    )
    assert "Bob not known – –" in page.text
    assert {"/people/ada-lovelace/", "/people/bob/", "/moves/?person=ada-lovelace"} <= set(page.links)


def test_the_latest_job_and_the_latest_move_come_first(reader, everybody):
    ada = Person.objects.get(slug="ada-lovelace")
    zeta = make_organization("Zeta")
    make_employment(ada, zeta, role="board", start="2022", end_state="ongoing")
    left = make_employment(ada, zeta, start="2010", end="2012", end_state="ended")
    make_employment(ada, make_organization("Old"), start="2012", end="2013", end_state="ended", came_from=left)
    page = reader.open("/people/")
    assert "Zeta Acme last reported 2 March 2021 board research Old to Acme 2013" in page.text


def test_a_move_by_some_day_is_later_than_one_without_a_date(reader):
    left = make_employment(make_person("Eve"), make_organization("Acme"), end="by 2024", end_state="ended")
    make_employment(left.person, make_organization("Beta"), came_from=left)
    assert "Acme to Beta by 2024" in reader.open("/people/").text


def test_organizations(reader, everybody):
    page = reader.open("/organizations/")
    assert "Acme, אקמה company, FR 1 1 0 Acme Labs lab, part of Acme 0 0 0" in page.text
    assert {"/organizations/acme/#there", "/organizations/acme-labs/", "/moves/?destination=acme"} <= set(page.links)


def test_an_organization_counts_people_once_and_with_its_parts(reader, everybody):
    acme, labs = Organization.objects.get(slug="acme"), Organization.objects.get(slug="acme-labs")
    bob, zeta = Person.objects.get(slug="bob"), make_organization("Zeta")
    for year in (2014, 2016):
        left = make_employment(bob, labs, start=f"{year}", end=f"{year + 1}", end_state="ended")
        make_employment(bob, zeta, start=f"{year + 1}", end=f"{year + 2}", end_state="ended", came_from=left)
    within = make_employment(make_person("Cleo"), labs, start="2018", end="2019", end_state="ended")
    make_employment(within.person, acme, start="2019", end_state="ongoing", came_from=within)
    text = reader.open("/organizations/").text
    assert "Acme, אקמה company, FR 2 3 1 Acme Labs lab, part of Acme 0 2 2 Zeta company 0 1 1" in text


def listed(page, section="organizations"):
    """The slugs of the records of a list."""
    return [
        link.split("/")[2]
        for link in page.links
        if link.startswith(f"/{section}/") and not link.endswith("/#there") and link.count("/") == 3 and "?" not in link
    ]


def page_beside(page, relation):
    (address,) = (link["href"] for link in page.all("a") if link.get("rel") == relation)
    return address


@pytest.fixture
@built_once
def counted():
    """Two left Acme, one of them for Beta, where another one is; Gamma is part of Acme; Delta is a draft, and Epsilon empty."""
    acme, beta = make_organization("Acme", kind="lab"), make_organization("Beta", kind="lab")
    gamma = make_organization("Gamma", parent=acme)
    ada, bob, cleo = make_person("Ada"), make_person("Bob"), make_person("Cleo")
    left = make_employment(ada, acme, start="2010", end="2012", end_state="ended")
    make_employment(ada, beta, start="2012", end_state="ongoing", came_from=left)
    make_employment(bob, gamma, start="2010", end="2012", end_state="ended")
    make_employment(cleo, beta, start="2010", end_state="ongoing")
    make_organization("Delta", status=Status.DRAFT)
    make_organization("Epsilon", country="FR")


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    [
        ("-there", ["beta", "acme", "epsilon", "gamma"]),
        ("there", ["acme", "epsilon", "gamma", "beta"]),
        ("-joined", ["acme", "beta", "gamma", "epsilon"]),
        ("-left", ["acme", "gamma", "beta", "epsilon"]),
        ("left", ["beta", "epsilon", "gamma", "acme"]),
    ],
)
def test_organizations_by_counts_page_by_page(reader, counted, monkeypatch, ordering, slugs):
    assert listed(reader.open(f"/organizations/?ordering={ordering}")) == slugs
    monkeypatch.setattr(OrganizationsPage, "page_size", 2)
    first = reader.open(f"/organizations/?ordering={ordering}")
    second = reader.open(page_beside(first, "next"))
    assert [*listed(first), *listed(second)] == slugs
    assert listed(reader.open(page_beside(second, "prev"))) == slugs[:2]


def test_counts_sort_what_the_filters_leave(reader, counted):
    assert listed(reader.open("/organizations/?ordering=-left&kind=lab")) == ["acme", "beta"]
    assert listed(reader.open("/organizations/?ordering=-left&q=psi")) == ["epsilon"]
    # What narrows the list can be removed; its order has links of its own.
    page = reader.open("/organizations/?ordering=-left&kind=lab").text
    assert "kind: lab remove" in page and "ordering:" not in page
    assert reader.open("/organizations/?ordering=-people", 400).text.count("-left")


def test_counts_follow_the_day_and_the_data(reader, counted):
    assert "Beta lab 2 2 0" in reader.open("/organizations/?ordering=-there").text
    transitions.withdraw(Person.objects.get(slug="ada"))
    assert "Beta lab 1 1 0" in reader.open("/organizations/?ordering=-there").text
    make_employment(make_person("Dan"), Organization.objects.get(slug="beta"), start="2090", end_state="unknown")
    assert "Beta lab 1 2 0" in reader.open("/organizations/?ordering=-there").text


@pytest.mark.parametrize(
    ("address", "slugs"),
    [
        ("/organizations/?ordering=-founded", ["acme-labs", "acme"]),
        ("/organizations/?ordering=slug&kind=lab", ["acme-labs"]),
        ("/people/?ordering=-updated_at", ["bob", "ada-lovelace"]),
        ("/people/?ordering=-last_move", ["ada-lovelace", "bob"]),
    ],
)
def test_they_are_sorted_and_filtered_by_links_and_forms(reader, everybody, address, slugs):
    page = reader.open(address)
    section = address.split("/")[1]
    assert listed(page, section) == slugs
    (current,) = (one for one in page.all("a") if one.get("aria-current"))
    assert current["href"].endswith(address.partition("?")[2].partition("&")[0])


def test_cohorts(reader, everybody):
    page = reader.open("/cohorts/")
    assert "The authors 14 people. Of the paper. The one 1 person" in page.text
    assert "/cohorts/the-authors/" in page.links


@pytest.mark.parametrize(
    ("address", "shown", "hidden"),
    [
        ("/people/?q=עדה", "Wrote the first", "Bob"),
        ("/people/?organization=acme&role=research", "Wrote the first", "Bob"),
        ("/organizations/?parent=acme", "Acme Labs", "company, FR"),
        ("/cohorts/?q=paper", "The authors", "The one"),
    ],
)
def test_they_have_the_filters_of_the_api(reader, everybody, address, shown, hidden):
    page = reader.open(address)
    assert shown in page.text
    assert hidden not in page.text


@pytest.mark.parametrize("address", ["/people/", "/organizations/", "/cohorts/"])
def test_they_refuse_what_the_api_refuses(reader, address):
    assert reader.open(f"{address}?q=%21", 400)
    assert reader.get(f"{address}?q=")["Location"] == address


def test_an_empty_list_says_so(reader):
    for address in ("/", "/moves/", "/people/", "/organizations/", "/cohorts/"):
        assert "No results." in reader.open(address).text


def test_every_page_can_be_reached_without_a_search(reader, everybody):
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        new = {link.partition("#")[0] for link in reader.open(address).links if link.startswith("/")}
        waiting += [one for one in new - seen - set(waiting) if one.endswith("/") and not one.startswith("/api/")]
    assert {
        "/people/ada-lovelace/",
        "/people/bob/",
        "/organizations/acme/",
        "/organizations/acme-labs/",
        "/cohorts/the-authors/",
        "/cohorts/the-one/",
    } <= seen
