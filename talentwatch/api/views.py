"""The base views of the API: strict parameters, rate limits, and answers for withdrawn and merged records."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, ClassVar

from django.http import QueryDict, StreamingHttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import APIException, NotFound
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from talentwatch.api import as_published
from talentwatch.api.counting import rows_to_count
from talentwatch.api.data_version import file_tag
from talentwatch.api.feeds import autodiscovery
from talentwatch.api.files import CHUNK, FILE_RENDERERS, FileRenderer, prefetch_first
from talentwatch.api.filters import COMMON_PARAMETERS, check_format_supports, check_names, read_filters
from talentwatch.api.grouping import count_groups, read_group_by
from talentwatch.api.parameters import Parameter, list_parameters, read_parameters
from talentwatch.api.problems import BadParameters, Gone, Moved
from talentwatch.api.renderers import JSONRenderer, UnpagedRenderer
from talentwatch.api.serializers import RecordSerializer
from talentwatch.api.stored_rows import (
    as_json,
    document_columns,
    document_texts,
    joined_documents,
    pick_fields,
    read_texts,
    select_documents,
    site_address,
)
from talentwatch.api.throttling import AnonymousThrottle, metered
from talentwatch.documents.json_text import parse
from talentwatch.documents.past import was_served
from talentwatch.records.models import PublishableRecord
from talentwatch.records.models.erased_address import erased_slugs
from talentwatch.text import SLUG

ERASED = "This record was erased."


class ContractView(APIView):
    """A read-only view under /api/."""

    http_method_names = ["get", "head", "options"]
    # The same request gets the same response on the same day, unless the data or the code change.
    is_remembered: ClassVar[bool] = True
    throttle: AnonymousThrottle | None = None  # set by itself
    started: float  # of the thread's processor time

    def parameter_names(self) -> Iterable[str]:
        """The parameters that this view accepts."""
        return ("format",)

    def list_parameter_names(self) -> Collection[str]:
        """The parameters that take several values."""
        return ()

    def query(self) -> QueryDict:
        """The parameters of the request; all of them are checked."""
        return self.request.query_params

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        """Read a list that is repeated (organization=meta&organization=openai) as the same values with commas."""
        values = request.GET.lists()
        repeated = [name for name, given in values if len(given) > 1 and name in self.list_parameter_names()]
        if repeated:
            query = request.GET.copy()
            for name in repeated:
                query[name] = ",".join(query.getlist(name))
            request.GET = query
        return super().initialize_request(request, *args, **kwargs)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.started = AnonymousThrottle.cpu_timer()
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # A wrong method is the first thing to know, whatever else is wrong.
        if str(request.method).lower() not in self.http_method_names:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)
        self.check_parameters(request)

    def check_parameters(self, request: Request) -> None:
        """Raise BadParameters for each parameter that isn't accepted."""
        renderer: Any = request.accepted_renderer
        own_parameters: Mapping[str, Parameter] = renderer.parameters
        check_names(self.query(), [*self.parameter_names(), *own_parameters])
        read_parameters(request.query_params, own_parameters)
        check_format_supports(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.setdefault("Cache-Control", "no-cache")
        response.is_remembered = self.is_remembered
        if self.throttle and isinstance(response, Response):
            response.add_post_render_callback(self.charge)
        elif self.throttle:
            self.charge(response)
        return response

    def charge(self, response: Any) -> None:
        """Count what the response cost, and say how much is left. A file is charged when it ends."""
        throttle: Any = self.throttle
        spent = AnonymousThrottle.cpu_timer() - self.started
        if response.streaming:
            response.streaming_content = metered(response.streaming_content, throttle, spent)
        else:
            throttle.charge(spent)
        throttle.announce(response)


class ListViewSet(ContractView, viewsets.GenericViewSet):
    """A list: a queryset of what is public, a serializer and a filterset."""

    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer, *FILE_RENDERERS)
    filterset_class: Any
    serializer_class: Any

    def parameter_names(self) -> Iterable[str]:
        return self.filterset_class.parameter_names()

    def list_parameter_names(self) -> Collection[str]:
        return self.filterset_class.list_parameter_names()

    def get_serializer_class(self) -> Any:
        return self.serializer_class

    def get_serializer(self, *args: Any, **options: Any) -> Any:
        fields = self.get_serializer_class().check_fields(self.request.query_params.get("fields"))
        return super().get_serializer(*args, fields=fields, **options)

    def requested_rows(self) -> Any:
        """The filtered rows with all that serialize_rows() reads."""
        return self.get_serializer_class().fetch(self.filter_queryset(self.get_queryset()))

    def serialize_rows(self, rows: Any) -> Any:
        """The rows as the renderer takes them."""
        return self.get_serializer(rows, many=True).data

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        renderer: Any = request.accepted_renderer
        if group_by := read_group_by(request.query_params, self.filterset_class, renderer.format):
            filterset = read_filters(request, rows_to_count(self.get_queryset()), self)
            return Response(count_groups(group_by, filterset))
        if isinstance(renderer, FileRenderer):
            # Before the rows are read: see file_tag().
            etag = self.file_tag()
            paginator: Any = self.paginator
            pages = paginator.walk(self.requested_rows(), self, CHUNK)
            return self.file_response(map(self.serialize_rows, pages), etag)
        if isinstance(renderer, UnpagedRenderer):
            return self._unpaged_response(renderer)
        page = self.paginate_queryset(self.requested_rows())
        response = self.get_paginated_response(self.serialize_rows(page))
        if feeds := autodiscovery(request, self.renderer_classes):
            response["Link"] = feeds
        return response

    def _unpaged_response(self, renderer: UnpagedRenderer) -> Response:
        """The envelope with all rows, for a format without pages."""
        paginator: Any = self.paginator
        pages = paginator.walk(self.requested_rows(), self, renderer.max_rows + 1)
        rows = list(islice((row for page in pages for row in page), renderer.max_rows + 1))
        if len(rows) > renderer.max_rows:
            raise BadParameters({"format": f"Limited to {renderer.max_rows:,} rows: add filters."})
        return Response({"next": None, "previous": None, "results": self.serialize_rows(rows)})

    def file_tag(self) -> str:
        """The ETag of the requested file."""
        return file_tag(f"{self.request.accepted_renderer.format} {self.request.build_absolute_uri()}")

    def file_response(self, pages: Iterator[Any], etag: str) -> StreamingHttpResponse:
        """Pages of rows as the file that the request asks for, sent as they are read."""
        renderer: Any = self.request.accepted_renderer
        # Who has this file, in whatever coding, is most likely answered 304.
        is_known = etag[:-1] in self.request.headers.get("If-None-Match", "")
        if self.request.method != "HEAD" and not is_known:
            # An error before the first row is still a proper error response, not half a file.
            pages = prefetch_first(pages)
        name = f"{self.request.path.strip('/').rpartition('/')[2]}.{renderer.format}"
        return StreamingHttpResponse(
            renderer.chunks(self.get_serializer(), pages),
            content_type=f"{renderer.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "ETag": etag},
        )


