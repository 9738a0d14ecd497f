"""Dates, periods and numbers in English words, as people read them: on pages and charts, in feeds, at the desk."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from talentwatch.dates import FIRST_FOUNDING_YEAR, UNKNOWN, PartialDate, parse

MONTHS, SHORT_MONTHS = tuple(calendar.month_name), tuple(calendar.month_abbr)
DAY_LENGTH = 10  # characters of 2023-06-15
MONTHS_IN_A_YEAR = 12
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ENDED, ONGOING, HAPPENED = "ended", "ongoing", "happened"
LARGE_NUMBERS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
END_REASONS = {
    "resigned": "they resigned",
    "dismissed": "they were dismissed",
    "laid_off": "they were laid off",
    "retired": "they retired",
    "contract_ended": "their contract ended",
    "died": "they died",
}
DIED, RETIRED = "died", "retired"
LAST_DEPARTURES = {RETIRED: "to retire", DIED: "by death"}  # reasons that leave no destination to be found out
LEFT_FOR = {
    "independent": "to work independently",
    "own_venture": "for their own venture",
    "unnamed_employer": "for an employer that nobody names",
    "study": "to study",
    "leave": "on leave",
}

When = PartialDate | date | str | None  # a row of the API has dates as canonical texts, and days as either
Period = Mapping[str, Any]  # start, end, end_state; of a job also verified_on, of a claim stated_months


def to_partial_date(value: When) -> PartialDate:
    # The dates of any record: those of organizations may be older than others.
    if isinstance(value, str):
        return parse(value, FIRST_FOUNDING_YEAR) if value else UNKNOWN
    if isinstance(value, date):
        return PartialDate(value, value, first_year=FIRST_FOUNDING_YEAR)
    return value or UNKNOWN


def format_date(value: When) -> str:
    """“15 June 2023”, “between January and June 2023”, “by June 2023”, “April 2025 or later”; empty when unknown."""
    return _format(value, MONTHS, "between {} and {}")


def format_short_date(value: When) -> str:
    """The same for small spaces: “15 Jun 2023”, “Jan–Jun 2023”, “by Jun 2023”, “Apr 2025 or later”."""
    return _format(value, SHORT_MONTHS, "{}–{}")


def format_date_with_preposition(value: When) -> str:
    """As part of a sentence: “on 15 June 2023”, “in June 2023”, “in April 2025 or later”, “by June 2023”."""
    (low, high), words = split_bounds(str(to_partial_date(value))), format_date(value)
    if not low or (high and low != high):
        return words
    return f"{'on' if len(low) == DAY_LENGTH else 'in'} {words}"


def format_span(after: PartialDate | None, before: PartialDate | None, *, with_preposition: bool = False) -> str:
    """“2025”, “June 2023 to 2025”, “2025 or later”, “by 2025”; empty without dates.

    With a preposition: “in 2025”, “from June 2023 to 2025”, “in 2025 or later”, “by 2025”.
    """
    first, last = after.earliest if after else None, before.latest if before else None
    if first and last and first > last:  # as it was typed
        low, high = str(after), str(before)
    else:
        span = PartialDate(first, last)
        low, high = split_bounds(str(span))
        if not low or not high or low == high:
            return format_date_with_preposition(span) if with_preposition else format_date(span)
    return f"{'from ' if with_preposition else ''}{format_date(low)} to {format_date(high)}"


def format_about(when: PartialDate) -> str:
    """“about January 2015” of three whole months, as if one were widened by ~; otherwise as format_date()."""
    first, last = when.earliest, when.latest
    if first and last:
        middle = date(first.year + first.month // MONTHS_IN_A_YEAR, first.month % MONTHS_IN_A_YEAR + 1, 1)
        if when == parse(f"{middle:%Y-%m}~", FIRST_FOUNDING_YEAR):
            return f"about {format_date(f'{middle:%Y-%m}')}"
    return format_date(when)


def format_possible_days(when: PartialDate) -> str:
    """Every day that a date can be, for an editor to check: “any day from 1 June to 30 June 2023”; “unknown” without bounds."""
    first, last = when.earliest, when.latest
    if not first:
        return f"{format_date(last)} or any day before" if last else "unknown"
    if not last:
        return f"{format_date(first)} or any day after"
    if first == last:
        return format_date(first)
    opening = format_date(first)
    if first.year == last.year:
        opening = opening.removesuffix(f" {first.year}")
    return f"any day from {opening} to {format_date(last)}"


def split_bounds(text: str) -> tuple[str, str]:
    """The first and the last day, month or year that a canonical text names; empty where it names none."""
    low, bracket, high = text.strip("[]").partition("..")
    return (low, high) if bracket else (text, text)


def _format(value: When, months: Sequence[str], between: str) -> str:
    low, high = split_bounds(str(to_partial_date(value)))
    if low == high:
        return _format_unit(low, months) if low else ""
    if not low:
        return f"by {_format_unit(high, months)}"
    first = _format_unit(low, months)
    if not high:
        return f"{first} or later"
    # Drop from the first bound the month and year, or the year, that the second one repeats.
    shared = next((length for length in (7, 4) if low[:length] == high[:length]), 0)
    if shared:
        first = first.removesuffix(f" {_format_unit(low[:shared], months)}")
    return between.format(first, _format_unit(high, months))


def _format_unit(text: str, months: Sequence[str]) -> str:
    """A day, a month or a year."""
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    return " ".join(filter(None, [str(day or ""), months[month], str(year)]))


def format_period(period: Period) -> str:
    """“began in June 2023; ended by 2025”, “start unknown; ongoing”."""
    start = _format_start(period) or "start unknown"
    ongoing = "ongoing" if period["end_state"] == ONGOING else "not known whether it has ended"
    return f"{start}; {_format_end(period) or ongoing}"


def format_stated_period(claim: Period) -> str:
    """The dates and the duration that a source states; empty if it states none."""
    ongoing = "still there" if claim["end_state"] == ONGOING else ""
    duration = f"for {format_duration(claim['stated_months'])}" if claim["stated_months"] else ""
    return "; ".join(filter(None, [_format_start(claim), _format_end(claim) or ongoing, duration]))


def format_date_range(period: Period) -> str:
    """“2018 – January 2020”; of a job not known to be over, no more than the last day a source reports it."""
    start = format_date(period["start"]) or "start unknown"
    if period["end_state"] == ENDED:
        return f"{start} – {format_date(period['end'])}"
    day = format_date(period["verified_on"])
    if period["end_state"] == ONGOING:
        return f"{start} – still there on {day}" if day else f"{start} – still there"
    return f"{start} – end unknown, last reported {day}" if day else f"{start} – end unknown"


def format_short_period(period: Period) -> str:
    """“2018 → Jan 2020”, “? → last reported 1 Feb 2020”; a question mark where no source gives a date."""
    start = format_short_date(period["start"]) or "?"
    if period["end_state"] == ENDED:
        return f"{start} → {format_short_date(period['end'])}"
    day = format_short_date(period["verified_on"])
    if period["end_state"] == ONGOING:
        return f"{start} → still there on {day}" if day else f"{start} → ongoing"
    return f"{start} → last reported {day}" if day else f"{start} → ?"


def format_latest_date(period: Period) -> str:
    """The date that matters most, to follow a name: “to Jun 2023”, “from Apr 2023”; empty when unknown."""
    if period["end_state"] == ENDED:
        end = format_short_date(period["end"])
        return f"left {end}" if end.startswith("by ") else f"to {end}"
    start = format_short_date(period["start"])
    return f"there {start}" if start.startswith("by ") else start and f"from {start}"


def format_left_for(left_for: str | None) -> str:
    """What somebody left for, after “left” or “left Meta”: “to study”; empty if no source says."""
    return LEFT_FOR.get(left_for or "", "")


def format_leaving(end_reason: str | None) -> str:
    """The verb before an organization that somebody left: “left”, “retired from”, “died while at”."""
    return {RETIRED: "retired from", DIED: "died while at"}.get(end_reason or "", "left")


def format_whereabouts(move: Mapping[str, Any]) -> str:
    """In place of the organization that somebody left for: “left to study”, “retired”, “died”; empty if it isn't known."""
    if left_for := format_left_for(move["left_for"]):
        return f"left {left_for}"
    reason = move.get("end_reason")
    return reason if reason in LAST_DEPARTURES else ""


