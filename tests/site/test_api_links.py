"""The page that each record of the API names is there, and shows it."""

from urllib.parse import urldefrag

import pytest

from people.models import Move
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person

pytestmark = pytest.mark.django_db
LISTS = ("people", "organizations", "employments", "claims", "moves", "cohorts", "events")


def test_the_page_of_each_record_shows_it(api, reader):
    ada, acme = make_person("Ada"), make_organization("Acme")
    make_employment(ada, acme, start="2018", end="2020", end_state="ended")
    make_employment(ada, make_organization("Beta"), start="2021", end_state="ongoing")
    make_cohort(ada, name="Everybody")
    make_event("Ada joins Acme", people=(ada,), organizations=(acme,))
    assert Move.objects.count() == 2
    for name in LISTS:
        for row in api.get_json(f"{name}/")["results"]:
            address, anchor = urldefrag(row["page"])
            page = reader.open(address.removeprefix("http://testserver"))
            places = {element["id"] for tag in ("li", "h1", "main") for element in page.all(tag) if "id" in element}
            assert not anchor or anchor in places, row


def test_an_article_has_no_page(api):
    make_employment(make_person("Ada"), make_organization("Acme"))
    assert [row["page"] for row in api.get_json("sources/")["results"]] == [None]


def test_no_page_offers_json_as_a_feed(reader):
    """Feed readers take an alternate of type application/json for a JSON Feed."""
    make_employment(make_person("Ada"), make_organization("Acme"))
    for address in ("/", "/people/", "/people/ada/", "/organizations/acme/"):
        links = reader.open(address).all("link")
        assert "describedby" in {link["rel"] for link in links if link.get("type") == "application/json"}
        assert not [link for link in links if link["rel"] == "alternate" and link["type"] == "application/json"]
