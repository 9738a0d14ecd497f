"""What every view of the API does: strict parameters, rate limits, and the truth about records that left."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

from django.http import QueryDict, StreamingHttpResponse
from django.urls import get_resolver
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.exceptions import APIException, NotFound
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from talentwatch.api.feeds import autodiscovery
from talentwatch.api.files import CHUNK, FILE_RENDERERS, FileRenderer, prefetch_first
from talentwatch.api.filters import EVERYWHERE, check_names, check_refused
from talentwatch.api.parameters import Parameter, read
from talentwatch.api.problems import BadParameters, Gone, Moved
from talentwatch.api.renderers import JSONRenderer, UnpagedRenderer
from talentwatch.api.serializers import RecordSerializer
from talentwatch.records.models import PublishableRecord
from talentwatch.text import SLUG


class ContractView(APIView):
    """A read-only view under /api/."""

    http_method_names = ["get", "head", "options"]
    rate_limit: Mapping[str, str] = {}  # the headers that the throttle wants sent

    def accepted(self) -> Iterable[str]:
        """The names of the parameters that mean something here."""
        return ("format",)

    def given(self) -> QueryDict:
        """The parameters, each of which has to mean something."""
        return self.request.query_params

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_names(self.given(), self.accepted())
        check_refused(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in self.rate_limit.items():
            response[name] = value
        response.setdefault("Cache-Control", "no-cache")
        return response


class ListViewSet(ContractView, mixins.ListModelMixin, viewsets.GenericViewSet):
    """The list of a resource: a queryset (what is public), a serializer and a filterset."""

    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer, *FILE_RENDERERS)
    filterset_class: Any
    serializer_class: Any

    def accepted(self) -> Iterable[str]:
        return self.filterset_class.names()

    def get_serializer_class(self) -> Any:
        return self.serializer_class

    def get_serializer(self, *args: Any, **options: Any) -> Any:
        chosen = self.get_serializer_class().check_fields(self.request.query_params.get("fields"))
        return super().get_serializer(*args, fields=chosen, **options)

    def get_queryset(self) -> Any:
        return self.get_serializer_class().fetch(super().get_queryset())

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        renderer: Any = request.accepted_renderer
        if isinstance(renderer, FileRenderer):
            return self._file(renderer)
        if isinstance(renderer, UnpagedRenderer):
            return self._whole(renderer)
        response = super().list(request, *args, **kwargs)
        if feeds := autodiscovery(request, self.renderer_classes):
            response["Link"] = feeds
        return response

    def _whole(self, renderer: UnpagedRenderer) -> Response:
        """The envelope with all rows in it, for a format that has no pages."""
        paginator: Any = self.paginator
        pages = paginator.walk(self.filter_queryset(self.get_queryset()), self, renderer.most + 1)
        rows = list(islice((row for page in pages for row in page), renderer.most + 1))
        if len(rows) > renderer.most:
            limit = f"{renderer.format} shows up to {renderer.most} rows, and here are more: narrow the filters."
            raise BadParameters({"format": limit})
        return Response({"next": None, "previous": None, "results": self.get_serializer(rows, many=True).data})

    def _file(self, renderer: FileRenderer) -> StreamingHttpResponse:
        """The whole result, in its order."""
        paginator: Any = self.paginator
        pages = paginator.walk(self.filter_queryset(self.get_queryset()), self, CHUNK)
        rows: Iterator[Any] = (row for page in pages for row in self.get_serializer(page, many=True).data)
        if self.request.method != "HEAD":
            rows = prefetch_first(rows)
        name = f"{self.request.path.strip('/').rpartition('/')[2]}.{renderer.format}"
        return StreamingHttpResponse(
            renderer.lines(self.get_serializer(), rows),
            content_type=f"{renderer.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class RecordViewSet(ListViewSet, mixins.RetrieveModelMixin):
    """The list of a resource, and each record by slug, in the shape that `one_serializer_class` gives it."""

    lookup_field = "slug"
    lookup_value_regex = SLUG
    one_serializer_class: ClassVar[type[RecordSerializer] | None] = None
    one_serializer_by_format: ClassVar[Mapping[str, type[RecordSerializer]]] = {}  # where a format shows more than JSON
    one_renderer_classes: ClassVar[tuple[type[BaseRenderer], ...]] = (JSONRenderer,)

    def accepted(self) -> Iterable[str]:
        return EVERYWHERE if self.detail else super().accepted()

    def get_renderers(self) -> Any:
        return [renderer() for renderer in self.one_renderer_classes] if self.detail else super().get_renderers()

    def get_serializer_class(self) -> Any:
        is_one = self.action == "retrieve" and self.one_serializer_class
        return self._one_serializer() if is_one else self.serializer_class

    def _one_serializer(self) -> Any:
        renderer = getattr(self.request, "accepted_renderer", None)  # none while the API is described
        return self.one_serializer_by_format.get(getattr(renderer, "format", ""), self.one_serializer_class)

    def get_object(self) -> Any:
        found = self.get_queryset().filter(slug=self.kwargs["slug"]).first()
        if not found:
            raise missing_record_error(self.get_serializer_class().Meta.model, self.request, self.kwargs["slug"])
        return found


class ReportView(ContractView):
    """Figures about one record, asked with parameters of their own: a queryset, parameters, a report, a serializer."""

    queryset: Any
    parameters: Mapping[str, Parameter]
    serializer_class: Any

    def accepted(self) -> Iterable[str]:
        return (*self.parameters, "format")

    def get(self, request: Request, slug: str) -> Response:
        record = self.queryset.filter(slug=slug).first()
        if not record:
            raise missing_record_error(self.queryset.model, request, slug)
        report = self.report(record, **read(request.query_params, self.parameters))
        return Response(self.serializer_class(report, context={"request": request}).data)

    @abstractmethod
    def report(self, record: Any, **asked: Any) -> Any:
        """The figures, by the names that the serializer has for them."""


def missing_record_error(model: Any, request: Request, slug: str) -> APIException:
    """Moved for a merged record, Gone for any other that was public once, NotFound for all others."""
    absent = NotFound("There is no such record.")
    record = model._base_manager.filter(slug=slug).first() if issubclass(model, PublishableRecord) else None
    if not record or not record.published_at:
        return absent
    survivor = record.survivor()
    if survivor == record or not survivor.published_at:
        return Gone()
    match: Any = request.resolver_match
    address = reverse(match.view_name, kwargs={"slug": survivor.slug}, request=request)
    return Moved("?".join(filter(None, [address, request.query_params.urlencode()])))


class IndexView(ContractView):
    """The table of contents."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        lists = sorted(name for name in get_resolver().reverse_dict if str(name).endswith("-list"))
        addresses = [reverse(name, request=request) for name in lists]
        return Response({address.rstrip("/").rpartition("/")[2]: address for address in addresses})
