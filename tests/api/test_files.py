"""format=csv and format=ndjson: every row of the same query, as a file."""

import csv
import io
import json

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from people.flows import PeriodCounter
from people.models import Person
from talentwatch.api import files
from talentwatch.api.paging import Cursor, KeysetPagination
from tests.support.api import ApiClient
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db
LISTS = ["people", "organizations", "employments", "claims", "sources", "cohorts", "moves", "flows", "events"]


@pytest.fixture
@built_once
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
        "page": "http://testserver/people/ada-lovelace/#ada-lovelace-acme",
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
        "end_reason": "",
        "left_for": "",
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


def test_a_bar_within_is_told_from_those_between(api):
    make_person("Ada", names=("Augusta | King", "\\ Countess"))
    (row,) = table(api, "people/")
    assert row["names_text"] == r"Augusta \| King|\\ Countess"


def test_what_is_true_is_so_among_several_values_too():
    assert files.cell_value([True, None, 1, ["a"]]) == 'true||1|["a"]'


@pytest.mark.parametrize("address", LISTS)
def test_ndjson_holds_the_objects_of_the_list(api, world, address):
    lines = body(api.get(f"/api/v1/{address}/", {"format": "ndjson"})).splitlines()
    assert [json.loads(line) for line in lines] == api.get_json(f"{address}/")["results"]


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_result_still_has_its_columns(api, address):
    header, *rows = body(api.get(f"/api/v1/{address}/", {"format": "csv"})).split("\r\n")
    assert header.startswith("origin_slug," if address == "flows" else "slug,url,page,updated_at,")
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


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    ("accept", "name"),
    [("text/csv", "csv"), ("application/x-ndjson", "ndjson"), ("text/csv;q=0.9, application/json;q=0.8", "csv")],
)
def test_a_format_may_be_asked_for_by_accept(api, world, address, accept, name):
    response = api.get(f"/api/v1/{address}/", headers={"accept": accept})
    media_type = {"csv": "text/csv", "ndjson": "application/x-ndjson"}[name]
    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{address}.{name}"'
    assert "Accept" in response["Vary"]
    assert "RateLimit" in response
    assert body(response) == body(api.get(f"/api/v1/{address}/", {"format": name}))


def test_a_format_asked_for_by_name_wins_over_accept(api, world):
    response = api.get("/api/v1/people/?format=ndjson", headers={"accept": "text/csv"})
    assert response["Content-Type"].startswith("application/x-ndjson")


@pytest.mark.parametrize("parameters", [{"page_size": "5"}, {"cursor": "x"}, {"count": "true"}])
def test_a_file_has_no_pages(api, parameters):
    errors = api.get_json("people/", 400, format="csv", **parameters)["errors"]
    assert errors == [{"parameter": next(iter(parameters)), "detail": "A file contains all rows."}]


@pytest.mark.parametrize("parameters", [{"q": ""}, {"organisation": "meta"}, {"ordering": "password"}, {"fields": "x"}])
def test_bad_parameters_are_problems_here_too(api, parameters):
    response = api.get("/api/v1/people/", {"format": "csv", **parameters})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["parameter"] == next(iter(parameters))


def test_one_record_is_no_file(api, world):
    assert api.refusals("people/ada-lovelace/", format="csv") == {"format": "Accepted: json, jsonld, timelinejs, svg."}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)", "＝1+1", "＋1", "－1", "＠A1"])
def test_a_text_that_would_run_as_a_formula_is_set_behind_an_apostrophe(api, name):
    make_person(name, slug="x1")
    (row,) = table(api, "people/")
    assert row["name"] == f"'{name}"
    assert api.get_json("people/x1/")["name"] == name


@pytest.mark.parametrize("blank", ["\t", "\r", "\n"])
def test_so_is_one_that_begins_with_a_blank_that_a_spreadsheet_skips(blank):
    renderer = files.CSVRenderer()
    renderer.groups = [(None, ["name"])]
    line = renderer.lines([{"name": f"{blank}=1+1"}]).decode()
    assert list(csv.reader(io.StringIO(line, newline=""))) == [[f"'{blank}=1+1"]]


