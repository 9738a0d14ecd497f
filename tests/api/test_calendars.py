"""format=ics of events and moves, as a calendar program reads it."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from talentwatch.api.calendars import CalendarRenderer
from talentwatch.records.edit import edit
from tests.support.factories import make_employment, make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


def entries(api, address, **parameters):
    response = api.get(f"/api/v1/{address}", {"format": "ics", **parameters})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(map(len, response.content.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(response.content)
    assert [error for component in calendar.walk() for error in component.errors] == []
    assert str(calendar["version"]) == "2.0"
    entries = calendar.walk("VEVENT")
    agrees_with_another_library(response.content.decode(), entries)
    return entries


def agrees_with_another_library(text, entries):
    """`icalendar` wrote it and has read it; `ical`, which shares no code with it and checks types, reads the same."""
    from ical.calendar_stream import IcsCalendarStream

    others = IcsCalendarStream.calendar_from_ics(text).events
    assert [(each.uid, each.summary, each.description, each.dtstart, each.dtend) for each in others] == [
        (str(each["uid"]), str(each["summary"]), str(each["description"]), *days(each)) for each in entries
    ]
    assert [(each.url and str(each.url), each.status, set(each.categories)) for each in others] == [
        (str(each["url"]), str(each["status"]), set(map(str, each["categories"].cats))) for each in entries
    ]


def days(entry):
    return entry.decoded("dtstart"), entry.decoded("dtend")


def test_an_event_takes_all_the_days_that_it_can_be(api):
    with edit(at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)):
        make_event("Ada joins Acme; at once, “she” says", slug="x", date="2023-06", summary="Two lines,\nof text.")
    (entry,) = entries(api, "events/")
    assert days(entry) == (date(2023, 6, 1), date(2023, 7, 1))
    assert str(entry["summary"]) == "Ada joins Acme; at once, “she” says"
    assert str(entry["description"]) == "Two lines,\nof text.\n\nJune 2023; reported."
    assert str(entry["uid"]) == "tag:testserver,2026:events/x"
    assert entry.decoded("dtstamp") == entry.decoded("last-modified") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (str(entry["url"]), str(entry["status"])) == ("http://testserver/events/x/", "CONFIRMED")
    assert api.get(str(entry["url"]))["Content-Type"] == "text/html; charset=utf-8"


def test_what_is_announced_is_there_and_tentative(api):
    make_event("Acme buys Beta", kind="acquisition", outcome="planned", date="2031-05-04")
    (entry,) = entries(api, "events/", after="2030")
    assert days(entry) == (date(2031, 5, 4), date(2031, 5, 5))
    assert str(entry["status"]) == "TENTATIVE"


def test_moves_without_a_date_are_left_out(api):
    ada, acme = make_person("Ada"), make_organization("Acme")
    make_employment(ada, acme, start="2018", end="2020-05", end_state="ended")
    make_employment(ada, make_organization("Beta"), start="2020-06", end_state="ongoing")
    make_employment(make_person("Bob"), acme, end_state="ongoing")
    move, arrival = entries(api, "moves/")
    assert (str(move["summary"]), days(move)) == ("Ada: from Acme to Beta", (date(2020, 5, 1), date(2020, 6, 1)))
    assert str(arrival["summary"]) == "Ada: joined Acme, previous employer unknown"
    assert entries(api, "moves/", kind="return") == []


def test_all_rows_are_there_or_none(api, monkeypatch):
    monkeypatch.setattr(CalendarRenderer, "max_rows", 1)
    make_event("One"), make_event("Two")
    assert api.refusals("events/", format="ics") == {"format": "Limited to 1 rows: add filters."}
    for name in ("page_size", "cursor", "count", "fields"):
        assert list(api.refusals("events/", format="ics", **{name: "1"})) == [name]


def test_moves_are_feeds_too(api):
    make_employment(make_person("Ada"), make_organization("Acme"), start="2018", end="2020", end_state="ended")
    (item, _) = api.get_json("moves/", format="jsonfeed")["items"]
    titles = {each["title"]: each for each in api.get_json("moves/", format="jsonfeed")["items"]}
    assert set(titles) == {"Ada: left Acme, destination unknown", "Ada: joined Acme, previous employer unknown"}
    assert item["id"].startswith("tag:testserver,2026:moves/ada-acme")
    assert item["url"] == "http://testserver/people/ada/#ada-acme"
    assert (
        b'rel="alternate" href="http://testserver/people/ada/#ada-acme"'
        in api.get("/api/v1/moves/?format=atom").content
    )


def test_charts_of_moves_and_of_one_organization(api):
    ada, acme = make_person("Ada"), make_organization("Acme")
    make_employment(ada, acme, start="2018", end="2020", end_state="ended")
    make_employment(ada, make_organization("Beta"), start="2021", end_state="ongoing")
    chart = api.get("/api/v1/moves/?kind=move&format=svg").content.decode()
    assert "Acme to Beta: 1." in chart
    chart = api.get("/api/v1/organizations/acme/flows/?period=year&format=svg").content.decode()
    assert "2018: 1 joined, 0 left. 2020: 0 joined, 1 left." in chart
    assert "At least 1 joined and 1 left." in chart
    assert "No moves are known." in api.get("/api/v1/organizations/acme/flows/?kind=return&format=svg").content.decode()
    assert list(api.refusals("organizations/acme/flows/", format="svg", page_size="1")) == ["page_size"]


def test_a_search_adds_no_line_to_the_calendar(api):
    response = api.get("/api/v1/events/", {"format": "ics", "q": "acme\rBEGIN:VEVENT\x01"})
    assert response.status_code == 200
    assert b"X-WR-CALNAME:talentwatch events (q: acme BEGIN:VEVENT\xef\xbf\xbd)\r\n" in response.content
