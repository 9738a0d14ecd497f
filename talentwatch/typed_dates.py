"""Dates as newsrooms write them in English, read as partial dates: by the desk's forms and by files alike."""

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from talentwatch.dates import (
    ACCEPTED,
    FIRST_FOUNDING_YEAR,
    FIRST_YEAR,
    UNKNOWN,
    PartialDate,
    PartialDateError,
    parse,
)

TYPED = (
    "June 2023 · 15 June 2023 · June 15, 2023 · 15.6.2023 · 06/2023 · early, mid or late 2023 · late June 2023 · end of 2023 · "
    "Q2 2025 · first half of 2024 · spring 2024 · winter 2023–24 · around June 2023 · c. 2018 · 2018 or 2019 · 2023–2024 · "
    "June–July 2024 · between January and April 2023 · by, before, until, after or since June 2023 · from June 2023 on · "
    "June 2023 or later"
)

Days = tuple[date | None, date | None]  # the earliest and the latest day
Match = re.Match[str]

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
PARTS = {"early": 0, "beginning of": 0, "start of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2}
ENDS_OF_A_YEAR = {"beginning of": 1, "start of": 1, "end of": 12}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}  # of the northern hemisphere, by the first month
LAST_MONTH, PART_DAYS = 12, 10
MAX_LENGTH = 100
DASHES = "[-\u2010\u2013\u2014]"