def test_any_text_is_one_cell(api):
    text = 'one, "two"\nthree;\tעברית, 四'
    make_person("Ada", description=text)
    (row,) = table(api, "people/")
    assert row["description"] == text


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
    # The latest change, the latest edition, and three chunks; the last one is not full, so it is the last.
    assert len(queries) == 5


@pytest.fixture
@built_once
def six_moves():
    acme = make_organization("Acme")
    for number, start in enumerate(["2020", None, "2019-03", "2020", None, "2021"]):
        dates = {"start": start} if start else {}
        make_employment(make_person(f"Person {number}"), acme, **dates)


@pytest.mark.usefixtures("six_moves")
@pytest.mark.parametrize("ordering", ["date", "-date", "slug", "-slug", "updated_at", "-updated_at"])
@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_a_file_has_the_order_of_the_list_the_undated_last(api, monkeypatch, ordering, size):
    monkeypatch.setattr("talentwatch.api.views.CHUNK", size)
    rows = table(api, "moves/", ordering=ordering)
    assert [row["slug"] for row in rows] == api.slugs("moves/", ordering=ordering)
    assert len(rows) == 6
    assert ordering not in {"date", "-date"} or [row["date"] for row in rows][4:] == ["", ""]


def test_no_chunk_sorts_nulls_among_the_dates(api, monkeypatch):
    """An order that no plain index has: each chunk would sort all that is left."""
    monkeypatch.setattr("talentwatch.api.views.CHUNK", 1)
    for number, start in enumerate(["2020", "2019"]):
        make_employment(make_person(f"Person {number}"), start=start)
    with CaptureQueriesContext(connection) as queries:
        assert [row["date"] for row in table(api, "moves/")] == ["2020", "2019"]
    assert [query["sql"] for query in queries if "NULLS LAST" in query["sql"]] == []


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("csv", f"# error: {files.INCOMPLETE_MESSAGE}"),
        ("ndjson", json.dumps({"error": files.INCOMPLETE_MESSAGE}, separators=(",", ":"))),
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


@pytest.mark.parametrize("address", ["people/", "flows/", "organizations/acme/flows/"])
@pytest.mark.parametrize("name", ["csv", "ndjson"])
def test_before_the_first_row_a_failure_is_a_problem(api, world, monkeypatch, address, name):
    def fail(*args, **options):
        raise OperationalError("the database went away")

    monkeypatch.setattr(KeysetPagination, "rows_beyond", fail)
    monkeypatch.setattr(PeriodCounter, "count", fail)
    response = api.get(f"/api/v1/{address}", {"format": name})
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")


@pytest.mark.parametrize("name", ["csv", "ndjson"])
@pytest.mark.parametrize(("error", "status"), [(OperationalError("gone"), 503), (ValueError("ours"), 500)])
def test_an_error_before_the_first_row_is_a_problem(world, name, error, status):
    def fail(*args):
        raise error

    with connection.execute_wrapper(fail):
        response = ApiClient(raise_request_exception=False).get(f"/api/v1/people/?format={name}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert "Content-Disposition" not in response
    assert response.json()["status"] == status


def test_drafts_are_in_no_file(api):
    make_person("Ada Lovelace", status="draft")
    assert Person.objects.count() == 1
    assert table(api, "people/") == []


@pytest.mark.parametrize("name", ["csv", "ndjson"])
def test_head_has_the_headers_and_asks_for_no_rows(api, world, name):
    address = f"/api/v1/people/?format={name}"
    with CaptureQueriesContext(connection) as queries:
        response = api.head(address)
        assert b"".join(response.streaming_content) == b""
    assert (response.status_code, len(queries)) == (200, 2)  # the latest change, and the latest edition
    shown = api.get(address)
    for header in ("Content-Type", "Content-Disposition", "ETag", "Vary"):
        assert response[header] == shown[header]


def test_head_refuses_as_get_does(api):
    assert api.head("/api/v1/people/?format=csv&page_size=5").status_code == 400
