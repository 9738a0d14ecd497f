"""The preview of a partial date below its field: what was understood of the typed text, in words."""

from talentwatch.dates import PartialDateError, parse_typed
from talentwatch.phrases import format_possible_days


def preview_date(text: str) -> dict[str, str | None]:
    """The canonical text, both days, and the date in words; or an error that says what is accepted."""
    try:
        when = parse_typed(text)
    except PartialDateError as error:
        return {"error": str(error)}
    first, last = (day.isoformat() if day else None for day in (when.earliest, when.latest))
    return {"text": str(when), "earliest": first, "latest": last, "reading": format_possible_days(when)}
