"""The API described to machines and to people; both work offline."""

from typing import Any

from django.template.loader import render_to_string
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.renderers import DerivedRenderer
from talentwatch.api.schema import description
from talentwatch.api.views import ContractView


class SchemaView(ContractView):
    """OpenAPI 3.1."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(description())


class DocsRenderer(DerivedRenderer):
    """Swagger UI, from files of our own: no script or font comes from elsewhere."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def draw(self, data: Any, request: Any) -> bytes:
        return render_to_string("api/docs.html").encode()


class DocsView(ContractView):
    """The page that people read; it asks for the description by itself."""

    renderer_classes = (DocsRenderer,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response()
