"""The formats of the API, and how a client picks one."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import orjson
from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from talentwatch.api.paging import PAGED
from talentwatch.api.problems import BadParameters


class JSONRenderer(BaseRenderer):
    """JSON in UTF-8, keys in the order of the contract."""

    media_type = "application/json"
    format = "json"
    charset: str | None = None
    refused: ClassVar[Mapping[str, str]] = {}  # parameters that mean nothing in this format, each with the reason
    ordering: ClassVar[str | None] = None  # the order unless asked, where it isn't that of the list
    schema: ClassVar[Mapping[str, Any]] = {"type": "string"}  # how OpenAPI describes any format but JSON itself

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z) + b"\n"


class DerivedRenderer(JSONRenderer, ABC):
    """A format drawn from the very JSON of the answer; what isn't the record or the list stays JSON."""

    headers: ClassVar[Mapping[str, str]] = {}  # what the answer has beside

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        request, response = renderer_context["request"], renderer_context["response"]
        if response.exception or request.method == "OPTIONS":
            response["Content-Type"] = response.content_type or JSONRenderer.media_type
            return super().render(data)
        for name, value in self.headers.items():
            response[name] = value
        return self.draw(data, request)

    @abstractmethod
    def draw(self, data: Any, request: Any) -> bytes:
        """The same record, or page of a list, in this format."""


class UnpagedRenderer(DerivedRenderer):
    """A format that shows a whole list at once, up to so many rows, and has no pages."""

    most: ClassVar[int]
    refused = dict.fromkeys(PAGED, "This format shows the whole list at once.")


class StrictNegotiation(DefaultContentNegotiation):
    """By `format`, else by Accept; an unknown format is a bad parameter, not an unknown address."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:  # noqa: A002 DRF's name
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            accepted = ", ".join(str(renderer.format) for renderer in renderers)
            raise BadParameters({"format": f"Accepted: {accepted}."})
        return found

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        """A format asked for by name wins over Accept."""
        wanted = request.query_params.get("format")
        if wanted is not None:
            renderers = self.filter_renderers(renderers, wanted)
            return renderers[0], renderers[0].media_type
        for accepted in request.accepted_types:  # the most wanted first
            for renderer in renderers:
                if _covers(accepted, renderer):
                    return renderer, renderer.media_type
        raise NotAcceptable(f"Served: {', '.join(renderer.media_type for renderer in renderers)}.")


def _covers(accepted: MediaType, renderer: BaseRenderer) -> bool:
    """Parameters such as charset=utf-8 are no reason to refuse."""
    main_type, _, sub_type = str(renderer.media_type).partition("/")
    return accepted.main_type in {"*", main_type} and accepted.sub_type in {"*", sub_type}
