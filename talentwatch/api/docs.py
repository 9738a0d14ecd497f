"""The API's description for programs and for people; both work offline."""

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
    """Swagger UI from local files: no script or font comes from another host."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render_data(self, data: Any, request: Any) -> bytes:
        return render_to_string("api/docs.html").encode()


class DocsView(ContractView):
    """The page for people; its script loads the description."""

    renderer_classes = (DocsRenderer,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response()
