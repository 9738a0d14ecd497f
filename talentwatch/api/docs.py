"""The API described to machines and to people; both work offline."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.problems import problem_response
from talentwatch.api.schema import description
from talentwatch.api.views import ContractView


class SchemaView(ContractView):
    """OpenAPI 3.1."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(description())


@method_decorator(csrf_exempt, name="dispatch")
class DocsView(TemplateView):
    """Swagger UI, from files of our own: no script or font comes from elsewhere."""

    template_name = "api/docs.html"
    http_method_names = ["get", "head", "options"]

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = problem_response(405, f'Method "{request.method}" not allowed.')
        response["Allow"] = ", ".join(self.http_method_names).upper()
        return response
