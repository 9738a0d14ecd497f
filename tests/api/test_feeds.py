"""format=atom and format=jsonfeed of events."""

import json
import warnings
from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_event, make_organization, make_person, make_source
from tests.support.hostile import UNSPEAKABLE

ATOM = "{http://www.w3.org/2005/Atom}"
EVENTS = "/api/v1/events/"
TEXT, URI = {"type": "string", "minLength": 1}, {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
AUTHORS = {
    "type": "array",
    "items": {"type": "object", "minProperties": 1, "properties": {"name": TEXT, "url": URI, "avatar": URI}},
}
JSON_FEED = {  # jsonfeed.org, version 1.1; of what it allows, nothing that we don't send
    "type": "object",
    "required": ["version", "title", "items", "home_page_url", "feed_url"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": URI,
        "feed_url": URI,
        "description": TEXT,
        "next_url": URI,
        "authors": AUTHORS,
        "language": TEXT,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text"],
                "additionalProperties": False,
                "properties": {
                    "id": TEXT,
                    "url": URI,
                    "external_url": URI,
                    "title": TEXT,
                    "content_text": TEXT,
                    "date_published": MOMENT,
                    "date_modified": MOMENT,
                    "authors": AUTHORS,
                    "tags": {"type": "array", "items": TEXT},
                    "language": TEXT,
                },
            },
        },
    },
}


@pytest.fixture
@built_once
def hire(db):
    """Ada joins Acme, in two papers of one publisher, and on a site without a name."""
    with edit(at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)):
        return make_event(
            "Ada joins Acme",
            date="2023-06",
            summary="She starts at once.",
            people=(make_person("Ada"),),
            organizations=(make_organization("Acme"),),
            sources=(
                make_source("Corriere", slug="a", language="it", url="https://c.example/1?a=b&c=d"),
                make_source("Corriere", slug="b", language="it", url="https://c.example/2"),
                make_source("", slug="c", language="zh-Hans", url="https://x.example/3"),
            ),
        )


@pytest.fixture
@built_once
def layoff(db):
    """It happened before the hire, and was written down after it."""
    with edit(at=datetime(2026, 2, 3, tzinfo=UTC)):
        return make_event("Acme lets ten go", kind="layoff", date="2019", sources=(make_source("Echo"),))


def atom(api, address=EVENTS, **parameters):
    response = api.get(address, {"format": "atom", **parameters} if address == EVENTS else parameters)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(response.content)


def jsonfeed(api, address=EVENTS, **parameters):
    response = api.get(address, {"format": "jsonfeed", **parameters} if address == EVENTS else parameters)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/feed+json"
    body = response.json()
    Draft202012Validator(JSON_FEED, format_checker=FormatChecker()).validate(body)
    return body


def texts(element, name):
    return [found.text for found in element.iter(f"{ATOM}{name}")]


def links(element):
    return [dict(link.attrib) for link in element.findall(f"{ATOM}link")]


def titles(api, **parameters):
    return [entry.find(f"{ATOM}title").text for entry in atom(api, **parameters).iter(f"{ATOM}entry")]


def test_an_event_as_an_entry_of_atom(api, hire):
    (entry,) = atom(api).iter(f"{ATOM}entry")
    assert [(child.tag.removeprefix(ATOM), child.text) for child in entry if child.text and not len(child)] == [
        ("id", "tag:testserver,2026:events/ada-joins-acme"),
        ("title", "Ada joins Acme"),
        ("updated", "2026-01-02T03:04:05Z"),
        ("published", "2026-01-02T03:04:05Z"),
        ("summary", "She starts at once.\n\nJune 2023; confirmed."),
    ]
    assert texts(entry, "name") == ["Corriere"]
    assert [category.get("term") for category in entry.iter(f"{ATOM}category")] == ["hire", "confirmed"]
    assert links(entry) == [
        {
            "rel": "alternate",
            "href": "http://testserver/events/ada-joins-acme/",
            "type": "text/html",
        },
        {"rel": "via", "href": "https://c.example/1?a=b&c=d", "title": "Corriere", "hreflang": "it"},
        {"rel": "via", "href": "https://c.example/2", "title": "Corriere", "hreflang": "it"},
        {"rel": "via", "href": "https://x.example/3", "hreflang": "zh-Hans"},
    ]


def test_the_head_of_a_feed_says_what_is_in_it(api, hire):
    feed = atom(api, organization="acme", kind="hire,layoff")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-gb"
    assert {child.tag.removeprefix(ATOM): child.text for child in feed if child.text and not len(child)} == {
        "id": "tag:testserver,2026:events?kind=hire%2Clayoff&organization=acme",
        "title": "talentwatch events (kind: hire,layoff, organization: acme)",
        "updated": "2026-01-02T03:04:05Z",
        "generator": "talentwatch",
        "rights": "CC-BY-4.0",
    }
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "talentwatch"
    own = "http://testserver/api/v1/events/?"
    assert {link["rel"]: link["href"] for link in links(feed)} == {
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "self": f"{own}format=atom&kind=hire%2Clayoff&organization=acme",
        "alternate": "http://testserver/?kind=hire%2Clayoff&organization=acme",
    }


