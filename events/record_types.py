"""The record type of events."""

from events.models import Citation, EventOrganization, NewsEvent, Outcome, Part
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
        optional=("outcome", "people_affected_min", "people_affected_max", "stake_percent", "amount", "currency"),
        link_lists=("people", "organizations", "employments"),
        children={
            "citations": RecordLayout(
                Citation,
                ("stance",),
                links=("source",),
                optional=("quote", "quote_language"),
                replaced_by="source",
            ),
            "parts": RecordLayout(EventOrganization, ("part",), links=("organization",)),
        },
        qualifies={"parts": "organizations"},
        identified_by=(("headline",),),
        example={
            "kind": "departure",
            "headline": "Ada Example leaves Example Lab",
            "date": "June 2023",
            "people": "Ada Example",
            "organizations": "Example Lab",
            "citations": "reported | https://example.org/who-left",
        },
        may_be_same=lambda row, event: row.date.overlaps(event.date),
    ),
    page="event",
    nested_tables=(
        links_table("people", "person", "The people an event is about."),
        NestedTable(
            "event_organizations",
            "The organizations an event is about, each with the part that it plays.",
            "organizations",
            {"organization_slug": ("slug",), "part": ("part",)},
            key=("event_slug", "organization_slug"),
        ),
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
    implied={("outcome",): Outcome.HAPPENED.value, ("organizations", "part"): Part.SUBJECT.value},
)
RECORD_TYPES = (EVENTS,)
