"""What happened, and who reported it."""

from events.models.citation import Citation
from events.models.event import EventKind, NewsEvent, Outcome
from events.models.event_organization import EventOrganization, Part
from events.models.search_text import NewsEventSearchText

__all__ = ["Citation", "EventKind", "EventOrganization", "NewsEvent", "NewsEventSearchText", "Outcome", "Part"]
