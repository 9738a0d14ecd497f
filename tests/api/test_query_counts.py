"""What each page costs in queries: the same for one row and for fifty."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Employment, Person
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_organization,
    make_source,
)
from tests.support.worlds import make_worlds

MAX = 8
INDEX_OF_WORDS = int(connection.vendor == "sqlite")  # PostgreSQL reads its own in the query of the page


# Each row comes with its document, in one query.
LISTS = [
    ("people/", 1),
    ("organizations/", 1),
    ("employments/", 1),
    ("claims/", 1),
    ("moves/", 2),  # those with a date · and where they end, those without
    ("sources/", 1),
    ("flows/", 4),  # whether a move is hidden · pairs of organizations · counts · organizations
    ("cohorts/", 1),
    ("events/", 1),
    # with filters: the slug of each record asked for · the tree of organizations · the members of a cohort · and the page
    ("people/?organization=whole&cohort=cohort-0&on=2020-01-01", 4),
    ("employments/?cohort=cohort-0&organization=whole&end_state=ended", 5),
    ("claims/?cohort=cohort-0&organization=whole", 5),
    ("events/?organization=whole", 3),
    ("events/?q=person+whole&count=true", 2 + INDEX_OF_WORDS),  # · the count
]


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_costs_the_same_for_one_row_and_for_fifty(api, django_assert_num_queries, count):
    make_worlds(count)
    api.get_json("events/?q=person")  # that there is an index of words is known from now on
    for address, queries in LISTS:
        with django_assert_num_queries(queries):
            body = api.get_json(address)
        assert body["results"], address
        assert queries <= MAX
        if "?" not in address:
            assert len(body["results"]) >= min(count, 50)


RECORDS = [
    "people/person-0/",
    "organizations/whole/",
    "employments/person-0-whole/",
    "moves/person-0-place-0--person-0-whole/",
    "sources/source-0/",
    "cohorts/everybody/",
    "events/event-0/",
]


@pytest.mark.parametrize("count", [1, 10])
def test_a_record_costs_one_query_whatever_hangs_on_it(api, django_assert_num_queries, count):
    with edit():
        make_worlds(count)
        everybody = list(Person.objects.all())
        post = Employment.objects.get(slug="person-0-whole")
        for number in range(count):
            make_claim(post, make_source(f"More {number}"))
            make_employment(post.person, make_organization(f"More {number}"))
        make_cohort(*everybody, name="Everybody")
    for address in RECORDS:
        with django_assert_num_queries(1):
            api.get_json(address)


def test_a_hundred_unknown_slugs_cost_no_more_than_one(api, django_assert_num_queries):
    # the public ones · the merged ones
    with django_assert_num_queries(2):
        assert list(api.refusals("people/", cohort=",".join(f"c{number}" for number in range(100)))) == ["cohort"]


def test_what_is_refused_by_its_looks_costs_nothing(api, django_assert_num_queries):
    with django_assert_num_queries(0):
        api.refusals("events/", person="Ada", kind="party", date="2023")
        api.get_json("nope/", 404)
        api.get_json("", 200)
        api.get_json("schema/", 200)


@pytest.fixture
@built_once
def world(db):
    make_worlds(1)
    make_cohort(*Person.objects.all(), name="Everybody")


@pytest.mark.parametrize("address", [*(address for address, _ in LISTS if "?" not in address), *RECORDS])
def test_no_page_fetches_what_it_does_not_show(api, world, address):
    """Search keys above all, which are as long as all names together."""
    with CaptureQueriesContext(connection) as asked:
        api.get_json(address)
    selected = " ".join(query["sql"].partition(" FROM ")[0] for query in asked.captured_queries)
    fetched = set(re.findall(r'"(\w+)"\."(\w+)"', selected))
    unseen = {"search_key", "publisher_key", "url_key", "note", "created_at", "version"}
    assert [column for column in sorted(fetched) if column[1] in unseen] == []