pattern = partial(re.compile, flags=re.ASCII)  # no figures of other scripts
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH_OF_YEAR = pattern(rf"(?P<month>{MONTH}) (?P<year>\d{{4}})")
DAY_FIRST = pattern(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH}) (?P<year>\d{{4}})")
MONTH_FIRST = pattern(rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<year>\d{{4}})")
DAY_MONTH = pattern(rf"(?:\d{{1,2}} )?(?:{MONTH})|(?:{MONTH}) \d{{1,2}}")
IN_FIGURES = pattern(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
YEAR_AND_MONTH = pattern(r"(?P<year>\d{4})/(?P<month>\d{1,2})")
MONTH_AND_YEAR = pattern(r"(?P<month>\d{1,2})[./](?P<year>\d{4})")
PART = pattern(rf"(?:the )?({'|'.join(PARTS)})[ -](?:the )?(.+)")
QUARTER = pattern(
    rf"q([1-4])[ /]?(\d{{4}})|(\d{{4}})[ /-]?q([1-4])|(?:the )?({'|'.join(ORDINALS)}) quarter(?: of)? (\d{{4}})"
)
HALF = pattern(r"h([12])[ /]?(\d{4})|(\d{4})[ /-]?h([12])|(?:the )?(first|1st|second|2nd) half(?: of)? (\d{4})")
SEASON = pattern(rf"(?:the )?({'|'.join(SEASONS)})(?: of)? (\d{{4}})")
WINTER = pattern(rf"(?:the )?winter(?: of)? (\d{{4}})(?: ?(?:{DASHES}|/) ?(\d{{2}}|\d{{4}}))?")
ABOUT = pattern(r"(?:around|about|circa|approximately|roughly|ca\.?|c\.) ?(.+)")
BETWEEN = pattern(r"between (.+) and (.+)")
EITHER = pattern(r"(.+) or (\d.*|(?:" + MONTH + r")\b.*)")
RANGE = pattern(rf"(.+?) ?(?:{DASHES}| to ) ?(.+)")
SHORT_YEARS = pattern(r"(\d{2})(\d{2})[–—](\d{2})")
ANY_DAY = pattern(r"any day from (.+) to (.+)")
UNTIL = pattern(
    r"(?:by|until|till|no later than|not later than|not after) (.+)|(.+?) or (?:earlier|before|any day before)"
)
SINCE = pattern(r"(?:since|no earlier than|not earlier than|not before) (.+)|(.+?) or (?:later|after|any day after)")
ON = pattern(r"from (.+) on(?:wards?)?")


def parse_typed(text: str, first_year: int = FIRST_YEAR) -> PartialDate:
    """What parse() reads, and what newsrooms write (see TYPED); the empty string is unknown.

    A part of a month is ten days (late June: its last ten), a part of a year four months, its beginning or end one month.
    Seasons are those of the northern hemisphere. Raises PartialDateError for anything else, and with both readings where
    figures can be read in two ways.
    """
    words = normalised(text)
    if len(words) > MAX_LENGTH:
        raise PartialDateError(words)
    if not words:
        return UNKNOWN
    try:
        return parse(words, first_year)
    except PartialDateError as error:
        reason = error.reason
    try:
        return PartialDate(*read_phrase(words), first_year=first_year)
    except PartialDateError as error:
        reason = reason or error.reason
    except (ValueError, OverflowError) as error:
        reason = reason or str(error)
    raise PartialDateError(" ".join(text.split()), reason, f"{ACCEPTED} · {TYPED}")


def normalised(text: str) -> str:
    """In lower case with single spaces, without the commas and stops of abbreviations: "Sept. 15, 2024" is "sept 15 2024"."""
    # Dates pasted from Hebrew or Arabic carry invisible direction marks, which nobody could find and remove.
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    words = " ".join(visible.casefold().replace(",", " ").split())
    words = re.sub(rf"\b({MONTH})\.(?= |$|{DASHES})", r"\1", words)
    return re.sub(r"^(?:in|on|during) ", "", words)


def read_phrase(text: str) -> Days:
    """The first and the last day that a phrase can mean, with no bound where it has none."""
    if text.startswith("["):
        return edtf(text)
    if match := BETWEEN.fullmatch(text) or ANY_DAY.fullmatch(text):
        return span(*match.groups())
    if match := ON.fullmatch(text) or SINCE.fullmatch(text):
        return read_one(first_group(match))[0], None
    if match := UNTIL.fullmatch(text):
        return None, read_one(first_group(match))[1]
    word, _, rest = text.partition(" ")
    if word in {"before", "after"}:
        first, last = read_one(rest)
        return (None, first - timedelta(1)) if word == "before" else (last + timedelta(1), None)
    return read_one_or_range(text)


def read_one_or_range(text: str) -> Days:
    try:
        return read_one(text)
    except PartialDateError:
        if match := SHORT_YEARS.fullmatch(text):
            century, low, high = match.groups()
            return span(century + low, century + high)
        if match := EITHER.fullmatch(text) or RANGE.fullmatch(text):
            return span(*match.groups())
        raise


def span(low: str, high: str) -> Days:
    """From the first day of one date to the last of another; the first may leave out what the second one says."""
    last = high.split()
    if re.fullmatch(r"\d{1,2}", low, re.ASCII) and last[2:]:
        low = " ".join([low, *last[1:]])
    elif DAY_MONTH.fullmatch(low):
        low = f"{low} {last[-1]}"
        if re.fullmatch(r"\d{1,2} \d{4}", high, re.ASCII):  # June 15–18, 2023
            high = f"{low.split()[0]} {high}"
    first, end = read_one(low), read_one(high)
    if end[1] < first[0]:
        raise ValueError("its last day is before its first")
    return first[0], end[1]


def read_one(text: str) -> tuple[date, date]:
    """A day, month, quarter, season or year, a part of one, or about one."""
    for pattern, reader in READERS:
        if match := pattern.fullmatch(text):
            return reader(match)
    return edtf(text)


def read_about(match: Match) -> tuple[date, date]:
    """One unit of its own precision wider on each side."""
    text = str(PartialDate(*read_one(match[1]), first_year=FIRST_FOUNDING_YEAR))
    if text.startswith("["):
        raise ValueError("about goes with a day, a month or a year")
    return edtf(f"{text}~")


def read_part(match: Match) -> tuple[date, date]:
    """A third of a year or ten days of a month; the beginning or the end of a year is a month."""
    word, (first, last) = match[1], read_one(match[2])
    third = PARTS[word]
    if (first.month, last.month) == (1, LAST_MONTH) and first.year == last.year:
        if word in ENDS_OF_A_YEAR:
            month = ENDS_OF_A_YEAR[word]
            return months(first.year, month, month)
        return months(first.year, 4 * third + 1, 4 * third + 4)
    if first.day == 1 and first.month == last.month and first != last:
        low = last.day - PART_DAYS + 1 if third == max(PARTS.values()) else PART_DAYS * third + 1
        return first.replace(day=low), first.replace(day=min(low + PART_DAYS - 1, last.day))
    raise ValueError("early, mid and late go with a month or a year")


def read_part_in_figures(match: Match) -> tuple[date, date]:
    """A quarter or a half, however it is written."""
    before, year_after, year_before, after, word, year = match.groups()
    number = int(before or after or ORDINALS[word])
    length = 3 if "q" in match[0] else 6
    return months(int(year_after or year_before or year), (number - 1) * length + 1, number * length)


def read_season(match: Match) -> tuple[date, date]:
    first = SEASONS[match[1]]
    return months(int(match[2]), first, first + 2)


def read_winter(match: Match) -> tuple[date, date]:
    """December to February; ValueError for one year alone, in which two winters lie."""
    year, next_year = int(match[1]), match[2]
    if next_year is None:
        raise ValueError(f"it can be winter {year - 1}–{year % 100:02} or winter {year}–{(year + 1) % 100:02}")
    if int(next_year) % 100 != (year + 1) % 100:
        raise ValueError("a winter ends in the year after")
    return date(year, LAST_MONTH, 1), months(year + 1, 2, 2)[1]


def read_month(match: Match) -> tuple[date, date]:
    month = match["month"]
    number = MONTHS[month] if month in MONTHS else int(month)
    return months(int(match["year"]), number, number)


def read_day(match: Match) -> tuple[date, date]:
    day = date(int(match["year"]), MONTHS[match["month"]], int(match["day"]))
    return day, day


def read_day_in_figures(match: Match) -> tuple[date, date]:
    """15.6.2023, 15/06/2023, 06/15/2023; ValueError where neither sign nor size tells the day from the month."""
    low, separator, high, year = int(match[1]), match[2], int(match[3]), int(match[4])
    if separator != "." and low != high and max(low, high) <= LAST_MONTH:
        readings = (f"{day} {calendar.month_name[month]} {year}" for day, month in ((low, high), (high, low)))
        raise ValueError(f"it can be {' or '.join(readings)}: write the month as a word")
    day, month = (high, low) if separator != "." and high > LAST_MONTH else (low, high)
    exact = date(year, month, day)
    return exact, exact


READERS: tuple[tuple[re.Pattern[str], Callable[[Match], tuple[date, date]]], ...] = (
    (ABOUT, read_about),
    (PART, read_part),
    (QUARTER, read_part_in_figures),
    (HALF, read_part_in_figures),
    (SEASON, read_season),
    (WINTER, read_winter),
    (MONTH_OF_YEAR, read_month),
    (YEAR_AND_MONTH, read_month),
    (MONTH_AND_YEAR, read_month),
    (DAY_FIRST, read_day),
    (MONTH_FIRST, read_day),
    (IN_FIGURES, read_day_in_figures),
)


def months(year: int, first: int, last: int) -> tuple[date, date]:
    if not 1 <= first <= last <= LAST_MONTH:
        raise ValueError("months are 01 to 12")
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def first_group(match: Match) -> str:
    return next(group for group in match.groups() if group)


def edtf(text: str) -> Any:
    """The days of one date in the stored notation; in which years it may lie is checked at the end."""
    if text.startswith("["):
        raise PartialDateError(text)
    when = parse(text, FIRST_FOUNDING_YEAR)
    return when.earliest, when.latest
