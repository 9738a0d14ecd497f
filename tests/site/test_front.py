"""The front page: the latest of the timeline, search and filters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Employment, Person
from talentwatch.changefeed.models import Change
from talentwatch.records.edit import edit
from talentwatch.site.views.front import FrontPage
from talentwatch.typed_dates import parse_typed
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def news():
    """Ada joins Acme, as two papers say, one of them in Hebrew; Bob leaves Zeta."""
    ada, bob = make_person("Ada Lovelace", names=("עדה",)), make_person("Bob")
    acme, zeta = make_organization("Acme"), make_organization("Zeta")
    haaretz = make_source("הארץ", language="he", url="https://haaretz.example/1")
    paper = make_source("The Paper", url="https://paper.example/1")
    make_event(
        "Ada Lovelace joins Acme",
        date="2023-06",
        summary="She begins in June.",
        people=(ada,),
        organizations=(acme,),
        sources=(haaretz, (paper, "announced")),
    )
    make_event(
        "Bob leaves Zeta", kind="departure", date="early 2024", people=(bob,), organizations=(zeta,), sources=(paper,)
    )


def headlines(page):
    return [text for text in ("Ada Lovelace joins Acme", "Bob leaves Zeta") if text in page.text]


def test_the_latest_event_comes_first(reader, news):
    page = reader.open("/")
    assert page.text.index("Bob leaves Zeta") < page.text.index("Ada Lovelace joins Acme")


def test_an_event_shows_its_date_confidence_and_sources(reader, news):
    page = reader.open("/", q="lovelace")
    assert "June 2023 Ada Lovelace joins Acme Hire · confirmed She begins in June." in page.text
    assert "Sources הארץ (Hebrew) · The Paper" in page.text
    assert {
        "/events/ada-lovelace-joins-acme/",
        "/people/ada-lovelace/",
        "/organizations/acme/",
        "https://haaretz.example/1",
        "https://paper.example/1",
    } <= set(page.links)


FILTERS = [
    ("q", "עדה", ["Ada Lovelace joins Acme"]),
    ("q", "nobody", []),
    ("organization", "zeta", ["Bob leaves Zeta"]),
    ("person", "ada-lovelace", ["Ada Lovelace joins Acme"]),
    ("kind", "departure", ["Bob leaves Zeta"]),
    ("language", "he", ["Ada Lovelace joins Acme"]),
    ("after", "2023-07", ["Bob leaves Zeta"]),
    ("before", "2023", ["Ada Lovelace joins Acme"]),
]


def test_results_have_a_title_of_their_own(reader, news):
    assert "<title>talentwatch</title>" in reader.get("/").content.decode()
    assert "<title>Results – talentwatch</title>" in reader.get("/?q=ada").content.decode()


def test_filters(reader, news):
    for name, value, expected in FILTERS:
        page = reader.open("/", **{name: value})
        assert headlines(page) == expected, name
        label = {"q": "words", "after": "from", "before": "to"}.get(name, name)
        shown = {"zeta": "Zeta", "ada-lovelace": "Ada Lovelace"}.get(value, value)
        assert f"{label}: {shown} remove {label}" in page.text
        assert ("No results." in page.text) is not bool(expected)


def test_what_others_add_to_the_address_is_in_no_link(reader, news, monkeypatch):
    monkeypatch.setattr(FrontPage, "page_size", 1)
    page = reader.open("/?fbclid=IwAR0&kind=hire&kind=departure&page_size=2&format=json")
    assert headlines(page) == ["Bob leaves Zeta"]
    assert [link for link in page.links if "cursor=" in link]
    assert not [link for link in page.links if "fbclid" in link or "page_size" in link]
    assert "kind: hire,departure remove kind" in page.text


@pytest.mark.parametrize(
    ("query", "box", "accepted"),
    [
        ("kind=party", "kind", "Accepted: departure, hire, founding,"),
        ("q=ada&q=bob", "words", "Give it once: it takes one value."),
        ("organization=nobody", "organization", "Unknown organization: nobody."),
        ("after=June", "from", "Accepted: 2023 · 2023-06 · 2023-06-15"),
        ("ordering=password", "ordering", "Accepted: slug, updated_at,"),
        ("cursor=x", "cursor", "Use a cursor from next or previous, unchanged."),
        ("q=%21", "words", "Accepted: 1 to 10 words"),
    ],
)
def test_an_error_says_what_is_accepted(reader, query, box, accepted):
    page = reader.open(f"/?{query}", 400)
    assert "Bad Request Some parameters are wrong." in page.text
    assert f"{box} {accepted}" in page.text


@pytest.mark.parametrize(
    ("query", "tidy"),
    [
        ("q=&kind=departure&after=&organization=", "/?kind=departure"),
        ("q=&organization=", "/"),
        ("q=+++", "/"),
        ("q=&q=ada", "/?q=ada"),
        ("q=&nope=", "/"),
        ("q=&kind=hire&fbclid=x", "/?kind=hire"),
    ],
)
def test_empty_parameters_are_removed_by_a_redirect(reader, query, tidy):
    response = reader.get(f"/?{query}")
    assert (response.status_code, response["Location"]) == (302, tidy)


def test_the_form_shows_the_current_filters(reader, news):
    page = reader.open("/", q="Ada", kind="hire,departure", after="2023-06", person="ada-lovelace")
    values = {box["name"]: (box["value"], box.get("type")) for box in page.all("input")}
    assert values == {
        "q": ("Ada", "search"),
        "after": ("2023-06", None),
        "before": ("", None),
        "person": ("ada-lovelace", "hidden"),
    }
    assert [option["value"] for option in page.all("option") if "selected" in option] == ["hire,departure"]


def test_a_search_links_to_the_other_lists(reader, news):
    links = {f"/{name}/?q=%D7%A2%D7%93%D7%94%20%26" for name in ("people", "organizations", "cohorts")}
    assert links <= set(reader.open("/", q="עדה &").links)
    assert not [link for link in reader.open("/", kind="hire").links if "?q=" in link]


def test_a_search_names_matching_records(reader):
    make_person("Ada Lovelace", names=("עדה לאבלייס",))
    make_organization("Ada Labs")
    make_person("Ada Draft", status="draft")
    page = reader.open("/", q="Ada")
    assert "Matching names: Ada Lovelace, Ada Labs. Search" in page.text
    assert {"/people/ada-lovelace/", "/organizations/ada-labs/"} <= set(page.links)
    assert "Matching names: Ada Lovelace." in reader.open("/", q="עדה").text
    assert "Matching names" not in reader.open("/", q="Zuse").text + reader.open("/").text


def test_similar_names_are_offered_and_drafts_are_not(reader):
    make_person("Sam Altman")
    make_person("Sam Altmann", status="draft")
    page = reader.open("/", q="Altmann")
    assert "Similar names: Sam Altman." in page.text
    assert "Matching names" not in page.text
    make_organization("Hugging Face")
    assert "Matching names: Hugging Face." in reader.open("/", q="HuggingFace").text
    assert "Similar names: Sam Altman." in reader.open("/people/", q="Altmann").text
    assert "Similar names: Hugging Face." in reader.open("/organizations/", q="Huging Face").text
    assert "Similar names" not in reader.open("/people/").text


def test_every_filter_can_be_removed(reader, news):
    page = reader.open("/", q="Ada", kind="hire")
    assert {"/?kind=hire", "/?q=Ada"} <= set(page.links)


def test_the_choices_are_those_that_public_events_have(reader, news):
    make_organization("Elsewhere")
    make_event("A draft", status="draft", organizations=(make_organization("Draftonly"),))
    options = [option["value"] for option in reader.open("/").all("option")]
    assert [slug for slug in ("acme", "zeta", "elsewhere", "draftonly") if slug in options] == ["acme", "zeta"]
    assert {"en", "he", "departure"} <= set(options)


def test_paging(reader, monkeypatch):
    monkeypatch.setattr(FrontPage, "page_size", 2)
    for number in range(5):
        make_event(f"Event {number:02}", date=f"{1950 + number}", sources=(make_source(f"S{number}"),))
    page, seen = reader.open("/?ordering=-date"), []
    while True:
        seen += [link for link in page.links if link.startswith("/events/")]
        following = [one["href"] for one in page.all("a") if one.get("rel") == "next"]
        if not following:
            break
        page = reader.open(following[0])
    assert seen == [f"/events/event-{number:02}/" for number in range(4, -1, -1)]
    back = [one["href"] for one in page.all("a") if one.get("rel") == "prev"]
    assert reader.open(back[0]).links.count("/events/event-02/") == 1


def test_the_same_list_as_data(reader, news):
    page = reader.open("/", kind="hire")
    for end in ("", "&format=csv", "&format=atom", "&format=jsonfeed"):
        assert f"/api/v1/events/?kind=hire{end}" in page.links
    alternates = {one["type"]: one["href"] for one in page.all("link") if one["rel"] == "alternate"}
    assert alternates == {
        "application/atom+xml": "/api/v1/events/?kind=hire&format=atom",
        "application/feed+json": "/api/v1/events/?kind=hire&format=jsonfeed",
    }


def test_search_engines_keep_the_page_as_it_is_without_filters(reader, news):
    def for_engines(page):
        return [one["content"] for one in page.all("meta") if one.get("name") == "robots"]

    assert for_engines(reader.open("/")) == []
    filtered = reader.open("/", kind="hire")
    assert for_engines(filtered) == ["noindex, follow"]
    assert [one["href"] for one in filtered.all("link") if one["rel"] == "canonical"] == ["http://testserver/"]


def test_it_is_read_only(reader, news):
    for method in ("post", "put", "patch", "delete"):
        response = getattr(reader, method)("/")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (reader.head("/").status_code, reader.head("/").content) == (200, b"")
    assert reader.options("/")["Allow"] == "GET, HEAD, OPTIONS"


def test_it_answers_304_if_nothing_changed(reader, news):
    response = reader.get("/")
    assert response["Cache-Control"] == "no-cache"
    assert reader.get("/", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("accept", ["text/html", "*/*", "application/json", "nonsense", ""])
def test_it_is_html_whatever_is_accepted(reader, accept):
    response = reader.get("/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_pages_count_towards_the_rate_limit(reader, settings):
    settings.API_REQUESTS_PER_MINUTE = 1
    assert reader.get("/")["RateLimit"].startswith('"anonymous";r=0')
    response = reader.get("/people/")
    assert (response.status_code, response["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert int(response["Retry-After"]) > 0
    assert reader.get("/api/v1/people/").status_code == 429


def test_an_event_of_many_names_shows_the_first(reader):
    people = tuple(make_person(f"Person {number:02}") for number in range(12))
    sources = tuple(make_source(f"Source {number:02}") for number in range(9))
    make_event("All move", people=people, sources=sources, employments=(make_employment(),))
    page = reader.open("/", kind="hire")
    assert ("Person 07" in page.text, "Person 08" in page.text) == (True, False)
    assert "all 9 sources" in page.text


@pytest.fixture
@built_once
def moves():
    """Of Acme, two left in the latest year with moves and one the year before; Dan left it then or later."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    for name, day in (("Ada", "2024-05"), ("Bob", "2024"), ("Cleo", "2023-02"), ("Dan", "between 2023 and 2024")):
        left = make_employment(make_person(name), acme, end=day, end_state="ended")
        make_employment(left.person, beta, start=day, came_from=left)