def test_every_element_that_rfc_4287_requires_is_there_once(api, hire, layoff):
    feed = atom(api)
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert [link["rel"] for link in links(element)].count("alternate") == 1
    assert [link["rel"] for link in links(feed)].count("self") == 1
    assert len(set(texts(feed, "id"))) == 3


def test_an_event_as_an_item_of_json_feed(api, hire):
    assert jsonfeed(api, kind="hire") == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "talentwatch events (kind: hire)",
        "home_page_url": "http://testserver/?kind=hire",
        "feed_url": "http://testserver/api/v1/events/?format=jsonfeed&kind=hire",
        "description": "Data CC-BY-4.0, https://creativecommons.org/licenses/by/4.0/",
        "authors": [{"name": "talentwatch"}],
        "language": "en-gb",
        "items": [
            {
                "id": "tag:testserver,2026:events/ada-joins-acme",
                "url": "http://testserver/events/ada-joins-acme/",
                "external_url": "https://c.example/1?a=b&c=d",
                "title": "Ada joins Acme",
                "content_text": "She starts at once.\n\nJune 2023; confirmed.",
                "date_published": "2026-01-02T03:04:05Z",
                "date_modified": "2026-01-02T03:04:05Z",
                "authors": [{"name": "Corriere"}],
                "tags": ["hire", "confirmed"],
                "language": "en-gb",
            }
        ],
    }


def test_without_publisher_or_address_nothing_is_made_up(api):
    make_event("Ada joins Acme", sources=(make_source("", slug="a"),))
    (item,) = jsonfeed(api)["items"]
    assert not {"authors", "external_url"} & item.keys()
    (entry,) = atom(api).iter(f"{ATOM}entry")
    assert texts(entry, "name") == []
    assert [link["rel"] for link in links(entry)] == ["alternate"]


@pytest.mark.parametrize("parameters", [{}, {"kind": "hire"}, {"kind": "founding"}, {"page_size": "1"}])
def test_feedparser_finds_nothing_to_complain_of(api, hire, layoff, parameters):
    response = api.get(EVENTS, {"format": "atom", **parameters})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert (feed.bozo, feed.version, feed.encoding) == (False, "atom10", "utf-8")
    assert feed.feed.language == "en-gb"
    for entry in feed.entries:
        assert entry.id and entry.title and entry.updated_parsed and entry.published_parsed and entry.summary
        assert api.get(entry.link)["Content-Type"] == "text/html; charset=utf-8"


def test_the_latest_changes_come_first(api, hire, layoff):
    assert titles(api) == ["Acme lets ten go", "Ada joins Acme"]
    assert titles(api, ordering="-date") == ["Ada joins Acme", "Acme lets ten go"]
    assert [item["title"] for item in jsonfeed(api)["items"]] == ["Acme lets ten go", "Ada joins Acme"]
    assert api.slugs("events/") == ["ada-joins-acme", "acme-lets-ten-go"]
    with edit(at=datetime(2026, 3, 4, tzinfo=UTC)):
        hire.summary = "She starts in July."
        hire.save()
    assert titles(api) == ["Ada joins Acme", "Acme lets ten go"]
    assert texts(atom(api, kind="hire"), "published") == ["2026-01-02T03:04:05Z"]
    assert set(texts(atom(api, kind="hire"), "updated")) == {"2026-03-04T00:00:00Z"}


def test_an_id_outlives_everything_but_its_host(api, hire):
    seen = [
        api.get(EVENTS, {"format": "jsonfeed"}, **extra).json()["items"][0]["id"]
        for extra in (
            {},
            {"secure": True},
            {"headers": {"host": "testserver:8080"}},
            {"headers": {"host": "localhost"}},
            {"headers": {"host": "[::1]"}},
        )
    ]
    assert seen == ["tag:testserver,2026:events/ada-joins-acme"] * 3 + ["tag:localhost,2026:events/ada-joins-acme"] * 2


def test_all_pages_are_one_feed(api):
    for number in range(5):
        make_event(f"Event {number}", slug=f"e{number}")
    for read, onward in ((_page_of_atom, "next"), (_page_of_json, "next_url")):
        found, ids, address = [], set(), f"{EVENTS}?page_size=2&format={'atom' if onward == 'next' else 'jsonfeed'}"
        while address:
            entries, feed_id, address = read(api, address)
            found += entries
            ids.add(feed_id)
        assert len(found) == len(set(found)) == 5
        assert len(ids) == 1


def _page_of_atom(api, address):
    feed = atom(api, address)
    onward = {link["rel"]: link["href"] for link in links(feed)}.get("next")
    return texts(feed, "id")[1:], feed.findtext(f"{ATOM}id"), onward


def _page_of_json(api, address):
    feed = jsonfeed(api, address)
    return [item["id"] for item in feed["items"]], feed["home_page_url"].partition("?")[0], feed.get("next_url")


