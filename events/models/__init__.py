"""What happened, and who reported it."""

from events.models.citation import Citation
from events.models.event import EventKind, NewsEvent

__all__ = ["Citation", "EventKind", "NewsEvent"]
