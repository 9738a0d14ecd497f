"""What an event may also say: its outcome, people affected, stake, amount; and that it may do without a summary."""

from decimal import Decimal
from typing import Any

import pytest

from events.models import NewsEvent
from events.models.currencies import CURRENCIES
from talentwatch.exchange.csv_reader import read_csv
from talentwatch.exchange.json_schema import timeline_schema
from talentwatch.exchange.run_import import ImportOptions, TimelineError, import_timeline, run_import
from talentwatch.exchange.serialization import stored_records
from talentwatch.exchange.workbook import Cell
from talentwatch.exchange.writers import as_csv, as_json
from talentwatch.exchange.xlsx_reader import cell_text
from tests.support.built_once import built_once
from tests.support.desk import address, errors, make_editor, save
from tests.support.factories import make_event, make_source
from tests.support.pages import Reader
from tests.support.timeline_file import small_timeline

pytestmark = pytest.mark.django_db

NUMBERS = {
    "people_affected_min": 600,
    "people_affected_max": 700,
    "stake_percent": 49.5,
    "amount": 14_300_000_000,
    "currency": "USD",
}


@pytest.fixture
@built_once
def talks() -> NewsEvent:
    return make_event(
        "Meta talks to Scale",
        slug="talks",
        kind="acquisition",
        outcome="in_talks",
        summary="",
        sources=(make_source("Paper"),),
        **NUMBERS | {"stake_percent": Decimal("49.5")},
    )


def test_the_api_gives_numbers_as_numbers(api: Any, talks: NewsEvent) -> None:
    row = api.get_json("events/talks/")
    expected = {"outcome": "in_talks", "summary": None, "stake_percent": 49.5, "amount": 14300000000, "currency": "USD"}
    assert {name: row[name] for name in expected} == expected
    assert row["people_affected"] == {"min": 600, "max": 700}


@pytest.mark.parametrize(
    ("least", "most", "shown"),
    [(None, None, None), (600, None, {"min": 600, "max": None}), (None, 5, {"min": None, "max": 5})],
)
def test_people_affected_is_null_only_if_nothing_is_known(api: Any, least: Any, most: Any, shown: Any) -> None:
    make_event(slug="cut", people_affected_min=least, people_affected_max=most)
    assert api.get_json("events/cut/")["people_affected"] == shown


def test_outcomes_are_a_filter(api: Any, talks: NewsEvent) -> None:
    make_event(slug="done")
    assert api.slugs("events/", kind="acquisition", outcome="in_talks,failed") == ["talks"]
    assert api.slugs("events/", outcome="happened") == ["done"]


def test_feeds_and_slides_say_it_and_do_without_a_summary(api: Any, talks: NewsEvent) -> None:
    facts = "in talks; 600 to 700 people; a stake of 49.5%; USD 14.3 billion"
    (entry,) = api.get_json("events/", format="jsonfeed")["items"]
    assert entry["content_text"] == f"June 2023; {facts}; reported."
    assert entry["tags"] == ["acquisition", "in talks", "reported"]
    assert facts in api.get("/api/v1/events/", {"format": "atom"}).content.decode()
    (slide,) = api.get_json("events/", format="timelinejs")["events"]
    assert slide["text"]["text"].startswith(f"<p>I{facts[1:]}</p>")


def test_linked_data_has_the_outcome_as_a_keyword_and_no_empty_body(api: Any, talks: NewsEvent) -> None:
    node = api.get_json("events/talks/", format="jsonld")
    assert (node["@type"], node["keywords"]) == ("NewsArticle", ["acquisition", "in talks", "reported"])
    assert "articleBody" not in node and "eventStatus" not in node


def test_pages_say_it_and_do_without_a_summary(reader: Reader, talks: NewsEvent) -> None:
    assert "Acquisition · in talks · reported" in reader.open("/").text
    page = reader.open("/events/talks/")
    assert "Acquisition · in talks · 600 to 700 people; a stake of 49.5%; USD 14.3 billion" in page.text
    assert "None" not in page.text
    assert {"name": "description", "content": "Meta talks to Scale"} in page.all("meta")


def test_what_happened_is_said_by_nothing(reader: Reader, api: Any) -> None:
    make_event("Done", slug="done")
    assert "happened ·" not in reader.open("/events/done/").text
    (entry,) = api.get_json("events/", format="jsonfeed")["items"]
    assert entry["tags"] == ["hire", "reported"]


# Files


def import_event(**values: Any) -> NewsEvent:
    data = small_timeline()
    data["events"][0] |= values
    import_timeline(data)
    return NewsEvent.objects.get()


def test_a_file_may_leave_all_of_it_out_and_what_is_stored_stays() -> None:
    assert import_event().outcome == "happened"
    event = import_event(outcome="failed", **NUMBERS)
    assert (event.outcome, event.stake_percent) == ("failed", Decimal("49.50"))
    version = event.version
    again = import_event()
    assert (again.outcome, again.amount, again.version) == ("failed", 14300000000, version)
    assert import_event(outcome="failed", **NUMBERS).version == version
    empty = import_event(**dict.fromkeys(["outcome", *NUMBERS]), summary=None)
    assert (empty.outcome, empty.people_affected_min, empty.stake_percent, empty.currency) == (
        "happened",
        None,
        None,
        "",
    )
    assert empty.summary == ""


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"outcome": "won"}, "outcome: “won” is no choice here. Choose one of: happened, planned, in_talks, failed."),
        ({"people_affected_min": 0}, "people_affected_min: Ensure this value is greater than or equal to 1."),
        ({"people_affected_min": 1.5}, "people_affected_min: this must be a text, a whole number or null."),
        (
            {"people_affected_min": 9, "people_affected_max": 8},
            "The lowest number of people affected can't be above the highest.",
        ),
        ({"stake_percent": 49.125}, "stake_percent: Ensure that there are no more than 2 decimal places."),
        ({"stake_percent": float("nan")}, "stake_percent: “nan” value must be a decimal number."),
        ({"stake_percent": float("inf")}, "stake_percent: “inf” value must be a decimal number."),
        ({"stake_percent": -1}, "stake_percent: Ensure this value is greater than or equal to 0."),
        ({"stake_percent": "half"}, "stake_percent: “half” value must be a decimal number."),
        ({"stake_percent": [1]}, "stake_percent: this must be a text, a whole number or null."),
        ({"amount": 10**30, "currency": "USD"}, "amount: Ensure this value is less than or equal to 1000000000000000."),
        ({"amount": 5}, "An amount needs a currency, and a currency an amount."),
        ({"amount": 5, "currency": "us$"}, "currency: Enter an ISO 4217 currency code such as USD, EUR or CNY."),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(values: dict[str, Any], error: str) -> None:
    with pytest.raises(TimelineError) as refusal:
        import_event(**values)
    assert f"events/ada-joins-acme: {error}" in refusal.value.errors


def test_files_give_the_same_values_again() -> None:
    import_event(outcome="planned", **NUMBERS)
    record = stored_records("events", ["ada-joins-acme"])["ada-joins-acme"]
    assert {name: record[name] for name in NUMBERS} == NUMBERS
    lists = {"events": [record]}
    assert b'"stake_percent": 49.5' in as_json(lists)
    report = run_import(read_csv("events", as_csv(lists).decode("utf-8-sig")), ImportOptions())
    assert (report.all_problems, report.totals["same"]) == ([], 1)


def test_a_workbook_may_have_a_fraction_where_a_decimal_belongs() -> None:
    assert cell_text("stake_percent", Cell("A1", "n", 49.5, "General")) == "49.5"


def test_the_schema_of_files_knows_them() -> None:
    properties = timeline_schema()["properties"]["events"]["items"]["properties"]
    assert properties["stake_percent"]["type"] == ["number", "null"]
    assert properties["outcome"]["enum"] == ["happened", "planned", "in_talks", "failed"]
    assert "parts" not in timeline_schema()["properties"]["events"]["items"]["required"]


# The desk


def test_an_editor_enters_and_corrects_them() -> None:
    desk = make_editor()
    event = make_event(status="draft")
    url = address(NewsEvent, "change", event.pk)
    refused = save(desk, url, amount=5)
    assert "An amount needs a currency, and a currency an amount." in errors(refused)
    assert save(desk, url, summary="", outcome="failed", **NUMBERS).status_code == 302
    event.refresh_from_db()
    assert (event.summary, event.outcome, event.stake_percent, event.currency) == (
        "",
        "failed",
        Decimal("49.50"),
        "USD",
    )


def test_currencies_are_the_codes_in_use() -> None:
    assert {"USD", "EUR", "GBP", "CNY", "JPY", "ILS", "XOF"} <= CURRENCIES
    assert not {"XXX", "XTS", "XAU", "DEM", "usd"} & CURRENCIES
    assert all(len(code) == 3 for code in CURRENCIES)
