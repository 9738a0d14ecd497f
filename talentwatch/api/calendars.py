"""iCalendar (RFC 5545): dated rows as all-day entries, for the calendars of those who follow them."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from icalendar import Calendar, Event

from talentwatch.api.feeds import NAME, filters_in_words, tag
from talentwatch.api.renderers import UnpagedRenderer
from talentwatch.text import replace_non_xml

MAX_ENTRIES = 5_000
ONE_DAY = timedelta(1)


@dataclass(frozen=True)
class CalendarEntry:
    """One entry, in plain text; `path` identifies it for good, as in feeds."""

    path: str
    page: str
    title: str
    text: str
    updated: str
    is_tentative: bool = False
    tags: Sequence[str] = ()


class CalendarRenderer(UnpagedRenderer):
    """A list as a calendar that a program can subscribe to. Rows without a first and a last day are left out."""

    media_type = "text/calendar"
    format = "ics"
    charset = "utf-8"
    max_rows = MAX_ENTRIES
    unsupported = {**UnpagedRenderer.unsupported, "fields": "A calendar has fixed fields."}
    collection: ClassVar[str]  # what it lists: "events"

    def render_data(self, data: Any, request: Any) -> bytes:
        calendar = Calendar()
        calendar.add("prodid", f"-//{NAME}//{self.collection}//EN")
        calendar.add("version", "2.0")
        name = f"{NAME} {self.collection} ({filters_in_words(request)})".removesuffix(" ()")
        # What somebody searches for may hold a carriage return, which would end the line.
        calendar.add("x-wr-calname", " ".join(replace_non_xml(name).split()))
        for row in data["results"]:
            if row["date_earliest"] and row["date_latest"]:
                days = (date.fromisoformat(row[name]) for name in ("date_earliest", "date_latest"))
                calendar.add_component(_event(self.entry(row), *days))
        content: bytes = calendar.to_ical()
        return content

    @abstractmethod
    def entry(self, row: dict[str, Any]) -> CalendarEntry:
        """A row of the list as an entry."""


def _event(entry: CalendarEntry, first: date, last: date) -> Event:
    event = Event()
    updated = datetime.fromisoformat(entry.updated).astimezone(UTC)
    event.add("uid", tag(entry.page, entry.path))
    event.add("dtstamp", updated)
    event.add("last-modified", updated)
    event.add("dtstart", first)
    # The end is the first day that no longer belongs to it.
    event.add("dtend", last + ONE_DAY)
    event.add("summary", replace_non_xml(entry.title))
    event.add("description", replace_non_xml(entry.text))
    event.add("url", entry.page)
    event.add("categories", list(entry.tags))
    event.add("status", "TENTATIVE" if entry.is_tentative else "CONFIRMED")
    # Nobody is busy because somebody else moves.
    event.add("transp", "TRANSPARENT")
    return event
