"""The lists of people, organizations and cohorts, by which every page can be reached without a search."""

import pytest

from people.models import OrganizationName, PersonName
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def everybody():
    ada = make_person("Ada Lovelace", description="Wrote the first programme.")
    PersonName.objects.create(person=ada, text="עדה", language="he", kind="native")
    PersonName.objects.create(person=ada, text="Ada Byron", language="en", kind="former")
    acme = make_organization("Acme", country="FR")
    OrganizationName.objects.create(organization=acme, text="אקמה", language="he", kind="transliteration")
    make_organization("Acme Labs", kind="lab", parent=acme)
    make_employment(ada, acme, role="research")
    make_person("Bob")
    make_cohort(ada, name="The authors", description="Of the paper.", expected_size=14)
    make_cohort(ada, name="The one", expected_size=1)


def test_people(reader, everybody):
    page = reader.open("/people/")
    assert "Ada Lovelace עדה Wrote the first programme. Bob" in page.text
    assert {"/people/ada-lovelace/", "/people/bob/"} <= set(page.links)


def test_organizations(reader, everybody):
    page = reader.open("/organizations/")
    assert "Acme אקמה company, FR Acme Labs lab, part of Acme" in page.text
    assert {"/organizations/acme/", "/organizations/acme-labs/"} <= set(page.links)


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
    for address in ("/", "/people/", "/organizations/", "/cohorts/"):
        assert "No results." in reader.open(address).text


def test_every_page_can_be_reached_without_a_search(reader, everybody):
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        new = {link.partition("#")[0] for link in reader.open(address).links if link.startswith("/")}
        waiting += [one for one in new - seen - set(waiting) if "?" not in one and not one.startswith("/api/")]
    assert {
        "/people/ada-lovelace/",
        "/people/bob/",
        "/organizations/acme/",
        "/organizations/acme-labs/",
        "/cohorts/the-authors/",
        "/cohorts/the-one/",
    } <= seen
