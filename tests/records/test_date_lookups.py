"""Started, ended, published and happened: after and before a day, possibly and certainly, the day included."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import NewsEvent
from people.models import Employment, Source
from talentwatch.dates import PartialDate
from talentwatch.typed_dates import parse_typed
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db

DAY = date(2020, 6, 15)
# What the date is · after: possibly, certainly · before: possibly, certainly
TABLE = [
    ("2020-06-14", "    ", "P C "),
    ("2020-06-15", "P C ", "P C "),
    ("2020-06-16", "P C ", "    "),
    ("[..2020-06-14]", "    ", "P C "),
    ("[..2020-06-15]", "P   ", "P C "),
    ("[..2020-06-16]", "P   ", "P   "),
    ("[2020-06-14..]", "P   ", "P   "),
    ("[2020-06-15..]", "P C ", "P   "),
    ("[2020-06-16..]", "P C ", "    "),
    ("2020-05", "    ", "P C "),
    ("2020-06", "P   ", "P   "),
    ("2020-07", "P C ", "    "),
    ("2019", "    ", "P C "),
    ("2020", "P   ", "P   "),
    ("2021", "P C ", "    "),
    ("[2020-06-14..2020-06-15]", "P   ", "P C "),
    ("[2020-06-15..2020-06-16]", "P C ", "P   "),
]
OPEN = [("", "P   ", "P   "), *TABLE]
BOUNDED = [row for row in TABLE if parse_typed(row[0]).is_bounded]
CLOSED_ABOVE = [row for row in TABLE if parse_typed(row[0]).latest]


def answers(ask):
    """The letters of the table for a question."""
    return "".join(
        f"{letter if ask(DAY, certainty).exists() else ' '} "
        for letter, certainty in (("P", "possible"), ("C", "certain"))
    )


@pytest.mark.parametrize(("start", "after", "before"), OPEN)
def test_started(start, after, before):
    make_employment(start=start)
    assert answers(Employment.objects.started_after) == after
    assert answers(Employment.objects.started_before) == before


@pytest.mark.parametrize(("end", "after", "before"), CLOSED_ABOVE)
def test_ended(end, after, before):
    make_employment(end=end, end_state="ended")
    assert answers(Employment.objects.ended_after) == after
    assert answers(Employment.objects.ended_before) == before


@pytest.mark.parametrize("end_state", ["ongoing", "unknown"])
def test_only_ended_posts_have_ended(end_state):
    make_employment(start="2019", end_state=end_state)
    for ask in (Employment.objects.ended_after, Employment.objects.ended_before):
        assert answers(ask) == "    "


@pytest.mark.parametrize(("end", "may_have"), [("2020-06-14", False), ("2020-06-15", True), ("[..2020-06]", True)])
def test_who_was_gone_before_the_day_has_not_started_after_it(end, may_have):
    make_employment(start="", end=end, end_state="ended")
    assert Employment.objects.started_after(DAY).exists() is may_have


@pytest.mark.parametrize(
    ("start", "may_have"), [("2020-06-16", False), ("2020-06-15", True), ("2020-06", True), ("", True)]
)
def test_who_came_after_the_day_has_not_ended_before_it(start, may_have):
    make_employment(start=start, end="[..2021]", end_state="ended")
    assert Employment.objects.ended_before(DAY).exists() is may_have


@pytest.mark.parametrize(("published", "after", "before"), OPEN)
def test_published(published, after, before):
    make_source(published=published)
    assert answers(Source.objects.after) == after
    assert answers(Source.objects.before) == before


@pytest.mark.parametrize(("when", "after", "before"), BOUNDED)
def test_happened(when, after, before):
    make_event(date=when)
    assert answers(NewsEvent.objects.after) == after
    assert answers(NewsEvent.objects.before) == before


DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 6))


@st.composite
def spans(draw):
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return PartialDate(draw(st.sampled_from([first, None])), draw(st.sampled_from([last, None])))


@pytest.fixture
def store(db):
    cast = {"person": make_person(), "organization": make_organization()}

    def keep(start, end):
        post = Employment(**cast, slug="a-post", end_state="ended" if end.latest else "unknown")
        post.start, post.end = start, end if end.latest else PartialDate()
        Employment._base_manager.all()._raw_delete("default")
        Employment._base_manager.bulk_create([post])

    return keep


def test_what_is_certain_is_possible(store):
    words = ("started_after", "started_before", "ended_after", "ended_before")

    @given(spans(), spans(), DAYS)
    @settings(deadline=None, max_examples=80)
    def holds(start, end, day):
        store(start if not end.before(start) else PartialDate(), end)
        for ask in (getattr(Employment.objects, word) for word in words):
            assert ask(day).exists() or not ask(day, "certain").exists()

    holds()
