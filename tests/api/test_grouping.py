"""group_by= and expand= of lists."""

import pytest
from django.core.cache import cache

from people.models import Cohort, Employment, Organization, Person, Source
from talentwatch.resources import RECORD_TYPES
from tests.support.behind_the_rules import set_behind_the_rules
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world():
    """Ada leads Acme's labs and then Beta, Bob is at Beta, and Cy nowhere; Dee, at Acme, is a draft."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    labs = make_organization("Labs", parent=acme)
    ada, bob = make_person("Ada"), make_person("Bob")
    make_person("Cy")
    make_employment(ada, labs, role="lead", start="2018", end="2020-05", end_state="ended")
    make_employment(ada, beta, role="lead", start="early 2021", end_state="ongoing")
    make_employment(bob, beta, role="research", start="[2020..2021]", end_state="ongoing")
    dee = make_person("Dee", status="draft")
    make_employment(dee, acme, status="draft", start="2018")
    make_cohort(ada, bob, name="Authors")
    make_event(
        "Ada joins Beta", kind="hire", date="2021", people=(ada,), organizations=(beta,), sources=(make_source("Echo"),)
    )
    make_event(
        "Beta begins", kind="founding", date="[2020..2021]", organizations=(beta,), sources=(make_source("Echo Two"),)
    )


def groups(api, address, group_by, **filters):
    body = api.get_json(address, group_by=group_by, **filters)
    assert body.keys() == {"group_by", "groups"}
    assert body["group_by"] == group_by
    return {each["value"]: each.get("count", (each.get("certain"), each.get("possible"))) for each in body["groups"]}


def test_groups_in_full(api, world):
    assert api.get_json("employments/", group_by="organization") == {
        "group_by": "organization",
        "groups": [
            {"value": "beta", "name": "Beta", "count": 2},
            {"value": "labs", "name": "Labs", "count": 1},
        ],
    }
    assert api.get_json("employments/", group_by="end_reason")["groups"] == [{"value": None, "name": None, "count": 3}]
    assert api.get_json("events/", group_by="kind")["groups"] == [
        {"value": "founding", "name": "Founding", "count": 1},
        {"value": "hire", "name": "Hire", "count": 1},
    ]


def test_a_vague_date_is_possible_in_each_of_its_years(api, world):
    assert api.get_json("employments/", group_by="year")["groups"] == [
        {"value": 2018, "name": "2018", "certain": 1, "possible": 1},
        {"value": 2020, "name": "2020", "certain": 0, "possible": 1},
        {"value": 2021, "name": "2021", "certain": 1, "possible": 2},
    ]
    assert groups(api, "organizations/", "year") == {None: (0, 3)}


@pytest.mark.parametrize(
    ("address", "group_by", "filters", "expected"),
    [
        ("people/", "organization", {}, {"beta": 2, "labs": 1}),
        ("people/", "organization", {"role": "lead"}, {"beta": 1, "labs": 1}),
        ("people/", "organization", {"organization": "acme"}, {"labs": 1}),
        ("people/", "role", {}, {"lead": 1, "research": 1}),
        ("people/", "cohort", {}, {"authors": 2, None: 1}),
        ("organizations/", "parent", {}, {None: 2, "acme": 1}),
        ("employments/", "person", {}, {"ada": 2, "bob": 1}),
        ("claims/", "employment", {"person": "bob"}, {"bob-beta": 1}),
        ("claims/", "stance", {}, {"reported": 3}),
        ("cohorts/", "person", {}, {"ada": 1, "bob": 1}),
        ("sources/", "kind", {}, {"report": 7}),
        ("events/", "organization", {}, {"beta": 2}),
        ("events/", "person", {}, {"ada": 1, None: 1}),
        ("events/", "source", {}, {"echo": 1, "echo-two": 1}),
        ("events/", "source", {"source": "echo"}, {"echo": 1}),
        ("events/", "part", {}, {"subject": 2}),
        ("moves/", "kind", {}, {"arrival": 2, "move": 1}),
        ("moves/", "destination", {"kind": "move"}, {"beta": 1}),
        ("moves/", "year", {"kind": "move"}, {2020: (1, 1)}),
        ("changes/", "resource", {"resource": "people", "action": "published"}, {"people": 3}),
    ],
)
def test_each_list_is_grouped_by_what_it_is_filtered_by(api, world, address, group_by, filters, expected):
    assert groups(api, address, group_by, **filters) == expected


def test_what_is_hidden_is_in_no_group(api, world):
    assert "Dee" not in str(api.get_json("employments/", group_by="person"))
    Person._base_manager.filter(slug="bob").update(status="withdrawn")
    assert groups(api, "cohorts/", "person") == {"ada": 1}
    Person._base_manager.filter(slug="ada").update(status="withdrawn")
    assert groups(api, "cohorts/", "person") == {None: 1}


def test_hidden_rows_are_in_no_group_of_what_they_link_to(api, world):
    """Drafts that name a public person, organization and source count nowhere."""
    before = {
        (resource, name): api.get_json(f"{resource}/", group_by=name)
        for resource, record_type in RECORD_TYPES.items()
        for name in record_type.viewset.filterset_class.groupings()
    }
    ada, beta, source = Person.objects.get(slug="ada"), Organization.objects.get(slug="beta"), Source.objects.first()
    draft = make_employment(ada, beta, status="draft", role="board", start="2022", claims=({"source": source},))
    make_event(
        "Ada is about to leave",
        status="draft",
        date="2023",
        people=(ada,),
        organizations=(beta,),
        employments=(draft,),
        sources=(source,),
    )
    make_source("Nobody", status="draft", language="he", kind="statement")
    cache.clear()
    for (resource, name), groups_before in before.items():
        assert api.get_json(f"{resource}/", group_by=name) == groups_before, (resource, name)


def test_a_row_that_names_only_what_is_hidden_counts_as_one_that_names_nothing(api, world):
    """Whether somebody is on a list, or an organization a part of one, that readers don't know is nothing they can count."""
    addresses = [("people", "cohort"), ("employments", "cohort"), ("claims", "cohort"), ("moves", "cohort")]
    addresses += [("events", "cohort"), ("organizations", "parent")]

    def all_groups():
        return {(name, by): groups(api, f"{name}/", by) for name, by in addresses}

    ada, cy, beta = Person.objects.get(slug="ada"), Person.objects.get(slug="cy"), Organization.objects.get(slug="beta")
    make_employment(cy, beta)
    make_event("Ada meets Cy", people=(ada, cy), date="2022", sources=(Source.objects.first(),))
    before = all_groups()
    assert before["people", "cohort"] == {"authors": 2, None: 1}
    assert before["events", "cohort"] == {"authors": 2, None: 2}
    make_cohort(cy, ada, name="Leavers", status="draft")
    beta.parent = make_organization("Holding", status="draft")
    beta.save()
    assert all_groups() == before
    set_behind_the_rules(Cohort.objects.get(slug="authors"), status="draft")
    assert groups(api, "people/", "cohort") == {None: 3}


