"""The base views of public pages: the API's strict parameters, limits and errors, rendered as HTML."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api import as_published
from talentwatch.api.filters import read_filters
from talentwatch.api.paging import KeysetPagination
from talentwatch.api.parameters import Parameter, read_parameters
from talentwatch.api.problems import BadParameters, Moved, exception_handler
from talentwatch.api.renderers import JSONRenderer
from talentwatch.api.stored_rows import document_data, read_rows, select_documents
from talentwatch.api.views import ContractView, missing_record_error
from talentwatch.site.cards import card_address
from talentwatch.site.errors import error_response
from talentwatch.site.named_records import filter_names
from talentwatch.site.past_rows import PastRows
from talentwatch.site.record_notes import past_record_notes, record_notes
from talentwatch.site.wording import count
from talentwatch.text import isolate_bidi

# As the boxes of the search forms are called.
FILTER_LABELS = {"q": "words", "after": "from", "before": "to", "as_published": "as published on"}


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
        # As the boxes of the forms are called, which is all that readers see of parameters.
        errors = [
            {**error, "parameter": FILTER_LABELS.get(error["parameter"], error["parameter"])}
            for error in problem.data.get("errors", ())
        ]
        page = error_response(self.request, problem.status_code, problem.data["detail"], errors)
        for name in ("Location", "Retry-After"):
            if name in problem.headers:
                page[name] = problem.headers[name]
        if hasattr(problem, "url"):
            page.url = problem.url  # type: ignore[attr-defined]  # as exception_handler
        return page

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """An empty body: the header Allow says it all."""
        return HttpResponse()

    @property
    def canonical_url(self) -> str:
        """The address of the page, without its parameters."""
        return self.request.build_absolute_uri(self.request.path)

    def card_parameters(self) -> Collection[str]:
        """The parameters that the card of the page follows."""
        return ()

    def card_texts(self, request: Request) -> tuple[str, str]:
        """The title of the page's card, and the fact below it; the request is that for the card. Raises BadParameters."""
        raise NotImplementedError


class RecordPage(PageView):
    """The page of one record."""

    queryset: Any
    serializer_class: Any
    parameters: Mapping[str, Parameter] = {}

    def parameter_names(self) -> Iterable[str]:
        return (*self.parameters, as_published.NAME)

    def get(self, request: Request, slug: str) -> Response:
        params = read_parameters(request.query_params, self.parameters)
        record = select_documents(self.queryset, self.serializer_class).filter(slug=slug).first()
        if not record or not record.document_row:
            raise missing_record_error(self.queryset.model, request, slug)
        if as_published.NAME in request.query_params:
            return Response(self.past_context(record))
        row = document_data(record, request)
        context = self.get_context(record, row, **params)
        notes = record_notes(record, self.canonical_url, request)
        return Response({"canonical": self.canonical_url, "row": row, "params": params, **context, **notes})

    def past_context(self, record: Any) -> dict[str, Any]:
        """The template's context for the page as it was published. Raises NotFound and Gone as the API does."""
        if given := [name for name in self.parameters if name in self.request.query_params]:
            raise BadParameters(dict.fromkeys(given, f"It doesn't go with {as_published.NAME}."))
        seq = as_published.read_moment(self.request.query_params)
        document = as_published.past_document(self.serializer_class.resource, record.slug, seq)
        past = PastRows(seq, self.request)
        row = past.data(document)
        context = self.get_past_context(row, past)
        notes = past_record_notes(record, document, self.canonical_url, self.request)
        return {"canonical": self.canonical_url, "row": row, "withheld": past.withheld, **context, **notes}

    def first_rows(self, serializer: Any, records: Any, limit: int) -> dict[str, Any]:
        """The first rows, and whether there are more."""
        rows = read_rows(records, serializer, self.request, limit + 1)
        return {"rows": rows[:limit], "more": len(rows) > limit}

    @abstractmethod
    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        """The template's context beside the record's own row; `params` are the values of the parameters."""

    @abstractmethod
    def get_past_context(self, row: Mapping[str, Any], past: PastRows) -> dict[str, Any]:
        """The same for the page as it was published: what follows from rows of that time, without charts."""


class ListPage(PageView):
    """A list with its filters, page by page; `api_name` is the URL name of the same list in the API."""

    api_name: ClassVar[str]
    heading: ClassVar[str]
    counted: ClassVar[str]  # what its rows are called: “person,people”
    form_fields: ClassVar[tuple[str, ...]] = ("q",)
    page_size: ClassVar[int] = 20
    api_only = ("count", "expand", "fields", "format", "group_by", "page_size")
    queryset: Any
    filterset_class: Any
    serializer_class: Any
    filterset: Any  # with the values of the request
    filter_names: dict[str, str]  # of the records that these name
    records: list[Any]  # of this page
    rows: Any  # the same as the API serves them

    def parameter_names(self) -> Iterable[str]:
        return [name for name in self.filterset_class.parameter_names() if name not in self.api_only]

    def list_parameter_names(self) -> Collection[str]:
        return self.filterset_class.list_parameter_names()

    def get(self, request: Request) -> Response:
        self.filterset = read_filters(request, self.queryset, self)
        pages = self.paginator()
        self.records, self.rows = self.read_page(pages, request)
        self.filter_names = filter_names(self.filterset)
        filters = active_filter_links(request, self.filter_names)
        return Response(
            {
                "canonical": self.canonical_url,
                "card": card_url(self.canonical_url, request.query_params, self.card_parameters()),
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

    def paginator(self) -> KeysetPagination:
        return KeysetPagination(self.page_size)

    def read_page(self, pages: KeysetPagination, request: Request) -> tuple[list[Any], Any]:
        """The records of the page, and the same as the API serves them."""
        rows = select_documents(self.filterset.qs, self.serializer_class)
        records = [record for record in pages.paginate_queryset(rows, request, self) if record.document_row]
        return records, [document_data(record, request) for record in records]

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        """The template's context beside the rows."""
        return {}

    def card_parameters(self) -> Collection[str]:
        return self.filterset_class.base_filters.keys()

    def card_texts(self, request: Request) -> tuple[str, str]:
        """What the list is of, how many there are, and the filters."""
        filterset = read_filters(request, self.queryset, self)
        filters = active_filter_links(request, filter_names(filterset))
        details = [f"{each['label']}: {isolate_bidi(each['shown'])}" for each in filters]
        return self.heading, " · ".join([count(filterset.qs.count(), self.counted), *details])

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


def card_url(page: str, params: QueryDict, names: Collection[str]) -> str:
    """The address of a page's card; it follows those of the parameters that have these names, in one order."""
    query = urlencode(sorted((name, value) for name, value in params.items() if name in names))
    return urlsplit(card_address(page))._replace(query=query).geturl()


def active_filter_links(request: Request, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The filters in use, each with the address that removes it; those of records show the names."""
    params = request.query_params
    return [
        {
            "name": name,
            "label": FILTER_LABELS.get(name, name),
            "value": value,
            "shown": names.get(name, value),
            "remove_url": "?".join(filter(None, [request.path, query_without(params, name, "cursor")])),
        }
        for name, value in params.dict().items()
        if name not in {"cursor", "ordering"}
    ]
