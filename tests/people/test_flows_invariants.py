"""What flows must never get wrong: they are the moves that moves/ lists, counted; and the public ones only."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from people.models import Employment, Move, Organization, Person
from talentwatch.dates import parse
from talentwatch.exchange.integrity import check_timeline
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.api import ApiClient
from tests.support.built_once import built_once
from tests.support.factories import make_claim, make_employment, make_organization, make_person
from tests.support.worlds import load_llama

pytestmark = pytest.mark.django_db

QUICK = settings(  # to shrink takes minutes, for every example makes a timeline of its own
    deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
FIRMS = ("Acme", "Labs", "Deep", "Beta")  # Deep is a part of Labs, and Labs of Acme
GROUPS = {"labs": "acme", "deep": "acme"}
STARTS = ["", "2018", "2018-11", "2019-03-05", "[2018-12..2019-02]", "[..2019]", "[2019..]"]
ENDS = [None, "2019", "2019-12", "2020-01-01", "[2019-11..2020-02]", "[..2020]"]

JOBS = st.tuples(
    st.integers(0, 2), st.integers(0, 3), st.sampled_from(STARTS), st.sampled_from(ENDS), st.sampled_from([False, True])
)
ASKED = st.fixed_dictionaries(
    {"level": st.sampled_from(["unit", "group"]), "period": st.sampled_from(["all", "year", "month"])},
    optional={
        "after": st.sampled_from(["2018", "2019-06", "2019-12-15"]),
        "before": st.sampled_from(["2019-12", "2020", "2019-12-20"]),
        "certainty": st.sampled_from(["certain", "possible"]),
        "origin": st.sampled_from(["acme", "labs", "deep,beta"]),
        "destination": st.sampled_from(["acme", "beta"]),
        "include_descendants": st.sampled_from(["true", "false"]),
        "kind": st.sampled_from(["arrival,move", "internal,return", "departure"]),
        "confidence": st.sampled_from(["reported", "disputed"]),
    },
)


def make_career(jobs):
    with edit():
        organizations: list = []
        for name in FIRMS:
            parent = organizations[-1] if name in {"Labs", "Deep"} else None
            organizations.append(make_organization(name, parent=parent))
        people = [make_person(name) for name in ("Ada", "Bob", "Cy")]
        for person, place, start, end, is_disputed in jobs:
            ended = {"end": end, "end_state": "ended"} if end else {"end_state": "ongoing"}
            post = make_employment(people[person], organizations[place], **({"start": start} if start else {}), **ended)
            if is_disputed:
                make_claim(post, stance="denied")


def periods(move, period, first, last):
    """Day by day: the periods that a move may fall in, within the days from first to last."""
    if period == "all" or not (move["date_earliest"] and move["date_latest"]):
        return {None}
    earliest, latest = (date.fromisoformat(move[f"date_{side}"]) for side in ("earliest", "latest"))
    days = (earliest + timedelta(number) for number in range((latest - earliest).days + 1))
    return {day.isoformat()[: {"year": 4, "month": 7}[period]] for day in days if first <= day <= last}


def is_sure(move, first, last):
    """Confirmed or reported, and surely within the days from first to last."""
    starts_within = first == date.min or (move["date_earliest"] or "") >= first.isoformat()
    ends_within = last == date.max or (move["date_latest"] or "9999") <= last.isoformat()
    return move["confidence"] in {"confirmed", "reported"} and starts_within and ends_within


def span(asked):
    first = parse(asked["after"]).earliest if "after" in asked else date.min
    last = parse(asked["before"]).latest if "before" in asked else date.max
    return first, last


def by_hand(moves, asked, ends):
    """The moves counted one by one, in plain Python; `ends` gives those that a move is counted under."""
    certain, possible = Counter(), Counter()
    for move in moves:
        fallen = periods(move, asked["period"], *span(asked))
        key = ends(move)
        for period in fallen if key is not None else ():
            possible[*key, period] += 1
            certain[*key, period] += is_sure(move, *span(asked)) and len(fallen) == 1
    return {key: (certain[key], count) for key, count in possible.items()}


def pair(move, level):
    """The origin and destination that a move is counted under; None where it isn't."""
    slugs = [move[end] and move[end]["slug"] for end in ("origin", "destination")]
    if level == "group":
        slugs = [GROUPS.get(slug, slug) for slug in slugs]
    return None if level == "group" and slugs[0] == slugs[1] else tuple(slugs)


