"""GET /api/v1/sources/ and one of them."""

from datetime import UTC, datetime

import pytest

from talentwatch.api.parameters import split_values
from talentwatch.records.edit import edit
from tests.support.factories import make_source

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def fortune():
    return make_source("Fortune", slug="fortune", language="en", kind="report", published="2023-06")


@pytest.fixture
def echo(fortune):
    """An Italian paper that repeats what Fortune reported."""
    with edit(at=MOMENT):
        return make_source(
            "Il Corriere",
            slug="corriere",
            url="https://corriere.example/1",
            archive_url="https://archive.example/1",
            title="I cervelli in fuga",
            author="A. Rossi",
            language="it",
            kind="aggregator",
            published="15 Jun 2023",
            derived_from=fortune,
        )


def test_a_row(api, echo):
    row = {
        "slug": "corriere",
        "url": "http://testserver/api/v1/sources/corriere/",
        "page": None,
        "updated_at": "2026-01-02T03:04:05Z",
        "link": "https://corriere.example/1",
        "title": "I cervelli in fuga",
        "publisher": "Il Corriere",
        "author": "A. Rossi",
        "language": "it",
        "published": "2023-06-15",
        "published_earliest": "2023-06-15",
        "published_latest": "2023-06-15",
        "archive_url": "https://archive.example/1",
        "kind": "aggregator",
        "derived_from": {"slug": "fortune", "name": "Fortune, June 2023"},
    }
    assert api.get_json("sources/", kind="aggregator")["results"] == [row]
    assert api.get_json("sources/corriere/") == row


def test_what_nobody_entered_is_null(api):
    make_source("", slug="bare")
    row = api.get_json("sources/bare/")
    assert {name for name, value in row.items() if value is None} == {
        "page",
        "link",
        "title",
        "publisher",
        "author",
        "published",
        "published_earliest",
        "published_latest",
        "archive_url",
        "derived_from",
    }


@pytest.mark.parametrize(
    ("parameters", "slugs"),
    [
        ({"q": "CERVELLI"}, ["corriere"]),
        ({"q": "rossi corriere"}, ["corriere"]),
        ({"q": "brains"}, []),
        ({"publisher": "fortune"}, ["fortune"]),
        ({"publisher": "ilcorriere,FOR-TUNE"}, ["corriere", "fortune"]),
        ({"publisher": "Il Corriere!"}, ["corriere"]),
        ({"publisher": "corriere"}, []),
        ({"publisher": r"Il\, Corriere,For\,tune"}, ["corriere", "fortune"]),
        ({"link": "https://corriere.example/1"}, ["corriere"]),
        ({"link": "HTTP://www.corriere.example/1/?utm_source=x&fbclid=y#top"}, ["corriere"]),
        ({"link": "corriere.example/1"}, ["corriere"]),
        ({"link": "https://corriere.example/1,2"}, []),
        ({"link": "https://corriere.example/"}, []),
        ({"link": "https://"}, None),
        ({"language": "it"}, ["corriere"]),
        ({"language": "IT,de"}, ["corriere"]),
        ({"language": "i"}, None),
        ({"kind": "report"}, ["fortune"]),
        ({"kind": "interview"}, []),
    ],
)
def test_filters(api, echo, parameters, slugs):
    if slugs is None:
        assert list(api.refusals("sources/", **parameters)) == list(parameters)
    else:
        assert api.slugs("sources/", **parameters) == slugs


def test_a_publisher_of_no_letters_finds_nothing_at_all(api):
    make_source("", slug="anonymous")
    for name in ("_", "!", "ʼ", ",Fortune", "Fortune,", "Fortune,…"):
        assert api.refusals("sources/", publisher=name) == {
            "publisher": "Accepted: names of publishers; at most 100, separated by commas."
        }


def test_a_backslash_that_escapes_nothing_is_a_backslash():
    assert split_values(r"a\,b,c\\,\d\\") == ["a,b", "c\\", "\\d\\"]


@pytest.mark.parametrize("name", ["q", "kind", "language", "after", "before", "certainty"])
def test_filters_refuse(api, name):
    assert list(api.refusals("sources/", **{name: "!"})) == [name]


@pytest.mark.parametrize(
    ("name", "value", "possible", "certain"),
    [
        ("after", "2023-06-01", ["fortune"], ["fortune"]),
        ("after", "2023-06-02", ["fortune"], []),
        ("after", "2023-06-30", ["fortune"], []),
        ("after", "2023-07", [], []),
        ("before", "2023-05", [], []),
        ("before", "2023-06-01", ["fortune"], []),
        ("before", "2023-06-30", ["fortune"], ["fortune"]),
        ("before", "2023", ["fortune"], ["fortune"]),
    ],
)
def test_a_span_includes_its_ends(api, fortune, name, value, possible, certain):
    assert api.slugs("sources/", **{name: value}) == possible
    assert api.slugs("sources/", **{name: value}, certainty="certain") == certain


def test_an_undated_source_is_possible_on_any_day_and_certain_on_none(api):
    make_source("Undated")
    assert api.slugs("sources/", after="2023", before="2023") == ["undated"]
    assert api.slugs("sources/", after="1900", certainty="certain") == []


def test_ordering(api, echo):
    make_source("Undated")
    assert api.slugs("sources/") == ["corriere", "fortune", "undated"]
    assert api.slugs("sources/", ordering="published") == ["fortune", "corriere", "undated"]
    assert api.slugs("sources/", ordering="-published") == ["corriere", "fortune", "undated"]
    assert list(api.refusals("sources/", ordering="start")) == ["ordering"]
