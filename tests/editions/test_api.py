"""/api/v1/editions/, and editions as moments of differences/."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from talentwatch.changefeed.models import Change
from talentwatch.editions.models import Edition
from talentwatch.editions.release import release_edition
from talentwatch.publishing import transitions
from tests.support.api import ApiClient
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DOWNLOADS_DIR = tmp_path


@pytest.fixture
@built_once
def world() -> None:
    make_employment(make_person("Ada"), make_organization("Acme"), claims=({"source": make_source("Paper")},))


def test_one_edition(api: ApiClient, world: None) -> None:
    edition = release_edition("2026-11", "The first.")
    body = api.get_json("editions/2026-11/")
    files = body.pop("files")
    assert body == {
        "slug": "2026-11",
        "url": "http://testserver/api/v1/editions/2026-11/",
        "page": "http://testserver/data/editions/2026-11/",
        "updated_at": edition.at.isoformat().replace("+00:00", "Z"),
        "at": edition.at.isoformat().replace("+00:00", "Z"),
        "seq": Change.objects.latest("seq").seq,
        "note": "The first.",
        "previous": None,
        "summary": "1 person, 1 organization, 1 job, 1 claim, 1 source and 1 move were added.",
        "changes": [
            {"resource": name, "added": 1, "changed": 0, "removed": 0}
            for name in ("people", "organizations", "employments", "claims", "sources", "moves")
        ],
        "withheld": 0,
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "citations": [
            {"format": "cff", "url": "http://testserver/data/editions/2026-11/CITATION.cff"},
            {"format": "datacite", "url": "http://testserver/data/editions/2026-11/datacite.json"},
            {"format": "bibtex", "url": "http://testserver/data/editions/2026-11/cite.bib"},
        ],
        "libraries": [{"name": name, "version": number} for name, number in sorted(edition.libraries.items())],
    }
    assert [file["name"] for file in files[:4]] == [
        "talentwatch-2026-11-csv.zip",
        "talentwatch-2026-11-ndjson.zip",
        "talentwatch-2026-11.sqlite3",
        "talentwatch-2026-11-parquet.zip",
    ]
    first = files[0]
    assert set(first) == {"name", "url", "media_type", "size", "sha256", "rows"}
    response = api.get(first["url"])
    content = b"".join(response.streaming_content)
    assert (len(content), response["ETag"]) == (first["size"], f'"{first["sha256"]}"')


def test_the_list_has_the_latest_first(api: ApiClient, world: None) -> None:
    release_edition("2026-10")
    # Whoever asks twice gets what was remembered, but never without a new edition.
    for _ in range(2):
        assert api.slugs("editions/") == ["2026-10"]
    make_person("Bob")
    second = release_edition("2026-11")
    assert api.slugs("editions/") == ["2026-11", "2026-10"]
    assert api.slugs("editions/", ordering="slug") == ["2026-10", "2026-11"]
    assert api.slugs("editions/", updated_after=second.at.isoformat()) == ["2026-11"]
    assert api.get_json("editions/", fields="slug,previous")["results"][0] == {"slug": "2026-11", "previous": "2026-10"}
    assert api.get_json("editions/2026-11/", fields="summary") == {"summary": "1 person was added."}
    page = api.get_json("editions/", page_size="1")
    assert [row["slug"] for row in api.get(page["next"]).json()["results"]] == ["2026-10"]
    assert "editions" in api.get_json("")


def test_a_new_note_is_served_at_once(api: ApiClient, world: None) -> None:
    edition = release_edition("2026-11")
    for _ in range(3):
        assert api.get_json("editions/2026-11/")["note"] is None
    edition.note = "Hello."
    edition.save()
    assert api.get_json("editions/2026-11/")["note"] == "Hello."


def test_how_much_is_left_out_since(api: ApiClient, world: None) -> None:
    release_edition("2026-11")
    transitions.withdraw(Person.objects.get())
    # The person, the job, its claim and the move.
    assert api.get_json("editions/2026-11/")["withheld"] == 4


@pytest.mark.parametrize("name", ["2026-12", "2026-13", "x"])
def test_an_unknown_one_is_not_found(api: ApiClient, world: None, name: str) -> None:
    assert api.get(f"/api/v1/editions/{name}/").status_code == 404


def test_what_is_refused(api: ApiClient, world: None) -> None:
    release_edition("2026-11")
    assert list(api.refusals("editions/", q="x")) == ["q"]
    assert list(api.refusals("editions/", ordering="note")) == ["ordering"]
    assert list(api.refusals("editions/2026-11/", page_size="1")) == ["page_size"]
    assert list(api.refusals("editions/2026-11/", fields="package")) == ["fields"]
    assert api.post("/api/v1/editions/").status_code == 405


def test_differences_between_editions(api: ApiClient, world: None) -> None:
    release_edition("2026-10")
    make_person("Bob")
    release_edition("2026-11-late")
    make_person("Zoe")

    def slugs(**parameters: str) -> list[str]:
        return [row["slug"] for row in api.get_json("differences/", resource="people", **parameters)["results"]]

    assert slugs(**{"from": "2026-10", "to": "2026-11-late"}) == ["bob"]
    assert slugs(**{"from": "2026-11-late"}) == ["zoe"]
    assert slugs(to="2026-10") == ["ada"]
    moment = Edition.objects.get(slug="2026-10").at.isoformat().replace("+00:00", "Z")
    assert slugs(**{"from": moment, "to": "2026-11-late"}) == ["bob"]
    assert api.refusals("differences/", to="2026-09") == {"to": "There is no edition 2026-09: editions/ lists them."}
    assert list(api.refusals("differences/", **{"from": "2026-11-late", "to": "2026-10"})) == ["to"]


def test_the_list_costs_the_same_for_one_edition_and_for_three(api: ApiClient, world: None) -> None:
    release_edition("2026-09")

    def queries(page_size: int) -> int:
        # What each withholds is remembered from the first time on; the answer isn't, since the address is another one.
        api.get_json("editions/", page_size=page_size)
        with CaptureQueriesContext(connection) as captured:
            rows = api.get_json("editions/", page_size=page_size + 1)["results"]
        assert [row["previous"] for row in rows] == [*(row["slug"] for row in rows[1:]), None]
        return len(captured)

    of_one = queries(10)
    for name in ("2026-10", "2026-11"):
        make_person(f"Bob of {name}")
        release_edition(name)
    assert queries(20) == of_one
