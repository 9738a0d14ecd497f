"""Dates and lengths of service, in each language."""

import pytest

from talentwatch.articles.reading.date_expressions import find_dates
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import load_language
from talentwatch.articles.reading.service_lengths import find_lengths, start_from
from talentwatch.dates import parse

PUBLISHED = parse("2025-05-28")  # a Wednesday

DATES = [
    ("en", "in March 2024", ["2024-03"]),
    ("en", "on March 15, 2024", ["2024-03-15"]),
    ("en", "15 Mar. 2024", ["2024-03-15"]),
    ("en", "last week", ["[2025-05-19..2025-05-25]"]),
    ("en", "last June", ["2024-06"]),
    ("en", "in April", ["2025-04"]),
    ("en", "early 2023", ["[2023-01..2023-04]"]),
    ("en", "two years ago", ["[2022-11..2023-11]"]),
    ("en", "in 2014", ["2014"]),
    ("en", "on Tuesday", ["2025-05-27"]),
    ("en", "in the summer of 2024", ["[2024-06..2024-08]"]),
    ("en", "mid-2023", ["[2023-05..2023-08]"]),
    ("en", "2024-03", ["2024-03"]),
    ("en", "Q2 2025", ["[2025-04..2025-06]"]),
    ("en", "last year", ["2024"]),
    ("en", "in May 2024", ["2024-05"]),
    ("en", "next month", ["2025-06"]),
    ("en", "in 2014 and 2015", ["2014"]),
    ("en", "3/15/2024", ["2024-03-15"]),
    ("en", "Feb. 2024", ["2024-02"]),
    ("en", "February 30, 2024", []),
    ("en", "two years later", []),
    ("en", "ten years old", []),
    ("en", "tomorrow", ["2025-05-29"]),
    ("it", "nel marzo 2024", ["2024-03"]),
    ("it", "il 15 marzo 2024", ["2024-03-15"]),
    ("it", "la settimana scorsa", ["[2025-05-19..2025-05-25]"]),
    ("it", "lo scorso giugno", ["2024-06"]),
    ("it", "due anni fa", ["[2022-11..2023-11]"]),
    ("it", "all'inizio del 2023", ["[2023-01..2023-04]"]),
    ("it", "a giugno", ["2025-06"]),
    ("it", "nel 2014", ["2014"]),
    ("it", "15/03/2024", ["2024-03-15"]),
    ("de", "im März 2024", ["2024-03"]),
    ("de", "am 15. März 2024", ["2024-03-15"]),
    ("de", "letzte Woche", ["[2025-05-19..2025-05-25]"]),
    ("de", "im April", ["2025-04"]),
    ("de", "Anfang 2023", ["[2023-01..2023-04]"]),
    ("de", "vor zwei Jahren", ["[2022-11..2023-11]"]),
    ("de", "Ende 2023", ["[2023-09..2023-12]"]),
    ("de", "im vergangenen Juni", ["2024-06"]),
    ("de", "2014", []),
    ("de", "im Jahr 2014", ["2014"]),
    ("de", "15.03.2024", ["2024-03-15"]),
    ("de", "15.03.2024", ["2024-03-15"]),
    ("he", "פברואר 2025", ["2025-02"]),
    ("he", "במרץ 2024", ["2024-03"]),
    ("he", "ב-15 במרץ 2024", ["2024-03-15"]),
    ("he", "בשנת 2014", ["2014"]),
    ("he", "תחילת 2023", ["[2023-01..2023-04]"]),
    ("he", "בשבוע שעבר", ["[2025-05-19..2025-05-25]"]),
    ("he", "לפני שנתיים", ["[2022-11..2023-11]"]),
    ("he", "באפריל", ["2025-04"]),
    ("he", "ב-2024", ["2024"]),
    ("he", "15/03/2024", ["2024-03-15"]),
    ("fr", "en mars 2024", ["2024-03"]),
    ("fr", "le 15 mars 2024", ["2024-03-15"]),
    ("fr", "la semaine dernière", ["[2025-05-19..2025-05-25]"]),
    ("fr", "en juin dernier", ["2024-06"]),
    ("fr", "début 2023", ["[2023-01..2023-04]"]),
    ("fr", "il y a deux ans", ["[2022-11..2023-11]"]),
    ("fr", "en 2014", ["2014"]),
    ("fr", "le 1er mars 2024", ["2024-03-01"]),
    ("fr", "fin 2023", ["[2023-09..2023-12]"]),
    ("fr", "mi-2023", ["[2023-05..2023-08]"]),
    ("es", "en marzo de 2024", ["2024-03"]),
    ("es", "el 15 de marzo de 2024", ["2024-03-15"]),
    ("es", "la semana pasada", ["[2025-05-19..2025-05-25]"]),
    ("es", "el pasado junio", ["2024-06"]),
    ("es", "a principios de 2023", ["[2023-01..2023-04]"]),
    ("es", "hace dos años", ["[2022-11..2023-11]"]),
    ("es", "en 2014", ["2014"]),
    ("es", "el mes pasado", ["2025-04"]),
    ("zh", "2024年3月", ["2024-03"]),
    ("zh", "2024年3月15日", ["2024-03-15"]),
    ("zh", "上周", ["[2025-05-19..2025-05-25]"]),
    ("zh", "今年3月", ["2025-03"]),
    ("zh", "去年12月", ["2024-12"]),
    ("zh", "2023年初", ["[2023-01..2023-04]"]),
    ("zh", "两年前", ["[2022-11..2023-11]"]),
    ("zh", "3月", ["2025-03"]),
    ("zh", "2014年", ["2014"]),
    ("zh", "去年", ["2024"]),
    ("zh", "2024年第1页", ["2024"]),
    ("en", "on June 1", ["2025-06-01"]),
    ("en", "on September 1", ["2024-09-01"]),
    ("en", "next September 1", ["2025-09-01"]),
    ("es", "el próximo 1 de septiembre", ["2025-09-01"]),
    ("de", "zum kommenden 1. Oktober", ["2025-10-01"]),
    ("he", "ב-1 ביוני", ["2025-06-01"]),
    ("de", "Anfang des Jahres", ["[2025-01..2025-04]"]),
    ("fr", "cet été", ["[2025-06..2025-08]"]),
    ("it", "quest'estate", ["[2025-06..2025-08]"]),
    ("en", "three months ago", ["2025-02"]),
    ("en", "in the winter of 2024", ["[2023-12..2024-02]"]),
    ("zh", "2024年十月", ["2024-10"]),
    ("zh", "2024年十二月3日", ["2024-12-03"]),
    ("zh", "三月", ["2025-03"]),
    ("zh", "二十月", []),
]
LENGTHS = [
    ("en", "after six years", [(72, True)]),
    ("en", "6 years and 7 months", [(79, True)]),
    ("en", "after nearly six years", [(72, False)]),
    ("en", "for a year and a half", [(18, True)]),
    ("en", "spent 18 months at", [(18, True)]),
    ("en", "after six years at", [(72, True)]),
    ("en", "two years later", []),
    ("en", "ten years old", []),
    ("it", "dopo sei anni e sette mesi", [(79, True)]),
    ("it", "dopo quasi otto anni", [(96, False)]),
    ("he", "6 שנים, 7 חודשים", [(79, True)]),
    ("he", "5 שנים, חודש אחד", [(61, True)]),
    ("he", "שנתיים, 7 חודשים", [(31, True)]),
    ("he", "במשך שמונה שנים", [(96, True)]),
    ("he", "אחרי שנה וחצי", [(18, True)]),
    ("he", "7 שנים", [(84, True)]),
    ("he", "מעל חמש שנים", [(60, False)]),
    ("fr", "après six ans et sept mois", [(79, True)]),
    ("fr", "après près de six ans", [(72, False)]),
    ("es", "tras seis años y siete meses", [(79, True)]),
    ("es", "tras casi seis años", [(72, False)]),
    ("zh", "6年7个月", [(79, True)]),
    ("zh", "六年", [(72, True)]),
    ("zh", "工作了近六年", [(72, False)]),
    ("zh", "十一年", [(132, True)]),
    ("zh", "二〇二四年", []),
    ("en", "spent in Berlin six years at Meta", [(72, True)]),
]


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_dates_are_found(language: str, text: str, expected: list[str]) -> None:
    found = find_dates(fold(text), load_language(language), PUBLISHED)
    assert [str(expression.date) for expression in found] == expected


