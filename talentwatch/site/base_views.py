"""The base views of public pages: the API's strict parameters, limits and errors, rendered as HTML."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.filters import read_filters
from talentwatch.api.paging import KeysetPagination
from talentwatch.api.parameters import Parameter, read_parameters
from talentwatch.api.problems import Moved, exception_handler
from talentwatch.api.renderers import JSONRenderer
from talentwatch.api.stored_rows import document_data, read_rows, select_documents
from talentwatch.api.views import ContractView, missing_record_error
from talentwatch.site.errors import error_response
from talentwatch.site.record_notes import record_notes


class PageRenderer(JSONRenderer):
    """Renders the view's template, without context processors: no page depends on who is logged in."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        return render_to_string(renderer_context["view"].template_name, data)


class EmptyParameters(Moved):
    """302: to the same page without its empty parameters."""

    status_code = HTTPStatus.FOUND
    default_detail = "The same page without the empty parameters."


class PageView(ContractView):
    """A public page."""

    schema = None
    renderer_classes = (PageRenderer,)
    template_name: ClassVar[str]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002 DRF's
        """Always HTML, whatever the Accept header says."""
        renderer = PageRenderer()
        return renderer, renderer.media_type

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        """Leave out the parameters that the page doesn't know: those who share a link decorate it (fbclid, utm_source)."""
        known = set(self.parameter_names())
        if decorations := request.GET.keys() - known:
            query = request.GET.copy()
            for name in decorations:
                del query[name]
            request.GET = query
        return super().initialize_request(request, *args, **kwargs)

    def check_parameters(self, request: Request) -> None:
        # Browsers submit the empty boxes of a form too, which the strict parameters would refuse.
        params = remove_empty(request.query_params, self.parameter_names())
        if params != request.query_params:
            raise EmptyParameters("?".join(filter(None, [request.path, params.urlencode()])))
        super().check_parameters(request)

    def handle_exception(self, exc: Exception) -> Any:
        problem: Any = exception_handler(exc, {})
        if problem is None:
            return super().handle_exception(exc)
        page = error_response(self.request, problem.status_code, problem.data["detail"], problem.data.get("errors"))
        for name in ("Location", "Retry-After"):
            if name in problem.headers:
                page[name] = problem.headers[name]
        return page

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """An empty body: the header Allow says it all."""
        return HttpResponse()

    @property
    def canonical_url(self) -> str:
        """The address of the page, without its parameters."""
        return self.request.build_absolute_uri(self.request.path)


class RecordPage(PageView):
    """The page of one record."""

    queryset: Any
    serializer_class: Any
    parameters: Mapping[str, Parameter] = {}

    def parameter_names(self) -> Iterable[str]:
        return self.parameters

    def get(self, request: Request, slug: str) -> Response:
        params = read_parameters(request.query_params, self.parameters)
        record = select_documents(self.queryset, self.serializer_class).filter(slug=slug).first()
        if not record or not record.document_row:
            raise missing_record_error(self.queryset.model, request, slug)
        row = document_data(record, request)
        context = self.get_context(record, row, **params)
        notes = record_notes(record, self.canonical_url, request)
        return Response({"canonical": self.canonical_url, "row": row, "params": params, **context, **notes})

    def first_rows(self, serializer: Any, records: Any, limit: int) -> dict[str, Any]:
        """The first rows, and whether there are more."""
        rows = read_rows(records, serializer, self.request, limit + 1)
        return {"rows": rows[:limit], "more": len(rows) > limit}

    @abstractmethod
    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        """The template's context beside the record's own row; `params` are the values of the parameters."""


class ListPage(PageView):
    """A list with its filters, page by page; `api_name` is the URL name of the same list in the API."""

    api_name: ClassVar[str]
    form_fields: ClassVar[tuple[str, ...]] = ("q",)
    page_size: ClassVar[int] = 20
    api_only = ("count", "expand", "fields", "format", "group_by", "page_size")
    queryset: Any
    filterset_class: Any
    serializer_class: Any
    filterset: Any  # with the values of the request
    records: list[Any]  # of this page
    rows: Any  # the same as the API serves them

    def parameter_names(self) -> Iterable[str]:
        return [name for name in self.filterset_class.parameter_names() if name not in self.api_only]

    def list_parameter_names(self) -> Collection[str]:
        return self.filterset_class.list_parameter_names()

    def get(self, request: Request) -> Response:
        self.filterset = read_filters(request, self.queryset, self)
        pages = KeysetPagination(self.page_size)
        self.records, self.rows = self.read_page(pages, request)
        filters = active_filter_links(request)
        return Response(
            {
                "canonical": self.canonical_url,
                "path": request.path,
                "api": reverse(self.api_name),
                "rows": self.rows,
                "pages": pages,
                "params": request.query_params,
                "filters": filters,
                "hidden_filters": [item for item in filters if item["name"] not in self.form_fields],
                "query": query_without(request.query_params, "cursor"),
                **self.get_context(request.query_params),
            }
        )

    def read_page(self, pages: KeysetPagination, request: Request) -> tuple[list[Any], Any]:
        """The records of the page, and the same as the API serves them."""
        rows = select_documents(self.filterset.qs, self.serializer_class)
        records = [record for record in pages.paginate_queryset(rows, request, self) if record.document_row]
        return records, [document_data(record, request) for record in records]

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        """The template's context beside the rows."""
        return {}

    def order_links(self, *orders: tuple[str, str]) -> list[tuple[str, str, bool]]:
        """The addresses of this list in these orders (names in the API, and labels), and whether it is in that order."""
        params = self.request.query_params
        current = params.get("ordering", self.filterset_class.ordering)
        others = query_without(params, "ordering", "cursor")
        return [
            (f"{self.request.path}?{'&'.join(filter(None, [others, f'ordering={name}']))}", label, name == current)
            for name, label in orders
        ]


def remove_empty(params: QueryDict, names: Iterable[str]) -> QueryDict:
    """The parameters without the empty values of these names."""
    remaining = params.copy()
    for name in set(names) & remaining.keys():
        remaining.setlist(name, [value for value in remaining.getlist(name) if value.strip()])
        if not remaining.getlist(name):
            del remaining[name]
    return remaining


def query_without(params: QueryDict, *names: str) -> str:
    """The query string without these parameters."""
    remaining = params.copy()
    for name in names:
        remaining.pop(name, None)
    return remaining.urlencode()


def active_filter_links(request: Request) -> list[dict[str, str]]:
    """The filters in use, each with the address that removes it."""
    params = request.query_params
    return [
        {
            "name": name,
            "label": "words" if name == "q" else name,
            "value": value,
            "shown": value,
            "remove_url": "?".join(filter(None, [request.path, query_without(params, name, "cursor")])),
        }
        for name, value in params.dict().items()
        if name != "cursor"
    ]
