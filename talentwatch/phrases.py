"""Dates and numbers in English words, as readers meet them: on pages, in pictures, in feeds."""

import calendar
from collections.abc import Sequence
from datetime import date

from talentwatch.dates import PartialDate, parse

MONTHS, SHORT_MONTHS = tuple(calendar.month_name), tuple(calendar.month_abbr)
DAY = 10  # the length of its text
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def in_words(when: PartialDate) -> str:
    """“15 June 2023”, “between January and June 2023”, “by June 2023”, “April 2025 or later”; empty when unknown."""
    return _said(when, MONTHS, "between {} and {}")


def shortly(when: PartialDate) -> str:
    """The same where there is little room: “15 Jun 2023”, “Jan–Jun 2023”, “by Jun 2023”, “Apr 2025 or later”."""
    return _said(when, SHORT_MONTHS, "{}–{}")


def with_preposition(when: PartialDate) -> str:
    """As a sentence goes on: “on 15 June 2023”, “in June 2023”, “in April 2025 or later”; “by” and “between” are theirs."""
    (low, high), words = ends(str(when)), in_words(when)
    if not low or (high and low != high):
        return words
    return f"{'on' if len(low) == DAY else 'in'} {words}"


def words_of(text: str | None) -> str:
    """A canonical text in words, or none."""
    return in_words(parse(text)) if text else ""


def day_words(day: date) -> str:
    return in_words(PartialDate(day, day))


def ends(text: str) -> tuple[str, str]:
    """The first and the last day, month or year that a canonical text names; empty where it names none."""
    low, bracket, high = text.strip("[]").partition("..")
    return (low, high) if bracket else (text, text)


def _said(when: PartialDate, months: Sequence[str], between: str) -> str:
    low, high = ends(str(when))
    if low == high:
        return _unit(low, months) if low else ""
    if not low:
        return f"by {_unit(high, months)}"
    return (
        between.format(_opening(low, high, months), _unit(high, months)) if high else f"{_unit(low, months)} or later"
    )


def _unit(text: str, months: Sequence[str]) -> str:
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    return " ".join(filter(None, [str(day or ""), months[month], str(year)]))


def _opening(low: str, high: str, months: Sequence[str]) -> str:
    """The first end, without the year and the month that the second one says."""
    for same in (7, 4):
        if low[:same] == high[:same]:
            return _unit(low, months).removesuffix(f" {_unit(low[:same], months)}")
    return _unit(low, months)


def number_words(number: int) -> str:
    """To twelve as a word, “no” for none; beyond in figures."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
