"""Dates as newsrooms write them: what each means, what is refused and why, and that all that we print can be typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentwatch import phrases
from talentwatch.dates import ACCEPTED, PartialDate, PartialDateError
from talentwatch.typed_dates import MAX_LENGTH, TYPED, parse_typed

DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("", ""),
        ("2023", "2023"),
        (" June  2023 ", "2023-06"),
        ("Sept. 2024", "2024-09"),
        ("in June, 2023", "2023-06"),
        ("\u200f15 June\u00a02023\u200e", "2023-06-15"),
        ("\u202b2023-06\u202c", "2023-06"),
        ("06/2023", "2023-06"),
        ("6.2023", "2023-06"),
        ("2023/06", "2023-06"),
        ("June 15, 2023", "2023-06-15"),
        ("Jun 15th 2023", "2023-06-15"),
        ("on 15 June 2023", "2023-06-15"),
        ("1st of June 2023", "2023-06-01"),
        ("15.6.2023", "2023-06-15"),
        ("3.4.2023", "2023-04-03"),
        ("15/06/2023", "2023-06-15"),
        ("06/15/2023", "2023-06-15"),
        ("15-06-2023", "2023-06-15"),
        ("04/04/2023", "2023-04-04"),
        ("mid-2023", "[2023-05..2023-08]"),
        ("middle of 2023", "[2023-05..2023-08]"),
        ("early 2023", "[2023-01..2023-04]"),
        ("beginning of 2023", "2023-01"),
        ("end of 2023", "2023-12"),
        ("by the end of 2023", "[..2023]"),
        ("early June 2023", "[2023-06-01..2023-06-10]"),
        ("mid June 2023", "[2023-06-11..2023-06-20]"),
        ("late June 2023", "[2023-06-21..2023-06-30]"),
        ("late July 2023", "[2023-07-22..2023-07-31]"),
        ("late February 2024", "[2024-02-20..2024-02-29]"),
        ("Q2 2025", "[2025-04..2025-06]"),
        ("2025 Q4", "[2025-10..2025-12]"),
        ("the third quarter of 2025", "[2025-07..2025-09]"),
        ("first half of 2024", "[2024-01..2024-06]"),
        ("H2 2024", "[2024-07..2024-12]"),
        ("spring 2024", "[2024-03..2024-05]"),
        ("fall of 2024", "[2024-09..2024-11]"),
        ("winter 2023–24", "[2023-12..2024-02]"),
        ("winter 2023/2024", "[2023-12..2024-02]"),
        ("around June 2023", "[2023-05..2023-07]"),
        ("c. 2018", "[2017..2019]"),
        ("ca. 15 June 2023", "[2023-06-14..2023-06-16]"),
        ("2018 or 2019", "[2018..2019]"),
        ("June or July 2023", "[2023-06..2023-07]"),
        ("2023–2024", "[2023..2024]"),
        ("2023-2024", "[2023..2024]"),
        ("2023–24", "[2023..2024]"),
        ("June–July 2024", "[2024-06..2024-07]"),
        ("June 2023 to July 2023", "[2023-06..2023-07]"),
        ("15–18 June 2023", "[2023-06-15..2023-06-18]"),
        ("June 15–18, 2023", "[2023-06-15..2023-06-18]"),
        ("Dec 2023–Jan 2024", "[2023-12..2024-01]"),
        ("between January and April 2023", "[2023-01..2023-04]"),
        ("between 3 and 15 June 2023", "[2023-06-03..2023-06-15]"),
        ("after June 2023", "[2023-07..]"),
        ("since June 2023", "[2023-06..]"),
        ("from June 2023 on", "[2023-06..]"),
        ("from June 2023 onwards", "[2023-06..]"),
        ("June 2023 or later", "[2023-06..]"),
        ("not before June 2023", "[2023-06..]"),
        ("before June 2023", "[..2023-05]"),
        ("by June 2023", "[..2023-06]"),
        ("until June 2023", "[..2023-06]"),
        ("no later than June 2023", "[..2023-06]"),
        ("June 2023 or earlier", "[..2023-06]"),
        ("before spring 2024", "[..2024-02]"),
        ("2018-07~", "[2018-06..2018-08]"),
        ("[2023-01..2023-04]", "[2023-01..2023-04]"),
    ],
)
def test_it_is_read_as(typed: str, canonical: str) -> None:
    assert str(parse_typed(typed)) == str(parse_typed(typed.upper())) == canonical


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("03/04/2023", "it can be 3 April 2023 or 4 March 2023: write the month as a word"),
        ("3-4-2023", "it can be 3 April 2023 or 4 March 2023: write the month as a word"),
        ("winter 2023", "it can be winter 2022–23 or winter 2023–24"),
        ("winter 2023–25", "a winter ends in the year after"),
        ("about early 2023", "about goes with a day, a month or a year"),
        ("late 15 June 2023", "early, mid and late go with a month or a year"),
        ("2024–2023", "its last day is before its first"),
        ("31.2.2023", "day is out of range for month"),
        ("13/2023", "months are 01 to 12"),
        ("1066", "only the years 1900 to 2100"),
    ],
)
def test_it_is_refused_because(typed: str, reason: str) -> None:
    with pytest.raises(PartialDateError) as refusal:
        parse_typed(typed)
    assert str(refusal.value) == f"“{typed}” is not a date ({reason}). Accepted: {ACCEPTED} · {TYPED}."


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "soon",
            "2023-13",
            "2023-24",
            "June",
            "15 June",
            "23",
            "06/23",
            "May 2023 – present",
            "between 2023",
            "or 2023",
        ),
        *(
            "Q5 2023",
            "early",
            "[spring 2024..]",
            "2023 or so",
            "by",
            "x" * (MAX_LENGTH + 1),
            "early " * 5000,
            "–" * 5000,
        ),
    ],
)
def test_anything_else_is_refused_with_what_is_accepted(typed: str) -> None:
    with pytest.raises(PartialDateError, match="Accepted: 2023 · 2023-06"):
        parse_typed(typed)


def test_every_example_of_the_message_is_accepted() -> None:
    words = [word for example in TYPED.split(" · ") for word in [example.replace("early, mid or late", "late")]]
    words = [word.replace("by, before, until, after or since", "since") for word in words]
    assert all(parse_typed(word) for word in words)


@given(DAYS, st.integers(0, 2000), st.sampled_from(["day", "month", "year"]), st.sampled_from(["both", "low", "high"]))
def test_all_that_is_printed_can_be_typed_with_the_same_meaning(day: date, days: int, unit: str, sides: str) -> None:
    low, high = day, min(day + timedelta(days), date(2100, 12, 31))
    if unit == "month":
        low, high = low.replace(day=1), (high.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    if unit == "year":
        low, high = date(low.year, 1, 1), date(high.year, 12, 31)
    when = PartialDate(low if sides != "high" else None, high if sides != "low" else None)
    printed = {
        phrases.format_date(when),
        phrases.format_short_date(when),
        phrases.format_possible_days(when),
        str(when),
    }
    printed |= {phrases.format_date_with_preposition(when)}
    assert {text: parse_typed(text) for text in printed} == dict.fromkeys(printed, when)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    try:
        when = parse_typed(text)
    except PartialDateError:
        return
    assert parse_typed(str(when)) == when
