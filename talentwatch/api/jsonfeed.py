"""JSON Feed 1.1 (jsonfeed.org)."""

from typing import Any

import orjson

from talentwatch.api.feeds import LICENCE, LICENCE_ADDRESS, NAME, Entry, Feed, FeedRenderer
from talentwatch.text import is_web_address

VERSION = "https://jsonfeed.org/version/1.1"


class JSONFeedRenderer(FeedRenderer):
    """A feed in JSON."""

    media_type = "application/feed+json"
    format = "jsonfeed"
    schema = {
        "type": "object",
        "description": "JSON Feed 1.1 (jsonfeed.org).",
        "required": ["version", "title", "items"],
        "properties": {
            "version": {"const": VERSION},
            "title": {"type": "string"},
            "next_url": {"type": "string", "format": "uri"},
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "content_text"],
                    "properties": {"id": {"type": "string"}, "content_text": {"type": "string"}},
                },
            },
        },
    }

    def write(self, feed: Feed) -> bytes:
        body = {
            "version": VERSION,
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.address,
            "description": f"Data {LICENCE}, {LICENCE_ADDRESS}",
            **({"next_url": feed.next} if feed.next else {}),
            "authors": [{"name": NAME}],
            "language": feed.language,
            "items": [_item(entry, feed.language) for entry in feed.entries],
        }
        return orjson.dumps(body) + b"\n"


def _item(entry: Entry, language: str) -> dict[str, Any]:
    links = [source.address for source in entry.sources if is_web_address(source.address)]
    return {
        "id": entry.id,
        "url": entry.address,
        **({"external_url": links[0]} if links else {}),
        "title": entry.title,
        "content_text": entry.text,
        "date_published": entry.published,
        "date_modified": entry.updated,
        **({"authors": [{"name": name} for name in entry.authors]} if entry.authors else {}),
        "tags": list(entry.tags),
        "language": language,
    }
