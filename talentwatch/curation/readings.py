"""What the desk understood of a partial date, in words: the echo beside the box it was typed in."""

from datetime import date

from talentwatch.dates import PartialDate, PartialDateError, parse_typed


def reading(when: PartialDate) -> str:
    """The days that a date can be, for an editor to check at a glance."""
    first, last = when.earliest, when.latest
    if first and last:
        if first == last:
            return _day(first)
        opening = f"{first.day} {first:%B}" if first.year == last.year else _day(first)
        return f"any day from {opening} to {_day(last)}"
    if first:
        return f"{_day(first)} or any day after"
    return f"{_day(last)} or any day before" if last else "unknown"


def echo(text: str) -> dict[str, str | None]:
    """The canonical text, both days and the reading of what was typed; or the error that says what is accepted."""
    try:
        when = parse_typed(text)
    except PartialDateError as error:
        return {"error": str(error)}
    first, last = (day.isoformat() if day else None for day in (when.earliest, when.latest))
    return {"text": str(when), "earliest": first, "latest": last, "reading": reading(when)}


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
