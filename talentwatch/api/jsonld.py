"""JSON-LD in the words of schema.org, for search engines and whoever links data."""

from abc import abstractmethod
from typing import Any
from urllib.parse import urljoin

import orjson
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from talentwatch.api.renderers import DerivedRenderer

CONTEXT = "https://schema.org"
_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


class JSONLDRenderer(DerivedRenderer):
    """One record as linked data."""

    media_type = "application/ld+json"
    format = "jsonld"
    refused = {"fields": "Linked data has fields of its own."}
    schema = {
        "type": "object",
        "description": "JSON-LD in the words of schema.org.",
        "required": ["@context", "@id", "@type"],
        "properties": {"@context": {"const": CONTEXT}, "@id": {"type": "string", "format": "uri"}},
    }

    def draw(self, data: Any, request: Any) -> bytes:
        return embeddable(self.linked(data)).encode() + b"\n"

    @abstractmethod
    def linked(self, data: dict[str, Any]) -> dict[str, Any]:
        """The JSON of a record as JSON-LD."""


def embeddable(linked: dict[str, Any]) -> str:
    """The JSON, with no character that could end the script element it may be pasted into."""
    return orjson.dumps(linked).decode().translate(_ESCAPES)


def script(linked: dict[str, Any]) -> SafeString:
    """The element that a page has it in; a data block, which no content security policy forbids."""
    inner = mark_safe(embeddable(linked))  # noqa: S308 nothing in it can end the element
    return format_html('<script type="application/ld+json">{}</script>', inner)


def node(kind: str, **properties: Any) -> dict[str, Any]:
    """An object of schema.org; what has no value is left out."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def exact(date: str | None) -> str | None:
    """A partial date where it is one day, month or year; schema.org has no word for less."""
    return date if date and ".." not in date else None


def beside(url: str, collection: str, slug: str) -> str:
    """The address of another record, from the address of one."""
    return urljoin(url, f"../../{collection}/{slug}/")
