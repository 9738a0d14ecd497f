"""The OpenAPI description: what drf-spectacular can't see for itself.

This is the only module that extends drf-spectacular; tests/api/test_openapi.py fails if an upgrade changes its output.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from talentwatch.api import as_published
from talentwatch.api.feeds import FeedRenderer
from talentwatch.api.files import FileRenderer
from talentwatch.api.parameters import array_schema, openapi, slug_schema
from talentwatch.api.problems import PROBLEM

COMMON_ERRORS = {
    "400": "A parameter is unknown, empty, has a value that isn't accepted, or takes one value and is repeated; `errors` says which.",
    "406": "None of the requested media types is available.",
    "412": "The response differs from the one named in If-Match.",
    "414": "The address is too long: send fewer values at a time.",
    "429": "Too many requests; wait as long as Retry-After says.",
    "500": "Something went wrong on the server; the error was logged.",
    "503": "The database is unavailable; wait as long as Retry-After says.",
}
RECORD_ERRORS = {
    "404": "No such record, or it was never public.",
    "410": "This record is no longer public.",
}
RETRY_STATUSES = ("429", "503")
# The web server answers before the application sees the request, so there is no problem+json.
STATUSES_OF_SERVER = ("414",)
FIELDS_DESCRIPTION = (
    "Return only these fields. The schemas of rows describe the plain answer, with every required field: a typed client "
    "leaves this parameter out."
)
HEADERS = {
    "ETag": (
        "Changes whenever the response does; send it back in If-None-Match. That of a CSV or NDJSON file is weak, and changes "
        "with any change that readers can see."
    ),
    "Link": "With JSON: the feeds of the same query (rel=alternate).",
    "RateLimit": "How many requests are left, and for how many seconds.",
    "RateLimit-Policy": "How many requests are allowed in how many seconds.",
    "X-Request-Id": "Identifies this request in the server's logs.",
    as_published.WITHHELD_HEADER: f"With {as_published.NAME}: how many rows a CSV or NDJSON file leaves out.",
}
ANSWER_HEADERS = ("ETag", "RateLimit", "RateLimit-Policy", "X-Request-Id")
ERROR_HEADERS = ("X-Request-Id",)
# The others are sent before the request is counted, or by what doesn't know its count.
COUNTED_ERROR_HEADERS = ("RateLimit", "RateLimit-Policy", *ERROR_HEADERS)
COUNTED_STATUSES = ("301", "400", "404", "410", "429")
TEXT = {"type": "string"}
PARAMETER_ERROR = {
    "type": "object",
    "required": ["parameter", "detail"],
    "properties": {
        "parameter": {**TEXT, "description": "The name of the parameter."},
        "detail": {**TEXT, "description": "What is accepted."},
    },
}
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "An error, as in RFC 9457.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {
            **TEXT,
            "format": "uri-reference",
            "description": "Always about:blank: the status says what kind of error it is.",
        },
        "title": {**TEXT, "description": "The status in words."},
        "status": {"type": "integer", "description": "The HTTP status code."},
        "detail": {**TEXT, "description": "What is wrong, in one sentence."},
        "errors": {
            "type": "array",
            "items": PARAMETER_ERROR,
            "description": "Each wrong parameter; [] if no parameter is wrong.",
        },
    },
}
PROBLEM_CONTENT = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}


class ContractSchema(AutoSchema):
    """The parameters, errors and headers that every operation of the API has."""

    def get_tags(self) -> list[str]:
        return [self.path.split("/")[3]]

    def get_operation_id(self) -> str:
        words = self.path.strip("/").split("/")[2:]
        kind = "one" if "{slug}" in self.path else "list"
        return "_".join([*(word for word in words if not word.startswith("{")), kind])

    def get_summary(self) -> str:
        """“List employments”, “Get one employment”, “Flows of one organization”."""
        names = self.view.queryset.model._meta
        last = self.path.strip("/").split("/")[-1]
        if last == "{slug}":
            return f"Get one {names.verbose_name}"
        if "{slug}" in self.path:
            return f"{last.capitalize()} of one {names.verbose_name}"
        return f"List {last}"

    def get_operation(self, path: str, *args: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(path, *args)
        if operation:
            operation["parameters"] = list(self._parameters(operation["parameters"]))
            operation["responses"] = self._responses(operation["responses"])
        return operation

    def _parameters(self, parameters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Describe the slug, and add what a report takes, `fields` and `format`."""
        for parameter in parameters:
            if parameter["in"] == "path":
                options = self.view.queryset.model._meta
                schema = slug_schema(f"{options.model_name}-slug")
                yield {**parameter, "schema": schema, "description": f"The slug of the {options.verbose_name}."}
            else:
                yield parameter
        optional = {"in": "query", "required": False}
        if hasattr(self.view, "parameters"):
            yield from (openapi(name, parameter) for name, parameter in self.view.parameters.items())
        else:
            names = list(self.view.get_serializer_class().Meta.fields)
            yield {
                "name": "fields",
                **optional,
                "description": FIELDS_DESCRIPTION,
                "schema": array_schema({"type": "string", "enum": names}),
                "style": "form",
                "explode": False,
            }
        for name in getattr(self.view, "past_parameters", ()):
            yield openapi(name, as_published.PARAMETERS[name])
        formats = {"type": "string", "enum": self.map_renderers("format")}
        yield {"name": "format", **optional, "description": "The format, instead of Accept.", "schema": formats}
        for renderer in self.view.get_renderers():
            yield from (openapi(name, parameter) for name, parameter in renderer.parameters.items())

    def _responses(self, responses: dict[str, Any]) -> dict[str, Any]:
        """Describe other formats and headers, and add redirects and errors."""
        success = responses["200"]
        for renderer in self.view.get_renderers():
            if renderer.format != "json":
                success["content"][renderer.media_type]["schema"] = dict(renderer.schema)
        success["headers"] = _headers(self._answer_headers())
        responses["304"] = {
            "description": "The response is still the one named in If-None-Match.",
            "headers": _headers(ANSWER_HEADERS),
        }
        errors = list(COMMON_ERRORS)
        if "{slug}" in self.path:
            errors += RECORD_ERRORS
            responses["301"] = {
                "description": "This record was merged into another.",
                "headers": {
                    "Location": {"schema": {"type": "string", "format": "uri"}},
                    **_headers(COUNTED_ERROR_HEADERS),
                },
                "content": PROBLEM_CONTENT,
            }
        responses |= {status: {"$ref": f"#/components/responses/{status}"} for status in errors}
        return dict(sorted(responses.items()))

    def _answer_headers(self) -> Iterator[str]:
        formats = [type(renderer) for renderer in self.view.get_renderers()]
        yield from ANSWER_HEADERS
        if any(issubclass(each, FeedRenderer) for each in formats):
            yield "Link"
        if getattr(self.view, "past_parameters", ()) and any(issubclass(each, FileRenderer) for each in formats):
            yield as_published.WITHHELD_HEADER


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def add_components(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's postprocessing hook: the shared components, tags, and names for the values of enumerations."""
    components = result["components"]
    result["security"] = []
    lists = {item["get"]["tags"][0]: item["get"] for path, item in result["paths"].items() if "{" not in path}
    result["tags"] = [{"name": name, "description": each["description"]} for name, each in lists.items()]
    _name_values(result)
    components["schemas"]["Problem"] = PROBLEM_SCHEMA
    components["responses"] = {}
    for status, description in (COMMON_ERRORS | RECORD_ERRORS).items():
        if status in STATUSES_OF_SERVER:
            components["responses"][status] = {"description": description}
            continue
        headers = _headers(COUNTED_ERROR_HEADERS if status in COUNTED_STATUSES else ERROR_HEADERS)
        if status in RETRY_STATUSES:
            headers["Retry-After"] = {"description": "How many seconds to wait.", "schema": {"type": "integer"}}
        components["responses"][status] = {"description": description, "headers": headers, "content": PROBLEM_CONTENT}
    components["headers"] = {
        name: {"description": description, "schema": TEXT} for name, description in HEADERS.items()
    }
    return result


def _name_values(value: Any) -> None:
    """Name the values of each enumeration for generators of clients, to which updated_at and -updated_at are the same."""
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _name_values(item)
    if isinstance(value, dict) and isinstance(value.get("enum"), list):
        names = [each.upper() for each in value["enum"] if each is not None]
        value["x-enum-varnames"] = [f"{name[1:]}_DESCENDING" if name.startswith("-") else name for name in names]


@cache
def description() -> dict[str, Any]:
    """The whole description, generated once per process."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema
