"""The page of an event: what happened, who is named, and the sources."""

import json

import pytest

from talentwatch.site.source_details import add_source_details
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def event():
    job = make_employment(make_person("Ada"), make_organization("Acme"), start="2023-06")
    sources = (
        (make_source("Alpha", url="https://alpha.example/", published="2023-06-15"), "announced"),
        (make_source("בטא", language="he", url="https://beta.example/"), "denied"),
        (make_source("", url="https://www.gamma.example/a"), "rumoured"),
    )
    return make_event(
        "Ada joins Acme",
        date="[2023-06-01..2023-06-15]",
        summary="She says so.",
        people=(job.person,),
        organizations=(job.organization,),
        employments=(job,),
        sources=sources,
    )


def test_what_happened(reader, event):
    text = reader.open("/events/ada-joins-acme/").text
    assert "between 1 and 15 June 2023 Ada joins Acme Hire · Disputed: a source denies it She says so." in text


def test_sources(reader, event):
    page = reader.open("/events/ada-joins-acme/")
    assert "Alpha (15 June 2023) quotes the announcement" in page.text
    assert "בטא (Hebrew) denies it" in page.text
    assert "gamma.example repeats a rumour" in page.text
    assert {"https://alpha.example/", "https://beta.example/", "https://www.gamma.example/a"} <= set(page.links)


def test_a_source_that_repeats_another_says_so(reader):
    root = make_source("Root")
    make_event("It rains", sources=(root, make_source("Echo", derived_from=root)))
    text = reader.open("/events/it-rains/").text
    assert "Reported by one independent publisher" in text
    assert "Echo reports it, repeating Root" in text


def test_people_organizations_and_jobs(reader, event):
    page = reader.open("/events/ada-joins-acme/")
    assert {"/people/ada/", "/organizations/acme/", "/people/ada/#ada-acme"} <= set(page.links)
    assert "Ada, Acme: began in June 2023; not known whether it has ended" in page.text


def test_an_event_without_people_or_organizations(reader):
    make_event("It rains")
    assert "People and organizations" not in reader.open("/events/it-rains/").text


def test_its_json_ld(reader, event):
    node = json.loads(reader.open("/events/ada-joins-acme/").scripts[0])
    assert (node["@type"], node["headline"], node["articleBody"]) == ("NewsArticle", "Ada joins Acme", "She says so.")
    assert sorted(source["url"] for source in node["citation"]) == [
        "https://alpha.example/",
        "https://beta.example/",
        "https://www.gamma.example/a",
    ]


def test_a_source_that_was_withdrawn_since_its_row_was_read_adds_nothing():
    row = {"slug": "gone"}
    add_source_details([row])
    assert row == {"slug": "gone", "headline": "", "archived": "", "repeats": ""}
