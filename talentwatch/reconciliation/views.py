"""The views of the service: strict about parameters, open to any origin, read-only."""

from collections.abc import Iterable
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_exempt
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from talentwatch.api.filters import check_names
from talentwatch.api.problems import BadParameters
from talentwatch.api.renderers import JSONRenderer
from talentwatch.api.views import ContractView, missing_record_error
from talentwatch.reconciliation.candidates import Batch
from talentwatch.reconciliation.data_extension import extend, read_extension
from talentwatch.reconciliation.entities import PERSON, TYPES, EntityType
from talentwatch.reconciliation.entity_records import MAX_EMPLOYERS, about, load
from talentwatch.reconciliation.json_reader import MAX_TEXT_LENGTH, ContentTooLarge
from talentwatch.reconciliation.manifest import manifest
from talentwatch.reconciliation.properties import of_type
from talentwatch.reconciliation.queries import read_batch
from talentwatch.reconciliation.suggest import suggest_entities, suggest_properties, suggest_types

FORM = "application/x-www-form-urlencoded"
MAX_CURSOR = 10_000
MAX_PROPERTY_PROPOSALS = 100
# OpenRefine's suggest widget has sent these since the days of Freebase; none of them means anything here.
IGNORED = {"key", "filter", "spell", "exact", "lang", "scoring", "prefixed", "stemmed", "mql_output", "output", "limit"}
IGNORED |= {"type_strict", "schema", "html_escape", "html_encode", "_"}
FRAMED = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-ancestors": ["*"]}


class ServiceView(ContractView):
    """A view of the service. The W3C specification describes it, so the OpenAPI schema leaves it out."""

    schema = None

    def check_parameters(self, request: Request) -> None:
        if "callback" in request.query_params:
            raise BadParameters({"callback": "JSONP is not supported: any origin can read the JSON itself (CORS)."})
        super().check_parameters(request)


class EndpointView(ServiceView):
    """The endpoint: manifest, batches of queries, data extension."""

    http_method_names = ["get", "post", "head", "options"]
    parameters = ("queries", "extend")

    def parameter_names(self) -> Iterable[str]:
        return () if self.request.method == "POST" else self.parameters

    def get(self, request: Request) -> Response:
        return self.answer(request.query_params) if request.query_params else Response(manifest(request))

    def post(self, request: Request) -> Response:
        http: Any = request._request
        if http.content_type != FORM:
            raise UnsupportedMediaType(http.content_type, f"Accepted: {FORM}.")
        try:
            form = http.POST
        except RequestDataTooBig as error:
            raise ContentTooLarge(f"Accepted: {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.") from error
        check_names(form, self.parameters)
        return self.answer(form)

    def answer(self, parameters: QueryDict) -> Response:
        if len(parameters) != 1:
            raise BadParameters(dict.fromkeys(self.parameters, "Give either queries or extend."))
        if "queries" in parameters:
            return Response(Batch(read_batch(str(parameters["queries"]))).answer())
        return Response(extend(*read_extension(str(parameters["extend"]))))


class TypedView(ServiceView):
    """A view that can be limited to one type."""

    def only(self) -> EntityType | None:
        name = self.request.query_params.get("type")
        if name is not None and name not in TYPES:
            raise BadParameters({"type": f"Accepted: {', '.join(TYPES)}."})
        return TYPES[name] if name else None

    def whole_number(self, name: str, least: int, most: int) -> int | None:
        text = self.request.query_params.get(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most):
            raise BadParameters({name: f"Accepted: a whole number from {least} to {most}."})
        return int(text)


class PropertiesView(TypedView):
    """Property proposals: what a table of entities of one type, or of both, can be extended with."""

    def parameter_names(self) -> Iterable[str]:
        return ("type", "limit")

    def get(self, request: Request) -> Response:
        only, limit = self.only(), self.whole_number("limit", 1, MAX_PROPERTY_PROPOSALS)
        return Response(
            {
                **({"type": only.id} if only else {}),
                **({"limit": limit} if limit else {}),
                "properties": [{"id": prop.id, "name": prop.name} for prop in of_type(only)[:limit]],
            }
        )


class SuggestView(TypedView):
    """Auto-completion of entities, types or properties."""

    def parameter_names(self) -> Iterable[str]:
        return ("prefix", "cursor", "type")

    def query(self) -> QueryDict:
        parameters = super().query().copy()
        for name in IGNORED & parameters.keys():
            del parameters[name]
        # OpenRefine sends an empty prefix before anything is typed.
        if "prefix" in parameters and not str(parameters["prefix"]).strip():
            del parameters["prefix"]
        return parameters

    def get(self, request: Request, what: str) -> Response:
        if "prefix" not in request.query_params:
            raise BadParameters({"prefix": "This parameter is required."})
        prefix = request.query_params["prefix"]
        if len(prefix) > MAX_TEXT_LENGTH:
            raise BadParameters({"prefix": f"Accepted: at most {MAX_TEXT_LENGTH} characters."})
        only, cursor = self.only(), self.whole_number("cursor", 0, MAX_CURSOR) or 0
        if what == "entity":
            return Response(suggest_entities(prefix, only, cursor))
        if what == "property":
            return Response(suggest_properties(prefix, only, cursor))
        return Response(suggest_types(prefix, cursor))


class EntityView(ServiceView):
    """Redirects from an id to the page of its record; from a merged one to its survivor."""

    of: EntityType = PERSON

    def parameter_names(self) -> Iterable[str]:
        return ()

    def record(self, slug: str) -> Any:
        """The public record. Raises the error that says what became of any other."""
        manager: Any = self.of.model._default_manager
        pks = manager.published().filter(slug=slug).values_list("pk", flat=True)
        record = load(self.of, pks).get(pks[0]) if pks else None
        if not record:
            raise missing_record_error(self.of.model, self.request, slug)
        return record

    def get(self, request: Request, slug: str) -> Any:
        record = self.record(slug)
        return HttpResponseRedirect(reverse(self.of.prefix, [record.slug], request=request))


class PreviewRenderer(JSONRenderer):
    """An HTML page for the record; errors stay JSON."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if renderer_context["response"].exception:
            return super().render(data)
        return render_to_string("reconciliation/preview.html", data).encode()


# OpenRefine shows the page in a frame, at any address. That is safe: it has no form, no script and no session, and
# anybody may read what is on it.
@method_decorator([xframe_options_exempt, csp_replace(FRAMED)], name="dispatch")
class PreviewView(EntityView):
    """The entity in a few lines of HTML."""

    renderer_classes = (PreviewRenderer,)

    def get(self, request: Request, slug: str) -> Response:
        record = self.record(slug)
        is_person = self.of is PERSON
        last_employments = list(record.employments.all())[-MAX_EMPLOYERS:][::-1] if is_person else []
        return Response({"record": record, "type": self.of, "employments": last_employments, "about": about(record)})
