"""/api/v1/cohorts/{slug}/retention/"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.retention import interval_days, months_covered, summary_statistics
from talentwatch.publishing import transitions
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_organization,
    make_person,
    make_source,
)

ADDRESS = "cohorts/the-authors/retention/"


@pytest.fixture
@built_once
def cast(db):
    """Of five at Acme, Ada left for Beta, Bob left for nobody knows where, Cy stays at its labs, Dee never was there."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    labs = make_organization("Acme Labs", parent=acme)
    ada, bob, cy, dee = (make_person(name) for name in ("Ada", "Bob", "Cy", "Dee"))
    end = {"end_state": "ended"}
    stated = {"stated_months": 24}
    left = make_employment(ada, acme, start="2018-01-01", end="2020-06-15", claims=(stated,), **end)
    make_claim(left, make_source("Second"), stated_months=28)
    make_employment(ada, beta, start="2020-07", end_state="ongoing")
    make_employment(bob, acme, end="by 2019", **end)
    still = {"end_state": "ongoing", "source": make_source("Third", published="2020-12-31")}
    make_employment(cy, labs, start="2019", end_state="ongoing", claims=(still,))
    make_employment(dee, beta, end_state="ongoing")
    make_cohort(ada, bob, cy, dee, expected_size=5)
    return {"ada": ada, "left": left}


def test_the_figures_in_full(api, cast):
    none = {"people": 0, "min": None, "mean": None, "median": None, "max": None}
    assert api.get_json(ADDRESS, organization="acme", interval="year", **{"from": "2018", "to": "2020"}) == {
        "cohort": {"slug": "the-authors", "name": "The authors"},
        "organizations": [{"slug": "acme", "name": "Acme"}],
        "expected_size": 5,
        "remaining": 1,
        "left": 2,
        "interval": "year",
        "points": [
            {"date": "2018-01-01", "certain": 1, "possible": 2},
            {"date": "2019-01-01", "certain": 1, "possible": 3},
            {"date": "2020-01-01", "certain": 2, "possible": 2},
            {"date": "2020-12-31", "certain": 1, "possible": 1},
        ],
        "elsewhere": [{"organization": {"slug": "beta", "name": "Beta"}, "people": 1}],
        "whereabouts_unknown": 1,
        "tenure_months": {
            "stated": {"people": 1, "min": 26.0, "mean": 26.0, "median": 26.0, "max": 26.0},
            "derived_min": {"people": 1, "min": 29.0, "mean": 29.0, "median": 29.0, "max": 29.0},
            "derived_max": {"people": 1, "min": 29.0, "mean": 29.0, "median": 29.0, "max": 29.0},
        },
    }
    assert summary_statistics([]) == none


def test_the_span_is_that_of_the_known_dates(api, cast):
    points = api.get_json(ADDRESS, organization="acme", interval="quarter")["points"]
    assert (points[0]["date"], points[-1]["date"]) == ("2018-01-01", "2020-12-31")


def test_time_in_two_posts_at_once_counts_once(api, cast):
    make_employment(cast["ada"], cast["left"].organization, start="2019", end="2020-12-31", end_state="ended")
    months = api.get_json(ADDRESS, organization="acme", interval="year")["tenure_months"]
    assert (months["derived_min"]["max"], months["derived_max"]["max"]) == (35, 35)  # 2018 to 2020


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        ([("2018-01-01", "2018-12-31")], 11),
        ([("2018-01-01", "2018-12-31"), ("2019-01-01", "2020-01-01")], 24),
        ([("2018-01-01", "2018-12-30"), ("2019-01-01", "2020-01-01")], 11 + 12),
        ([("2019-01-01", "2019-06-01"), ("2018-01-01", "2020-01-01")], 24),
        ([("2019-01-01", "2018-06-01"), ("2020-01-01", "2020-03-01")], 2),
        ([], 0),
    ],
)
def test_months_are_counted_once(spans, months):
    assert months_covered([tuple(map(date.fromisoformat, span)) for span in spans]) == months


def test_an_organization_alone(api, cast):
    assert api.get_json(ADDRESS, organization="acme", include_descendants="false")["remaining"] == 0
    assert api.get_json(ADDRESS, organization="acme,beta")["left"] == 1


@pytest.mark.parametrize(
    ("since", "interval", "points"),
    [
        ("2001-02", "month", 240),
        ("2001-01", "quarter", 81),
        ("1961-04", "quarter", 240),
        ("1961-01", "year", 61),
    ],
)
def test_the_interval_is_the_finest_that_fits(api, cast, since, interval, points):
    figures = api.get_json(ADDRESS, organization="acme", **{"from": since, "to": "2020"})
    assert (figures["interval"], len(figures["points"])) == (interval, points)
    asked = api.get_json(ADDRESS, organization="acme", interval=interval, **{"from": since, "to": "2020"})
    assert asked == figures


