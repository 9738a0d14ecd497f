"""/api/v1/flows/"""

import pytest
from django.db import transaction

from tests.support.factories import make_claim, make_cohort, make_employment, make_organization, make_person

pytestmark = pytest.mark.django_db


def leave(person, origin, end, destination, **values):
    """A person leaves one post for another; both are reported."""
    make_employment(person, origin, start="2010", end=end, end_state="ended")
    return make_employment(person, destination, start="2030", end_state="ongoing", **values)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The cast below, made once for the module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        yield
        transaction.set_rollback(True)


def make_world():
    """From Acme's labs Ada left for Beta in 2020-05, Bob in 2020 or 2021; Cy, nobody says when, by a disputed report; Dee went
    over to the labs from Acme itself. The arrivals of all four at their first posts are of 2010."""
    acme, beta = make_organization("Acme"), make_organization("Beta")
    labs = make_organization("Labs", parent=acme)
    ada, bob, cy, dee = (make_person(name) for name in ("Ada", "Bob", "Cy", "Dee"))
    leave(ada, labs, "2020-05", beta)
    leave(bob, labs, "[2020..2021]", beta)
    make_employment(cy, labs, end="[..2022]", end_state="ended")
    disputed = make_employment(cy, beta, end_state="ongoing")
    make_claim(disputed, stance="denied")
    leave(dee, acme, "2019-07-02", labs)
    make_cohort(ada, dee)


def rows(api, **parameters):
    """Each flow in short: origin and destination, period, certain, possible."""
    found = api.get_json("flows/", page_size=200, **parameters)["results"]
    return [
        (*(row[end] and row[end]["slug"] for end in ("origin", "destination")), *list(row.values())[2:])
        for row in found
    ]


def moving(api, **parameters):
    """The same, of those that are no arrivals."""
    return rows(api, kind="move,internal", **parameters)


def test_a_flow_in_full(api, world):
    body = api.get_json("flows/", origin="labs", destination="beta", period="month", before="2020-05")
    assert body == {
        "next": None,
        "previous": None,
        "results": [
            {
                "origin": {"slug": "labs", "name": "Labs"},
                "destination": {"slug": "beta", "name": "Beta"},
                "period": month,
                "certain": 1 if month == "2020-05" else 0,
                "possible": 2 if month == "2020-05" else 1,
            }
            for month in ("2020-01", "2020-02", "2020-03", "2020-04", "2020-05")
        ]
        + [
            {
                "origin": {"slug": "labs", "name": "Labs"},
                "destination": {"slug": "beta", "name": "Beta"},
                "period": None,
                "certain": 0,
                "possible": 1,
            }
        ],
    }


def test_all_time_counts_every_move_once_and_a_disputed_one_as_possible(api, world):
    assert rows(api) == [
        ("acme", "labs", None, 1, 1),
        ("labs", "beta", None, 2, 3),
        (None, "acme", None, 1, 1),
        (None, "labs", None, 3, 3),
    ]


def test_a_vague_move_is_possible_in_each_period_and_certain_in_none(api, world):
    assert moving(api, origin="labs", period="year") == [
        ("labs", "beta", "2020", 1, 2),
        ("labs", "beta", "2021", 0, 1),
        ("labs", "beta", None, 0, 1),
    ]


def test_a_move_without_a_bounded_date_stands_under_no_period(api, world):
    assert rows(api, person="cy", period="month") == [("labs", "beta", None, 0, 1), (None, "labs", None, 1, 1)]