def counted(row):
    return row["certain"], row["possible"]


@settings(QUICK, max_examples=4)
@given(jobs=st.lists(JOBS, min_size=2, max_size=8), questions=st.lists(ASKED, min_size=6, max_size=12))
def test_flows_are_the_moves_counted_one_by_one(jobs, questions):
    api = ApiClient()
    with transaction.atomic():
        make_career(jobs)
        for asked in questions:
            filters = {name: value for name, value in asked.items() if name not in {"level", "period"}}
            moves = api.get_json("moves/", page_size=200, **filters)["results"]
            flows = api.get_json("flows/", page_size=200, **asked)["results"]
            found = {
                (*(row[end] and row[end]["slug"] for end in ("origin", "destination")), row["period"]): counted(row)
                for row in flows
            }
            assert len(found) == len(flows)
            assert found == by_hand(moves, asked, lambda move: pair(move, asked["level"]))  # noqa: B023 used at once
        transaction.set_rollback(True)


@settings(QUICK, max_examples=3)
@given(jobs=st.lists(JOBS, min_size=2, max_size=8), questions=st.lists(ASKED, min_size=4, max_size=8))
def test_in_and_out_of_one_are_the_moves_counted_one_by_one(jobs, questions):
    api = ApiClient()
    with transaction.atomic():
        make_career(jobs)
        for question in questions:
            asked = {name: value for name, value in question.items() if name not in {"level", "origin", "destination"}}
            filters = {name: value for name, value in asked.items() if name not in {"period", "include_descendants"}}
            moves = api.get_json("moves/", page_size=200, **filters)["results"]
            here = {"labs"} if asked.get("include_descendants") == "false" else {"labs", "deep"}
            rows = api.get_json("organizations/labs/flows/", page_size=200, **asked)["results"]
            for way, end, other in (("in", "destination", "origin"), ("out", "origin", "destination")):
                crossing = [move for move in moves if is_at(move, end, here) and not is_at(move, other, here)]
                found = {(row["period"],): counted(row[way]) for row in rows if row[way]["possible"]}
                assert found == by_hand(crossing, asked, lambda _: ())
        transaction.set_rollback(True)


def is_at(move, end, slugs):
    return bool(move[end]) and move[end]["slug"] in slugs


def edges(api, **parameters):
    return [
        tuple(row[end] and row[end]["slug"] for end in ("origin", "destination"))
        for row in api.get_json("flows/", **parameters)["results"]
    ]


@pytest.fixture
@built_once
def ada(api):
    """Ada left Labs, a part of Acme, for Beta."""
    labs = make_organization("Labs", parent=make_organization("Acme"))
    ada = make_person("Ada")
    make_employment(ada, labs, start="2018", end="2020-05", end_state="ended")
    make_employment(ada, make_organization("Beta"), start="2020-06", end_state="ongoing")
    return ada


def test_an_unknown_destination_has_a_row_of_its_own(api):
    make_employment(make_person(), make_organization("Acme"), end="2020", end_state="ended")
    assert edges(api) == [("acme", None), (None, "acme")]


def behind_the_rules(model, slug):
    model._base_manager.filter(slug=slug).update(status="draft")


HIDDEN = [
    (Person, "ada", "unit", []),
    (Employment, "ada-labs", "unit", []),
    (Employment, "ada-beta", "unit", [(None, "labs")]),
    (Organization, "labs", "unit", []),
    (Organization, "beta", "unit", [(None, "labs")]),
    (Organization, "acme", "unit", [("labs", "beta"), (None, "labs")]),
    (Organization, "acme", "group", []),
]