@pytest.mark.parametrize("name", ["cursor", "page_size", "count", "ordering", "fields"])
def test_groups_take_filters_only(api, world, name):
    assert api.refusals("people/", group_by="role", **{name: "slug"}) == {name: "Groups take filters only."}
    assert api.refusals("people/", group_by="role", format="csv") == {"format": "Accepted with group_by: json."}
    assert list(api.refusals("people/", group_by="role", organization="nope")) == ["organization"]


def test_a_grouping_that_there_is_not_is_refused_with_the_others(api, world):
    assert api.refusals("cohorts/", group_by="year") == {"group_by": "Accepted: one of person, source."}
    assert api.refusals("moves/", group_by="role")["group_by"].startswith("Accepted: one of person, origin,")
    assert list(api.refusals("flows/", group_by="year")) == ["group_by"]


def test_at_most_200_groups(api, monkeypatch, world):
    monkeypatch.setattr("talentwatch.api.grouping.MAX_GROUPS", 1)
    assert groups(api, "employments/", "organization") == {"beta": 2}
    make_cohort(Person.objects.get(slug="cy"), name="Leavers", status="draft")
    for name in ("Eve", "Fay", "Gil"):
        make_person(name)
    # The draft list would be the last of the groups.
    assert groups(api, "people/", "cohort") == {None: 4}


@pytest.mark.parametrize(
    ("address", "group_by"), [("employments/", "person"), ("events/", "source"), ("moves/", "year")]
)
def test_groups_cost_the_same_for_any_number_of_rows(api, world, django_assert_max_num_queries, address, group_by):
    with django_assert_max_num_queries(3):
        groups(api, address, group_by)


def test_rows_contain_what_is_expanded(api, world):
    rows = api.get_json("people/", expand="employments")["results"]
    assert [[job["slug"] for job in row["employments"]] for row in rows] == [["ada-labs", "ada-beta"], ["bob-beta"], []]
    assert rows[0] == api.get_json("people/ada/")
    assert api.get_json("employments/", expand="claims", person="bob")["results"] == [
        api.get_json("employments/bob-beta/")
    ]
    assert api.get_json("people/", expand="employments", fields="employments", page_size="1")["results"][0].keys() == {
        "employments"
    }


def test_only_what_a_list_has_is_expanded(api, world):
    assert api.refusals("people/", expand="claims") == {"expand": "Accepted: one of employments."}
    assert list(api.refusals("cohorts/", expand="members")) == ["expand"]
    assert list(api.refusals("people/", fields="employments")) == ["fields"]


def test_expanded_rows_cost_the_same_for_any_number(api, world, django_assert_num_queries):
    for page_size in ("1", "200"):
        with django_assert_num_queries(1):
            api.get_json("people/", expand="employments", page_size=page_size)
        with django_assert_num_queries(1):
            api.get_json("employments/", expand="claims", page_size=page_size)
    assert Employment.objects.published().count() == 3