@pytest.mark.parametrize("dates", [{}, {"from": "1900", "to": "2100"}])
def test_no_span_is_too_long_where_no_interval_is_asked_for(api, cast, dates):
    ancient = make_person("Eve")
    make_employment(ancient, make_organization("Old"), start="1900", end="2100", end_state="ended")
    make_cohort(ancient, name="The ancients")
    figures = api.get_json("cohorts/the-ancients/retention/", organization="old", **dates)
    assert (figures["interval"], len(figures["points"])) == ("year", 202)


def test_the_span_begins_where_somebody_was_first_seen(api):
    ada = make_person("Ada")
    seen = ({"source": make_source(f"Of {year}", published=year), "end_state": "ongoing"} for year in ("2019", "2023"))
    make_employment(ada, make_organization("Acme"), end_state="ongoing", claims=tuple(seen))
    make_cohort(ada)
    points = api.get_json(ADDRESS, organization="acme", interval="year")["points"]
    assert (points[0], points[-1]["date"]) == ({"date": "2019-12-31", "certain": 1, "possible": 1}, "2023-01-01")


def test_where_nobody_was_there_are_no_points(api, cast):
    make_organization("Core")
    figures = api.get_json(ADDRESS, organization="core")
    assert (figures["points"], figures["left"], figures["expected_size"]) == ([], 0, 5)
    assert figures["interval"] == "month"


def test_before_anything_is_known_there_are_no_points(api, cast):
    assert api.get_json(ADDRESS, organization="acme", to="2010")["points"] == []


def test_whoever_is_withdrawn_is_counted_no_more(api, cast):
    transitions.withdraw(cast["ada"])
    figures = api.get_json(ADDRESS, organization="acme")
    assert (figures["left"], figures["elsewhere"], figures["expected_size"]) == (1, [], 5)


@pytest.mark.parametrize(
    ("parameters", "at_fault", "detail"),
    [
        ({}, "organization", "This parameter is required."),
        ({"organization": "nowhere"}, "organization", "Unknown organization: nowhere."),
        ({"organization": "acme", "interval": "week"}, "interval", "Accepted: one of month, quarter, year."),
        ({"organization": "acme", "from": "[2020..]"}, "from", None),
        (
            {"organization": "acme", "from": "2021", "to": "2020"},
            "from",
            "Accepted: a date before 2020-12-31, where the span ends.",
        ),
        (
            {"organization": "acme", "from": "1950", "interval": "month"},
            "interval",
            "Accepted: up to 240 points; use a longer interval or a shorter span.",
        ),
        ({"organization": "acme", "page_size": "5"}, "page_size", None),
    ],
)
def test_what_means_nothing_is_refused(api, cast, parameters, at_fault, detail):
    (error,) = api.get_json(ADDRESS, 400, **parameters)["errors"]
    assert error["parameter"] == at_fault
    assert detail in {None, error["detail"]}


def test_a_cohort_that_is_not_public_has_no_figures(api, cast):
    make_cohort(cast["ada"], name="Drafted", status="draft")
    assert api.get_json("cohorts/drafted/retention/", 404, organization="acme")["status"] == 404


def test_more_points_cost_no_more_queries(api, cast):
    with CaptureQueriesContext(connection) as few:
        api.get_json(ADDRESS, organization="acme", **{"from": "2019", "to": "2019", "interval": "year"})
    with CaptureQueriesContext(connection) as many:
        api.get_json(ADDRESS, organization="acme", **{"from": "2005", "to": "2023"})
    # the cohort; the organization asked for and the tree; the posts; where they are now, and
    # what that is called; the stated months; the organization's name
    assert len(few) == len(many) == 8


@pytest.mark.parametrize(
    ("first", "last", "interval", "expected"),
    [
        ("2020-01-01", "2020-01-01", "month", ["2020-01-01"]),
        ("2020-01-15", "2020-03-01", "month", ["2020-01-15", "2020-02-01", "2020-03-01"]),
        ("2020-01-01", "2020-12-31", "quarter", ["2020-01-01", "2020-04-01", "2020-07-01", "2020-10-01", "2020-12-31"]),
        ("2019-12-31", "2021-02-01", "year", ["2019-12-31", "2020-01-01", "2021-01-01", "2021-02-01"]),
    ],
)
def test_intervals_begin_on_their_first_days(first, last, interval, expected):
    found = interval_days(date.fromisoformat(first), date.fromisoformat(last), interval)
    assert [day.isoformat() for day in found] == expected
