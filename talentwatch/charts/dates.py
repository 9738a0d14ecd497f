"""Partial dates as readers of a newspaper see them: Jan–Apr 2023, by June 2023, no more precise than they are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from talentwatch.dates import PartialDate
from talentwatch.phrases import shortly


def day_of(text: str | date | None) -> date | None:
    """A day of the API's own JSON, before or after it was written out."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def partial(row: Mapping[str, Any], name: str) -> PartialDate:
    """The partial date of this name, which JSON has as two days."""
    return PartialDate(day_of(row[f"{name}_earliest"]), day_of(row[f"{name}_latest"]))


def until(row: Mapping[str, Any]) -> str:
    """When a post was over, or began, to be said after its name: “to Jun 2023”, “from Apr 2023”; or nothing."""
    if row["end_state"] == "ended":
        end = shortly(partial(row, "end"))
        return f"left {end}" if end.startswith("by ") else f"to {end}"
    start = shortly(partial(row, "start"))
    return f"there {start}" if start.startswith("by ") else start and f"from {start}"


def period(row: Mapping[str, Any]) -> str:
    """From when to when a post was held; what nobody says is a question mark."""
    start = shortly(partial(row, "start")) or "?"
    if row["end_state"] == "ended":
        return f"{start} → {shortly(partial(row, 'end'))}"
    day = day_of(row["verified_on"])
    seen = shortly(PartialDate(day, day))
    states = {"ongoing": f"there on {seen}" if seen else "ongoing", "unknown": f"seen on {seen}" if seen else "?"}
    return f"{start} → {states[row['end_state']]}"
