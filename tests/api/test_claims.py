"""GET /api/v1/claims/, which has no single ones."""

from datetime import UTC, datetime

import pytest

from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person, make_source

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CLASH, FIT = "ada-acme--echo", "ada-acme--news"


@pytest.fixture
@built_once
def post():
    """Ada started at Acme in June 2023: so says News, but Echo says May 2025."""
    with edit(at=MOMENT):
        news = make_source(
            "News", slug="news", language="zh-Hans", published="2023-07-08", url="https://news.example/1"
        )
        told = {"start": "2023", "end": "by 2024", "end_state": "ended", "stated_months": 79, "note": "For the desk."}
        told |= {"end_reason": "laid_off", "left_for": "study"}
        return make_employment(
            make_person("Ada"),
            make_organization("Acme"),
            start="2023-06",
            claims=(
                {"source": news, "stance": "announced", "title": "Researcher", **told},
                {"source": make_source("Echo"), "start": "2025-05"},
            ),
        )


def test_a_row(api, post):
    assert api.get_json("claims/", source="news")["results"] == [
        {
            "slug": "ada-acme--news",
            "url": "http://testserver/api/v1/claims/?employment=ada-acme&source=news",
            "page": "http://testserver/people/ada/#ada-acme",
            "updated_at": "2026-01-02T03:04:05Z",
            "employment": {"slug": "ada-acme", "name": "Ada, Acme"},
            "source": {
                "slug": "news",
                "publisher": "News",
                "link": "https://news.example/1",
                "language": "zh-Hans",
                "published": "2023-07-08",
            },
            "stance": "announced",
            "title": "Researcher",
            "start": "2023",
            "start_earliest": "2023-01-01",
            "start_latest": "2023-12-31",
            "end": "[..2024]",
            "end_earliest": None,
            "end_latest": "2024-12-31",
            "end_state": "ended",
            "end_reason": "laid_off",
            "left_for": "study",
            "stated_months": 79,
            "conflicts": [],
        }
    ]


def test_the_address_of_a_claim_is_the_list_of_it_alone(api, post):
    [row] = api.get_json("claims/", source="news")["results"]
    assert api.get(row["url"]).json()["results"] == [row]
    api.get_json("claims/ada-acme--news/", 404)


def test_a_claim_that_cannot_be_true_conflicts(api, post):
    assert api.slugs("claims/", has_conflict="true") == [CLASH]
    assert api.slugs("claims/", has_conflict="false") == [FIT]
    assert api.refusals("claims/", has_conflict="1") == {"has_conflict": "Accepted: true, false."}
    assert {row["slug"]: row["conflicts"] for row in api.get_json("claims/")["results"]} == {CLASH: ["start"], FIT: []}


@pytest.mark.parametrize(
    ("said", "conflicts"),
    [
        ({"stance": "denied"}, ["existence"]),
        ({"start": "2019", "end": "2019", "end_state": "ended"}, ["start", "end"]),
        ({"end": "2023", "end_state": "ended"}, ["end"]),
        ({"start": "2020"}, []),
        ({}, []),
    ],
)
def test_conflicts_are_named(api, said, conflicts):
    make_employment(start="2020", end_state="ongoing", claims=(said,))
    [row] = api.get_json("claims/", fields="conflicts")["results"]
    assert row == {"conflicts": conflicts}


@pytest.fixture
@built_once
def other(post):
    """Bob at Acme Labs, a part of Acme; News says so."""
    labs = make_organization("Acme Labs", parent=post.organization)
    return make_employment(make_person("Bob"), labs, claims=({"source": post.claims.get(source__slug="news").source},))


BOB = "bob-acme-labs--news"


@pytest.mark.parametrize(
    ("parameters", "slugs"),
    [
        ({"employment": "ada-acme"}, [CLASH, FIT]),
        ({"employment": "bob-acme-labs,ada-acme", "source": "news"}, [FIT, BOB]),
        ({"person": "bob"}, [BOB]),
        ({"organization": "acme"}, [CLASH, FIT, BOB]),
        ({"organization": "acme", "include_descendants": "false"}, [CLASH, FIT]),
        ({"organization": "acme-labs"}, [BOB]),
        ({"source": "echo"}, [CLASH]),
        ({"source": "echo", "person": "bob"}, []),
        ({"stance": "announced"}, [FIT]),
        ({"stance": "denied,rumoured"}, []),
        ({"language": "zh"}, [FIT, BOB]),
        ({"language": "ZH-hans"}, [FIT, BOB]),
        ({"language": "z-h"}, None),
        ({"language": "en,it"}, [CLASH]),
        ({"language": "zhh"}, []),
        ({"cohort": "authors"}, [BOB]),
        ({"cohort": "authors", "has_conflict": "true"}, []),
    ],
)
def test_filters(api, other, parameters, slugs):
    make_cohort(other.person, name="Authors")
    if slugs is None:
        assert list(api.refusals("claims/", **parameters)) == list(parameters)
    else:
        assert api.slugs("claims/", **parameters) == slugs


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("employment", "nope"),
        ("person", "ada-acme"),
        ("organization", "nope"),
        ("source", "News"),
        ("stance", "told"),
        ("language", "english!"),
        ("language", "en_GB"),
        ("cohort", "nope"),
        ("q", "ada"),
    ],
)
def test_filters_refuse(api, post, name, value):
    assert list(api.refusals("claims/", **{name: value})) == [name]


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    [
        ("slug", [CLASH, FIT]),
        ("-slug", [FIT, CLASH]),
        ("start", [FIT, CLASH]),
        ("-start", [CLASH, FIT]),
        ("end", [CLASH, FIT]),
        ("-end", [CLASH, FIT]),
    ],
)
def test_ordering(api, post, ordering, slugs):
    assert api.slugs("claims/", ordering=ordering) == slugs
