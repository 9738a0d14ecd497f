"""Pages of lists: keysets that neither repeat nor skip, whatever the order, and say so in next and previous."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import chain, pairwise

import pytest
from django.core import signing
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from people.models import Source
from talentwatch.api.paging import Cursor, Ordering
from tests.support.api import ApiClient
from tests.support.behind_the_rules import store_documents
from tests.support.factories import make_event, make_organization, make_person

DAY = date(2023, 1, 1)
ORDERINGS = ["slug", "-slug", "published", "-published", "updated_at", "-updated_at"]

pytestmark = pytest.mark.django_db
walks = settings(deadline=None, max_examples=15, derandomize=True)
slugs = st.from_regex(r"\A[ab](-?[a1])?\Z")
days = st.none() | st.integers(0, 2).map(lambda number: DAY + timedelta(number))
worlds = st.dictionaries(slugs, days, max_size=9)
orders = st.sampled_from(ORDERINGS)
sizes = st.integers(1, 4)


@pytest.fixture(autouse=True)
def _unlimited(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


@contextmanager
def world(rows: dict[str, date | None]) -> Iterator[ApiClient]:
    """Sources of these slugs and days for as long as the block lasts."""
    with transaction.atomic():
        store(rows)
        yield ApiClient()
        transaction.set_rollback(True)


def store(rows: dict[str, date | None]) -> None:
    """Past the rules, which cost time and don't matter here."""
    made = [
        Source(
            language="en",
            slug=slug,
            status="published",
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
            updated_at=datetime.combine(day or DAY, datetime.min.time(), UTC),
            published_earliest=day,
        )
        for slug, day in rows.items()
    ]
    QuerySet(Source).bulk_create(made)
    store_documents()


def in_order(rows: dict[str, date | None], ordering: str) -> list[str]:
    """The slugs as they should come: nulls last both ways, ties by slug."""
    is_reverse = ordering.startswith("-")
    if ordering.endswith("slug"):
        return sorted(rows, reverse=is_reverse)
    if ordering.endswith("updated_at"):
        rows = {slug: day or DAY for slug, day in rows.items()}
    dated = sorted(slug for slug, day in rows.items() if day)
    undated = sorted(slug for slug, day in rows.items() if not day)
    return sorted(dated, key=lambda slug: rows[slug], reverse=is_reverse) + undated


def slugs_of(body):
    return [row["slug"] for row in body["results"]]


def walk(api, body, link="next"):
    """The pages from this one on."""
    while True:
        yield body
        if not body[link]:
            return
        body = api.get(body[link]).json()


@walks
@given(rows=worlds, ordering=orders, size=sizes)
def test_a_walk_there_and_back_gives_the_sorted_list(rows, ordering, size):
    with world(rows) as api:
        there = list(walk(api, api.get_json("sources/", ordering=ordering, page_size=size)))
        back = list(walk(api, there[-1], "previous"))
    expected = in_order(rows, ordering)
    assert list(chain.from_iterable(map(slugs_of, there))) == expected
    assert list(chain.from_iterable(map(slugs_of, reversed(back)))) == expected
    assert [len(page["results"]) for page in there[:-1]] == [size] * (len(there) - 1)
    assert there[0]["previous"] is back[-1]["previous"] is None


@walks
@given(rows=worlds, ordering=orders, size=sizes)
def test_next_and_previous_undo_each_other(rows, ordering, size):
    with world(rows) as api:
        pages = list(walk(api, api.get_json("sources/", ordering=ordering, page_size=size)))
        for page, after in pairwise(pages):
            returned = api.get(after["previous"]).json()
            assert slugs_of(returned) == slugs_of(page)
            assert slugs_of(api.get(returned["next"]).json()) == slugs_of(after)


@walks
@given(rows=worlds, others=worlds, ordering=orders, size=sizes)
def test_rows_that_come_meanwhile_neither_shift_nor_repeat_the_others(rows, others, ordering, size):
    late = {slug: day for slug, day in others.items() if slug not in rows}
    with world(rows) as api:
        first = api.get_json("sources/", ordering=ordering, page_size=size)
        store(late)
        there = list(chain.from_iterable(map(slugs_of, walk(api, first))))
        rest = list(walk(api, first))[-1]
        back = list(chain.from_iterable(slugs_of(page)[::-1] for page in walk(api, rest, "previous")))
    assert [slug for slug in there if slug in rows] == in_order(rows, ordering)
    assert [slug for slug in back[::-1] if slug in rows] == in_order(rows, ordering)
    assert len(set(there)) == len(there)
    assert len(set(back)) == len(back)


