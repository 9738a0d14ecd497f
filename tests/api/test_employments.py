"""GET /api/v1/employments/ and one of them."""

from datetime import UTC, datetime

import pytest

from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_organization,
    make_person,
    make_source,
)

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
@built_once
def ada():
    return make_person("Ada")


@pytest.fixture
@built_once
def acme():
    return make_organization("Acme")


@pytest.fixture
@built_once
def left(ada, acme):
    """Ada was at Acme in 2015 and until 2019."""
    return make_employment(ada, acme, role="research", start="2015-03", end="2019-05-15", end_state="ended")


@pytest.fixture
@built_once
def founded(ada, left):
    """Ada left Acme for Initech, which one source says and another denies."""
    with edit(at=MOMENT):
        return make_employment(
            ada,
            make_organization("Initech"),
            role="founder",
            title="Co-founder",
            start="2019-06",
            end_state="ongoing",
            came_from=left,
            claims=(
                {"source": make_source("News", published="2021-02-03"), "start": "2019", "end_state": "ongoing"},
                {"source": make_source("Echo"), "stance": "denied"},
            ),
        )


def test_a_row(api, founded):
    assert api.get_json("employments/", role="founder")["results"] == [
        {
            "slug": "ada-initech",
            "url": "http://testserver/api/v1/employments/ada-initech/",
            "page": "http://testserver/people/ada/#ada-initech",
            "updated_at": "2026-01-02T03:04:05Z",
            "person": {"slug": "ada", "name": "Ada"},
            "organization": {"slug": "initech", "name": "Initech"},
            "title": "Co-founder",
            "role": "founder",
            "came_from": {"slug": "ada-acme", "name": "Ada, Acme"},
            "start": "2019-06",
            "start_earliest": "2019-06-01",
            "start_latest": "2019-06-30",
            "end": None,
            "end_earliest": None,
            "end_latest": None,
            "end_state": "ongoing",
            "end_reason": None,
            "left_for": None,
            "confidence": "disputed",
            "verified_from": "2021-02-03",
            "verified_on": "2021-02-03",
            "has_conflict": True,
            "tenure_months": {"min": 19, "max": None},
        }
    ]


def test_why_a_job_ended_and_what_it_was_left_for(api, left, founded, ada):
    make_employment(ada, end="2024", end_state="ended", end_reason="resigned", left_for="own_venture")
    (row,) = api.get_json("employments/", end_reason="resigned,dismissed")["results"]
    assert (row["end_reason"], row["left_for"]) == ("resigned", "own_venture")
    assert api.slugs("employments/", left_for="own_venture,study") == [row["slug"]]
    assert api.slugs("employments/", end_reason="died") == api.slugs("employments/", left_for="leave") == []
    assert "resigned, dismissed" in api.get_json("employments/", 400, end_reason="quit")["errors"][0]["detail"]
    assert "independent, own_venture" in api.get_json("employments/", 400, left_for="home")["errors"][0]["detail"]


def test_one_post_has_the_claims_for_it(api, founded):
    body = api.get_json("employments/ada-initech/")
    assert body.pop("claims") == api.get_json("claims/", employment="ada-initech")["results"]
    assert body in api.get_json("employments/")["results"]


@pytest.mark.parametrize(
    ("dates", "months"),
    [
        ({"start": "2015-03", "end": "2019-05-15", "end_state": "ended"}, {"min": 49, "max": 50}),
        ({"start": "2015", "end": "2015", "end_state": "ended"}, {"min": 0, "max": 11}),
        ({"start": "by 2015", "end": "2019", "end_state": "ended"}, {"min": 36, "max": None}),
        ({"start": "2015", "end": "by 2019", "end_state": "ended"}, {"min": None, "max": 59}),
        ({"start": "2015", "end_state": "unknown"}, {"min": None, "max": None}),
        ({}, {"min": None, "max": None}),
    ],
)
def test_tenure_in_whole_months(api, dates, months):
    make_employment(**dates)
    [row] = api.get_json("employments/", fields="tenure_months")["results"]
    assert row["tenure_months"] == months


def test_a_second_spell_has_an_address_of_its_own(api, ada, acme, left):
    make_employment(ada, acme, start="2022")
    assert api.slugs("employments/", person="ada") == ["ada-acme", "ada-acme-2"]


def test_person(api, founded):
    make_employment(make_person("Bob"))
    assert api.slugs("employments/", person="ada") == ["ada-acme", "ada-initech"]
    assert api.slugs("employments/", person="bob,ada", role="founder") == ["ada-initech"]
    assert api.refusals("employments/", person="cleo") == {"person": "Unknown person: cleo."}


def test_organization_means_its_parts_too(api, left, acme):
    make_employment(make_person("Bob"), make_organization("Acme Labs", parent=acme))
    assert api.slugs("employments/", organization="acme") == ["ada-acme", "bob-acme-labs"]
    assert api.slugs("employments/", organization="acme", include_descendants="false") == ["ada-acme"]
    assert api.refusals("employments/", organization="nope") == {"organization": "Unknown organization: nope."}