class DocumentListViewSet(ListViewSet):
    """A list whose rows are stored documents: the tables only say which rows, and in which order."""

    pagination_class = as_published.DocumentPagination
    past_parameters: tuple[str, ...] = tuple(as_published.PARAMETERS)
    named_through: ClassVar[str] = ""  # the list of the records by way of which its rows name people and organizations

    def parameter_names(self) -> Iterable[str]:
        is_past = as_published.NAME in self.request.query_params
        return [*super().parameter_names(), *(self.past_parameters if is_past else [as_published.NAME])]

    def list_parameter_names(self) -> Collection[str]:
        return [*super().list_parameter_names(), "slug"]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        if as_published.NAME in request.query_params:
            return as_published.past_list(self)
        return super().list(request, *args, **kwargs)

    def requested_rows(self) -> Any:
        paginator: Any = self.paginator
        rows = self._rows_with_documents(self.get_serializer_class(), paginator.ordering(self).column)
        return self.filter_queryset(rows)

    @classmethod
    @cache
    def _rows_with_documents(cls, serializer: type[RecordSerializer], column: str) -> Any:
        """All rows of `queryset`, with what a page reads of them: what filters and pages narrow is built once.

        So a list of documents narrows its rows by filters, and has no get_queryset() that depends on the request.
        """
        columns = dict.fromkeys([cls.filterset_class.key, column])
        rows = select_documents(cls.queryset, serializer)
        return rows.values_list(*columns, *document_columns(serializer), named=True)

    def serialize_rows(self, rows: Any) -> Any:
        site, separator = site_address(self.request), self.document_separator()
        if separator is None:
            return self.present(document_texts(rows, site))
        text = joined_documents(rows, site, separator)
        return [as_json(text)] if text else []

    def document_separator(self) -> str | None:
        """Of the documents as they are; None if the response has other fields, or another form."""
        renderer: Any = self.request.accepted_renderer
        return None if self._fields() else renderer.document_separator

    def present(self, texts: Iterable[str]) -> Sequence[Any]:
        """The documents as the renderer takes them: parsed, unless it writes them as they are."""
        if self.document_separator() is not None:
            return [as_json(text) for text in texts]
        names = self._fields()
        return [pick_fields(parse(text), names) if names else parse(text) for text in texts]

    def _fields(self) -> Collection[str] | None:
        return self.get_serializer_class().check_fields(self.request.query_params.get("fields"))


