"""A list as a feed that readers subscribe to: what Atom and JSON Feed have in common, and the addresses of both."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from rest_framework.utils.urls import remove_query_param, replace_query_param

from talentwatch.api.filters import EVERYWHERE
from talentwatch.api.paging import PAGED, PARAMETERS
from talentwatch.api.renderers import DerivedRenderer, JSONRenderer

NAME = "talentwatch"
LICENCE, LICENCE_ADDRESS = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"
MINTED = 2026  # the year in every tag: URI; never to be changed, or all entries would be new to all readers
NEVER = "1970-01-01T00:00:00Z"  # when a feed without entries was updated, which Atom must say, always in the same bytes


@dataclass(frozen=True)
class Cited:
    """A source: where it is, who published it, in which language."""

    address: str
    publisher: str
    language: str


@dataclass(frozen=True)
class Entry:
    """One entry of a feed, in plain text."""

    address: str
    title: str
    text: str
    published: str
    updated: str
    authors: Sequence[str] = ()
    tags: Sequence[str] = ()
    sources: Sequence[Cited] = ()

    @property
    def id(self) -> str:
        """A tag: URI (RFC 4151) of host, collection and slug: it outlives a new scheme, port or version of the API."""
        collection, slug = self.address.strip("/").split("/")[-2:]
        return tag(self.address, f"{collection}/{slug}")


@dataclass(frozen=True)
class Feed:
    """One page of a feed."""

    id: str
    title: str
    address: str
    home: str
    next: str | None
    previous: str | None
    entries: Sequence[Entry]

    @property
    def updated(self) -> str:
        return max((entry.updated for entry in self.entries), key=datetime.fromisoformat, default=NEVER)

    @property
    def language(self) -> str:
        """Headlines and summaries are the desk's own words, in the desk's language."""
        return settings.LANGUAGE_CODE


class FeedRenderer(DerivedRenderer):
    """A page of a list as a page of a feed, the latest changes first unless asked otherwise."""

    of: ClassVar[str]  # what is in it: "events"
    ordering = "-updated_at"
    refused = {"fields": "A feed has fields of its own.", "count": "A feed isn't counted."}

    def draw(self, data: Any, request: Any) -> bytes:
        address = request.build_absolute_uri()
        home = address
        for name in (*EVERYWHERE, *PAGED):
            home = remove_query_param(home, name)
        feed = Feed(
            id=tag(home, f"{self.of}?{urlencode(asked(request))}".rstrip("?")),
            title=f"{NAME} {self.of} ({asked_in_words(request)})".removesuffix(" ()"),
            address=self._own(address),
            home=home,
            next=data["next"] and self._own(data["next"]),
            previous=data["previous"] and self._own(data["previous"]),
            entries=[self.entry(row) for row in data["results"]],
        )
        return self.write(feed)

    def _own(self, address: str) -> str:
        """The address with the format in it, which Accept may have asked for."""
        return str(replace_query_param(address, "format", self.format))

    @abstractmethod
    def entry(self, row: dict[str, Any]) -> Entry:
        """A row of the list as an entry."""

    @abstractmethod
    def write(self, feed: Feed) -> bytes:
        """The page in this format."""


def tag(address: str, specific: str) -> str:
    """A tag: URI minted by the host of an address."""
    host = urlsplit(address).hostname or "localhost"
    return f"tag:{'localhost' if ':' in host else host},{MINTED}:{specific}"  # RFC 4151 has no IPv6


def asked(request: Any) -> list[tuple[str, str]]:
    """What a list was narrowed by, in the order of the names."""
    beside = {*EVERYWHERE, *PARAMETERS}
    return sorted((name, value) for name, value in request.query_params.items() if name not in beside)


def asked_in_words(request: Any) -> str:
    """The same for people: “kind: hire, organization: meta”."""
    return ", ".join(f"{name}: {value}" for name, value in asked(request))


def autodiscovery(request: Any, renderers: Iterable[type]) -> str:
    """The feeds of the list of a request as a Link header (RFC 8288); empty where it has none, or is one."""
    if type(request.accepted_renderer) is not JSONRenderer:
        return ""
    home = request.build_absolute_uri()
    for name in (*EVERYWHERE, *PAGED, "ordering"):
        home = remove_query_param(home, name)
    return ", ".join(
        f'<{replace_query_param(home, "format", renderer.format)}>; rel="alternate"; type="{renderer.media_type}"'
        for renderer in renderers
        if issubclass(renderer, FeedRenderer)
    )
