"""The API described to machines and to people; both work offline."""

from django.views.generic import TemplateView
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.schema import description
from talentwatch.api.views import ContractView


class SchemaView(ContractView):
    """OpenAPI 3.1."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(description())


class DocsView(TemplateView):
    """Swagger UI, from files of our own: no script or font comes from elsewhere."""

    template_name = "api/docs.html"
    http_method_names = ["get", "head", "options"]
