"""GET /api/v1/events/ and one of them."""

from datetime import UTC, datetime

import pytest

from people.models import PersonName
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
@built_once
def post():
    return make_employment(make_person("Ada"), make_organization("Acme"))


@pytest.fixture
@built_once
def hire(post):
    """Ada joins Acme: announced in Chinese, reported in Italian."""
    with edit(at=MOMENT):
        return make_event(
            "A star for Acme",
            kind="hire",
            date="2023-06",
            summary="She starts at once.",
            people=(post.person,),
            organizations=(post.organization, make_organization("Initech")),
            employments=(post,),
            sources=(
                (
                    make_source("Xinhua", language="zh-Hans", published="2023-06-01", url="https://x.example/1"),
                    "announced",
                ),
                make_source("Corriere", slug="corriere", language="it"),
            ),
        )


@pytest.fixture
@built_once
def layoff():
    return make_event("Nobody is safe", kind="layoff", date="2024-01-02", sources=(make_source("Echo"),))


@pytest.fixture
@built_once
def listed_hire(hire, post):
    """Acme belongs to Globex, and Ada is on a list of authors; of others there are a source, a person and a list."""
    with edit():
        PersonName.objects.create(person=post.person, text="עדה", language="he")
        post.organization.parent = make_organization("Globex")
        post.organization.save()
        make_source("Unused")
        make_cohort(post.person, name="Authors")
        make_cohort(make_person("Bob"), name="Others")


def test_a_row(api, hire):
    row = {
        "slug": "a-star-for-acme",
        "url": "http://testserver/api/v1/events/a-star-for-acme/",
        "page": "http://testserver/events/a-star-for-acme/",
        "updated_at": "2026-01-02T03:04:05Z",
        "published_at": "2026-01-02T03:04:05Z",
        "kind": "hire",
        "outcome": "happened",
        "date": "2023-06",
        "date_earliest": "2023-06-01",
        "date_latest": "2023-06-30",
        "headline": "A star for Acme",
        "summary": "She starts at once.",
        "people_affected": None,
        "stake_percent": None,
        "amount": None,
        "currency": None,
        "confidence": "confirmed",
        "people": [{"slug": "ada", "name": "Ada"}],
        "organizations": [
            {"slug": "acme", "name": "Acme", "part": "subject"},
            {"slug": "initech", "name": "Initech", "part": "subject"},
        ],
        "employments": [{"slug": "ada-acme", "name": "Ada, Acme"}],
        "sources": [
            {
                "slug": "corriere",
                "publisher": "Corriere",
                "link": None,
                "language": "it",
                "published": None,
                "stance": "reported",
            },
            {
                "slug": "xinhua-2023-06-01",
                "publisher": "Xinhua",
                "link": "https://x.example/1",
                "language": "zh-Hans",
                "published": "2023-06-01",
                "stance": "announced",
            },
        ],
    }
    assert api.get_json("events/")["results"] == [row]
    assert api.get_json("events/a-star-for-acme/") == row


def test_source_and_language_speak_of_the_same_citation(api, hire):
    assert api.slugs("events/", source="corriere", language="zh") == []
    assert api.slugs("events/", source="corriere", language="it") == ["a-star-for-acme"]
    assert api.slugs("events/", source="corriere,xinhua-2023-06-01", language="it,zh") == ["a-star-for-acme"]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"q": "STAR"}, True),
        ({"q": "starts at once"}, True),
        ({"q": "ada initech"}, True),
        ({"q": "עדה"}, True),
        ({"q": "star layoff"}, False),
        ({"q": "corriere"}, False),
        ({"person": "ada"}, True),
        ({"person": "bob"}, False),
        ({"person": "bob,ada"}, True),
        ({"organization": "initech"}, True),
        ({"organization": "globex"}, True),
        ({"organization": "globex", "include_descendants": "false"}, False),
        ({"employment": "ada-acme"}, True),
        ({"source": "corriere"}, True),
        ({"source": "unused"}, False),
        ({"kind": "hire"}, True),
        ({"kind": "departure,founding"}, False),
        ({"outcome": "happened,failed"}, True),
        ({"outcome": "in_talks"}, False),
        ({"part": "subject"}, True),
        ({"part": "acquirer,target"}, False),
        ({"language": "zh"}, True),
        ({"language": "zh-Hant"}, False),
        ({"confidence": "confirmed"}, True),
        ({"confidence": "reported"}, False),
        ({"cohort": "authors"}, True),
        ({"cohort": "others"}, False),
        ({"person": "ada", "kind": "layoff"}, False),
    ],
)
def test_filters(api, listed_hire, parameters, found):
    assert api.slugs("events/", **parameters) == ["a-star-for-acme"] * found


def test_q_finds_an_event_by_the_people_of_its_posts(api, post):
    make_event("Somebody moved", employments=(post,))
    assert api.slugs("events/", q="ada acme moved") == ["somebody-moved"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", "·"),
        ("person", "acme"),
        ("organization", "ada"),
        ("employment", "ada"),
        ("source", "ada"),
        ("kind", "party"),
        ("outcome", "won"),
        ("part", "bystander"),
        ("language", "*"),
        ("confidence", "sure"),
        ("cohort", "ada"),
        ("certainty", "maybe"),
        ("after", "June"),
        ("before", "[2023..]"),
        ("include_descendants", "no"),
        ("role", "lead"),
    ],
)
def test_filters_refuse(api, hire, name, value):
    assert list(api.refusals("events/", **{name: value})) == [name]


@pytest.mark.parametrize(
    ("name", "value", "possible", "certain"),
    [
        ("after", "2023-06-01", True, True),
        ("after", "2023-06-02", True, False),
        ("after", "2023-06-30", True, False),
        ("after", "2023-07-01", False, False),
        ("before", "2023-05-31", False, False),
        ("before", "2023-06-01", True, False),
        ("before", "2023-06-30", True, True),
        ("before", "2023-06~", True, True),
    ],
)
def test_a_span_includes_its_ends(api, hire, name, value, possible, certain):
    assert api.slugs("events/", **{name: value}) == ["a-star-for-acme"] * possible
    assert api.slugs("events/", **{name: value}, certainty="certain") == ["a-star-for-acme"] * certain


def test_the_latest_come_first(api, hire, layoff):
    make_event("Also in June", date="2023-06-01")
    assert api.slugs("events/") == ["nobody-is-safe", "a-star-for-acme", "also-in-june"]
    assert api.slugs("events/", ordering="-date") == ["nobody-is-safe", "a-star-for-acme", "also-in-june"]
    assert api.slugs("events/", ordering="date") == ["a-star-for-acme", "also-in-june", "nobody-is-safe"]
    assert api.slugs("events/", ordering="slug") == ["a-star-for-acme", "also-in-june", "nobody-is-safe"]
    assert list(api.refusals("events/", ordering="start")) == ["ordering"]
