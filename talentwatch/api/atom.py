"""Atom (RFC 4287), paged as in RFC 5005."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from talentwatch.api.feeds import LICENCE, LICENCE_ADDRESS, NAME, Entry, Feed, FeedRenderer
from talentwatch.text import is_web_address, replace_non_xml

NAMESPACE = "http://www.w3.org/2005/Atom"


class AtomRenderer(FeedRenderer):
    """A feed in XML."""

    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"

    def write(self, feed: Feed) -> bytes:
        root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
        _add(root, "id", feed.id)
        _add(root, "title", feed.title, type="text")
        _add(root, "updated", feed.updated)
        _person(root, NAME)
        _add(root, "generator", NAME)
        _add(root, "rights", LICENCE, type="text")
        _link(root, "license", LICENCE_ADDRESS)
        _link(root, "self", feed.address, type=self.media_type)
        _link(root, "alternate", feed.home, type="text/html")
        for rel, address in (("next", feed.next), ("previous", feed.previous)):
            if address:
                _link(root, rel, address, type=self.media_type)
        for entry in feed.entries:
            _entry(root, entry)
        xml: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return xml + b"\n"


def _entry(root: Element, entry: Entry) -> None:
    element = SubElement(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title, type="text")
    _add(element, "updated", entry.updated)
    _add(element, "published", entry.published)
    for name in entry.authors:
        _person(element, name)
    for term in entry.tags:
        _add(element, "category", term=term)
    # Feed readers open an alternate only if it is a page.
    _link(element, "alternate", entry.address, type="text/html")
    for source in entry.sources:
        if is_web_address(source.address):
            _link(element, "via", source.address, title=source.publisher, hreflang=source.language)
    _add(element, "summary", entry.text, type="text")


def _person(element: Element, name: str) -> None:
    _add(SubElement(element, "author"), "name", name)


def _link(element: Element, rel: str, address: str, **attributes: str) -> None:
    _add(element, "link", rel=rel, href=address, **attributes)


def _add(parent: Element, tag: str, text: str = "", **attributes: Any) -> None:
    """Add an element, without empty attributes."""
    filled = {name: replace_non_xml(value) for name, value in attributes.items() if value}
    SubElement(parent, tag, filled).text = replace_non_xml(text) or None
