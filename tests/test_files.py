"""format=csv and format=ndjson: every row of the same query, as a file."""

import csv
import io
import json

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from talentwatch.api import files
from talentwatch.api.paging import Cursor
from tests.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db
LISTS = ["people", "organizations", "employments", "claims", "sources", "cohorts", "moves", "events"]


@pytest.fixture
def world():
    """Ada works at Acme, announced by Acme; an event of two people says so."""
    ada = make_person("Ada Lovelace", names=("Augusta King", "Countess of Lovelace"))
    post = make_employment(
        ada, make_organization("Acme"), start="2018", end_state="ongoing", claims=({"stance": "announced"},)
    )
    make_event(people=(ada, make_person("Bob Newman")), employments=(post,), sources=(make_source("Acme, Inc."),))
    return post


def body(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content).decode()


def table(api, address, **parameters):
    text = body(api.get(f"/api/v1/{address}", {"format": "csv", **parameters}))
    return list(csv.DictReader(io.StringIO(text)))


def test_a_post_as_a_row_of_csv(api, world):
    (row,) = table(api, "employments/")
    assert row.pop("updated_at").endswith("Z")
    assert row == {
        "slug": "ada-lovelace-acme",
        "url": "http://testserver/api/v1/employments/ada-lovelace-acme/",
        "person_slug": "ada-lovelace",
        "person_name": "Ada Lovelace",
        "organization_slug": "acme",
        "organization_name": "Acme",
        "title": "",
        "role": "other",
        "came_from_slug": "",
        "came_from_name": "",
        "start": "2018",
        "start_earliest": "2018-01-01",
        "start_latest": "2018-12-31",
        "end": "",
        "end_earliest": "",
        "end_latest": "",
        "end_state": "ongoing",
        "confidence": "confirmed",
        "verified_from": "",
        "verified_on": "",
        "has_conflict": "false",
        "tenure_months_min": "",
        "tenure_months_max": "",
    }


def test_several_values_stand_between_bars(api, world):
    (event,) = table(api, "events/")
    assert event["people_slug"] == "ada-lovelace|bob-newman"
    assert event["people_name"] == "Ada Lovelace|Bob Newman"
    assert event["sources_publisher"] == "Acme, Inc."
    ada, _ = table(api, "people/")
    assert ada["names_text"] == "Augusta King|Countess of Lovelace"
    assert ada["names_kind"] == "alias|alias"


@pytest.mark.parametrize("address", LISTS)
def test_ndjson_holds_the_objects_of_the_list(api, world, address):
    lines = body(api.get(f"/api/v1/{address}/", {"format": "ndjson"})).splitlines()
    assert [json.loads(line) for line in lines] == api.get_json(f"{address}/")["results"]


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_result_still_has_its_columns(api, address):
    header, *rows = body(api.get(f"/api/v1/{address}/", {"format": "csv"})).split("\r\n")
    assert header.startswith("slug,url,updated_at,")
    assert rows == [""]


def test_a_file_is_the_same_query(api, world):
    assert [row["slug"] for row in table(api, "people/", q="augusta")] == ["ada-lovelace"]
    assert [row["slug"] for row in table(api, "people/", ordering="-slug", fields="slug")] == [
        "bob-newman",
        "ada-lovelace",
    ]


def test_only_the_fields_asked_for(api, world):
    assert table(api, "employments/", fields="slug,person") == [
        {"slug": "ada-lovelace-acme", "person_slug": "ada-lovelace", "person_name": "Ada Lovelace"}
    ]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [("text/csv", "text/csv; charset=utf-8"), ("application/x-ndjson", "application/x-ndjson; charset=utf-8")],
)
def test_a_format_may_be_asked_for_by_accept(api, world, accept, content_type):
    response = api.get("/api/v1/people/", headers={"accept": accept})
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="people.{"csv" if "csv" in accept else "ndjson"}"'
    assert "Accept" in response["Vary"]
    assert "RateLimit" in response


@pytest.mark.parametrize("parameters", [{"page_size": "5"}, {"cursor": "x"}, {"count": "true"}])
def test_a_file_has_no_pages(api, parameters):
    errors = api.get_json("people/", 400, format="csv", **parameters)["errors"]
    assert errors == [{"parameter": next(iter(parameters)), "detail": "A file holds all rows."}]


@pytest.mark.parametrize("parameters", [{"q": ""}, {"organisation": "meta"}, {"ordering": "password"}, {"fields": "x"}])
def test_bad_parameters_are_problems_here_too(api, parameters):
    response = api.get("/api/v1/people/", {"format": "csv", **parameters})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["parameter"] == next(iter(parameters))


def test_one_record_is_no_file(api, world):
    assert api.get_json("people/ada-lovelace/", 400, format="csv")["errors"][0]["detail"] == "Accepted: json, svg."


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)"])
def test_a_text_that_would_run_as_a_formula_is_set_behind_an_apostrophe(api, name):
    make_person(name, slug="x1")
    (row,) = table(api, "people/")
    assert row["name"] == f"'{name}"
    assert api.get_json("people/x1/")["name"] == name


def test_numbers_stay_numbers(api):
    ada = make_person()
    make_employment(ada, make_organization("Acme"), start="2018", end="2020-06", end_state="ended")
    make_employment(ada, make_organization("Beta"), start="2020-05", end_state="ongoing")
    assert [row["gap_days_min"] for row in table(api, "moves/", kind="move")] == ["-60"]


def test_chunks_join_without_a_seam(api, monkeypatch):
    monkeypatch.setattr("talentwatch.api.views.CHUNK", 3)
    people = [make_person(f"Person {number}") for number in range(8)]
    expected = sorted(person.slug for person in people)
    with CaptureQueriesContext(connection) as queries:
        assert [row["slug"] for row in table(api, "people/")] == expected
    assert not [query for query in queries if "OFFSET" in query["sql"] or "COUNT" in query["sql"]]
    assert len(queries) == 7  # for three chunks the people and their names, and the chunk that is empty


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("csv", f"# error: {files.INCOMPLETE}"),
        ("ndjson", json.dumps({"error": files.INCOMPLETE}, separators=(",", ":"))),
    ],
)
def test_a_file_that_breaks_off_says_so(api, monkeypatch, caplog, name, last):
    def fail(*args, **options):
        raise OperationalError("the database went away")

    monkeypatch.setattr("talentwatch.api.views.CHUNK", 1)
    monkeypatch.setattr(Cursor, "at", fail)
    make_person("Ada Lovelace")
    make_person("Bob Newman")
    lines = body(api.get("/api/v1/people/", {"format": name, "fields": "slug"})).split()
    assert "ada-lovelace" in " ".join(lines)
    assert " ".join(lines).endswith(last)
    assert "the database went away" in caplog.text


def test_drafts_are_in_no_file(api):
    make_person("Ada Lovelace", status="draft")
    assert Person.objects.count() == 1
    assert table(api, "people/") == []


def test_head_sends_no_rows(api, world):
    assert api.head("/api/v1/people/?format=csv").status_code == 200
