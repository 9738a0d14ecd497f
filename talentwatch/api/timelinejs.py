"""TimelineJS 3 (Knight Lab): slides with dates, as JSON for its embed.

TimelineJS shows headlines, texts and credits as HTML, so everything from a record is escaped here.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import orjson
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from talentwatch.api.renderers import UnpagedRenderer
from talentwatch.text import is_web_address

MAX_SLIDES = 300  # more take a browser long to lay out


class TimelineJSRenderer(UnpagedRenderer):
    """A title slide, and a slide for each dated row."""

    media_type = "application/vnd.timelinejs+json"
    format = "timelinejs"
    max_rows: ClassVar[int] = MAX_SLIDES
    unsupported = {**UnpagedRenderer.unsupported, "fields": "A slide has fixed fields."}
    schema = {
        "type": "object",
        "description": "Slides for TimelineJS 3; headlines, texts and credits are HTML.",
        "required": ["title", "events"],
        "properties": {
            "title": {"type": "object", "required": ["text"], "properties": {"text": {"type": "object"}}},
            "events": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["unique_id", "start_date", "display_date", "text", "group"],
                    "properties": {
                        "unique_id": {"type": "string"},
                        "start_date": {"type": "object"},
                        "display_date": {"type": "string"},
                        "text": {"type": "object"},
                        "group": {"type": "string"},
                    },
                },
            },
        },
    }

    def render_data(self, data: Any, request: Any) -> bytes:
        return orjson.dumps(self.timeline(data, request)) + b"\n"

    @abstractmethod
    def timeline(self, data: Any, request: Any) -> dict[str, Any]:
        """The title slide and the other slides."""


def timeline(headline: str, paragraphs: Sequence[SafeString], slides: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"title": {"text": _text(headline, paragraphs), "autolink": False}, "events": list(slides)}


def slide(  # noqa: PLR0913 what a slide has
    slug: str,
    headline: str,
    paragraphs: Sequence[SafeString],
    *,
    start: str,
    end: str,
    date: str,
    group: str,
    media: dict[str, str] | None = None,
) -> dict[str, Any]:
    """One slide. `start` and `end` are a day, month or year; `date` is the text to show.

    The end is left out unless it comes after the start: a job from June 2023 to some day in 2023 would be drawn from
    June back to January.
    """
    return {
        "unique_id": slug,
        "start_date": _moment(start),
        **({"end_date": _moment(end)} if end and first_day(end) > first_day(start) else {}),
        "display_date": date,
        "text": _text(headline, paragraphs),
        # Escaped twice: TimelineJS parses it as HTML and inserts the resulting text as HTML again.
        "group": escape(escape(group)),
        "autolink": False,
        **({"media": media} if media else {}),
    }


def link(address: str | None, text: str) -> SafeString:
    """A link, or only the text if this is no web address."""
    return format_html('<a href="{}">{}</a>', address, text) if is_web_address(address) else escape(text)


def _text(headline: str, paragraphs: Sequence[SafeString]) -> dict[str, str]:
    body = "".join(format_html("<p>{}</p>", paragraph) for paragraph in paragraphs if paragraph)
    return {"headline": escape(headline), "text": body}


def _moment(unit: str) -> dict[str, int]:
    return dict(zip(("year", "month", "day"), map(int, unit.split("-")), strict=False))


def first_day(unit: str) -> str:
    """The day at which TimelineJS draws a day, month or year."""
    return f"{unit}-01-01"[:10]
