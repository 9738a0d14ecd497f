"""Who held a post on a day: possibly, and certainly."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.models import Employment
from talentwatch.records.edit import edit
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db

DAY_PRECISE = {"start": "2020-06-15", "end": "2021-03-10", "end_state": "ended"}
MONTH_PRECISE = {"start": "2020-06", "end": "2021-03", "end_state": "ended"}
YEAR_PRECISE = {"start": "2020", "end": "2021", "end_state": "ended"}
BY_THEN = {"start": "[..2020-06]", "end": "[..2021-03]", "end_state": "ended"}
BY_THEN_AND_GOING_ON = {"start": "[..2020-06]", "end_state": "ongoing"}
ONGOING = {"start": "2020-06-15", "end_state": "ongoing"}
UNKNOWN = {"start": "2020-06-15"}
UNDATED = {}


def held(day, certainty):
    return [post.slug for post in Employment.objects.on(date.fromisoformat(day), certainty)]


def make_post(values, *seen_on):
    """A post that Fortune reports, and where it saw the person on these days."""
    claims = [{"source": make_source("Fortune", published=day), "end_state": "ongoing"} for day in seen_on]
    return make_employment(claims=tuple(claims) or ({"source": make_source("Fortune")},), **values)


FIRST_AND_LAST_DAYS = [  # when it was, when Fortune saw the person there, and the answer of days
    (DAY_PRECISE, [], "2020-06-14 - · 2020-06-15 certain · 2020-06-16 certain · 2021-03-10 certain · 2021-03-11 -"),
    (MONTH_PRECISE, [], "2020-05-31 - · 2020-06-01 possible · 2020-06-29 possible · 2020-06-30 certain"),
    (MONTH_PRECISE, [], "2021-03-01 certain · 2021-03-02 possible · 2021-03-31 possible · 2021-04-01 -"),
    (YEAR_PRECISE, [], "2019-12-31 - · 2020-01-01 possible · 2020-12-30 possible · 2020-12-31 certain"),
    (YEAR_PRECISE, [], "2021-01-01 certain · 2021-01-02 possible · 2021-12-31 possible · 2022-01-01 -"),
    (BY_THEN, [], "1950-01-01 possible · 2020-06-30 possible · 2021-03-31 possible · 2021-04-01 -"),
    (
        BY_THEN,
        ["2020-09-15"],
        "2020-06-29 possible · 2020-06-30 certain · 2020-09-15 certain · 2020-09-16 possible",
    ),
    (BY_THEN_AND_GOING_ON, [], "1950-01-01 possible · 2020-06-30 possible · 2090-01-01 possible"),
    (BY_THEN_AND_GOING_ON, ["2024-06-15"], "2020-06-29 possible · 2020-06-30 certain · 2024-06-15 certain"),
    (BY_THEN_AND_GOING_ON, ["2024-06-15"], "2024-06-16 possible · 2090-01-01 possible"),
    (ONGOING, [], "2020-06-14 - · 2020-06-15 possible · 2020-06-16 possible · 2090-01-01 possible"),
    (ONGOING, ["2024-06-15"], "2020-06-14 - · 2020-06-15 certain · 2024-06-15 certain · 2024-06-16 possible"),
    (ONGOING, ["2022-01-01", "2024-06-15"], "2020-06-15 certain · 2024-06-15 certain · 2024-06-16 possible"),
    (ONGOING, ["2024-06"], "2020-06-15 certain · 2024-06-01 certain · 2024-06-02 possible · 2024-06-30 possible"),
    (ONGOING, ["[..2024-06]"], "2020-06-15 possible · 2024-06-30 possible"),
    (UNKNOWN, [], "2020-06-14 - · 2020-06-15 possible · 2090-01-01 possible"),
    (UNKNOWN, ["2024-06-15"], "2020-06-14 - · 2020-06-15 certain · 2024-06-15 certain · 2024-06-16 possible"),
    (UNDATED, [], "1950-01-01 possible · 2090-01-01 possible"),
    (UNDATED, ["2024-06-15"], "2024-06-14 possible · 2024-06-15 certain · 2024-06-16 possible"),
    (UNDATED, ["2024"], "2024-01-01 possible · 2024-06-15 possible · 2024-12-31 possible"),
    (
        UNDATED,
        ["2023", "2025"],
        "2023-12-30 possible · 2023-12-31 certain · 2025-01-01 certain · 2025-01-02 possible",
    ),
    (MONTH_PRECISE, ["2022-06-15"], "2020-06-29 possible · 2020-06-30 certain · 2021-03-31 certain · 2021-04-01 -"),
    (MONTH_PRECISE, ["2019-06-15"], "2020-05-31 - · 2020-06-01 certain · 2021-03-01 certain · 2021-03-02 possible"),
]


def test_on_knows_the_first_and_the_last_day():
    with edit():
        posts = [
            make_post(values | {"person": make_person(f"Person {number}")}, *seen_on)
            for number, (values, seen_on, _) in enumerate(FIRST_AND_LAST_DAYS)
        ]
    for post, (values, seen_on, days) in zip(posts, FIRST_AND_LAST_DAYS, strict=True):
        for day, answer in (pair.split() for pair in days.split(" · ")):
            assert (post.slug in held(day, "possible")) == (answer != "-"), (values, seen_on, day)
            assert (post.slug in held(day, "certain")) == (answer == "certain"), (values, seen_on, day)


@pytest.mark.parametrize(
    ("stances", "confidence", "answer"),
    [
        (["announced"], "confirmed", "certain"),
        (["reported"], "reported", "certain"),
        (["rumoured"], "rumoured", "possible"),
        (["denied", "announced"], "disputed", "possible"),
        (["denied"], "refuted", "-"),
    ],
)
def test_certain_is_for_what_is_confirmed_or_reported_and_refuted_posts_are_never_held(stances, confidence, answer):
    post = make_employment(claims=tuple({"stance": stance} for stance in stances), **DAY_PRECISE)
    assert post.confidence == confidence
    assert bool(held("2020-12-01", "possible")) is (answer != "-")
    assert bool(held("2020-12-01", "certain")) is (answer == "certain")


def test_possible_is_what_is_asked_for_by_default():
    post = make_post(UNDATED)
    assert list(Employment.objects.on(date(2024, 1, 1))) == [post]


# Random posts, against the rule written down once more

DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 9))
BOUNDS = st.none() | DAYS


@st.composite
def posts(draw):
    start, end = sorted([draw(DAYS), draw(DAYS)]), sorted([draw(DAYS), draw(DAYS)])
    columns = {"start_earliest": start[0], "start_latest": start[1], "end_earliest": end[0], "end_latest": end[1]}
    end_state = draw(st.sampled_from(["ended", "ongoing", "unknown"]))
    for name in ("start_earliest", "start_latest", "end_earliest"):
        columns[name] = draw(st.sampled_from([None, columns[name]]))
    if end_state != "ended":
        columns["end_earliest"] = columns["end_latest"] = None
    elif columns["start_earliest"] and columns["start_earliest"] > end[1]:
        columns["start_earliest"] = None
    seen = {name: draw(BOUNDS) for name in ("verified_from", "verified_on")}
    confidence = draw(st.sampled_from(["confirmed", "reported", "rumoured", "disputed", "refuted"]))
    return Employment(**columns, **seen, end_state=end_state, confidence=confidence, slug="a-post")


def is_possible(post, day):
    has_begun = post.start_earliest is None or post.start_earliest <= day
    is_not_over = post.end_state != "ended" or post.end_latest >= day
    return post.confidence != "refuted" and has_begun and is_not_over


def is_certain(post, day):
    began = [bound for bound in (post.start_latest, post.verified_from) if bound]
    lasted = [bound for bound in (post.end_earliest, post.verified_on) if bound]
    is_sure = post.confidence in {"confirmed", "reported"} and is_possible(post, day)
    return is_sure and bool(began and lasted) and min(began) <= day <= max(lasted)


@pytest.fixture
def cast(db):
    return {"person": make_person(), "organization": make_organization()}


@pytest.fixture
def answers(cast):
    """What the database says of a post on a day, of a post stored behind the back of every rule but the checks."""

    def ask(post, day):
        post.pk = None
        post.person, post.organization = cast["person"], cast["organization"]
        Employment._base_manager.all()._raw_delete("default")
        Employment._base_manager.bulk_create([post])
        return tuple(Employment.objects.on(day, certainty).exists() for certainty in ("possible", "certain"))

    return ask


def test_the_database_answers_as_the_rule_says(answers):
    @given(posts(), DAYS)
    @settings(deadline=None, max_examples=150)
    def holds(post, day):
        possible, certain = answers(post, day)
        assert (possible, certain) == (is_possible(post, day), is_certain(post, day))
        assert possible or not certain
        spans = {certainty: post.days_held(certainty) for certainty in ("possible", "certain")}
        held = {certainty: bool(span) and span[0] <= day <= span[1] for certainty, span in spans.items()}
        assert held == {"possible": possible, "certain": certain}

    holds()
