"""JSON-LD in the vocabulary of schema.org, for search engines and linked data."""

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
    unsupported = {"fields": "Linked data has fixed fields."}
    schema = {
        "type": "object",
        "description": "JSON-LD in the vocabulary of schema.org.",
        "required": ["@context", "@id", "@type"],
        "properties": {
            "@context": {"const": CONTEXT},
            "@id": {"type": "string", "format": "uri"},
            "@type": {"type": "string"},
        },
    }

    def render_data(self, data: Any, request: Any) -> bytes:
        return dump_for_script(self.to_jsonld(data)).encode() + b"\n"

    @abstractmethod
    def to_jsonld(self, data: dict[str, Any]) -> dict[str, Any]:
        """The record's JSON as JSON-LD."""


def dump_for_script(linked: dict[str, Any]) -> str:
    """JSON without any character that could end a surrounding script element."""
    return orjson.dumps(linked).decode().translate(_ESCAPES)


def script_element(linked: dict[str, Any]) -> SafeString:
    """A script element for a page: a data block, which a content security policy allows."""
    inner = mark_safe(dump_for_script(linked))  # noqa: S308 dump_for_script escapes
    return format_html('<script type="application/ld+json">{}</script>', inner)


def node(kind: str, **properties: Any) -> dict[str, Any]:
    """An object of schema.org, without empty properties."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}


def exact_date(date: str | None) -> str | None:
    """A partial date if it is a day, month or year, else None: schema.org has no ranges."""
    return date if date and ".." not in date else None


def sibling_url(url: str, collection: str, slug: str) -> str:
    """The URL of another record, or of its page, relative to that of a record."""
    return urljoin(url, f"../../{collection}/{slug}/")
