"""What happened, and who reported it."""

from events.models.event import EventKind, NewsEvent
from events.models.citation import Citation

__all__ = ["Citation", "EventKind", "NewsEvent"]
