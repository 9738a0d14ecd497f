"""as_published: what readers were served before, byte for byte."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from events.models import NewsEvent
from people.models import Employment, Organization, Person
from talentwatch.changefeed.models import Change
from talentwatch.documents.models import Document
from talentwatch.merging.merge import merge
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.api import ApiClient
from tests.support.built_once import built_once
from tests.support.factories import (
    delete_everything,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unlimited(settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


LISTS = ["people", "organizations", "employments", "claims", "sources", "moves", "cohorts", "events"]


def on(number: int) -> datetime:
    """A moment after everything that is stored."""
    return datetime.now(UTC) + timedelta(days=number)


@pytest.fixture
@built_once
def world() -> None:
    """Ada at Labs, a part of Acme, and then at Beta; an event, a list and a source name them."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    labs = make_organization("Labs", parent=acme)
    paper = make_source("Paper")
    ada = make_person("Ada")
    old = make_employment(ada, labs, end="2020", end_state="ended", claims=({"source": paper},))
    new = make_employment(ada, beta, start="2020", claims=({"source": paper},))
    make_event("Ada moves", people=(ada,), organizations=(beta,), employments=(old, new), sources=(paper,))
    make_cohort(ada, make_person("Bob"), source=paper)


def at(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def last_moment() -> str:
    return at(Change.objects.latest("seq").at)


def everything(api: ApiClient, **parameters: str) -> dict[str, Any]:
    """Each record and each row of a list, by address, with what is said of it."""
    contents = {}
    for name in LISTS:
        rows = api.get_json(f"{name}/", **(parameters or {"ordering": "slug"}))["results"]
        contents[name] = rows
        for row in rows if name != "claims" else ():
            contents[row["url"]] = api.get(row["url"], parameters).content
    return contents


def test_what_was_is_served_byte_for_byte(api: ApiClient, world: None) -> None:
    before, moment = everything(api), last_moment()
    ada = Person.objects.get(slug="ada")
    ada.name, ada.description = "Ada Byron", "A researcher."
    ada.save()
    assert b"Byron" in api.get("/api/v1/people/ada/").content
    assert everything(api, as_published=moment) == before
    assert api.get_json("people/", as_published=moment)["withheld"] == 0
    # The minutes by which a client's clock may be ahead, and today's end, are now.
    now = everything(api)
    assert everything(api, as_published=at(datetime.now(UTC) + timedelta(minutes=3))) == now
    assert everything(api, as_published=f"{on(0):%Y-%m-%d}") == now


def test_nothing_is_known_of_the_time_before_the_first_change(api: ApiClient, world: None) -> None:
    detail = api.refusals("people/", as_published="2020-01-01")["as_published"]
    first = f"{Change.objects.earliest('seq').at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert detail == f"Accepted: a time from {first} on."
    # What the message names is accepted.
    assert api.get_json("people/", as_published=first)["withheld"] == 0
    delete_everything()
    assert api.refusals("people/ada/", as_published="2020-01-01") == {"as_published": "Nothing was published yet."}


@pytest.mark.parametrize(
    ("address", "name"),
    [("people/", "as_published"), ("people/ada/", "as_published"), ("differences/", "from"), ("differences/", "to")],
)
def test_a_moment_ahead_is_refused(api: ApiClient, world: None, address: str, name: str) -> None:
    now = datetime.now(UTC)
    for ahead in ("2062-11-21", "2062-11-21T00:00:00Z", (now + timedelta(minutes=10)).isoformat()):
        detail = api.refusals(address, **{name: ahead})[name]
        assert detail.startswith("Accepted: a time up to now, which is 20")
    # The clocks of clients differ by minutes, and a day ends after it has begun.
    for moment in (now + timedelta(minutes=3), now.date()):
        api.get_json(address, **{name: moment.isoformat()})


def test_a_change_is_never_ahead(api: ApiClient, world: None) -> None:
    """The clock was set back since."""
    ahead = datetime.now(UTC) + timedelta(days=1)
    with edit(at=ahead):
        make_person("Eve")
    assert "eve" in api.slugs("people/", as_published=ahead.isoformat())
    assert api.refusals("people/", as_published="2062-01-01").keys() == {"as_published"}


def test_filters_are_those_of_the_time(api: ApiClient, world: None) -> None:
    moment = last_moment()
    job = Employment.objects.get(slug="ada-labs")
    with edit():
        labs = Organization.objects.get(slug="labs")
        labs.parent = None
        labs.save()
        job.person = Person.objects.get(slug="bob")
        job.save()

    def slugs(name: str, **parameters: str) -> list[str]:
        return [row["slug"] for row in api.get_json(f"{name}/", as_published=moment, **parameters)["results"]]

    assert slugs("employments", person="ada") == ["ada-beta", "ada-labs"]
    assert slugs("claims", person="ada") == ["ada-beta--paper", "ada-labs--paper"]
    assert slugs("employments", organization="acme") == slugs("employments", slug="ada-labs,nobody") == ["ada-labs"]
    assert slugs("employments", organization="acme", include_descendants="false") == []
    assert slugs("claims", organization="acme") == ["ada-labs--paper"]
    assert slugs("people", organization="acme") == slugs("people", slug="ada") == ["ada"]
    assert slugs("events", organization="beta", person="ada") == ["ada-moves"]
    assert slugs("cohorts", person="bob") == ["the-authors"]
    assert slugs("employments", organization="acme") == ["ada-labs"]


def test_pages_follow_one_another(api: ApiClient, world: None) -> None:
    moment = last_moment()
    first = api.get_json("organizations/", as_published=moment, page_size="2")
    second = api.get(first["next"]).json()
    assert [row["slug"] for row in (*first["results"], *second["results"])] == ["acme", "beta", "labs"]
    assert second["next"] is None
    assert api.get(second["previous"]).json()["results"] == first["results"]


def test_what_is_not_public_now_is_withheld_with_all_that_names_it(api: ApiClient, world: None) -> None:
    moment = last_moment()
    ada = Person.objects.get(slug="ada")
    transitions.withdraw(ada)
    body = api.get_json("employments/", as_published=moment)
    assert (body["results"], body["withheld"]) == ([], 2)
    everywhere = b"".join(api.get(f"/api/v1/{name}/", {"as_published": moment}).content for name in LISTS)
    assert b"ada" not in everywhere.lower()
    assert api.get("/api/v1/people/ada/", {"as_published": moment}).status_code == 410
    problem = api.get_json("cohorts/the-authors/", 410, as_published=moment)
    assert problem["detail"] == "What it said then names a record that is no longer public."
    # Beta has nothing to hide.
    assert api.get_json("organizations/beta/", as_published=moment)["name"] == "Beta"


def test_texts_that_may_name_what_is_hidden_are_withheld_too(api: ApiClient, world: None) -> None:
    """The headline still names Ada after the link to her has gone, and is only then rewritten."""
    event = NewsEvent.objects.get()
    with edit():
        event.people.clear()
        event.employments.clear()
        event.save()
    moment = last_moment()
    event.headline = "Somebody moves"
    event.save()
    assert b"Ada moves" in api.get("/api/v1/events/ada-moves/", {"as_published": moment}).content
    transitions.withdraw(Person.objects.get(slug="ada"))
    assert api.get_json("events/ada-moves/")["headline"] == "Somebody moves"
    assert api.get("/api/v1/events/ada-moves/", {"as_published": moment}).status_code == 410
    body = api.get_json("events/", as_published=moment)
    assert (body["results"], body["withheld"]) == ([], 1)


PLACES = ["employments", "claims", "moves", "events"]  # lists that take a person and an organization


@pytest.mark.parametrize(
    ("withdrawn", "filters"),
    [
        ((Person, "ada"), {"person": "ada"}),
        ((Person, "ada"), {"person": "ada", "organization": "beta"}),
        ((Person, "ada"), {"organization": "beta"}),
        ((Organization, "beta"), {"organization": "beta"}),
        ((Organization, "beta"), {"person": "ada", "organization": "beta"}),
        ((NewsEvent, "ada-moves"), {"person": "ada"}),
        ((NewsEvent, "ada-moves"), {"slug": "ada-moves", "person": "ada"}),
        ((Employment, "ada-beta"), {"slug": "ada-beta", "organization": "beta"}),
    ],
)
def test_no_filter_tells_whom_and_what_a_hidden_row_named(
    api: ApiClient, world: None, withdrawn: tuple[Any, str], filters: dict[str, str]
) -> None:
    """A number of withheld rows, a page without rows, or another page: each would say that there is one."""
    model, slug = withdrawn
    moment = last_moment()
    transitions.withdraw(model.objects.get(slug=slug))
    asked = {"as_published": moment, **filters}
    for name in PLACES:
        body = api.get_json(f"{name}/", **asked)
        # Of the whole list, whoever is asked for.
        gone = api.get_json(f"{name}/", as_published=moment, person="nobody")["withheld"]
        assert body["withheld"] == gone
        for size in ("1", "2"):
            page = api.get_json(f"{name}/", page_size=size, **asked)
            rows = page["results"]
            while page["next"]:
                page = api.get(page["next"]).json()
                assert page["results"]
                rows += page["results"]
            assert rows == body["results"]
        answer = api.get(f"/api/v1/{name}/", {"format": "ndjson", **asked})
        assert answer["X-Withheld"] == str(gone)
        assert list(map(orjson.loads, b"".join(answer.streaming_content).splitlines())) == body["results"]
        assert f'"{slug}"' not in str(body).replace("'", '"')


def test_with_a_filter_the_rows_of_the_list_that_are_gone_are_counted(api: ApiClient, world: None) -> None:
    moment = last_moment()
    assert api.get_json("events/", as_published=moment, person="ada")["withheld"] == 0
    transitions.withdraw(NewsEvent.objects.get(slug="ada-moves"))
    assert {name: api.get_json(f"{name}/", as_published=moment, person="ada")["withheld"] for name in PLACES} == {
        "employments": 0,
        "claims": 0,
        "moves": 0,
        "events": 1,
    }


def test_the_parts_of_a_hidden_organization_are_not_told(api: ApiClient, world: None) -> None:
    moment = last_moment()
    assert api.get_json("employments/", organization="acme", as_published=moment)["results"]
    transitions.withdraw(Organization.objects.get(slug="acme"))
    assert api.get_json("employments/ada-labs/", as_published=moment)["slug"] == "ada-labs"
    for name in PLACES:
        assert api.get_json(f"{name}/", organization="acme", as_published=moment)["results"] == []


def test_where_a_job_was_said_to_be_is_told_by_none_of_its_claims(api: ApiClient, world: None) -> None:
    """A claim names its job only: what that named for it is withheld."""
    moment = last_moment()
    job = Employment.objects.get(slug="ada-beta")
    job.organization = Organization.objects.get(slug="labs")
    job.save()
    assert len(api.get_json("claims/", organization="beta", as_published=moment)["results"]) == 1
    transitions.withdraw(Organization.objects.get(slug="beta"))
    assert api.get_json("claims/", slug="ada-beta--paper", as_published=moment)["results"]
    assert api.get_json("claims/", organization="beta", as_published=moment)["results"] == []


def test_a_merged_record_shows_its_own_past(api: ApiClient, world: None) -> None:
    twin = make_person("Ada B.", slug="ada-b")
    before, moment = api.get("/api/v1/people/ada-b/").content, last_moment()
    merge(Person.objects.get(slug="ada"), twin, {}, "the same")
    assert api.get("/api/v1/people/ada-b/").status_code == 301
    assert api.get("/api/v1/people/ada-b/", {"as_published": moment}).content == before


def test_what_was_not_public_then_is_not_found(api: ApiClient, world: None) -> None:
    moment = last_moment()
    make_person("Zoe")
    assert api.get_json("people/zoe/", 404, as_published=moment)["detail"] == "It wasn't public then."
    draft = make_person("Eve", status="draft")
    assert api.get(f"/api/v1/people/{draft.slug}/", {"as_published": last_moment()}).status_code == 404


@pytest.mark.parametrize(
    ("address", "parameters", "wrong"),
    [
        ("people/", {"as_published": "2026-13-01"}, "as_published"),
        ("people/", {"q": "ada"}, "q"),
        ("people/", {"ordering": "slug"}, "ordering"),
        ("people/", {"count": "true"}, "count"),
        ("sources/", {"person": "ada"}, "person"),
        ("events/", {"format": "atom"}, "format"),
        ("people/", {"format": "csv", "cursor": "x"}, "cursor"),
        ("people/ada/", {"format": "svg"}, "format"),
        ("people/ada/", {"fields": "slug"}, "fields"),
        ("people/", {"slug": "Ada"}, "slug"),
    ],
)
def test_what_does_not_go_with_it_is_refused(
    api: ApiClient, world: None, address: str, parameters: dict[str, str], wrong: str
) -> None:
    assert list(api.refusals(address, **({"as_published": last_moment()} | parameters))) == [wrong]


@pytest.mark.parametrize("name", LISTS)
def test_files_are_what_they_were(api: ApiClient, world: None, name: str) -> None:
    def files(**parameters: str) -> list[bytes]:
        answers = [api.get(f"/api/v1/{name}/", {"format": form, **parameters}) for form in ("csv", "ndjson")]
        return [b"".join(one.streaming_content) for one in answers]

    before, moment = files(ordering="slug"), last_moment()
    with edit():
        set_and_save(Person.objects.get(slug="ada"), name="Ada Byron")
        set_and_save(Organization.objects.get(slug="labs"), name="Laboratories")
        make_person("Zoe")
    assert files(as_published=moment) == before
    assert api.get(f"/api/v1/{name}/", {"format": "csv", "as_published": moment})["X-Withheld"] == "0"


def test_a_file_says_how_much_is_withheld(api: ApiClient, world: None) -> None:
    moment = last_moment()
    transitions.withdraw(Person.objects.get(slug="ada"))
    answer = api.get("/api/v1/people/", {"format": "ndjson", "as_published": moment})
    assert [row["slug"] for row in map(orjson.loads, b"".join(answer.streaming_content).splitlines())] == ["bob"]
    assert answer["X-Withheld"] == "1"
    assert answer["Content-Disposition"] == 'attachment; filename="people.ndjson"'
    assert api.head("/api/v1/people/", {"format": "ndjson", "as_published": moment})["X-Withheld"] == "1"


def test_a_file_of_older_documents_leaves_cells_empty(api: ApiClient, world: None) -> None:
    """A field that came later isn't in them."""
    moment = last_moment()
    for document in Document.objects.filter(resource="people"):
        data = orjson.loads(document.row)
        del data["orcid"]
        Document.objects.filter(pk=document.pk).update(row=orjson.dumps(data).decode())
    answer = api.get("/api/v1/people/", {"format": "csv", "as_published": moment, "slug": "ada"})
    head, line = b"".join(answer.streaming_content).decode().splitlines()
    assert dict(zip(head.split(","), line.split(","), strict=True))["orcid"] == ""


def test_slugs_go_with_it_only(api: ApiClient, world: None) -> None:
    assert list(api.refusals("people/", slug="ada")) == ["slug"]


def set_and_save(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


KINDS = ["rename the person", "rename the lab", "correct the job", "note", "make it a part", "hire", "list"]


@hypothesis_settings(deadline=None, max_examples=6)
@given(kinds=st.lists(st.sampled_from(KINDS), min_size=3, max_size=5))
def test_the_past_is_what_readers_saw_live(kinds: list[str]) -> None:
    """6 random series of 3 to 5 edits; after each edit, what readers are served is kept, and asked for again at the end."""
    with transaction.atomic():
        with edit():
            acme, beta, ada = make_organization("Acme"), make_organization("Beta"), make_person("Ada")
            claims = ({"source": make_source("Paper")},)
            job = make_employment(ada, acme, claims=claims)
        edits = {
            "rename the person": lambda number: set_and_save(ada, name=f"Ada {number}"),
            "rename the lab": lambda number: set_and_save(acme, name=f"Acme {number}"),
            "correct the job": lambda number: set_and_save(job, organization=beta if number % 2 else acme),
            "note": lambda number: set_and_save(job, note=f"Note {number}"),
            "make it a part": lambda number: set_and_save(acme, parent=make_organization(f"Whole {number}")),
            "hire": lambda number: make_employment(ada, make_organization(f"New {number}"), claims=claims),
            "list": lambda number: make_cohort(ada, name=f"List {number}"),
        }
        api, seen = ApiClient(), []
        for number, kind in enumerate(kinds):
            edits[kind](number)
            seen.append((last_moment(), everything(api)))
        for moment, contents in seen:
            assert everything(api, as_published=moment) == contents
        transaction.set_rollback(True)
