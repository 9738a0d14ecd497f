"""The addresses of the service: strict in what they take, open to any origin, changing nothing."""

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
from talentwatch.reconciliation import suggesting
from talentwatch.reconciliation.entities import PERSON, TYPES, EntityType
from talentwatch.reconciliation.extension import extend, read_extension
from talentwatch.reconciliation.manifest import manifest
from talentwatch.reconciliation.matching import Batch
from talentwatch.reconciliation.properties import of_type
from talentwatch.reconciliation.queries import read_batch
from talentwatch.reconciliation.reading import LONGEST_TEXT, TooMuch
from talentwatch.reconciliation.records import MAX_TOLD, about, load

FORM = "application/x-www-form-urlencoded"
MAX_SKIPPED = 10_000
MAX_PROPOSED = 100
# What OpenRefine's suggest widget sends since the days of Freebase; none of it means anything here.
IGNORED = {"key", "filter", "spell", "exact", "lang", "scoring", "prefixed", "stemmed", "mql_output", "output", "limit"}
IGNORED |= {"type_strict", "schema", "html_escape", "html_encode", "_"}
FRAMED = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-ancestors": ["*"]}


class ServiceView(ContractView):
    """A part of the service. The W3C describes it, so the API's own description leaves it out."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if "callback" in request.query_params:
            raise BadParameters({"callback": "There is no JSONP here: any origin may read the JSON itself (CORS)."})
        super().initial(request, *args, **kwargs)


class EndpointView(ServiceView):
    """The endpoint: the manifest, batches of queries, data extension."""

    http_method_names = ["get", "post", "head", "options"]
    asked = ("queries", "extend")

    def parameter_names(self) -> Iterable[str]:
        return () if self.request.method == "POST" else self.asked

    def get(self, request: Request) -> Response:
        return self.answer(request.query_params) if request.query_params else Response(manifest(request))

    def post(self, request: Request) -> Response:
        http: Any = request._request
        if http.content_type != FORM:
            raise UnsupportedMediaType(http.content_type, f"Accepted: {FORM}.")
        try:
            form = http.POST
        except RequestDataTooBig as error:
            raise TooMuch(f"Accepted: {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.") from error
        check_names(form, self.asked)
        return self.answer(form)

    def answer(self, given: QueryDict) -> Response:
        if len(given) != 1:
            raise BadParameters(dict.fromkeys(self.asked, "Accepted: one of queries and extend."))
        if "queries" in given:
            return Response(Batch(read_batch(str(given["queries"]))).answer())
        return Response(extend(*read_extension(str(given["extend"]))))


class TypedView(ServiceView):
    """A view that may be asked about one type alone."""

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
    """Data extension property proposals: what a table of one type, or of both, can be extended with."""

    def parameter_names(self) -> Iterable[str]:
        return ("type", "limit")

    def get(self, request: Request) -> Response:
        only, limit = self.only(), self.whole_number("limit", 1, MAX_PROPOSED)
        told = {"type": only.id} if only else {}
        return Response(
            {
                **told,
                **({"limit": limit} if limit else {}),
                "properties": [{"id": one.id, "name": one.name} for one in of_type(only)[:limit]],
            }
        )


class SuggestView(TypedView):
    """Auto-completion of entities, types or properties."""

    def parameter_names(self) -> Iterable[str]:
        return ("prefix", "cursor", "type")

    def query(self) -> QueryDict:
        given = super().query().copy()
        for name in IGNORED & given.keys():
            del given[name]
        if "prefix" in given and not str(given["prefix"]).strip():  # nobody has typed yet
            del given["prefix"]
        return given

    def get(self, request: Request, what: str) -> Response:
        if "prefix" not in request.query_params:
            raise BadParameters({"prefix": "This parameter is required."})
        prefix = request.query_params["prefix"]
        if len(prefix) > LONGEST_TEXT:
            raise BadParameters({"prefix": f"Accepted: at most {LONGEST_TEXT} characters."})
        only, cursor = self.only(), self.whole_number("cursor", 0, MAX_SKIPPED) or 0
        if what == "entity":
            return Response(suggesting.entities(prefix, only, cursor))
        if what == "property":
            return Response(suggesting.properties(prefix, only, cursor))
        return Response(suggesting.types(prefix, cursor))


class EntityView(ServiceView):
    """What an id stands for: its record in the API. A merged one leads to its survivor."""

    of: EntityType = PERSON

    def parameter_names(self) -> Iterable[str]:
        return ()

    def record(self, slug: str) -> Any:
        """The public record. Raises what became of any other."""
        manager: Any = self.of.model._default_manager
        found = manager.published().filter(slug=slug).values_list("pk", flat=True)
        record = load(self.of, found).get(found[0]) if found else None
        if not record:
            raise missing_record_error(self.of.model, self.request, slug)
        return record

    def get(self, request: Request, slug: str) -> Any:
        record = self.record(slug)
        return HttpResponseRedirect(reverse(f"{self.of.prefix}-detail", [record.slug], request=request))


class PreviewRenderer(JSONRenderer):
    """A page of its own for the record; a refusal stays a problem."""

    media_type = "text/html"
    format = "html"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if renderer_context["response"].exception:
            return super().render(data)
        return render_to_string("reconciliation/preview.html", data).encode()


# OpenRefine shows it in a frame, on whatever address it runs. There is nothing on it to be tricked into: no form, no
# script, no session, only what anybody may read.
@method_decorator([xframe_options_exempt, csp_replace(FRAMED)], name="dispatch")
class PreviewView(EntityView):
    """The entity in a few lines of HTML."""

    renderer_classes = (PreviewRenderer,)

    def get(self, request: Request, slug: str) -> Response:
        record = self.record(slug)
        is_person = self.of is PERSON
        posts = list(record.employments.all())[-MAX_TOLD:][::-1] if is_person else []
        return Response({"record": record, "type": self.of, "posts": posts, "about": about(record)})