def test_a_page_names_the_one_before(api, hire, layoff):
    onward = {link["rel"]: link["href"] for link in links(atom(api, page_size="1"))}
    assert "previous" not in onward
    back = {link["rel"]: link["href"] for link in links(atom(api, onward["next"]))}
    assert "next" not in back
    assert titles(api, page_size="1") == texts(atom(api, back["previous"]), "title")[1:] == ["Acme lets ten go"]


def test_asked_for_by_accept_its_addresses_still_name_the_format(api, hire, layoff):
    response = api.get(f"{EVENTS}?page_size=1", headers={"accept": "application/atom+xml"})
    for link in links(fromstring(response.content)):
        if link["rel"] in {"self", "next"}:
            assert "format=atom" in link["href"]
    body = api.get(f"{EVENTS}?page_size=1", headers={"accept": "application/feed+json"}).json()
    assert "format=jsonfeed" in body["feed_url"]
    assert "format=jsonfeed" in body["next_url"]


@pytest.mark.parametrize("name", ["atom", "jsonfeed"])
def test_who_has_the_feed_gets_304(api, hire, name):
    first = api.get(EVENTS, {"format": name})
    again = api.get(EVENTS, {"format": name}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_event("Something new")
    assert api.get(EVENTS, {"format": name}, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert api.head(EVENTS, {"format": name}).status_code == 200


def test_an_empty_feed_has_the_same_bytes_every_time(api):
    first, second = (api.get(EVENTS, {"format": "atom"}).content for _ in range(2))
    assert first == second
    assert texts(fromstring(first), "updated") == ["1970-01-01T00:00:00Z"]
    assert jsonfeed(api)["items"] == []


@pytest.mark.parametrize("name", ["atom", "jsonfeed"])
@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"fields": "slug"}, "A feed has fixed fields."),
        ({"count": "true"}, "A feed has no count."),
        ({"kind": "party"}, "Accepted: departure"),
        ({"ordering": "password"}, "Accepted: slug"),
        ({"cursor": "x"}, "Use a cursor"),
        ({"page_size": "201"}, "Accepted: 1 to 200."),
        ({"organisation": "meta"}, "Accepted: "),
    ],
)
def test_bad_parameters_are_problems_here_too(api, name, parameters, detail):
    response = api.get(EVENTS, {"format": name, **parameters})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    (error,) = response.json()["errors"]
    assert error["parameter"] == next(iter(parameters))
    assert error["detail"].startswith(detail)


@pytest.mark.parametrize("address", ["people/", "events/nothing/"])
def test_only_the_list_of_events_is_a_feed(api, address):
    assert list(api.refusals(address, format="atom")) == ["format"]


@pytest.mark.parametrize("name", ["atom", "jsonfeed", "timelinejs"])
def test_options_stay_json(api, name):
    response = api.options(f"{EVENTS}?format={name}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert json.loads(response.content)["renders"]


def test_the_list_tells_where_its_feeds_are(api, hire):
    response = api.get(f"{EVENTS}?organization=acme&page_size=1&count=true&fields=slug&ordering=date&format=json")
    own = "http://testserver/api/v1/events/?format"
    assert response["Link"] == (
        f'<{own}=atom&organization=acme>; rel="alternate"; type="application/atom+xml", '
        f'<{own}=jsonfeed&organization=acme>; rel="alternate"; type="application/feed+json"'
    )
    for link in response["Link"].split(", "):
        assert api.get(link[1 : link.index(">")]).status_code == 200


def test_the_link_lets_nothing_into_the_header(api):
    response = api.get(f'{EVENTS}?q=a>;"%0d%0ax: y,<b')
    assert response["Link"].count("<") == 2
    assert "q=a%3E%3B%22%0D%0Ax%3A+y%2C%3Cb>" in response["Link"]


def test_other_answers_name_no_feed(api, hire):
    for address in ("people/", "events/ada-joins-acme/", "events/?format=atom", "events/?format=csv", "events/?x=1"):
        assert "Link" not in api.get(f"/api/v1/{address}")


def test_what_no_xml_can_hold_shows_as_a_question_mark(api):
    make_event(UNSPEAKABLE, slug="x", summary=UNSPEAKABLE, sources=(make_source(UNSPEAKABLE, slug="x"),))
    expected = "bell\ufffd escape\ufffd tab\ufffd no\ufffd one\ufffd"
    feed = atom(api)
    assert texts(feed, "title")[1] == expected
    assert texts(feed, "name")[1] == expected
    assert atom(api, q="a\x01b").findtext(f"{ATOM}title") == "talentwatch events (q: a\ufffdb)"
    assert jsonfeed(api)["items"][0]["title"] == UNSPEAKABLE


def test_a_feed_costs_as_many_queries_as_its_list(api, hire, layoff, django_assert_num_queries):
    for name in ("json", "atom", "jsonfeed", "timelinejs"):
        with django_assert_num_queries(1):
            api.get(EVENTS, {"format": name})