def format_departure(tenure: Mapping[str, Any]) -> str:
    """Why and for what somebody left: “they were laid off; they left to study”; empty if no source says."""
    left_for = format_left_for(tenure["left_for"])
    reason = END_REASONS.get(tenure["end_reason"] or "", "")
    return "; ".join(filter(None, [reason, left_for and f"they left {left_for}"]))


def _format_start(period: Period) -> str:
    return f"began {format_date_with_preposition(period['start'])}" if period["start"] else ""


def _format_end(period: Period) -> str:
    return f"ended {format_date_with_preposition(period['end'])}" if period["end_state"] == ENDED else ""


def format_number(number: int) -> str:
    """A word up to twelve, “no” for none, then figures."""
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def format_count(number: int, noun: str) -> str:
    """“1 month”, “2 months”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def format_range(numbers: Mapping[str, int | None], noun: str) -> str:
    """“600 people”, “600 to 700 people”, “at least 600 people”, “at most 700 people”."""
    least, most = numbers["min"], numbers["max"]
    if least is None or most is None:
        return f"at least {least:,} {noun}" if least is not None else f"at most {most:,} {noun}"
    return f"{least:,} {noun}" if least == most else f"{least:,} to {most:,} {noun}"


def format_amount(amount: int, currency: str) -> str:
    """“USD 14.3 billion”; figures where that would lose any."""
    for size, name in LARGE_NUMBERS:
        if amount >= size and amount * 1000 % size == 0:
            return f"{currency} {amount / size:,.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{currency} {amount:,}"


def format_outcome(outcome: str) -> str:
    """“planned”, “in talks” or “failed”; empty for what happened."""
    return "" if outcome == HAPPENED else outcome.replace("_", " ")


def format_event_numbers(event: Mapping[str, Any]) -> str:
    """“600 to 700 people; a stake of 49%; USD 14.3 billion”, of an event as the API serves it; empty without any."""
    people, stake, amount = event["people_affected"], event["stake_percent"], event["amount"]
    return "; ".join(
        [
            *([format_range(people, "people")] if people else []),
            *([f"a stake of {stake:g}%"] if stake is not None else []),
            *([format_amount(amount, event["currency"])] if amount else []),
        ]
    )


def format_duration(months: int) -> str:
    """79 is “6 years 7 months”."""
    years, rest = divmod(months, MONTHS_IN_A_YEAR)
    parts = [format_count(number, noun) for number, noun in ((years, "year"), (rest, "month")) if number]
    return " ".join(parts) or "less than a month"


def format_tenure(tenure: Mapping[str, int | None]) -> str:
    """The shortest and longest duration that the dates allow; empty if they allow any."""
    shortest, longest = tenure["min"], tenure["max"]
    # Less than a month is no bound from below, and one from above as it is.
    if longest is None:
        return f"at least {format_duration(shortest)}" if shortest else ""
    if not shortest:
        return f"at most {format_duration(longest)}" if longest else format_duration(0)
    duration = format_duration(shortest)
    return duration if shortest == longest else f"{duration} to {format_duration(longest)}"