class RecordViewSet(DocumentListViewSet):
    """A list, and each record by slug, with `detail_serializer_class` if there is one."""

    lookup_field = "slug"
    lookup_value_regex = SLUG
    detail_serializer_class: ClassVar[type[RecordSerializer] | None] = None
    detail_serializer_by_format: ClassVar[
        Mapping[str, type[RecordSerializer]]
    ] = {}  # for a format that shows more than JSON
    detail_renderer_classes: ClassVar[tuple[type[BaseRenderer], ...]] = (JSONRenderer,)

    @property
    def past_parameters(self) -> tuple[str, ...]:  # type: ignore[override]  # of a record, the address names the slug
        return (as_published.NAME,) if self.detail else tuple(as_published.PARAMETERS)

    def parameter_names(self) -> Iterable[str]:
        return (*COMMON_PARAMETERS, *self.past_parameters) if self.detail else super().parameter_names()

    def get_renderers(self) -> Any:
        return [renderer() for renderer in self.detail_renderer_classes] if self.detail else super().get_renderers()

    def get_serializer_class(self) -> Any:
        if self.action == "list" and getattr(self, "request", None) and "expand" in self.request.query_params:
            expand = {"expand": self.filterset_class.extra_parameters()["expand"]}
            read_parameters(self.request.query_params, expand)
            return self.detail_serializer_class
        if self.action != "retrieve" or not self.detail_serializer_class:
            return self.serializer_class
        # There is no renderer while the OpenAPI description is generated.
        renderer = getattr(self.request, "accepted_renderer", None)
        return self.detail_serializer_by_format.get(getattr(renderer, "format", ""), self.detail_serializer_class)

    def retrieve(self, request: Request, slug: str) -> Response:
        if as_published.NAME in request.query_params:
            try:
                return as_published.past_record(self, slug)
            except NotFound as error:
                raise (Gone(ERASED) if erased_slugs(self.get_queryset().model, [slug]) else error) from error
        serializer, queryset = self.get_serializer_class(), self.get_queryset()
        if serializer not in (self.serializer_class, self.detail_serializer_class):
            record = serializer.fetch(queryset).filter(slug=slug).first()
            if not record:
                raise self.missing_error(slug)
            return Response(self.get_serializer(record).data)
        # The table is asked too: a row that was hidden in SQL, past the rules, still has its document.
        [record] = self.present(read_texts(queryset.filter(slug=slug), serializer, request)) or [None]
        if record is None:
            raise self.missing_error(slug)
        return Response(record)

    def missing_error(self, slug: str) -> APIException:
        """As missing_record_error, and Gone too for a derived row that readers were once served."""
        model = self.get_queryset().model
        # No table remembers a move that isn't derived any more, but the documents do.
        if not issubclass(model, PublishableRecord) and was_served(self.serializer_class.resource, slug):
            return Gone()
        return missing_record_error(model, self.request, slug)


class ReportView(ContractView):
    """Figures about one record: a queryset, parameters, a report and a serializer."""

    queryset: Any
    parameters: Mapping[str, Parameter]
    serializer_class: Any

    def parameter_names(self) -> Iterable[str]:
        return (*self.parameters, "format")

    def list_parameter_names(self) -> Collection[str]:
        return list_parameters(self.parameters)

    def get(self, request: Request, slug: str) -> Response:
        record = self.queryset.filter(slug=slug).first()
        if not record:
            raise missing_record_error(self.queryset.model, request, slug)
        report = self.report(record, **read_parameters(request.query_params, self.parameters))
        return Response(self.serializer_class(report, context={"request": request}).data)

    @abstractmethod
    def report(self, record: Any, **values: Any) -> Any:
        """The figures under the serializer's field names; `values` are those of the parameters."""


def missing_record_error(model: Any, request: Request, slug: str) -> APIException:
    """Moved for a merged record, Gone for another that was once public, else NotFound."""
    record = model._base_manager.filter(slug=slug).first() if issubclass(model, PublishableRecord) else None
    if not record and erased_slugs(model, [slug]):
        return Gone(ERASED)
    if not record or not record.published_at:
        return NotFound("No such record.")
    survivor = record.survivor()
    if survivor == record or not survivor.published_at:
        return Gone()
    match: Any = request.resolver_match
    address = reverse(match.view_name, kwargs={"slug": survivor.slug}, request=request)
    return Moved("?".join(filter(None, [address, request.query_params.urlencode()])))


class IndexView(ContractView):
    """The table of contents: the URL of each list."""

    list_names: Sequence[str] = ()  # the names of their routes

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        urls = [reverse(name, request=request) for name in sorted(self.list_names)]
        return Response({url.rstrip("/").rpartition("/")[2]: url for url in urls})
