"""The record type of events."""

from events.models import Citation, NewsEvent
from events.views import NewsEventViewSet
from talentwatch.records.record_type import NestedTable, RecordLayout, RecordType


def links_table(field: str, singular: str, description: str) -> NestedTable:
    column = f"{singular}_slug"
    return NestedTable(f"event_{field}", description, field, {column: ("slug",)}, key=("event_slug", column))


EVENTS = RecordType(
    "events",
    NewsEventViewSet,
    RecordLayout(
        NewsEvent,
        ("slug", "kind", "headline", "summary"),
        dates=("date",),
        link_lists=("people", "organizations", "employments"),
        children={"citations": RecordLayout(Citation, ("stance",), links=("source",), replaced_by="source")},
    ),
    page="event",
    nested_tables=(
        links_table("people", "person", "The people an event is about."),
        links_table("organizations", "organization", "The organizations an event is about."),
        links_table("employments", "employment", "The jobs that began, changed or ended with an event."),
        NestedTable(
            "event_sources",
            "Which source reports which event, and its stance toward the headline; a row for each stance that it takes.",
            "sources",
            {"source_slug": ("slug",), "stance": ("stance",)},
            key=("event_slug", "source_slug", "stance"),
        ),
    ),
    parent_column="event_slug",
)
RECORD_TYPES = (EVENTS,)
