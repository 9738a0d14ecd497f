"""Nothing unpublished reaches the API, by any road."""

import pytest
from django.utils import timezone

from events.models import NewsEvent, NewsEventSearchText
from people.models import Cohort, Employment, Organization, Person, Source
from tests.support.behind_the_rules import set_behind_the_rules
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

HIDDEN = ["draft", "in_review", "withdrawn"]

pytestmark = pytest.mark.django_db


MODELS = {
    "people": Person,
    "organizations": Organization,
    "employments": Employment,
    "sources": Source,
    "cohorts": Cohort,
    "events": NewsEvent,
}
LISTS = [*MODELS, "claims", "moves", "flows"]


def everything(api):
    """The bytes of every page there is, by address."""
    found = {}
    for name in LISTS:
        response = api.get(f"/api/v1/{name}/?page_size=200&count=true")
        found[name] = response.content.decode()
        if name not in {"claims", "flows"}:
            for row in response.json()["results"]:
                found[row["url"]] = api.get(row["url"]).content.decode()
    return found


@pytest.fixture
@built_once
def scene():
    """Eve at Stealth and then at Acme with Ada; on a list; in the news of Whisper, which Echo repeats."""
    ada, eve = make_person("Ada"), make_person("Eve", names=("Evangeline",))
    acme = make_organization("Acme")
    stealth = make_organization("Stealth", parent=acme)
    make_organization("Plain", parent=stealth)
    whisper = make_source("Whisper", title="Heard")
    echo = make_source("Echo", derived_from=whisper)
    first = make_employment(eve, stealth, end="2020", end_state="ended", claims=({"source": whisper}, {"source": echo}))
    make_employment(eve, acme, came_from=first, claims=({"source": whisper}, {"source": echo}))
    with_ada = make_employment(ada, acme, claims=({"source": whisper, "start": "1999"}, {"source": echo}))
    make_event(
        "They met",
        summary="So.",
        people=(ada, eve),
        organizations=(acme, stealth),
        employments=(first, with_ada),
        sources=(whisper, echo),
    )
    make_cohort(ada, eve, name="Both", source=echo)


@pytest.fixture
@built_once
def shown(api, scene):
    """What there is to read before something is hidden: asked for once, as it is the same for each case."""
    return " ".join(everything(api).values()).casefold()


CASES = [
    (Person, "eve", ['"eve"', "eve-", "evangeline"]),
    (Organization, "stealth", ["stealth"]),
    (Source, "whisper-heard", ["whisper"]),
    (Employment, "eve-stealth", ["eve-stealth", "eve, stealth"]),
    (Cohort, "both", ["both"]),
]


@pytest.mark.parametrize(("model", "slug", "words"), CASES, ids=[slug for _, slug, _ in CASES])
def test_a_hidden_record_is_nowhere(api, scene, shown, model, slug, words):
    assert all(word in shown for word in words)
    record = model.objects.get(slug=slug)
    for status in HIDDEN:
        set_behind_the_rules(record, status=status)
        left = " ".join(everything(api).values()).casefold()
        assert [word for word in words if word in left] == []


FILTERS = {  # by the record that is hidden: lists, and the filter that names it
    (Person, "eve"): [
        ("employments", "person"),
        ("claims", "person"),
        ("cohorts", "person"),
        ("moves", "person"),
        ("flows", "person"),
        ("events", "person"),
    ],
    (Organization, "stealth"): [
        ("people", "organization"),
        ("organizations", "parent"),
        ("employments", "organization"),
        ("claims", "organization"),
        ("flows", "destination"),
        ("moves", "origin"),
        ("events", "organization"),
    ],
    (Employment, "eve-stealth"): [("claims", "employment"), ("events", "employment")],
    (Source, "whisper-heard"): [("claims", "source"), ("events", "source")],
    (Source, "echo"): [("cohorts", "source")],
    (Cohort, "both"): [
        ("people", "cohort"),
        ("employments", "cohort"),
        ("claims", "cohort"),
        ("moves", "cohort"),
        ("events", "cohort"),
    ],
}


