"""The OpenAPI description: what drf-spectacular can't see for itself."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance

from talentwatch.api.filters import described
from talentwatch.api.parameters import any_of
from talentwatch.api.problems import PROBLEM
from talentwatch.api.serializers import RowSerializer

EVERYWHERE = {
    "400": "A parameter is unknown, repeated, empty, or has a value that isn't accepted; `errors` says which.",
    "406": "None of the media types asked for is served.",
    "412": "The answer isn't the one that If-Match names.",
    "429": "More requests than the limit allows; wait as long as Retry-After says.",
    "500": "Something went wrong here; it has been logged.",
    "503": "The database can't be reached; wait as long as Retry-After says.",
}
OF_ONE = {
    "404": "There is no such record, or it was never public.",
    "410": "The record was public once and isn't any more.",
}
WAITING = ("429", "503")
HEADERS = {
    "ETag": "Changes with every byte of the answer; send it back in If-None-Match. Files (CSV, NDJSON) have none.",
    "RateLimit": "How many requests are left, and for how many seconds.",
    "RateLimit-Policy": "How many requests are allowed in how many seconds.",
    "X-Request-Id": "Names this request in our logs.",
}
TEXT = {"type": "string"}
FAULT = {
    "type": "object",
    "required": ["parameter", "detail"],
    "properties": {
        "parameter": {**TEXT, "description": "Its name."},
        "detail": {**TEXT, "description": "What is accepted."},
    },
}
PROBLEM_SHAPE = {
    "type": "object",
    "description": "An error, as in RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {**TEXT, "format": "uri-reference", "description": "Always about:blank: the status says it."},
        "title": {**TEXT, "description": "The status in words."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {**TEXT, "description": "What is wrong, in a sentence."},
        "errors": {"type": "array", "items": FAULT, "description": "Of a 400, each parameter at fault."},
    },
}


class ContractSchema(AutoSchema):
    """The parameters, errors and headers that every operation of the contract has."""

    def get_tags(self) -> list[str]:
        return [self.path.split("/")[3]]

    def get_operation_id(self) -> str:
        words = self.path.strip("/").split("/")[2:]
        return "_".join([*(word for word in words if not word.startswith("{")), "one" if self._is_one() else "list"])

    def _is_one(self) -> bool:
        return "{slug}" in self.path

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 not ours
        """Of a row no field is required: `fields` may leave out any."""
        shape: dict[str, Any] = super()._map_serializer(serializer, direction, bypass_extensions)
        if isinstance(force_instance(serializer), RowSerializer):
            del shape["required"]
        return shape

    def _get_parameters(self) -> list[dict[str, Any]]:
        if hasattr(self.view, "parameters"):
            asked = [described(name, one) for name, one in self.view.parameters.items()]
            return [*map(self._slug, self._resolve_path_parameters(["slug"])), *asked, self._format()]
        names = list(self.view.get_serializer_class().Meta.fields)
        fields = any_of({"type": "string", "enum": names})
        chosen = {
            "name": "fields",
            "in": "query",
            "required": False,
            "description": "Only these fields.",
            "schema": fields,
            "style": "form",
            "explode": False,
        }
        parameters = super()._get_parameters()
        return [*(self._slug(one) if one["in"] == "path" else one for one in parameters), chosen, self._format()]

    def _slug(self, parameter: dict[str, Any]) -> dict[str, Any]:
        """Which record: the parameter in an address."""
        named = self.view.queryset.model._meta
        schema = {"type": "string", "format": f"{named.model_name}-slug"}
        return {**parameter, "description": f"The slug of the {named.verbose_name}.", "schema": schema}

    def _format(self) -> dict[str, Any]:
        return {
            "name": "format",
            "in": "query",
            "required": False,
            "description": "The format, in place of Accept.",
            "schema": {"type": "string", "enum": self.map_renderers("format")},
        }

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        schemas = {one.media_type: one.schema for one in self.view.get_renderers() if one.format != "json"}
        for media_type, schema in schemas.items():
            bodies["200"]["content"][media_type]["schema"] = dict(schema)
        bodies["200"]["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
        bodies["304"] = {
            "description": "The answer is the one that If-None-Match names.",
            "headers": bodies["200"]["headers"],
        }
        if self._is_one():
            bodies["301"] = {
                "description": "The record was merged into another one.",
                "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
                "content": _problem(),
            }
        for status in (*EVERYWHERE, *(OF_ONE if self._is_one() else ())):
            bodies[status] = {"$ref": f"#/components/responses/{status}"}
        return dict(sorted(bodies.items()))


def _problem() -> dict[str, Any]:
    return {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _error(status: str, meaning: str) -> dict[str, Any]:
    seconds = {"Retry-After": {"description": "How many seconds to wait.", "schema": {"type": "integer"}}}
    return {"description": meaning, **({"headers": seconds} if status in WAITING else {}), "content": _problem()}


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: the components that all operations refer to."""
    result["components"]["schemas"]["Problem"] = PROBLEM_SHAPE
    result["components"]["responses"] = {
        status: _error(status, meaning) for status, meaning in (EVERYWHERE | OF_ONE).items()
    }
    result["components"]["headers"] = {
        name: {"description": meaning, "schema": TEXT} for name, meaning in HEADERS.items()
    }
    return result


@cache
def description() -> dict[str, Any]:
    """The whole description, made once a process."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema
