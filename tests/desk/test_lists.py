"""Lists, search and suggestions at the desk."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person, Source
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.desk import (
    address,
    autocomplete,
    make_editor,
    search_list,
    similar_suggestions,
    suggestions,
)
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


@pytest.fixture
@built_once
def ada_and_bob(db: None) -> None:
    """Ada has other names, and both have a job."""
    with edit():
        make_employment(make_person("Ada Lovelace", names=("עדה לאבלייס", "Countess")))
        make_employment(make_person("Bob"), make_organization("Other"))


@pytest.mark.parametrize("text", ["lovelace", "ADA", "Lovelacé", "עדה", "countess ada"])
def test_people_are_found_by_any_name_in_any_script(desk: Client, ada_and_bob: None, text: str) -> None:
    assert search_list(desk, Person, q=text) == {"Ada Lovelace"}


@pytest.mark.parametrize("text", ["ada acme", "Acme", "עדה", "lovelace"])
def test_jobs_are_found_by_person_and_organization(desk: Client, ada_and_bob: None, text: str) -> None:
    assert search_list(desk, Employment, q=text) == {"Ada Lovelace, Acme"}


def test_sources_are_found_by_their_text_or_their_address(desk: Client) -> None:
    make_source("Paper", title="Ada joins", url="https://example.org/ada?x=1")
    make_source("Gazette", archive_url="https://archive.example.org/1")
    assert search_list(desk, Source, q="paper ada") == {"Paper"}
    assert search_list(desk, Source, q="https://example.org/ada") == {"Paper"}
    assert search_list(desk, Source, q="https://archive.example.org/1") == {"Gazette"}


def test_a_search_of_too_many_words_is_refused(desk: Client) -> None:
    make_person("Ada")
    page = desk.get(address(Person, "changelist"), {"q": "word " * 21}).content.decode()
    assert "Search for at most 20 words, 300 letters in all." in page
    assert autocomplete(desk, "person", "ada " * 21) == []


@pytest.mark.parametrize(
    ("lacks", "expected"), [("job", {"Bob"}), ("ongoing", {"Bob", "Eve"}), ("native", {"Ada", "Bob", "Eve"})]
)
def test_people_are_filtered_by_what_is_missing(desk: Client, lacks: str, expected: set[str]) -> None:
    make_employment(make_person("Ada"), end_state="ongoing")
    make_employment(make_person("Eve"), end_state="unknown")
    make_employment(make_person("Bob"), end_state="ongoing", status="withdrawn")
    assert search_list(desk, Person, lacks=lacks) == expected


def test_jobs_are_filtered_by_conflict_and_marked(desk: Client) -> None:
    make_employment(make_person("Ada"), start="2023-06", claims=({"start": "2025-05"},))
    make_employment(
        make_person("Bob"), start="2023-06", end="[2024-01..2024-03]", end_state="ended", claims=({"start": "2023"},)
    )
    assert search_list(desk, Employment, has_conflict__exact="1") == {"Ada, Acme"}
    page = desk.get(address(Employment, "changelist")).content.decode()
    assert page.count("⚠ yes") == 1
    assert '<span class="days">Jan–</span><wbr><span class="days">Mar 2024</span>' in page


def test_filters_count_what_they_would_show(desk: Client) -> None:
    make_person("Ada")
    make_person("Bob", status="draft")
    page = desk.get(address(Person, "changelist")).content.decode()
    assert "Draft (1)" in page
    assert "Published (1)" in page


def test_lists_show_their_columns(desk: Client) -> None:
    person = make_person("Ada", names=("עדה",))
    post = make_employment(person, make_organization("FAIR", parent=make_organization("Meta")), end_state="ongoing")
    make_event(people=(person,), organizations=(post.organization,), date="2023-06")
    make_cohort(person, expected_size=14)
    make_source("", title="כותרת", language="he", url="https://example.org/")
    pages = {
        model: desk.get(address(model, "changelist")).content.decode()
        for model in (Person, Organization, Source, Cohort, NewsEvent)
    }
    assert '<bdi dir="auto">עדה</bdi>' in pages[Person]
    assert "FAIR" in pages[Person]
    assert "Meta" in pages[Organization]
    assert '<bdi dir="auto" lang="he">כותרת</bdi>' in pages[Source]
    assert 'href="https://example.org/"' in pages[Source]
    assert "14" in pages[Cohort]
    assert "<bdi>Ada</bdi>" in pages[NewsEvent]
    assert "<bdi>FAIR</bdi>" in pages[NewsEvent]


def test_suggestions_show_the_current_employer(desk: Client) -> None:
    ada = make_person("Ada Lovelace", names=("עדה",))
    make_employment(ada, make_organization("Acme"), end_state="ongoing")
    make_employment(ada, make_organization("Past"), end="2020", end_state="ended")
    make_person("Ada Byron", status="draft")
    assert autocomplete(desk, "person", "ada") == ["Ada Byron (draft)", "Ada Lovelace — Acme"]
    assert autocomplete(desk, "person", "עדה") == ["Ada Lovelace — Acme"]
    assert autocomplete(desk, "people", "עדה", model="newsevent", app="events") == ["Ada Lovelace — Acme"]


def test_suggestions_distinguish_records_of_the_same_name(desk: Client) -> None:
    unit = make_organization("FAIR", parent=make_organization("Meta"))
    make_employment(make_person("Ada"), unit, title="Engineer", start="2020", end="2022", end_state="ended")
    make_source("Paper", title="Ada leaves", published="2022-05")
    assert autocomplete(desk, "organization", "fair") == ["FAIR — part of Meta"]
    assert autocomplete(desk, "organization", "meta") == ["Meta"]
    assert autocomplete(desk, "came_from", "ada") == ["Ada, FAIR, Engineer, 2020 → 2022"]
    assert autocomplete(desk, "source", "leaves", model="claim") == ["Paper, May 2022 — Ada leaves"]


def test_a_record_without_details_is_suggested_by_its_name(desk: Client) -> None:
    make_cohort(make_person("Ada"), name="The authors")
    assert autocomplete(desk, "merged_into", "authors", model="cohort") == ["The authors"]


def test_merged_records_are_not_suggested(desk: Client) -> None:
    old = make_person("Ada L", status="withdrawn")
    old.merged_into = make_person("Ada Lovelace")
    old.save()
    assert autocomplete(desk, "person", "ada") == ["Ada Lovelace"]


def test_users_are_suggested_by_djangos_label(desk: Client) -> None:
    query = {"app_label": "admin", "model_name": "logentry", "field_name": "user", "term": "gra"}
    assert desk.get(reverse("admin:autocomplete"), query).json()["results"][0]["text"] == "grace"


@pytest.mark.parametrize("query", ["", "?app_label=x", "?app_label=people&model_name=person&field_name=name&term=%00"])
def test_malformed_suggestion_queries_are_refused(desk: Client, query: str) -> None:
    assert desk.get(reverse("admin:autocomplete") + query).status_code in {400, 403}


def test_similar_names_are_suggested_apart(desk: Client) -> None:
    ada = make_person("Sam Altman")
    make_organization("OpenAI")
    make_organization("Hugging Face")
    assert (autocomplete(desk, "person", "Altmann"), similar_suggestions(desk, "person", "Altmann")) == (
        [],
        ["Sam Altman"],
    )
    assert autocomplete(desk, "organization", "Open AI") == ["OpenAI"]
    assert autocomplete(desk, "organization", "HuggingFace") == ["Hugging Face"]
    make_employment(ada, Organization.objects.get(name="OpenAI"))
    assert similar_suggestions(desk, "came_from", "Altmann") == ["Sam Altman, OpenAI, ? → unknown"]


def test_a_name_that_nobody_has_can_be_created(desk: Client) -> None:
    make_person("Ada Lovelace")
    create = {"id": "create", "text": "Create “Ada L”", "create": {"name": "Ada L"}}
    assert suggestions(desk, "person", " Ada L ")[-1] == create
    assert suggestions(desk, "person", "ada lovelace")[-1]["text"] == "Ada Lovelace"
    assert suggestions(desk, "person", "") == suggestions(desk, "person", "ada lovelace")


def test_a_source_is_created_from_its_address_or_title(desk: Client) -> None:
    make_source("Paper", title="Ada leaves", url="https://example.org/ada")
    url = "https://example.org/bob"
    assert [row.get("create") for row in suggestions(desk, "source", url, "claim")] == [{"url": url}]
    assert [row.get("create") for row in suggestions(desk, "source", "Bob leaves", "claim")] == [
        {"title": "Bob leaves"}
    ]
    assert [row.get("create") for row in suggestions(desk, "source", "ada", "claim")] == [None]


def test_no_record_is_offered_to_be_created_where_it_can_not_be(desk: Client) -> None:
    assert suggestions(desk, "merged_into", "Nobody", "person") == []
    assert suggestions(desk, "came_from", "Nobody") == []


def test_the_rows_of_a_list_are_chosen_once_for_all_filters_that_were_not_chosen(desk: Client) -> None:
    """Django chooses them again for each filter that counts what it would show; for a search, titles are asked for."""
    make_employment(make_person("Ada"))
    asked = 'SELECT DISTINCT "people_employment"."title"'

    def count_searches(**query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert search_list(desk, Employment, **query) == {"Ada, Acme"}
        return len([query for query in queries if query["sql"].startswith(asked)])

    assert (count_searches(q="ada"), count_searches(q="ada", status__exact="published")) == (1, 2)


@pytest.mark.parametrize("column", [5, 6], ids=["start", "end"])
def test_who_looks_for_the_latest_is_not_shown_those_without_a_date_first(desk: Client, column: int) -> None:
    for start, end in (("2019", "2020"), ("", ""), ("2021", "2022")):
        make_employment(make_person(f"Ada {start}"), start=start, end=end, end_state="ended" if end else "unknown")
    for order, names in ((column, ["Ada", "Ada 2019", "Ada 2021"]), (-column, ["Ada 2021", "Ada 2019", "Ada"])):
        page = desk.get(address(Employment, "changelist"), {"o": order})
        assert [job.person.name for job in page.context["cl"].result_list] == names