@pytest.mark.parametrize(
    ("text", "day", "ahead"),
    [
        ("in September", "2024-09", "2025-09"),
        ("in May", "2025-05", "2025-05"),
        ("last September", "2024-09", "2024-09"),
        ("on Friday", "2025-05-23", "2025-05-30"),
        ("in 2024", "2024", "2024"),
    ],
)
def test_a_day_without_a_year_lies_ahead_where_something_is_planned(text: str, day: str, ahead: str) -> None:
    [found] = find_dates(fold(text), load_language("en"), PUBLISHED)
    assert (str(found.date), str(found.ahead)) == (day, ahead)


@pytest.mark.parametrize(("language", "text", "expected"), LENGTHS)
def test_lengths_of_service_are_found(language: str, text: str, expected: list[tuple[int, bool]]) -> None:
    found = find_lengths(fold(text), load_language(language))
    assert [(expression.months, expression.is_plain) for expression in found] == expected


def test_relative_dates_are_as_wide_as_the_day_of_the_article() -> None:
    published, english = parse("[2025-05-26..2025-06]"), load_language("en")
    found = find_dates("last week, last month, in april, last year", english, published)
    assert [str(date.date) for date in found] == ["[2025-05-19..2025-06-29]", "[2025-04..2025-05]", "2025-04", "2024"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "last week"), ("en", "two years ago"), ("en", "on tuesday"), ("en", "last june"), ("zh", "去年3月")],
)
def test_without_the_day_of_the_article_relative_dates_are_unknown(language: str, text: str) -> None:
    (found,) = find_dates(text, load_language(language), None)
    assert (str(found.date), found.is_plain) == ("", False)


def test_dates_in_figures_are_read_in_every_language() -> None:
    assert [str(date.date) for date in find_dates("2024-03-15 и 2024-04", load_language("ru"), None)] == [
        "2024-03-15",
        "2024-04",
    ]


@pytest.mark.parametrize(
    ("end", "months", "start"),
    [
        ("2025-02", 79, "[2018-06..2018-08]"),
        ("[2023-01..2023-04]", 84, "[2015-12..2016-05]"),
        ("[..2023-06]", 12, ""),
        ("1901-01", 60, ""),
    ],
)
def test_a_stated_length_and_an_end_give_a_start_give_or_take_a_month(end: str, months: int, start: str) -> None:
    assert str(start_from(parse(end), months)) == start
