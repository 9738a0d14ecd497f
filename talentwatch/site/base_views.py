"""What every public page does: the API's strictness, limits and truths about records that left, told in HTML."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from talentwatch.api.filters import StrictFilterBackend
from talentwatch.api.paging import KeysetPagination
from talentwatch.api.parameters import Parameter, read_parameters
from talentwatch.api.problems import Moved, exception_handler
from talentwatch.api.renderers import JSONRenderer
from talentwatch.api.views import ContractView, missing_record_error
from talentwatch.site.errors import error_response


class PageRenderer(JSONRenderer):
    """The template of the view, filled; no context processor runs, so no page knows who is logged in."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        return render_to_string(renderer_context["view"].template_name, data)


class Tidied(Moved):
    """302: the same page, asked for without the boxes that were left empty."""

    status_code = HTTPStatus.FOUND
    default_detail = "The same page without the empty parameters."


class PageView(ContractView):
    """A page for people: its template, and what it says."""

    schema = None
    renderer_classes = (PageRenderer,)
    template_name: ClassVar[str]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002 DRF's
        """HTML, whatever is accepted: an address without a format has one."""
        renderer = PageRenderer()
        return renderer, renderer.media_type

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A browser sends the empty boxes of a form too: they lead to the address without them."""
        asked = without_empty(request.query_params, self.parameter_names())
        if asked != request.query_params:
            raise Tidied("?".join(filter(None, [request.path, asked.urlencode()])))
        super().initial(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Any:
        told: Any = exception_handler(exc, {})
        if told is None:
            return super().handle_exception(exc)
        page = error_response(self.request, told.status_code, told.data["detail"], told.data.get("errors"))
        for name in ("Location", "Retry-After"):
            if name in told.headers:
                page[name] = told.headers[name]
        return page

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """What may be asked stands in the header Allow."""
        return HttpResponse()

    @property
    def here(self) -> str:
        """The address of the page, without its parameters."""
        return self.request.build_absolute_uri(self.request.path)


class RecordPage(PageView):
    """The page of one record: what is public, how to fetch it, and what else stands on its page."""

    queryset: Any
    serializer_class: Any
    parameters: Mapping[str, Parameter] = {}

    def parameter_names(self) -> Iterable[str]:
        return self.parameters

    def get(self, request: Request, slug: str) -> Response:
        asked = read_parameters(request.query_params, self.parameters)
        record = self.serializer_class.fetch(self.queryset).filter(slug=slug).first()
        if not record:
            raise missing_record_error(self.queryset.model, request, slug)
        row = shown(self.serializer_class, record, request)
        return Response({"canonical": self.here, "row": row, "asked": asked, **self.contents(record, row, **asked)})

    def few(self, serializer: Any, rows: Any, most: int) -> dict[str, Any]:
        """The first rows, and whether there are more."""
        found = list(serializer.fetch(rows)[: most + 1])
        return {"rows": shown(serializer, found[:most], self.request, many=True), "more": len(found) > most}

    @abstractmethod
    def contents(self, record: Any, row: Mapping[str, Any], **asked: Any) -> dict[str, Any]:
        """What the template is filled with beside the record's own row; `asked` are the values of the parameters."""


class ListPage(PageView):
    """A list with its filters, a page at a time: the name of the same list in the API, and the boxes of its form."""

    data: ClassVar[str]
    boxes: ClassVar[tuple[str, ...]] = ("q",)
    page_size: ClassVar[int] = 20
    unasked = ("count", "fields", "format", "page_size")  # what only a machine needs
    queryset: Any
    filterset_class: Any
    serializer_class: Any

    def parameter_names(self) -> Iterable[str]:
        return [name for name in self.filterset_class.parameter_names() if name not in self.unasked]

    def get(self, request: Request) -> Response:
        found = StrictFilterBackend().filter_queryset(request, self.serializer_class.fetch(self.queryset), self)
        pages = KeysetPagination(self.page_size)
        rows = pages.paginate_queryset(found, request, self)
        narrowed = conditions(request)
        return Response(
            {
                "canonical": self.here,
                "here": request.path,
                "api": reverse(self.data),
                "rows": shown(self.serializer_class, rows, request, many=True),
                "pages": pages,
                "asked": request.query_params,
                "conditions": narrowed,
                "hidden": [one for one in narrowed if one["name"] not in self.boxes],
                "query": without(request.query_params, "cursor"),
                **self.contents(request.query_params),
            }
        )

    def contents(self, asked: QueryDict) -> dict[str, Any]:
        """What the template is filled with beside the rows."""
        return {}


def shown(serializer: Any, rows: Any, request: Request, *, many: bool = False) -> Any:
    """As the API shows it: what it hides is hidden here."""
    return serializer(rows, many=many, context={"request": request}).data


def without_empty(given: QueryDict, names: Iterable[str]) -> QueryDict:
    """The parameters without the empty values of these names."""
    known, kept = set(names), given.copy()
    for name in known & kept.keys():
        kept.setlist(name, [value for value in kept.getlist(name) if value.strip()])
        if not kept.getlist(name):
            del kept[name]
    return kept


def without(given: QueryDict, *names: str) -> str:
    """The query of an address without these parameters."""
    kept = given.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


def conditions(request: Request) -> list[dict[str, str]]:
    """What the list is narrowed by, each with the address without it."""
    given = request.query_params
    return [
        {
            "name": name,
            "label": "words" if name == "q" else name,
            "value": value,
            "away": "?".join(filter(None, [request.path, without(given, name, "cursor")])),
        }
        for name, value in given.dict().items()
        if name != "cursor"
    ]