@pytest.mark.parametrize(("model", "slug"), FILTERS, ids=[slug for _, slug in FILTERS])
def test_in_a_filter_a_hidden_record_is_as_an_unknown_one(api, scene, model, slug):
    unknown = {}
    for address, name in FILTERS[model, slug]:
        assert api.get_json(f"{address}/", **{name: slug})["results"]
        unknown[address, name] = api.get_json(f"{address}/", 400, **{name: "nobody"})
        error = unknown[address, name]["errors"][0]
        error["detail"] = error["detail"].replace("nobody", slug)
    for status in HIDDEN:
        set_behind_the_rules(model.objects.get(slug=slug), status=status, published_at=None)
        bodies = {(address, name): api.get_json(f"{address}/", 400, **{name: slug}) for address, name in unknown}
        assert bodies == unknown


def test_a_post_is_as_hidden_as_its_person_and_its_organization(api, scene):
    set_behind_the_rules(Organization.objects.get(slug="stealth"), status="draft")
    assert api.get_json("employments/eve-acme/")["came_from"] is None
    assert api.slugs("employments/") == ["ada-acme", "eve-acme"]
    assert api.slugs("claims/", person="eve") == ["eve-acme--echo", "eve-acme--whisper-heard"]
    assert list(api.refusals("events/", employment="eve-stealth")) == ["employment"]


def test_a_draft_is_neither_counted_nor_found(api, scene):
    set_behind_the_rules(Person.objects.get(slug="eve"), status="draft", published_at=None)
    # What events are found by is stored; no edit leaves the name of a hidden person in it.
    assert NewsEventSearchText.objects.rebuild()
    assert api.get_json("people/", count="true")["count"] == 1
    for address in LISTS:
        if address not in {"employments", "claims", "moves", "flows"}:
            assert api.slugs(f"{address}/", q="evangeline") == []
    for ordering in ("slug", "-slug", "updated_at", "-updated_at"):
        assert api.slugs("people/", ordering=ordering) == ["ada"]
    assert api.slugs("people/", organization="stealth") == []
    assert api.slugs("people/", cohort="both") == ["ada"]
    assert api.slugs("people/", on="2020-01-01") == ["ada"]


def test_a_hidden_member_keeps_the_place_and_nothing_else(api, scene):
    set_behind_the_rules(Person.objects.get(slug="eve"), status="withdrawn")
    body = api.get_json("cohorts/both/")
    assert body["expected_size"] == 2
    assert body["members"] == [
        {"person": {"slug": "ada", "name": "Ada"}, "position": 1, "name_as_listed": "Ada"},
        {"person": None, "position": 2, "name_as_listed": None},
    ]


def test_without_positions_the_hidden_come_last(api):
    cohort = make_cohort(make_person("Ada"), make_person("Bob"), make_person("Cleo"), name="All")
    for member in cohort.members.all():
        set_behind_the_rules(member, position=None)
    set_behind_the_rules(Person.objects.get(slug="bob"), status="draft")
    assert [member["person"] and member["person"]["slug"] for member in api.get_json("cohorts/all/")["members"]] == [
        "ada",
        "cleo",
        None,
    ]


def test_what_a_hidden_source_says_is_neither_shown_nor_weighed(api):
    post = make_employment(start="2020", claims=({"source": make_source("News")},))
    secret = make_source("Secret", status="draft")
    make_claim(post, secret, stance="denied")
    row = api.get_json(f"employments/{post.slug}/")
    assert (row["confidence"], row["has_conflict"]) == ("reported", False)
    assert [claim["source"]["slug"] for claim in row["claims"]] == ["news"]
    assert api.slugs("claims/") == [f"{post.slug}--news"]
    assert api.slugs("claims/", has_conflict="true") == []