@walks
@given(rows=worlds, ordering=orders, size=sizes, data=st.data())
def test_rows_that_leave_meanwhile_take_no_others_with_them(rows, ordering, size, data):
    gone = data.draw(st.sets(st.sampled_from(sorted(rows)))) if rows else set()
    with world(rows) as api:
        first = api.get_json("sources/", ordering=ordering, page_size=size)
        QuerySet(Source).filter(slug__in=gone).update(status="withdrawn")
        found = list(chain.from_iterable(map(slugs_of, walk(api, first))))
    seen = slugs_of(first)
    assert found == seen + [slug for slug in in_order(rows, ordering) if slug not in gone and slug not in seen]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_no_offset_and_no_count(ordering):
    with world({"a": None, "b": DAY, "c": DAY}) as api:
        body = api.get_json("sources/", ordering=ordering, page_size=1)
        with CaptureQueriesContext(connection) as queries:
            list(walk(api, body))
    asked = " ".join(query["sql"].upper() for query in queries)
    assert set(re.findall("LIMIT ([0-9]+)", asked)) <= {"1", "2"}
    assert "LIMIT 2" in asked
    assert "OFFSET" not in asked
    assert "COUNT" not in asked


def test_count_counts_what_the_filters_leave(api):
    make_person("Ada")
    make_person("Bob")
    make_person("Draft", status="draft")
    assert api.get_json("people/", count="true", page_size="1")["count"] == 2
    assert api.get_json("people/", count="true", q="ada")["count"] == 1
    assert api.get_json("people/", count="true", q="draft")["count"] == 0
    assert "count" not in api.get_json("people/", count="false")
    body = api.get(api.get_json("people/", count="true", page_size="1")["next"]).json()
    assert (body["count"], slugs_of(body)) == (2, ["bob"])


@pytest.mark.parametrize("value", ["1", "yes", "true,false"])
def test_count_is_true_or_false(api, value):
    assert api.refusals("people/", count=value) == {"count": "Accepted: true, false."}


@pytest.mark.parametrize("size", ["0", "201", "-1", "1e9", "1.0", "+1", "٣", " 1", "ten", "9" * 5000])
def test_page_size_refuses(api, size):
    assert api.refusals("people/", page_size=size) == {"page_size": "Accepted: 1 to 200."}


def test_page_size_is_fifty_unless_asked_and_at_most_two_hundred():
    with world({f"s{number}": None for number in range(201)}) as api:
        assert len(api.get_json("sources/")["results"]) == 50
        assert len(api.get_json("sources/", page_size=200)["results"]) == 200


def test_links_keep_every_other_parameter(api):
    for name in ("Ada", "Adam", "Adele"):
        make_person(name)
    body = api.get_json("people/", q="ad", fields="slug", page_size="1", updated_after="2020-01-01T00:00:00+00:00")
    assert body["next"].startswith("http://testserver/api/v1/people/?")
    assert [row["results"] for row in walk(api, body)] == [[{"slug": "ada"}], [{"slug": "adam"}], [{"slug": "adele"}]]


def cursor(**values):
    return signing.Signer(salt="talentwatch.api.cursor").sign_object(values)


GOOD = {"ordering": "slug", "value": "a", "slug": "a", "backwards": False}


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "é",
        ":",
        "a" * 5000,
        cursor(**GOOD)[:-1],
        cursor(**GOOD).swapcase(),
        "x" + cursor(**GOOD),
        signing.Signer(salt="other").sign_object(GOOD),
        signing.Signer(key="other", salt="talentwatch.api.cursor").sign_object(GOOD),
        cursor(slug="a"),
        cursor(**GOOD, more=1),
        signing.Signer(salt="talentwatch.api.cursor").sign_object([1]),
    ],
)
def test_a_cursor_that_was_tampered_with_is_refused(api, text):
    assert api.refusals("people/", cursor=text) == {"cursor": "Use a cursor from next or previous, unchanged."}


def test_a_cursor_belongs_to_one_ordering(api):
    make_event("One")
    make_event("Two")
    taken = str(Cursor("-date", "2023-06-01", "one", backwards=False, address="/api/v1/events/"))
    assert api.slugs("events/", cursor=taken) == ["two"]
    assert api.refusals("events/", cursor=taken, ordering="date") == {
        "cursor": "This cursor belongs to ordering=-date."
    }
    assert api.refusals("people/", cursor=taken) == {"cursor": "This cursor belongs to another list."}


def test_a_cursor_belongs_to_one_list(api):
    """The orderings of two lists may have the same name."""
    for name in ("Ada", "Bob"):
        make_person(name), make_organization(name)
    onward = api.get_json("people/", page_size=1)["next"]
    assert api.get(onward.replace("people", "organizations")).json()["errors"] == [
        {"parameter": "cursor", "detail": "This cursor belongs to another list."}
    ]


def test_a_cursor_tells_nothing_but_the_row_it_stands_at(api):
    row = make_organization("Acme", founded="2020")
    at = Cursor.at(row, Ordering("founded", "founded_earliest", has_nulls=True), backwards=True)
    assert at == Cursor("founded", "2020-01-01", "acme", backwards=True)
    assert Cursor.read(str(at), Ordering("founded", "founded_earliest", has_nulls=True)) == at


def test_an_empty_list_has_no_neighbours(api):
    assert api.get_json("people/") == {"next": None, "previous": None, "results": []}