@pytest.mark.parametrize(
    ("name", "hit", "miss"),
    [
        ("role", "founder", "board"),
        ("end_state", "ongoing", "unknown"),
        ("confidence", "disputed", "refuted"),
        ("has_conflict", "true", None),
    ],
)
def test_a_choice(api, founded, name, hit, miss):
    assert api.slugs("employments/", **{name: hit}) == ["ada-initech"]
    assert "ada-initech" not in api.slugs("employments/", **{name: miss or "false"})
    assert api.refusals("employments/", **{name: "bad"})[name].startswith("Accepted: ")


def test_values_with_commas_mean_any_of_them(api, founded):
    assert api.slugs("employments/", end_state="ongoing,ended") == ["ada-acme", "ada-initech"]
    assert api.slugs("employments/", end_state="ongoing,ongoing") == ["ada-initech"]


def test_different_parameters_must_all_hold(api, founded):
    assert api.slugs("employments/", end_state="ended", role="founder") == []


def test_cohort(api, left, ada):
    make_employment(make_person("Bob"))
    make_cohort(ada, name="Authors")
    assert api.slugs("employments/", cohort="authors") == ["ada-acme"]
    assert api.slugs("employments/", cohort="authors", end_state="ongoing") == []
    assert api.refusals("employments/", cohort="nope") == {"cohort": "Unknown cohort: nope."}


@pytest.mark.parametrize(
    ("name", "value", "possible", "certain"),
    [
        ("started_after", "2015-03", True, True),
        ("started_after", "2015-03-02", True, False),
        ("started_after", "2015-03-31", True, False),
        ("started_after", "2015-04", False, False),
        ("started_after", "2015", True, True),
        ("started_before", "2015-02", False, False),
        ("started_before", "2015-03-01", True, False),
        ("started_before", "2015-03", True, True),
        ("started_before", "2015", True, True),
        ("ended_after", "2019-05-15", True, True),
        ("ended_after", "2019-05-16", False, False),
        ("ended_before", "2019-05-14", False, False),
        ("ended_before", "2019-05-15", True, True),
        ("ended_before", "[2019-01..2019-05]", True, True),
    ],
)
def test_a_span_includes_its_ends(api, left, name, value, possible, certain):
    assert api.slugs("employments/", **{name: value}) == ["ada-acme"] * possible
    assert api.slugs("employments/", certainty="certain", **{name: value}) == ["ada-acme"] * certain


def test_ended_speaks_of_ended_posts_only(api):
    make_employment(start="2015", end_state="ongoing")
    assert api.slugs("employments/", ended_after="1990") == []
    assert api.slugs("employments/", ended_before="2100") == []


@pytest.mark.parametrize("name", ["started_after", "started_before", "ended_after", "ended_before"])
@pytest.mark.parametrize(
    "value", ["2023-13", "2023-02-30", "00", "2023/2024", "June 2023", "[2023..2021]", "2101", "2023,2024", "٢٠٢٣"]
)
def test_a_span_refuses_what_is_no_date(api, name, value):
    assert "2023 · 2023-06 · 2023-06-15" in api.refusals("employments/", **{name: value})[name]


@pytest.mark.parametrize("value", ["[2023..]", "[..2023]"])
def test_a_span_needs_both_ends(api, value):
    assert api.refusals("employments/", started_after=value) == {
        "started_after": "Accepted: 2023 · 2023-06 · 2023-06-15 · [2023-01..2023-04], in the years 1900 to 2100."
    }


@pytest.mark.parametrize(
    ("stance", "possible", "certain"),
    [
        ("announced", True, True),
        ("reported", True, True),
        ("rumoured", True, False),
        ("denied", False, False),
    ],
)
def test_on_weighs_confidence(api, stance, possible, certain):
    make_employment(claims=({"stance": stance},), start="2020", end="2022", end_state="ended")
    assert api.slugs("employments/", on="2021-06-15") == ["ada-lovelace-acme"] * possible
    assert api.slugs("employments/", on="2021-06-15", certainty="certain") == ["ada-lovelace-acme"] * certain


def test_on_takes_one_day(api):
    assert api.refusals("employments/", on="2023-06") == {"on": "Accepted: a day, such as 2023-06-15."}


@pytest.fixture
@built_once
def undated(founded, acme):
    make_employment(make_person("Bob"), founded.organization, start="2010")
    make_employment(make_person("Cleo"), acme, start="by 2005", end="by 2009", end_state="ended")
    make_employment(make_person("Dot"), acme)


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    [
        ("start", ["bob-initech", "ada-acme", "ada-initech", "cleo-acme", "dot-acme"]),
        ("-start", ["ada-initech", "ada-acme", "bob-initech", "cleo-acme", "dot-acme"]),
        ("end", ["ada-acme", "ada-initech", "bob-initech", "cleo-acme", "dot-acme"]),
        ("-end", ["ada-acme", "ada-initech", "bob-initech", "cleo-acme", "dot-acme"]),
    ],
)
def test_ordering_by_the_earliest_day_with_nulls_last(api, undated, ordering, slugs):
    assert api.slugs("employments/", ordering=ordering) == slugs


def test_a_conflict_shows_and_goes_when_the_claim_does(api):
    post = make_employment(start="2023-06")
    clash = make_claim(post, make_source("Echo"), start="2025-05")
    assert api.get_json(f"employments/{post.slug}/")["has_conflict"] is True
    clash.start_earliest, clash.start_latest = post.start_earliest.replace(month=1, day=1), None
    clash.save()
    assert api.get_json(f"employments/{post.slug}/")["has_conflict"] is False