def test_a_hidden_citation_answers_no_filter(api, scene):
    set_behind_the_rules(Source.objects.get(slug="whisper-heard"), status="draft", language="he")
    assert api.slugs("events/", language="he") == []
    assert api.slugs("claims/", language="he") == []
    assert api.get_json("sources/echo/")["derived_from"] is None


def test_drafts_change_no_byte_and_no_etag(api, scene):
    before = everything(api)
    etags = {address: api.get(f"/api/v1/{address}/")["ETag"] for address in LISTS}
    zoe = make_person("Zoe", names=("Zo",), status="draft")
    place = make_organization("Zeta", status="in_review", parent=Organization.objects.get(slug="acme"))
    source = make_source("Zine", status="draft")
    post = make_employment(zoe, place, status="draft", claims=({"source": source},))
    make_event("Zoe goes", status="draft", people=(zoe,), employments=(post,), sources=(source,))
    make_cohort(zoe, name="Zoes", status="draft", source=source)
    make_employment(Person.objects.get(slug="ada"), place, status="draft", claims=({"source": source},))
    assert everything(api) == before
    assert {address: api.get(f"/api/v1/{address}/")["ETag"] for address in LISTS} == etags


DRAWN = [
    "events/?format=atom",
    "events/?format=jsonfeed",
    "events/?format=timelinejs",
    "events/they-met/?format=jsonld",
    "people/ada/?format=timelinejs",
    "people/ada/?format=jsonld",
    "people/eve/?format=timelinejs",
    "people/eve/?format=jsonld",
    "organizations/acme/?format=jsonld",
]


@pytest.mark.parametrize(("model", "slug", "words"), CASES[:-1], ids=[slug for _, slug, _ in CASES[:-1]])
def test_a_hidden_record_is_in_no_format(api, scene, model, slug, words):
    def shown():
        return " ".join(api.get(f"/api/v1/{address}").content.decode() for address in DRAWN).casefold()

    assert any(word in shown() for word in words)
    record = model.objects.get(slug=slug)
    for status in HIDDEN:
        set_behind_the_rules(record, status=status)
        drawn = shown()
        assert [word for word in words if word in drawn] == []


@pytest.mark.parametrize("address", ["people/eve/", "organizations/stealth/", "events/they-met/"])
@pytest.mark.parametrize(("was_public", "answer"), [(True, 410), (False, 404)])
def test_in_every_format_a_hidden_record_is_a_problem(api, scene, address, was_public, answer):
    name, slug, _ = address.split("/")
    record = MODELS[name].objects.get(slug=slug)
    set_behind_the_rules(record, status="withdrawn", published_at=timezone.now() if was_public else None)
    for drawn in ("jsonld", *["timelinejs"] * (name == "people")):
        response = api.get(f"/api/v1/{address}?format={drawn}")
        assert (response.status_code, response["Content-Type"]) == (answer, "application/problem+json")
        assert response.json() == api.get_json(address, answer)


@pytest.mark.parametrize("name", MODELS)
def test_what_became_of_a_record(api, scene, name):
    record = MODELS[name].objects.get(slug=api.get_json(f"{name}/")["results"][-1]["slug"])
    unknown = api.get_json(f"{name}/nobody/", 404)
    for status, was_public, answer in (
        ("draft", False, 404),
        ("draft", True, 410),
        ("in_review", False, 404),
        ("in_review", True, 410),
        ("withdrawn", False, 404),
        ("withdrawn", True, 410),
        ("published", True, 200),
    ):
        set_behind_the_rules(record, status=status, published_at=timezone.now() if was_public else None)
        body = api.get_json(f"{name}/{record.slug}/", answer)
        if answer == 404:
            assert body == unknown
        elif answer == 410:
            assert body["detail"] == "This record is no longer public."


def test_a_post_of_a_hidden_person_is_gone(api, scene):
    set_behind_the_rules(Person.objects.get(slug="eve"), status="draft")
    api.get_json("employments/eve-acme/", 410)