def test_it_starts_with_the_moves_of_the_latest_year(reader, api, moves):
    page = reader.open("/")
    assert "About Who moves between AI labs in 2024 " in page.text
    assert "Who left Acme in 2024? at least 2 people All moves of 2024" in page.text
    assert "Who left Acme in 2023? at least 1 person All moves of 2023" in page.text
    answer = reader.open("/moves/?origin=acme&after=2024&before=2024")
    assert "/moves/?origin=acme&after=2024&before=2024" in page.links
    assert "Up to 3 people left Acme in 2024: 3 for Beta; at least 2 certainly." in answer.text
    (image,) = page.all("img")
    (flow,) = api.get(image["src"].replace("svg", "json")).json()["results"]
    assert (flow["origin"]["slug"], flow["certain"], flow["possible"]) == ("acme", 2, 2)
    assert reader.open("/", kind="hire").all("img") == []


def test_without_moves_it_starts_with_what_changed(reader):
    assert reader.open("/").text.count("Who moves between AI labs") == 2
    assert "change" not in reader.open("/").text


def test_it_says_what_changed_this_week(reader, news):
    ada = Person.objects.get(slug="ada-lovelace")
    job = make_employment(ada, make_organization("Late"), start="2020")
    Change.objects.filter(resource="events").update(is_latest=True, at="2020-01-01T00:00Z")
    with edit() as current:
        current.set_correction("The year was wrong.")
        job.start = parse_typed("2021")
        job.save()
    page = reader.open("/")
    week = page.text.partition("What changed this week ")[2]
    assert week.startswith("New 1 person, 3 organizations Changed 1 person Corrected 1 job ")
    assert "Corrected Ada Lovelace, Late" in week
    assert f"/people/ada-lovelace/#{job.slug}" in page.links
    assert reader.open("/", kind="hire").text.count("What changed") == 0


def test_what_changed_is_counted_once_until_the_next_change(reader, news):
    assert "1 person, 2 organizations" in reader.open("/").text
    with CaptureQueriesContext(connection) as queries:
        assert "1 person, 2 organizations" in reader.open("/").text
    assert [query["sql"] for query in queries if "COUNT" in query["sql"]] == []
    make_person("Cleo")
    assert "2 people, 2 organizations" in reader.open("/").text


def test_after_a_quiet_week_it_shows_the_latest_changes_with_their_day(reader, news):
    Change.objects.update(at="2020-01-02T00:00Z")
    page = reader.open("/")
    assert "The latest changes 2 January 2020 · New Bob leaves Zeta 2 January 2020 · New" in page.text
    assert page.text.count("2 January 2020") == 4


def test_what_is_hidden_behind_the_rules_is_not_among_the_changes(reader, news):
    job = make_employment(Person.objects.get(slug="bob"), make_organization("Late"))
    assert "Bob, Late" in reader.open("/").text
    Employment._base_manager.filter(pk=job.pk).update(status="draft")
    assert "Bob, Late" not in reader.open("/").text
