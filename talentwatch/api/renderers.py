"""The formats of the API, and how a client chooses one."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar

import orjson
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from talentwatch.api.paging import PAGE_PARAMETERS
from talentwatch.api.parameters import Parameter
from talentwatch.api.problems import BadParameters

WEIGHT_ZERO = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*$", re.IGNORECASE)


class JSONRenderer(BaseRenderer):
    """JSON in UTF-8, with keys in the serializer's order."""

    media_type = "application/json"
    format = "json"
    charset: str | None = None
    # Between stored documents that it writes as they are; None if it looks into them.
    document_separator: ClassVar[str | None] = ","
    unsupported: ClassVar[Mapping[str, str]] = {}  # parameters that this format refuses, with the reason
    parameters: ClassVar[Mapping[str, Parameter]] = {}  # what this format takes beside the view's own parameters
    ordering: ClassVar[str | None] = None  # the default order, if not the list's
    schema: ClassVar[Mapping[str, Any]] = {"type": "string"}  # in OpenAPI, for any format but JSON

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


class DerivedRenderer(JSONRenderer, ABC):
    """A format made from the response's JSON; errors and OPTIONS stay JSON."""

    document_separator = None
    headers: ClassVar[Mapping[str, str]] = {}  # added to the response

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        request, response = renderer_context["request"], renderer_context["response"]
        if response.exception or request.method == "OPTIONS":
            response["Content-Type"] = response.content_type or JSONRenderer.media_type
            return super().render(data)
        for name, value in self.headers.items():
            response[name] = value
        return self.render_data(data, request)

    @abstractmethod
    def render_data(self, data: Any, request: Any) -> bytes:
        """The record, or page of a list, in this format."""


class UnpagedRenderer(DerivedRenderer):
    """A format that shows a whole list of at most `max_rows` rows, without pages."""

    max_rows: ClassVar[int]
    unsupported = dict.fromkeys(PAGE_PARAMETERS, "This format has no pages.")


def refused_ranges(accept: str) -> set[str]:
    """The media ranges of weight 0, which Django leaves out of accepted_types."""
    return {item.partition(";")[0].strip().lower() for item in accept.split(",") if WEIGHT_ZERO.search(item)}


def most_specific_range(media_type: str, ranges: Collection[str]) -> str | None:
    """The range whose weight counts for a media type (RFC 9110, 12.5.1); None if it is in none of them."""
    candidates = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((one for one in candidates if one in ranges), None)


class StrictNegotiation(DefaultContentNegotiation):
    """By `format`, else by Accept; an unknown format is a 400, not a 404."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:  # noqa: A002 DRF's name
        matching = [renderer for renderer in renderers if renderer.format == format]
        if not matching:
            accepted = ", ".join(str(renderer.format) for renderer in renderers)
            raise BadParameters({"format": f"Accepted: {accepted}."})
        return matching

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        """The `format` parameter wins over Accept."""
        name = request.query_params.get("format")
        if name is not None:
            renderers = self.filter_renderers(renderers, name)
            return renderers[0], renderers[0].media_type
        # Parameters such as charset=utf-8 don't matter.
        accepted = [f"{one.main_type}/{one.sub_type}" for one in request.accepted_types]
        ranges = {*accepted, *refused_ranges(request.headers.get("Accept", ""))}
        for media_range in accepted:
            for renderer in renderers:
                if media_range == most_specific_range(renderer.media_type, ranges):
                    return renderer, renderer.media_type
        raise NotAcceptable(f"Available: {', '.join(renderer.media_type for renderer in renderers)}.")
