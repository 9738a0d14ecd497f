"""A public page as a reader sees it: its text, its links, its elements."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import fromstring

from django.test import Client

INVISIBLE = {"script", "style", "title"}
INLINE = {"a", "bdi", "small", "span"}
VOID = {"meta", "link", "input", "img", "source", "br", "hr"}


class Page(HTMLParser):
    """A parsed page; fails if an element is never closed, or closed twice."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.pieces: list[str] = []
        self.scripts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if "script" in self.open:
            self.scripts.append(data)
        elif not INVISIBLE & set(self.open):
            self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for attributes in self.all("a")]


class Reader(Client):
    """Reads the public pages."""

    def open(self, address: str, status: int = 200, **parameters: Any) -> Page:
        """The page at an address; fails if the status is another one."""
        response = self.get(address, parameters)
        assert response.status_code == status, response.content.decode()
        assert response["Content-Type"] == "text/html; charset=utf-8"
        return Page(response.content.decode())

    def charts(self, section: str, start: int = 0, step: int = 1) -> Iterator[bytes]:
        """Every chart on the pages of a section of the sitemap, as in pages[start::step]; fails if an address isn't one."""
        pages = fromstring(self.get(f"/sitemap-{section}.xml").content)
        addresses = [*pages.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        for page in addresses[start::step]:
            for image in self.open(str(page.text)).all("img"):
                response = self.get(image["src"])
                assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml"), image["src"]
                yield response.content
