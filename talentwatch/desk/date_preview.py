"""The preview of a partial date below its field: what was understood of the typed text, in words."""

from datetime import date

from talentwatch.dates import FIRST_YEAR, FutureDateError, PartialDateError
from talentwatch.phrases import format_possible_days
from talentwatch.typed_dates import parse_typed


def preview_date(text: str, *, first_year: int = FIRST_YEAR, day: date | None = None) -> dict[str, str | None]:
    """The canonical text, both days, and the date in words; or an error that says what is accepted.

    `day`, of a date of what has happened: when it is recorded. A later bound is cut to it, and the words say so.
    """
    try:
        typed = parse_typed(text, first_year)
        when = typed.cut_at(day) if day else typed
    except (PartialDateError, FutureDateError) as error:
        return {"error": str(error)}
    first, last = (bound.isoformat() if bound else None for bound in (when.earliest, when.latest))
    cut = "" if when == typed else " (cut to today, because it has happened)"
    return {"text": str(when), "earliest": first, "latest": last, "reading": f"{format_possible_days(when)}{cut}"}
