"""A partial date in English words, as readers meet it; where an editor could type them, they mean the same date."""

import calendar

from talentwatch.dates import PartialDate, parse, parse_typed

_THIRDS = ("early", "mid", "late")


def in_words(when: PartialDate) -> str:
    """“15 June 2023”, “June 2023”, “early 2023”, “between January and June 2023”, “by June 2023”; empty when unknown."""
    low, high = ends(str(when))
    if low and low == high:
        return _unit(low)
    if low and high:
        return _third(when) or f"between {_opening(low, high)} and {_unit(high)}"
    if low:
        return f"from {_unit(low)} on"
    return f"by {_unit(high)}" if high else ""


def ends(text: str) -> tuple[str, str]:
    """The first and the last day, month or year that a canonical text names; empty where it names none."""
    low, bracket, high = text.strip("[]").partition("..")
    return (low, high) if bracket else (text, text)


def words_of(text: str | None) -> str:
    """The same of a canonical text, or of none."""
    return in_words(parse(text)) if text else ""


def _unit(text: str) -> str:
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    return " ".join(filter(None, [str(day or ""), calendar.month_name[month], str(year)]))


def _opening(low: str, high: str) -> str:
    """The first end, without the year and the month that the second one says."""
    for same in (7, 4):
        if low[:same] == high[:same]:
            return _unit(low).removesuffix(f" {_unit(low[:same])}")
    return _unit(low)


def _third(when: PartialDate) -> str:
    """“early 2023”, where it is just that."""
    phrases = [f"{third} {str(when)[1:5]}" for third in _THIRDS]
    return next((phrase for phrase in phrases if parse_typed(phrase) == when), "")
