"""When a job began, from its end and the length of service that a source states. Pure."""

from calendar import monthrange
from datetime import date

from talentwatch.dates import FIRST_YEAR, UNKNOWN, PartialDate

TOLERANCE = 1  # months on each side: “8 years and 8 months” was rounded by somebody


def start_from_length(end: PartialDate, months: int) -> PartialDate:
    """The end minus the length in whole months, give or take one; a bound that the end lacks is missing here too.

    Unknown if it would be before the first year that is accepted.
    """
    first = _month_before(end.earliest, months + TOLERANCE)
    last = _month_before(end.latest, months - TOLERANCE)
    if any(month and month[0] < FIRST_YEAR for month in (first, last)):
        return UNKNOWN
    return PartialDate(first and date(*first, 1), last and date(*last, monthrange(*last)[1]))


def _month_before(day: date | None, months: int) -> tuple[int, int] | None:
    """The year and the month that are so many months before this day's."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return year, month + 1
