"""The calendar as seen from the day of an article, from which "last week" and a month without a year count."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from talentwatch.dates import PartialDate

DAYS_IN_WEEK, MONTHS_IN_YEAR = 7, 12
PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
NEAR_MONTHS = 2


@dataclass(frozen=True)
class ArticleDay:
    """The day of the article, from the earliest to the latest that it may be; dates are looked for before it or, `is_ahead`, behind it."""

    first: date
    last: date
    is_ahead: bool = False

    def month_without_year(self, month: int, *, is_last: bool) -> PartialDate:
        """The latest such month that had begun when the article appeared, or one of the next two; before the current one if it says "last".

        If looking ahead, the next one that wasn't over.
        """
        until = (month - self.last.month) % MONTHS_IN_YEAR
        # In May, "in June" is hardly that of eleven months ago, which would be "last June".
        if not is_last and (self.is_ahead or 0 < until <= NEAR_MONTHS):
            return month_date(self.first.year + (month < self.first.month), month)
        is_this_year = month < self.last.month or (month == self.last.month and not is_last)
        return month_date(self.last.year if is_this_year else self.last.year - 1, month)

    def weekday(self, number: int) -> PartialDate:
        """The latest such day, that of the article included; if looking ahead, the next one."""
        days = [(day, (day.weekday() - number) % DAYS_IN_WEEK) for day in (self.first, self.last)]
        return PartialDate(*(day - timedelta(since - DAYS_IN_WEEK * self.is_ahead) for day, since in days))

    def shifted(self, unit: str, count: int) -> PartialDate:
        """The day, week, month, year or part of a year so many units after that of the article."""
        first, last = self.first, self.last
        if unit == "day":
            return PartialDate(first + timedelta(count), last + timedelta(count))
        if unit == "week":
            monday = first - timedelta(first.weekday()) + timedelta(DAYS_IN_WEEK * count)
            sunday = last - timedelta(last.weekday()) + timedelta(DAYS_IN_WEEK * count + DAYS_IN_WEEK - 1)
            return PartialDate(monday, last if count == 0 else sunday)
        if unit == "month":
            return PartialDate(month_shift(first, count).earliest, month_shift(last, count).latest)
        if unit == "year":
            return PartialDate(date(first.year + count, 1, 1), date(last.year + count, 12, 31))
        return part_of_year(last.year + count, unit)

    def ago(self, unit: str, count: float) -> PartialDate:
        """So many years or months before, give or take half a year, three months if it is half years, or a month."""
        first, last = self.first, self.last
        if unit == "year":
            half = 6 if count == int(count) else 3
            months = round(count * MONTHS_IN_YEAR)
            return PartialDate(month_shift(first, -months - half).earliest, month_shift(last, -months + half).latest)
        months = round(count)
        return PartialDate(month_shift(first, -months).earliest, month_shift(last, -months).latest)


def month_date(year: int, month: int) -> PartialDate:
    return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def month_shift(day: date, months: int) -> PartialDate:
    """The month that is so many months after that of the day."""
    year, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    return month_date(year, month + 1)


def part_of_year(year: int, part: str) -> PartialDate:
    if part == "winter":
        return PartialDate(date(year - 1, 12, 1), month_date(year, 2).latest)
    first, last = PARTS[part]
    return PartialDate(date(year, first, 1), month_date(year, last).latest)


def full_date(year: int, month: int, day: int | None) -> PartialDate:
    return month_date(year, month) if day is None else PartialDate(date(year, month, day), date(year, month, day))


def whole_year(year: int) -> PartialDate:
    return PartialDate(date(year, 1, 1), date(year, 12, 31))
