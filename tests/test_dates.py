from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentwatch.dates import (
    ACCEPTED,
    FIRST_FOUNDING_YEAR,
    FutureDateError,
    PartialDate,
    PartialDateError,
    parse,
)
from talentwatch.typed_dates import TYPED, parse_typed

REFUSED = """
    23 202 20233 -2023 +2023 x 00 0000 1899 2101 2023- 2023-13 2023-00 2023-1 0000-06
    2023-06-00 2023-02-30 2023-06-31 2023-6-15 2023-06-1 1900-02-29 2023-02-29 2100-02-29 0001-01-01 9999-12-31
    2023-21 2023-24 2023/2024 2023-06/2023-07 2023/ /2023 2023/.. ../2023 2023-06/open
    202X 2023-XX 201u y2023 2023S2 ~2023 2023~~ 2023-06~-15 2023-~06 {2023,2024}
    [] [..] [2023] [2023 2023] [2023...2024] [2023,2024] [2024..2023] [2023-07..2023-06] [2023-13..2024]
    [..2023-02-30] [2023..2024]~ [[2023..2024]] [..2101] [1899..]
    2023-06-15T00:00:00Z 20230615 2023.06 15/06/2023 2023–06
    1900~ 2100~ 0000~ 0001~ 0001-01~ 0001-01-01~ 9999~ 9999-12~ 9999-12-31~ [9999-12-31~..]
    ２０２３ ２０２３-０６ ٢٠٢٣ ۲۰۲۳-۰۶ ২০২৩ ²⁰²³ [..２０２３]
"""
REFUSED_PHRASES = """
    June · June 23 · Juni 2023 · 31 June 2023 · 0 June 2023 · 29 Feb 2023 · 123 June 2023 · June ２０２３ ·
    early · early 1899 · late 2101 · yesterday · unknown · June 1899 ·
    by · by by 2023 · by June · by 2023-13 · before · before [2022..2023] · before 1900 · by 0001-01-01~ ·
    from · from on · from June 2023 · from [2022..2023] on · from by 2023 on
"""
thorough = settings(max_examples=200, deadline=None)


def span(earliest, latest):
    return PartialDate(*(day and date.fromisoformat(day) for day in (earliest, latest)))


# The closed subset of EDTF


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("1900", "1900-01-01", "1900-12-31"),
        ("2100", "2100-01-01", "2100-12-31"),
        ("2023-06", "2023-06-01", "2023-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2023-06-15", "2023-06-15", "2023-06-15"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("[2023-01..2023-04]", "2023-01-01", "2023-04-30"),
        ("[2023..2024-02]", "2023-01-01", "2024-02-29"),
        ("[2023-06-15..2024]", "2023-06-15", "2024-12-31"),
        ("[2023..2023-06]", "2023-01-01", "2023-06-30"),
        ("[..2023-06]", None, "2023-06-30"),
        ("[..2023-06-15]", None, "2023-06-15"),
        ("[..2023]", None, "2023-12-31"),
        ("[2025-04..]", "2025-04-01", None),
        ("[2025..]", "2025-01-01", None),
    ],
)
def test_parse_gives_the_earliest_and_the_latest_day(text, earliest, latest):
    assert parse(text) == parse_typed(text) == span(earliest, latest)


def test_the_class_reads_and_writes_texts_too():
    assert PartialDate.parse("2018-07~") == parse("2018-07~")
    assert PartialDate.parse("2018-07~").format() == "[2018-06..2018-08]"
    assert PartialDate.parse("1209", first_year=1000).format() == "1209"
    with pytest.raises(PartialDateError, match="Accepted: 2023"):
        PartialDate.parse("2023-13")


@pytest.mark.parametrize("mark", "~?%")
@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2018", "2017-01-01", "2019-12-31"),
        ("2018-07", "2018-06-01", "2018-08-31"),
        ("2018-01", "2017-12-01", "2018-02-28"),
        ("2018-12", "2018-11-01", "2019-01-31"),
        ("2018-07-01", "2018-06-30", "2018-07-02"),
        ("2018-12-31", "2018-12-30", "2019-01-01"),
        ("2024-02-28", "2024-02-27", "2024-02-29"),
    ],
)
def test_a_mark_widens_by_one_unit_on_each_side(text, mark, earliest, latest):
    assert parse(text + mark) == parse_typed(text + mark) == span(earliest, latest)


def test_a_mark_widens_the_end_of_a_bracket_outward():
    assert parse("[2018~..2019-06?]") == span("2017-01-01", "2019-07-31")
    assert parse("[..2018-07%]") == span(None, "2018-08-31")
    assert parse("[2018-07-01~..]") == span("2018-06-30", None)


@pytest.mark.parametrize("text", ["", " ", "2023 ", "2023\n", "\n2023", "[2023 .. 2024]", "2023\x00", *REFUSED.split()])
def test_anything_else_is_refused_with_the_accepted_forms(text):
    with pytest.raises(PartialDateError) as refusal:
        parse(text)
    assert ACCEPTED in str(refusal.value)
    if text == text.strip() != "" and text != "15/06/2023":
        with pytest.raises(PartialDateError) as refusal:
            parse_typed(text)
        assert f"{ACCEPTED} · {TYPED}" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-13", "months are 01 to 12"),
        ("2023-02-30", "day is out of range for month"),
        ("[2024..2023]", "its latest day is before its earliest"),
        ("1899", "only the years 1900 to 2100"),
    ],
)
def test_a_refusal_says_why(text, reason):
    with pytest.raises(PartialDateError) as refusal:
        parse(text)
    assert str(refusal.value) == f"“{text}” is not a date ({reason}). Accepted: {ACCEPTED}."