def test_groups_leave_out_the_moves_within_one(api, world):
    assert rows(api, level="group") == [("acme", "beta", None, 2, 3), (None, "acme", None, 4, 4)]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"after": "2020", "before": "2020"}, [("labs", "beta", None, 1, 3)]),
        ({"after": "2020", "before": "2020", "certainty": "certain"}, [("labs", "beta", None, 1, 1)]),
        ({"after": "2021", "period": "year"}, [("labs", "beta", "2021", 0, 1), ("labs", "beta", None, 0, 1)]),
        (
            {"after": "2020", "certainty": "certain", "period": "year"},
            [("labs", "beta", "2020", 1, 2), ("labs", "beta", "2021", 0, 1)],
        ),
        ({"confidence": "disputed"}, [("labs", "beta", None, 0, 1)]),
        ({"cohort": "the-authors"}, [("acme", "labs", None, 1, 1), ("labs", "beta", None, 1, 1)]),
        ({"person": "bob"}, [("labs", "beta", None, 1, 1)]),
        ({"origin": "acme", "include_descendants": "false"}, [("acme", "labs", None, 1, 1)]),
        ({"destination": "beta", "level": "group"}, [("acme", "beta", None, 2, 3)]),
        ({"updated_after": "2100-01-01"}, []),
    ],
)
def test_filters_are_those_of_moves(api, world, parameters, expected):
    assert moving(api, **parameters) == expected


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"level": "team"}, "Accepted: one of unit, group."),
        ({"period": "quarter"}, "Accepted: one of all, year, month."),
        ({"after": "2021", "before": "2020"}, "Accepted: a date before 2020-12-31, where the span ends."),
        ({"ordering": "slug"}, "Accepted: origin, -possible."),
        ({"fields": "slug"}, "Accepted: origin, destination, period, certain, possible; separated by commas."),
        ({"origin": "nowhere"}, "Unknown organization: nowhere."),
        ({"employer": "acme"}, None),
        ({"page_size": "0"}, None),
        ({"cursor": "eyJh"}, None),
    ],
)
def test_what_means_nothing_is_refused(api, world, parameters, detail):
    (error,) = api.get_json("flows/", 400, **parameters)["errors"]
    assert error["parameter"] in parameters
    assert detail in {None, error["detail"]}


def test_the_largest_come_first_if_asked(api, world):
    assert [row[:2] for row in rows(api, ordering="-possible")] == [
        ("labs", "beta"),
        (None, "labs"),
        ("acme", "labs"),
        (None, "acme"),
    ]


@pytest.mark.parametrize("ordering", ["origin", "-possible"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_there_and_back_hold_the_whole(api, world, ordering, size):
    asked = {"ordering": ordering, "period": "year", "count": "true"}
    whole = api.get_json("flows/", page_size=200, **asked)
    assert whole["count"] == len(whole["results"]) == 7
    pages = [api.get_json("flows/", page_size=size, **asked)]
    while pages[-1]["next"]:
        pages.append(api.get(pages[-1]["next"]).json())
    assert [row for page in pages for row in page["results"]] == whole["results"]
    back = [pages[-1]]
    while back[-1]["previous"]:
        back.append(api.get(back[-1]["previous"]).json())
    assert [page["results"] for page in reversed(back)] == [page["results"] for page in pages]


@pytest.mark.parametrize("ordering", ["origin", "-possible"])
@pytest.mark.parametrize("chunk", [1, 500])
def test_a_file_holds_all_rows(api, world, monkeypatch, ordering, chunk):
    monkeypatch.setattr("talentwatch.api.views.CHUNK", chunk)
    response = api.get("/api/v1/flows/", {"format": "csv", "period": "year", "ordering": ordering})
    head, *lines = b"".join(response.streaming_content).decode().splitlines()
    assert head == "origin_slug,origin_name,destination_slug,destination_name,period,certain,possible"
    assert sorted(lines) == [
        ",,acme,Acme,2010,1,1",
        ",,labs,Labs,,1,1",
        ",,labs,Labs,2010,2,2",
        "acme,Acme,labs,Labs,2019,1,1",
        "labs,Labs,beta,Beta,,0,1",
        "labs,Labs,beta,Beta,2020,1,2",
        "labs,Labs,beta,Beta,2021,0,1",
    ]
    first = {"origin": "acme,Acme,labs,Labs,2019,1,1", "-possible": "labs,Labs,beta,Beta,2020,1,2"}
    assert lines[0] == first[ordering]
