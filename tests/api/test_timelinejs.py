"""format=timelinejs of events and of a person; tests/browser/test_timelinejs.py shows it in TimelineJS itself."""

from pathlib import Path

import pytest
from django.conf import settings

from talentwatch.api.timelinejs import MAX_SLIDES, TimelineJSRenderer
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def drawn(api, address, **parameters):
    response = api.get(f"/api/v1/{address}", {"format": "timelinejs", **parameters})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/vnd.timelinejs+json"
    return response.json()


@pytest.fixture
def ada():
    return make_person("Ada")


@pytest.fixture
def acme():
    return make_organization("A & B")


def test_an_event_as_a_slide(api):
    fortune = make_source("Fortune", url="https://fortune.example/?a=1&b=2", published="2023-06-15")
    make_event(
        "Ada joins A & B",
        slug="x",
        date="2023-06",
        summary="At <once>.",
        sources=(fortune, (make_source("", slug="z"), "denied")),
    )
    assert drawn(api, "events/", kind="hire,layoff") == {
        "title": {
            "text": {"headline": "Who moves between AI labs", "text": "<p>kind: hire,layoff</p>"},
            "autolink": False,
        },
        "events": [
            {
                "unique_id": "x",
                "start_date": {"year": 2023, "month": 6},
                "display_date": "June 2023",
                "text": {
                    "headline": "Ada joins A &amp; B",
                    "text": "<p>At &lt;once&gt;.</p>"
                    '<p><a href="http://testserver/events/x/">What the sources say</a></p>',
                },
                "group": "Hire",
                "autolink": False,
                "media": {
                    "url": "<blockquote>Disputed: 2 sources</blockquote>",
                    "credit": '<a href="https://fortune.example/?a=1&amp;b=2">Fortune</a> (15 June 2023), z (denies it)',
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("date", "start", "end", "words"),
    [
        ("2023", {"year": 2023}, None, "2023"),
        ("2023-06", {"year": 2023, "month": 6}, None, "June 2023"),
        ("2023-06-05", {"year": 2023, "month": 6, "day": 5}, None, "5 June 2023"),
        ("early 2023", {"year": 2023, "month": 1}, {"year": 2023, "month": 4}, "between January and April 2023"),
        ("[2021..2022]", {"year": 2021}, {"year": 2022}, "between 2021 and 2022"),
    ],
)
def test_a_partial_date_stays_partial(api, date, start, end, words):
    make_event(date=date)
    (slide,) = drawn(api, "events/")["events"]
    assert (slide["start_date"], slide.get("end_date"), slide["display_date"]) == (start, end, words)


def test_all_events_are_there_or_none(api, monkeypatch):
    monkeypatch.setattr(TimelineJSRenderer, "max_rows", 3)
    for number in range(3):
        make_event(f"Event {number}")
    assert len(api.slugs("events/", page_size=2)) == 2
    assert len(drawn(api, "events/")["events"]) == 3
    make_event("One more", kind="layoff")
    assert api.refusals("events/", format="timelinejs") == {"format": "Limited to 3 rows: add filters."}
    assert len(drawn(api, "events/", kind="hire")["events"]) == 3


def test_the_documentation_tells_how_many_that_are():
    text = (Path(settings.ROOT) / "docs" / "api.md").read_text(encoding="utf-8")
    assert f"up to {MAX_SLIDES} events" in text


def test_filters_and_order_hold(api):
    make_event("Late", slug="late", date="2024")
    make_event("Early", slug="early", date="2020")
    make_event("Hidden", status="draft")
    assert [slide["unique_id"] for slide in drawn(api, "events/")["events"]] == ["late", "early"]
    assert [slide["unique_id"] for slide in drawn(api, "events/", ordering="date")["events"]] == ["early", "late"]
    assert [slide["unique_id"] for slide in drawn(api, "events/", before="2021")["events"]] == ["early"]
    assert drawn(api, "events/", after="2025")["events"] == []


@pytest.mark.parametrize(
    "parameters",
    [{"page_size": "5"}, {"cursor": "x"}, {"count": "true"}, {"fields": "slug"}, {"kind": "x"}, {"on": "x"}],
)
def test_bad_parameters_are_problems_here_too(api, parameters):
    assert list(api.refusals("events/", format="timelinejs", **parameters)) == list(parameters)


@pytest.mark.parametrize("parameters", [{"fields": "slug"}, {"page_size": "5"}])
def test_a_career_takes_no_others(api, ada, parameters):
    assert list(api.refusals("people/ada/", format="timelinejs", **parameters)) == list(parameters)


@pytest.mark.parametrize("address", ["people/", "organizations/", "events/x/", "organizations/x/"])
def test_nothing_else_is_a_timeline(api, address):
    assert list(api.refusals(address, format="timelinejs")) == ["format"]


def test_a_career(api, ada, acme):
    make_employment(ada, acme, title="Chief", start="2020-06", end="2023-04-05", end_state="ended")
    make_employment(ada, make_organization("Never"), role="board")
    assert drawn(api, "people/ada/") == {
        "title": {"text": {"headline": "Ada", "text": "<p>Dates unknown: Board, Never.</p>"}, "autolink": False},
        "events": [
            {
                "unique_id": "ada-a-b",
                "start_date": {"year": 2020, "month": 6},
                "end_date": {"year": 2023, "month": 4, "day": 5},
                "display_date": "June 2020 – 5 April 2023",
                "text": {
                    "headline": "Chief, A &amp; B",
                    "text": '<p>Reported: <a href="http://testserver/people/ada/#ada-a-b">'
                    "the claims of its sources</a></p>",
                },
                "group": "A &amp;amp; B",
                "autolink": False,
            }
        ],
    }


@pytest.mark.parametrize(
    ("post", "seen", "start", "end", "words"),
    [
        ({"start": "2020", "end_state": "ongoing"}, None, "2020", None, "2020 – still there"),
        (
            {"start": "2020", "end_state": "ongoing"},
            "2022-03-04",
            "2020",
            "2022-3-4",
            "2020 – still there on 4 March 2022",
        ),
        ({"start": "2020"}, None, "2020", None, "2020 – end unknown"),
        ({"end_state": "ongoing"}, "2022-03-04", "2022-3-4", None, "start unknown – still there on 4 March 2022"),
        ({"end": "2021", "end_state": "ended"}, None, "2021", None, "start unknown – 2021"),
        ({"end": "by 2021", "end_state": "ended"}, None, "2021", None, "start unknown – by 2021"),
        ({"start": "by 2020-06", "end_state": "ongoing"}, None, "2020-6", None, "by June 2020 – still there"),
        (
            {"start": "by 2022-06", "end_state": "ongoing"},
            "2022-03-04",
            "2022-3-4",
            None,
            "by June 2022 – still there on 4 March 2022",
        ),
        ({"start": "from 2020 on", "end_state": "ongoing"}, None, "2020", None, "2020 or later – still there"),
        ({"start": "2020-06", "end": "2020", "end_state": "ended"}, None, "2020-6", None, "June 2020 – 2020"),
        (
            {"start": "mid 2020", "end": "late 2021", "end_state": "ended"},
            None,
            "2020-5",
            "2021-12",
            "between May and August 2020 – between September and December 2021",
        ),
    ],
)
def test_the_dates_of_a_post(api, ada, acme, post, seen, start, end, words):
    claims = ({"source": make_source(published=seen), "end_state": "ongoing"},) if seen else ({},)
    make_employment(ada, acme, claims=claims, **post)
    (slide,) = drawn(api, "people/ada/")["events"]
    assert "-".join(map(str, slide["start_date"].values())) == start
    assert ("-".join(map(str, slide["end_date"].values())) if "end_date" in slide else None) == end
    assert slide["display_date"] == words


def test_doubt_is_told(api, ada, acme):
    claims = ({"stance": "denied"}, {"start": "1999", "source": make_source("Echo")})
    make_employment(ada, acme, start="2020", end_state="unknown", claims=claims)
    (slide,) = drawn(api, "people/ada/")["events"]
    assert slide["text"]["text"].startswith("<p>Disputed, with a conflict: ")
    assert slide["display_date"] == "2020 – end unknown"
