"""Partial dates as readers of a newspaper see them: Jan–Apr 2023, by June 2023, no more precise than they are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from talentwatch.dates import PartialDate

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_of(text: str | date | None) -> date | None:
    """A day of the API's own JSON, before or after it was written out."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def partial(row: Mapping[str, Any], name: str) -> PartialDate:
    """The partial date of this name, which JSON has as two days."""
    return PartialDate(day_of(row[f"{name}_earliest"]), day_of(row[f"{name}_latest"]))


def words(when: PartialDate) -> str:
    """The date in words; the empty string when unknown."""
    text = str(when)
    if not text.startswith("["):
        return _unit(text)
    low, high = text.strip("[]").split("..")
    if not low:
        return f"by {_unit(high)}"
    if not high:
        return f"{_unit(low)} or later"
    return _joined(_unit(low).split(), _unit(high).split())


def _joined(low: list[str], high: list[str]) -> str:
    """The two ends, without saying twice what they share: 19–22 Nov 2023."""
    ends = " ".join(high)
    while len(low) > 1 and low[-1] == high[-1]:
        low, high = low[:-1], high[:-1]
    return f"{' '.join(low)}–{ends}"


def _unit(text: str) -> str:
    parts = text.split("-")
    figures = [*(str(int(part)) for part in parts[2:]), *(MONTHS[int(part) - 1] for part in parts[1:2]), parts[0]]
    return " ".join(figures)


def until(row: Mapping[str, Any]) -> str:
    """When a post was over, or began, to be said after its name: “to Jun 2023”, “from Apr 2023”; or nothing."""
    if row["end_state"] == "ended":
        end = words(partial(row, "end"))
        return f"left {end}" if end.startswith("by ") else f"to {end}"
    start = words(partial(row, "start"))
    return f"there {start}" if start.startswith("by ") else start and f"from {start}"


def period(row: Mapping[str, Any]) -> str:
    """From when to when a post was held; what nobody says is a question mark."""
    start = words(partial(row, "start")) or "?"
    if row["end_state"] == "ended":
        return f"{start} → {words(partial(row, 'end'))}"
    day = day_of(row["verified_on"])
    seen = words(PartialDate(day, day))
    states = {"ongoing": f"there on {seen}" if seen else "ongoing", "unknown": f"seen on {seen}" if seen else "?"}
    return f"{start} → {states[row['end_state']]}"
