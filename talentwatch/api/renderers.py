"""The formats of the API, and how a client picks one."""

from collections.abc import Iterable
from typing import Any

import orjson
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from talentwatch.api.problems import BadParameters


class JSONRenderer(BaseRenderer):
    """JSON in UTF-8, keys in the order of the contract."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=orjson.OPT_UTC_Z) + b"\n"


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
        if wanted is None:
            return super().select_renderer(request, renderers, format_suffix)
        renderer = self.filter_renderers(renderers, wanted)[0]
        return renderer, renderer.media_type
