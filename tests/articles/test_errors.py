"""One fault on the screen gives one error, at the cell to change."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from talentwatch.articles.build_records import NO_EVENT_DATE
from talentwatch.articles.enter_article import SaveAction, enter_article
from talentwatch.articles.screen import read_screen
from tests.support.articles import make_row, make_screen
from tests.support.factories import make_organization, make_person

pytestmark = pytest.mark.django_db
EVENT = {"number": "1", "kind": "departure", "date": "2023", "headline": "Ada leaves Meta", "summary": ""}
LIST = {"name": "A list", "expected_size": "3"}


def errors_of(*, event: dict[str, str] | None = None, name: str = "Ada Lovelace", **values: Any) -> list[Any]:
    """Where the errors of an article stand, of which one row and one event say that Ada left Meta."""
    cohort = values.pop("cohort", {})
    row = make_row(name, **{"left__organization": "Meta", "left__end": "2023", "event": "1"} | values)
    screen = make_screen(row, events=[EVENT | (event or {})], cohort=cohort)
    report = enter_article(read_screen(screen), User.objects.create(is_superuser=True), SaveAction.PUBLISH)
    return [(error.row, error.cell) for error in report.errors]


@pytest.mark.parametrize("date", ["", "soonish", "by June 2025", "from June 2023 on"])
def test_the_date_of_an_event(date: str) -> None:
    assert errors_of(event={"date": date}) == [(None, "events.1.date")]


def test_an_event_without_both_bounds_is_told_what_it_needs() -> None:
    screen = make_screen(
        make_row(left__organization="Meta", left__end="2023", event="1"), events=[EVENT | {"date": ""}]
    )
    report = enter_article(read_screen(screen), User.objects.create(is_superuser=True), SaveAction.DRAFT)
    assert [error.message for error in report.errors] == [NO_EVENT_DATE]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("left.start", "soonish"),
        ("left.end", "soonish"),
        ("left.end", "2090"),
        ("left.stated_months", "long"),
        ("left.end_state", "perhaps"),
        ("left.left_for", "fun"),
        ("left.organization", "מטא"),
        ("stance", "perhaps"),
        ("passage", "word " * 61),
    ],
)
def test_a_cell_of_a_row_with_an_event(cell: str, text: str) -> None:
    assert errors_of(**{cell.replace(".", "__"): text}) == [(1, cell)]


@pytest.mark.parametrize("name", ["", "עדה"])
def test_a_person_without_a_name_in_latin_letters(name: str) -> None:
    assert errors_of(name=name) == [(1, "person")]


@pytest.mark.parametrize("values", [{"left__start": "2024"}, {"left__end_state": "ongoing"}])
def test_what_two_cells_say_together_stands_at_the_job(values: dict[str, str]) -> None:
    assert errors_of(**values) == [(1, "left")]


def test_somebody_who_left_for_something_else_didnt_leave_for_a_job() -> None:
    assert errors_of(left__left_for="study", joined__organization="Google") == [(1, "left.left_for")]


def test_known_people_and_organizations_need_no_new_name() -> None:
    make_organization("Meta")
    make_person("Ada Lovelace")
    assert errors_of() == []


@pytest.mark.parametrize(
    ("field", "text"), [("name", "רשימה"), ("expected_size", ""), ("expected_size", "many"), ("expected_size", "0")]
)
def test_a_field_of_the_cohort(field: str, text: str) -> None:
    assert errors_of(cohort=LIST | {field: text}) == [(None, f"cohort.{field}")]
