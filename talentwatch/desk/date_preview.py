"""What the desk understood of a partial date, in words: the echo beside the box it was typed in."""

from talentwatch.dates import PartialDate, PartialDateError, parse_typed
from talentwatch.phrases import day_words


def reading_of(when: PartialDate) -> str:
    """The days that a date can be, for an editor to check at a glance."""
    first, last = when.earliest, when.latest
    if first and last:
        if first == last:
            return day_words(first)
        opening = f"{first.day} {first:%B}" if first.year == last.year else day_words(first)
        return f"any day from {opening} to {day_words(last)}"
    if first:
        return f"{day_words(first)} or any day after"
    return f"{day_words(last)} or any day before" if last else "unknown"


def preview(text: str) -> dict[str, str | None]:
    """The canonical text, both days and the reading of what was typed; or the error that says what is accepted."""
    try:
        when = parse_typed(text)
    except PartialDateError as error:
        return {"error": str(error)}
    first, last = (day.isoformat() if day else None for day in (when.earliest, when.latest))
    return {"text": str(when), "earliest": first, "latest": last, "reading": reading_of(when)}
