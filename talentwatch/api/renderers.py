"""The formats of the API, and how a client picks one."""

from collections.abc import Iterable
from typing import Any

import orjson
from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

from talentwatch.api.problems import BadParameters


class JSONRenderer(BaseRenderer):
    """JSON in UTF-8, keys in the order of the contract."""

    media_type = "application/json"
    format = "json"
    charset = None
    takes_fields = True  # some of the fields are enough

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