def test_a_refusal_quotes_the_beginning_of_a_long_text():
    with pytest.raises(PartialDateError, match=f"^“{'9' * 40}…” is not a date"):
        parse("9" * 10_000)
    with pytest.raises(PartialDateError, match=f"^“{'9' * 40}” is not a date"):
        parse("9" * 40)


# What editors type


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", ""),
        ("  ", ""),
        ("June 2023", "2023-06"),
        ("jun 2023", "2023-06"),
        ("JUNE 2023", "2023-06"),
        ("  June \t 2023\n", "2023-06"),
        ("Sept 2023", "2023-09"),
        ("Sep 2023", "2023-09"),
        ("september 2023", "2023-09"),
        ("May 2023", "2023-05"),
        ("15 Jun 2023", "2023-06-15"),
        ("1 january 2023", "2023-01-01"),
        ("01 Jan 2023", "2023-01-01"),
        ("29 Feb 2024", "2024-02-29"),
        ("early 2023", "[2023-01..2023-04]"),
        ("Mid 2023", "[2023-05..2023-08]"),
        ("late 2023", "[2023-09..2023-12]"),
        ("by June 2023", "[..2023-06]"),
        ("by 2023", "[..2023]"),
        ("By 15 Jun 2023", "[..2023-06-15]"),
        ("by late 2023", "[..2023]"),
        ("by 2023-06~", "[..2023-07]"),
        ("before June 2023", "[..2023-05]"),
        ("before 2023", "[..2022]"),
        ("before 1 Jan 2023", "[..2022]"),
        ("before 15 Jun 2023", "[..2023-06-14]"),
        ("before mid 2023", "[..2023-04]"),
        ("from June 2023 on", "[2023-06..]"),
        ("from 2023 on", "[2023..]"),
        ("FROM 15 Jun 2023 ON", "[2023-06-15..]"),
        ("from late 2023 on", "[2023-09..]"),
    ],
)
def test_editors_may_type_phrases(text, canonical):
    assert str(parse_typed(text)) == canonical


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_goes_by_its_name_and_its_abbreviation(month):
    name = date(2023, month, 1).strftime("%B")
    assert str(parse_typed(f"{name} 2023")) == str(parse_typed(f"{name[:3]} 2023")) == f"2023-{month:02}"


@pytest.mark.parametrize("text", [phrase.strip() for phrase in REFUSED_PHRASES.split("·")])
def test_other_phrases_are_refused_with_the_accepted_ones(text):
    with pytest.raises(PartialDateError) as refusal:
        parse_typed(text)
    assert f"{ACCEPTED} · {TYPED}" in str(refusal.value)


@pytest.mark.parametrize("text", ["June 2023", "early 2023", "by 2023", "15 Jun 2023"])
def test_phrases_are_for_editors_only(text):
    with pytest.raises(PartialDateError):
        parse(text)


@given(st.text(max_size=30) | st.text("0123456789-[].~?% byfromeaJun", max_size=20))
@thorough
def test_no_text_is_answered_but_by_a_date_or_a_refusal(text):
    for read in (parse, parse_typed):
        try:
            assert isinstance(read(text), PartialDate)
        except PartialDateError as refusal:
            assert "Accepted: " in str(refusal)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("2023", "2023-06", "2023-06"),
        ("[..2023-06]", "[2023-02..]", "[2023-02..2023-06]"),
        ("[2023-01..2023-06]", "[2023-04..2023-09]", "[2023-04..2023-06]"),
    ],
)
def test_narrowed_to_the_days_that_both_can_be(one, other, both):
    assert str(parse(one).narrowed(parse(other))) == both
    assert parse(other).narrowed(parse(one)) == parse(both)


def test_nothing_is_narrowed_to_what_neither_can_be():
    assert parse("2023").narrowed(PartialDate()) == parse("2023")
    with pytest.raises(ValueError, match="before its earliest"):
        parse("2023").narrowed(parse("2024"))


@pytest.mark.parametrize(
    "text", ["1000", "1636-10-28", "[1096..1167]", "before 1900", "by 1636", "early 1209", "1001~"]
)
def test_organizations_may_be_older(text):
    assert parse_typed(str(parse_typed(text, FIRST_FOUNDING_YEAR)), FIRST_FOUNDING_YEAR)
    with pytest.raises(PartialDateError, match="only the years 1900 to 2100"):
        parse_typed(text)


@pytest.mark.parametrize("text", ["0999", "before 1000", "1000~", "[0999..1000]", "2101"])
def test_but_not_older_than_the_year_1000(text):
    with pytest.raises(PartialDateError, match="only the years 1000 to 2100"):
        parse_typed(text, FIRST_FOUNDING_YEAR)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("2023-06-15", "2023-06-15"),
        ("2023-06", "[2023-06-01..2023-06-15]"),
        ("[..2024]", "[..2023-06-15]"),
        ("[2023..]", "[2023..]"),
        ("[2023-06-15..2023-06-16]", "2023-06-15"),
    ],
)
def test_what_has_happened_is_cut_at_the_day_of_the_save(text, expected):
    assert str(parse_typed(text).cut_at(date(2023, 6, 15))) == expected


@pytest.mark.parametrize("text", ["2023-06-16", "[2023-06-16..]", "2024"])
def test_what_has_happened_is_not_wholly_in_the_future(text):
    with pytest.raises(FutureDateError, match="This has happened, so it can’t be later than 15 June 2023"):
        parse_typed(text).cut_at(date(2023, 6, 15))