@pytest.mark.parametrize(("model", "slug", "level", "left"), HIDDEN)
def test_what_is_hidden_behind_the_rules_is_counted_nowhere(api, ada, model, slug, level, left):
    assert len(edges(api, level=level)) == 2
    behind_the_rules(model, slug)
    assert edges(api, level=level) == left
    assert len(edges(api)) == len(api.slugs("moves/"))
    here = {"in": (0, 0), "out": (0, 0)}
    for row in api.get_json("organizations/labs/flows/", 410 if slug == "labs" else 200).get("results", ()):
        here = {way: counted(row[way]) for way in ("in", "out")}
    assert here["out"][1] == left.count(("labs", "beta")) or slug == "acme"
    assert here["in"][1] == left.count((None, "labs")) or slug == "acme"


WITHDRAWN = [(Person, "ada"), (Employment, "ada-labs"), (Organization, "labs"), (Organization, "beta")]


@pytest.mark.parametrize(("model", "slug"), WITHDRAWN)
def test_the_table_never_holds_a_move_of_a_hidden_record(api, ada, model, slug):
    transitions.withdraw(model.objects.get(slug=slug))
    assert not Move.objects.hidden_keys(
        ["origin_unit", "destination_unit", "origin_group", "destination_group"]
    ).exists()
    assert set(Move.objects.all()) == set(Move.objects.published())
    assert check_timeline() == []


@pytest.mark.parametrize("change", ["withdrawn", "moved", "made whole"])
def test_groups_follow_the_tree(api, ada, change):
    acme, labs = Organization.objects.get(slug="acme"), Organization.objects.get(slug="labs")
    assert edges(api, level="group") == [("acme", "beta"), (None, "acme")]
    if change == "withdrawn":
        transitions.withdraw(acme)
    else:
        labs.parent = make_organization("Core") if change == "moved" else None
        labs.save()
    top = "core" if change == "moved" else "labs"
    assert edges(api, level="group") == [(top, "beta"), (None, top)]
    assert Move.objects.rebuild() == 0


def test_one_flow_costs_as_many_queries_as_fifty(api, ada):
    questions = ["flows/", "flows/?period=month&level=group", "flows/?period=year"]
    questions.append("organizations/beta/flows/?period=year")
    costs = []
    for _ in range(2):
        cache.clear()
        for address in questions:
            with CaptureQueriesContext(connection) as queries:
                assert api.get_json(address)["results"]
            costs.append(len(queries))
        beta = Organization.objects.get(slug="beta")
        with edit():
            for number in range(50 if len(costs) == len(questions) else 0):
                person = make_person(f"Person {number}")
                make_employment(person, make_organization(f"Firm {number}"), end=str(1950 + number), end_state="ended")
                make_employment(person, beta, start="2019")
    # is anything hidden; the pairs of a page; the counts, by period of a few pairs first; what they are called
    # the organization, which is asked for twice; its parts, and their slugs; is anything hidden; who came; who went
    assert costs == [4, 4, 4, 7, 4, 4, 5, 7]


def test_the_simple_sums_of_the_llama_leavers_agree_with_moves(api):
    load_llama()
    question = {"origin": "meta", "destination": "mistral-ai", "cohort": "llama-paper-authors"}
    moves = api.get_json("moves/", count="true", **question)
    assert sorted(move["person"]["name"] for move in moves["results"]) == [
        "Baptiste Rozière",
        "Guillaume Lample",
        "Marie-Anne Lachaux",
        "Thibaut Lavril",
        "Timothée Lacroix",
    ]
    (flow,) = api.get_json("flows/", **question)["results"]
    assert flow["possible"] == moves["count"]
    assert {row["period"]: counted(row) for row in api.get_json("flows/", period="year", **question)["results"]} == {
        "2023": (4, 4),
        "2024": (1, 1),
    }
    assert sum(row["possible"] for row in api.get_json("flows/", page_size=200)["results"]) == Move.objects.count()
