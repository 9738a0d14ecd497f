"""/api/v1/differences/: what readers saw change between two moments."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from people.models import Claim, Employment, Organization, Person, Source
from talentwatch.changefeed.comparison import field_differences
from talentwatch.changefeed.models import Change
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.api import ApiClient
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world() -> None:
    make_employment(
        make_person("Ada"), make_organization("Acme"), start="2020", claims=({"source": make_source("Paper")},)
    )
    make_person("Bob")


def add_claim(job: Employment, source: Source) -> None:
    with edit():
        Claim.objects.create(
            employment=job, source=source, start_earliest=date(2020, 1, 1), start_latest=date(2020, 12, 31)
        )


def now() -> str:
    return Change.objects.latest("seq").at.isoformat().replace("+00:00", "Z")


def told(body: dict[str, Any]) -> dict[str, Any]:
    return {f"{row['action']} {row['resource']}/{row['slug']}": row["changes"] for row in body["results"]}


def test_each_row_is_told_once_as_it_was_and_as_it_is(api: ApiClient, world: None) -> None:
    start = now()
    job = Employment.objects.get()
    for year in ("2021-01-01", "2022-01-01"):
        with edit():
            job.start_earliest = job.start_latest = year
            job.save()
    make_person("Cleo")
    end = now()
    with edit():
        ada = Person.objects.get(slug="ada")
        ada.name = "Ada Byron"
        ada.save()
    changes = told(api.get_json("differences/", **{"from": start, "to": end}))
    assert changes["changed employments/ada-acme"] == [{"field": "start", "before": "2020", "after": "2022-01-01"}]
    assert changes["published people/cleo"] == []
    # The person shows the job, and the move has its date.
    assert changes.keys() == {
        "changed employments/ada-acme",
        "changed moves/ada-acme",
        "changed people/ada",
        "published people/cleo",
    }
    since = told(api.get_json("differences/", **{"from": end}))
    assert {"field": "name", "before": "Ada", "after": "Ada Byron"} in since["changed people/ada"]


def test_without_a_span_everything_was_published(api: ApiClient, world: None) -> None:
    body = api.get_json("differences/")
    assert {row["action"] for row in body["results"]} == {"published"}
    assert api.get_json("differences/", resource="people")["results"][0]["slug"] == "ada"
    assert api.get_json("differences/", **{"from": now()}) == {
        "next": None,
        "previous": None,
        "results": [],
        "withheld": 0,
    }


def test_what_is_again_as_it_was_is_no_difference(api: ApiClient, world: None) -> None:
    start = now()
    cleo = make_person("Cleo")
    transitions.withdraw(cleo)
    body = api.get_json("differences/", **{"from": start})
    assert (body["results"], body["withheld"]) == ([], 0)


def test_a_later_time_of_the_last_change_is_no_difference(api: ApiClient, world: None) -> None:
    job = Employment.objects.get()
    # The second source confirms the job; the third adds nothing to it.
    add_claim(job, make_source("Gazette"))
    start = now()
    add_claim(job, make_source("Herald"))
    changed = {f"{row['resource']}/{row['slug']}" for row in api.get_json("changes/", since="0")["results"][-5:]}
    assert {"people/ada", "moves/ada-acme"} <= changed
    assert told(api.get_json("differences/", **{"from": start})).keys() == {
        "published sources/herald",
        "changed employments/ada-acme",
        "published claims/ada-acme--herald",
    }


def test_another_order_is_no_difference() -> None:
    assert field_differences({"names": ["Ada", "A. Byron"]}, {"names": ["A. Byron", "Ada"]}) == []


def test_what_is_not_public_now_is_withheld(api: ApiClient, world: None) -> None:
    start = now()
    acme = Organization.objects.get()
    acme.name = "Acme Secret"
    acme.save()
    end = now()
    transitions.withdraw(acme)
    body = api.get_json("differences/", **{"from": start, "to": end})
    assert b"acme" not in api.get("/api/v1/differences/", {"from": start, "to": end}).content.lower()
    # The lab, the job, its claim and move, and the person, who showed the job.
    assert (body["results"], body["withheld"]) == ([], 5)


def test_pages_follow_one_another(api: ApiClient, world: None) -> None:
    rows, address = [], "/api/v1/differences/?page_size=2"
    while address:
        body = api.get(address).json()
        rows += [row["seq"] for row in body["results"]]
        address = body["next"]
    assert rows == [row["seq"] for row in api.get_json("differences/")["results"]] == sorted(rows)
    assert len(rows) == 7


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": "2020-01-01"}, "to"),
        ({"from": "2020-01-01"}, "from"),
        ({"since": "1"}, "since"),
        ({"updated_after": "2026-01-01"}, "updated_after"),
    ],
)
def test_what_is_refused(api: ApiClient, world: None, parameters: dict[str, str], wrong: str) -> None:
    assert list(api.refusals("differences/", **parameters)) == [wrong]


def test_a_span_that_ends_before_it_begins_is_refused(api: ApiClient, world: None) -> None:
    earlier = now()
    make_person("Cleo")
    assert api.refusals("differences/", **{"from": now(), "to": earlier}) == {"to": "Accepted: a time after from."}


def test_it_costs_the_same_for_one_row_and_for_many(
    api: ApiClient, world: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        make_employment(make_person(f"Person {number}"), make_organization(f"Lab {number}"))
    for size in ("1", "200"):
        cache.clear()
        # The end · the rows · before · after · who names whom · and what is public of each list
        with django_assert_max_num_queries(5 + 2 * 6):
            api.get_json("differences/", page_size=size)


def test_addresses_in_the_rows_of_a_list_are_complete(api: ApiClient, world: None) -> None:
    start = now()
    with edit():
        job = Employment.objects.get()
        job.title = "Chief scientist"
        job.save()
    address = "http://testserver/api/v1/employments/ada-acme/"
    [employments] = told(api.get_json("differences/", **{"from": start, "resource": "people"}))["changed people/ada"]
    assert [employments[side][0]["url"] for side in ("before", "after")] == [address, address]
    assert employments["after"][0]["page"] == "http://testserver/people/ada/#ada-acme"
    for file in ("csv", "ndjson"):
        content = api.get("/api/v1/differences/", {"from": start, "format": file}).getvalue()
        assert address.encode() in content
        assert b"\\u0000" not in content
