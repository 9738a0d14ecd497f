"""Moves as entries of Atom and JSON feeds and of calendars."""

from typing import Any

from people.evidence import CERTAIN_CONFIDENCES
from talentwatch.api.atom import AtomRenderer
from talentwatch.api.calendars import CalendarEntry, CalendarRenderer
from talentwatch.api.feeds import Entry, FeedRenderer
from talentwatch.api.jsonfeed import JSONFeedRenderer
from talentwatch.phrases import END_REASONS, format_date, format_leaving, format_left_for, format_whereabouts


def move_in_words(move: dict[str, Any]) -> str:
    """“Ada Lovelace: from Acme to Beta”, “Ada Lovelace: left Acme to work independently”, “Ada Lovelace: retired from Acme”."""
    origin, destination = (move[side] and move[side]["name"] for side in ("origin", "destination"))
    if origin and destination:
        words = f"from {origin} to {destination}"
    elif origin:
        words = f"{format_leaving(move.get('end_reason'))} {origin} {format_left_for(move['left_for'])}".strip()
        words += "" if format_whereabouts(move) else ", destination unknown"
    else:
        words = f"joined {destination}, previous employer unknown"
    return f"{move['person']['name']}: {words}"


def _facts(move: dict[str, Any]) -> str:
    when, reason = format_date(move["date"]) or "Date unknown", END_REASONS.get(move.get("end_reason") or "", "")
    return "; ".join(filter(None, [when, move["kind"], reason, move["confidence"]])) + "."


class MoveFeedRenderer(FeedRenderer):
    collection = "moves"
    home = "moves"

    def entry(self, row: dict[str, Any]) -> Entry:
        return Entry(
            path=f"moves/{row['slug']}",
            address=row["page"],
            title=move_in_words(row),
            text=_facts(row),
            # A move is derived, and has no other time of publication.
            published=row["updated_at"],
            updated=row["updated_at"],
            tags=[row["kind"], row["confidence"]],
        )


class MoveAtomRenderer(MoveFeedRenderer, AtomRenderer):
    """Moves as Atom."""


class MoveJSONFeedRenderer(MoveFeedRenderer, JSONFeedRenderer):
    """Moves as a JSON Feed."""


class MoveCalendarRenderer(CalendarRenderer):
    """Moves as a calendar."""

    collection = "moves"

    def entry(self, row: dict[str, Any]) -> CalendarEntry:
        return CalendarEntry(
            path=f"moves/{row['slug']}",
            page=row["page"],
            title=move_in_words(row),
            text=_facts(row),
            updated=row["updated_at"],
            is_tentative=row["confidence"] not in CERTAIN_CONFIDENCES,
            tags=[row["kind"], row["confidence"]],
        )
