"""Lists as feeds: what Atom and JSON Feed have in common, and links to both."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from rest_framework.reverse import reverse

from talentwatch.api.filters import COMMON_PARAMETERS
from talentwatch.api.paging import LIST_PARAMETERS, PAGE_PARAMETERS, add_parameter, request_address, set_parameters
from talentwatch.api.renderers import DerivedRenderer, JSONRenderer

NAME = "talentwatch"
LICENCE, LICENCE_ADDRESS = "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"
# Never change the year in tag: URIs: all entries would be new to all feed readers.
TAG_YEAR = 2026
EPOCH = "1970-01-01T00:00:00Z"  # the constant `updated` that Atom requires of an empty feed


@dataclass(frozen=True)
class EntrySource:
    """A source with its link, publisher and language."""

    address: str
    publisher: str
    language: str


@dataclass(frozen=True)
class Entry:
    """One entry of a feed, in plain text; `path` identifies it for good: events/ada-joins-acme."""

    path: str
    address: str  # of its page
    title: str
    text: str
    published: str
    updated: str
    authors: Sequence[str] = ()
    tags: Sequence[str] = ()
    sources: Sequence[EntrySource] = ()

    @property
    def id(self) -> str:
        """A tag: URI (RFC 4151) that survives a new scheme, port or API version."""
        return tag(self.address, self.path)


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
        return max((entry.updated for entry in self.entries), key=datetime.fromisoformat, default=EPOCH)

    @property
    def language(self) -> str:
        """Headlines and summaries are written in the newsroom's language."""
        return settings.LANGUAGE_CODE


class FeedRenderer(DerivedRenderer):
    """A page of a list as a page of a feed, by default the latest changes first."""

    collection: ClassVar[str]  # what it lists: "events"
    home: ClassVar[str] = "front"  # the name of the page with the same list and filters
    ordering = "-updated_at"
    unsupported = {"fields": "A feed has fixed fields.", "count": "A feed has no count."}

    def render_data(self, data: Any, request: Any) -> bytes:
        address = request.build_absolute_uri()
        filters = active_filters(request)
        feed = Feed(
            id=tag(address, f"{self.collection}?{urlencode(filters)}".rstrip("?")),
            title=f"{NAME} {self.collection} ({filters_in_words(request)})".removesuffix(" ()"),
            address=self._with_format(address),
            home=f"{reverse(self.home, request=request)}?{urlencode(filters)}".rstrip("?"),
            next=data["next"] and self._with_format(data["next"]),
            previous=data["previous"] and self._with_format(data["previous"]),
            entries=[self.entry(row) for row in data["results"]],
        )
        return self.write(feed)

    def _with_format(self, address: str) -> str:
        """The address with `format`, which the request may have named in Accept instead."""
        return set_parameters(address, format=self.format)

    @abstractmethod
    def entry(self, row: dict[str, Any]) -> Entry:
        """A row of the list as an entry."""

    @abstractmethod
    def write(self, feed: Feed) -> bytes:
        """The page in this format."""


def tag(address: str, specific: str) -> str:
    """A tag: URI of the host in an address."""
    host = urlsplit(address).hostname or "localhost"
    # RFC 4151 has no IPv6 addresses.
    return f"tag:{'localhost' if ':' in host else host},{TAG_YEAR}:{specific}"


def active_filters(request: Any) -> list[tuple[str, str]]:
    """The names and values of the filters in a request, sorted by name."""
    others = {*COMMON_PARAMETERS, *LIST_PARAMETERS}
    return sorted((name, value) for name, value in request.query_params.items() if name not in others)


def filters_in_words(request: Any) -> str:
    """The same for people: “kind: hire, organization: meta”."""
    return ", ".join(f"{name}: {value}" for name, value in active_filters(request))


def autodiscovery(request: Any, renderers: Iterable[type]) -> str:
    """A Link header (RFC 8288) with the feeds of a JSON list; empty if there are none."""
    if type(request.accepted_renderer) is not JSONRenderer:
        return ""
    names = (*COMMON_PARAMETERS, *PAGE_PARAMETERS, "ordering")
    home = request_address(request, without=names)
    return ", ".join(
        f'<{add_parameter(home, "format", renderer.format)}>; rel="alternate"; type="{renderer.media_type}"'
        for renderer in renderers
        if issubclass(renderer, FeedRenderer)
    )
