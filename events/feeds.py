"""Events as entries of Atom and JSON feeds and of calendars."""

from typing import Any

from events.citations import cited_sources
from people.evidence import CERTAIN_CONFIDENCES
from talentwatch.api.atom import AtomRenderer
from talentwatch.api.calendars import CalendarEntry, CalendarRenderer
from talentwatch.api.feeds import Entry, EntrySource, FeedRenderer
from talentwatch.api.jsonfeed import JSONFeedRenderer
from talentwatch.phrases import HAPPENED, format_date, format_event_numbers, format_outcome


def entry_of(event: dict[str, Any]) -> Entry:
    """An entry, from the API's JSON of an event; the publishers of its sources are the authors.

    The text ends with the date, the outcome if it didn't happen, and the confidence of the event, because an entry's own dates are those of publication.
    """
    outcome = format_outcome(event["outcome"])
    facts = [format_date(event["date"]), outcome, format_event_numbers(event), event["confidence"]]
    texts = [event["summary"], f"{'; '.join(filter(None, facts))}."]
    publishers = [source["publisher"] for source in event["sources"] if source["publisher"]]
    return Entry(
        path=f"events/{event['slug']}",
        address=event["page"],
        title=event["headline"],
        text="\n\n".join(filter(None, texts)),
        published=event["published_at"],
        updated=event["updated_at"],
        authors=list(dict.fromkeys(publishers)),
        tags=[event["kind"], *filter(None, [outcome]), event["confidence"]],
        sources=[
            EntrySource(source["link"] or "", source["publisher"] or "", source["language"])
            for source in cited_sources(event["sources"])
        ],
    )


class EventCalendarRenderer(CalendarRenderer):
    """Events as a calendar: planned ones too, which are tentative."""

    collection = "events"

    def entry(self, row: dict[str, Any]) -> CalendarEntry:
        entry = entry_of(row)
        return CalendarEntry(
            path=entry.path,
            page=entry.address,
            title=entry.title,
            text=entry.text,
            updated=entry.updated,
            is_tentative=row["outcome"] != HAPPENED or row["confidence"] not in CERTAIN_CONFIDENCES,
            tags=entry.tags,
        )


class EventFeedRenderer(FeedRenderer):
    collection = "events"

    def entry(self, row: dict[str, Any]) -> Entry:
        return entry_of(row)


class EventAtomRenderer(EventFeedRenderer, AtomRenderer):
    """Events as Atom."""


class EventJSONFeedRenderer(EventFeedRenderer, JSONFeedRenderer):
    """Events as a JSON Feed."""
