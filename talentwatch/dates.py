"""Partial dates: the earliest and the latest day something can have happened, and how people write that."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR, LAST_MONTH = 1900, 2100, 12
FIRST_FOUNDING_YEAR = 1000  # organizations may be older than everything else
SHOWN = 40  # characters of a text that is no date, in the message that says so
ACCEPTED = (
    "2023 · 2023-06 · 2023-06-15 · [2023-01..2023-04] · [..2023-06] · [2025-04..], each day, month or year also with ~"
)

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_BRACKET = re.compile(r"\[([0-9~?%-]*)\.\.([0-9~?%-]*)\]")


class PartialDateError(ValueError):
    """The text is no partial date; the message shows what is accepted."""

    def __init__(self, text: str, reason: str = "", accepted: str = ACCEPTED) -> None:
        self.reason = reason
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        super().__init__(f"“{shown}” is not a date{reason and f' ({reason})'}. Accepted: {accepted}.")


@dataclass(frozen=True)
class PartialDate:
    """A closed span of days, earliest to latest, in which one day is meant; None stands for no bound on that side.

    Both None means unknown. Raises ValueError when latest is before earliest or a year is outside first_year–2100.
    """

    earliest: date | None = None
    latest: date | None = None
    first_year: int = field(default=FIRST_YEAR, compare=False, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.latest < self.earliest:
            raise ValueError("its latest day is before its earliest")
        if any(day and not self.first_year <= day.year <= LAST_YEAR for day in (self.earliest, self.latest)):
            raise ValueError(f"only the years {self.first_year} to {LAST_YEAR}")

    def __bool__(self) -> bool:
        return self.earliest is not None or self.latest is not None

    def __str__(self) -> str:
        """The canonical text, such that parse(str(x)) == x; the empty string when unknown."""
        return _format(self)

    @classmethod
    def parse(cls, text: str, first_year: int = FIRST_YEAR) -> "PartialDate":
        """The function parse() of this module, for those who have only the class. Raises PartialDateError."""
        return parse(text, first_year)

    def format(self) -> str:
        """The canonical text, as str() gives it."""
        return str(self)

    @property
    def is_bounded(self) -> bool:
        """Both sides are known."""
        return self.earliest is not None and self.latest is not None

    def before(self, other: "PartialDate") -> bool:
        """Surely before: every day this can be comes before every day the other can be."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def overlaps(self, other: "PartialDate") -> bool:
        """Some day can be both; an unknown date overlaps everything."""
        return not self.before(other) and not other.before(self)

    def narrowed(self, other: "PartialDate") -> "PartialDate":
        """The days that both can be. Raises ValueError where there is none."""
        firsts = [day for day in (self.earliest, other.earliest) if day]
        lasts = [day for day in (self.latest, other.latest) if day]
        first_year = min(self.first_year, other.first_year)
        return PartialDate(max(firsts, default=None), min(lasts, default=None), first_year=first_year)

    def cut_at(self, day: date) -> "PartialDate":
        """The same without the days after this one. Raises FutureDateError where no other day is left."""
        if self.earliest and self.earliest > day:
            raise FutureDateError(day)
        return replace(self, latest=day) if self.latest and self.latest > day else self


class FutureDateError(ValueError):
    """Something is said to have happened, and only on days that are still to come."""

    def __init__(self, day: date) -> None:
        super().__init__(f"This has happened, so it can’t be later than {day.day} {day:%B %Y}, when it is recorded.")


UNKNOWN = PartialDate()


def parse(text: str, first_year: int = FIRST_YEAR) -> PartialDate:
    """Read the closed EDTF subset (ISO 8601-2) that talentwatch stores and serves.

    A trailing ~, ? or % widens a day, month or year by one unit of its own precision on each side.
    Raises PartialDateError for anything else, the empty string included.
    """
    return _guarded(text, _read_edtf, ACCEPTED, first_year)


def _guarded(text: str, read: Callable[[str, int], PartialDate], accepted: str, first_year: int) -> PartialDate:
    try:
        return read(text, first_year)
    except PartialDateError:
        raise PartialDateError(text, accepted=accepted) from None
    except (ValueError, OverflowError) as error:
        raise PartialDateError(text, str(error), accepted) from None


def _read_edtf(text: str, first_year: int) -> PartialDate:
    bracket = _BRACKET.fullmatch(text)
    if not bracket:
        return _read_iso(text, first_year)
    low, high = bracket.groups()
    if not low and not high:
        raise PartialDateError(text)
    earliest = _read_iso(low, first_year).earliest if low else None
    latest = _read_iso(high, first_year).latest if high else None
    return PartialDate(earliest, latest, first_year=first_year)


def _read_iso(text: str, first_year: int) -> PartialDate:
    match = _ISO.fullmatch(text)
    if not match:
        raise PartialDateError(text)
    year, month, day, mark = match.groups()
    wide = 1 if mark else 0
    if day:
        exact = date(int(year), int(month), int(day))
        return PartialDate(exact - timedelta(wide), exact + timedelta(wide), first_year=first_year)
    if month:
        return _widened_month(int(year), int(month), wide, first_year)
    return PartialDate(date(int(year) - wide, 1, 1), date(int(year) + wide, 12, 31), first_year=first_year)


def _widened_month(year: int, month: int, wide: int, first_year: int) -> PartialDate:
    """A month, wider by some months on each side."""
    if not 1 <= month <= LAST_MONTH:
        raise ValueError("months are 01 to 12")
    (low_year, low), (high_year, high) = (divmod(year * 12 + month - 1 + months, 12) for months in (-wide, wide))
    return PartialDate(
        date(low_year, low + 1, 1),
        date(high_year, high + 1, calendar.monthrange(high_year, high + 1)[1]),
        first_year=first_year,
    )


def _format(when: PartialDate) -> str:
    if not when:
        return ""
    first, last = when.earliest, when.latest
    # Each known bound is the first or the last day of a year, or of a month.
    if (not first or (first.month, first.day) == (1, 1)) and (not last or (last.month, last.day) == (12, 31)):
        length = 4
    elif (not first or first.day == 1) and (not last or (last + timedelta(1)).day == 1):
        length = 7
    else:
        length = 10
    low, high = (day.isoformat()[:length] if day else "" for day in (first, last))
    return low if low == high else f"[{low}..{high}]"


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one, as ages are counted; 0 when last comes first."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return max(months, 0)
