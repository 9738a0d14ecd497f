"""A stated length and an end give a start."""

from typing import Any

import pytest
from django.urls import reverse

from people.stated_length import start_from_length
from talentwatch.typed_dates import parse_typed
from tests.support.desk import make_editor


@pytest.mark.parametrize(
    ("end", "months", "start"),
    [
        ("2023-05", 104, "[2014-08..2014-10]"),
        ("2023-05-31", 104, "[2014-08..2014-10]"),
        ("2023-12", 12, "[2022-11..2023-01]"),
        ("2023-01", 1, "[2022-11..2023-01]"),
        ("[2023-01..2023-04]", 84, "[2015-12..2016-05]"),
        ("[..2023-01]", 12, "[..2022-02]"),
        ("[2023-01..]", 12, "[2021-12..]"),
        ("", 12, ""),
        ("1901-02", 12, "[1900-01..1900-03]"),
        ("1901-01", 12, ""),
        ("1950", 1200, ""),
    ],
)
def test_the_start_is_the_end_minus_the_length_give_or_take_a_month(end: str, months: int, start: str) -> None:
    assert str(start_from_length(parse_typed(end), months)) == start


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "months", "answer"),
    [
        ("May 2023", "100", {"text": "[2014-12..2015-02]", "reading": "about January 2015"}),
        ("2023", "12", {"text": "[2021-12..2023-01]", "reading": "between December 2021 and January 2023"}),
        ("2023-05", "0", {}),
        ("2023-05", "1201", {}),
        ("2023-05", "a year", {}),
        ("2023-05", "9" * 100, {}),
        ("Junne", "12", {}),
        ("", "12", {}),
    ],
)
def test_the_desk_offers_a_start(end: str, months: str, answer: dict[str, Any]) -> None:
    address = reverse("admin:people_employment_read_length")
    assert make_editor().get(address, {"end": end, "months": months}).json() == answer


@pytest.mark.django_db
def test_nobody_else_is_answered(client: Any) -> None:
    assert client.get(reverse("admin:people_employment_read_length")).status_code == 302
