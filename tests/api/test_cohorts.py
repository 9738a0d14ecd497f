"""GET /api/v1/cohorts/ and one of them."""

from datetime import UTC, datetime

import pytest

from people.models import CohortMember
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_person, make_source

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
@built_once
def authors():
    with edit(at=MOMENT):
        return make_cohort(
            make_person("Bob"),
            make_person("Ada"),
            name="The authors",
            description="Those of the paper.",
            source=make_source("News", title="Who left"),
            expected_size=14,
        )


def test_a_row(api, authors):
    assert api.get_json("cohorts/")["results"] == [
        {
            "slug": "the-authors",
            "url": "http://testserver/api/v1/cohorts/the-authors/",
            "page": "http://testserver/cohorts/the-authors/",
            "updated_at": "2026-01-02T03:04:05Z",
            "name": "The authors",
            "description": "Those of the paper.",
            "source": {"slug": "news-who-left", "name": "News"},
            "expected_size": 14,
        }
    ]


def test_one_cohort_has_its_members_in_their_order(api, authors):
    CohortMember.objects.create(cohort=authors, person=make_person("Dot"))
    CohortMember.objects.create(cohort=authors, person=make_person("Cleo"), name_as_listed="C. Leo")
    body = api.get_json("cohorts/the-authors/")
    assert body.pop("members") == [
        {"person": {"slug": "bob", "name": "Bob"}, "position": 1, "name_as_listed": "Bob"},
        {"person": {"slug": "ada", "name": "Ada"}, "position": 2, "name_as_listed": "Ada"},
        {"person": {"slug": "cleo", "name": "Cleo"}, "position": None, "name_as_listed": "C. Leo"},
        {"person": {"slug": "dot", "name": "Dot"}, "position": None, "name_as_listed": None},
    ]
    assert body == api.get_json("cohorts/")["results"][0]


@pytest.mark.parametrize(
    ("parameters", "slugs"),
    [
        ({"q": "AUTHORS"}, ["the-authors"]),
        ({"q": "paper those"}, ["the-authors"]),
        ({"q": "ada"}, []),
        ({"person": "ada"}, ["the-authors"]),
        ({"person": "cleo,bob"}, ["the-authors", "the-others"]),
        ({"person": "dot"}, []),
        ({"source": "news-who-left"}, ["the-authors"]),
        ({"source": "echo"}, ["the-others"]),
        ({"source": "echo", "person": "ada"}, []),
    ],
)
def test_filters(api, authors, parameters, slugs):
    make_cohort(make_person("Cleo"), name="The others", source=make_source("Echo"))
    make_person("Dot")
    assert api.slugs("cohorts/", **parameters) == slugs


@pytest.mark.parametrize(("name", "value"), [("q", "-"), ("person", "nope"), ("source", "the-authors"), ("kind", "x")])
def test_filters_refuse(api, authors, name, value):
    assert list(api.refusals("cohorts/", **{name: value})) == [name]


def test_ordering(api, authors):
    make_cohort(make_person("Cleo"), name="All of them")
    assert api.slugs("cohorts/") == ["all-of-them", "the-authors"]
    assert api.slugs("cohorts/", ordering="-slug") == ["the-authors", "all-of-them"]
    assert api.slugs("cohorts/", ordering="updated_at") == ["the-authors", "all-of-them"]
    assert list(api.refusals("cohorts/", ordering="date")) == ["ordering"]
