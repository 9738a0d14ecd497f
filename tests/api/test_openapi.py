"""The description of the API, the addresses it has, and what docs/api.md says of them."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver
from django.utils import timezone

from talentwatch.api import as_published
from talentwatch.api.views import DocumentListViewSet
from talentwatch.urls import router
from tests.support.behind_the_rules import set_behind_the_rules
from tests.support.factories import make_person

COMMITTED = Path(settings.ROOT) / "docs" / "openapi.json"
LISTS = [
    "people",
    "organizations",
    "employments",
    "claims",
    "sources",
    "cohorts",
    "moves",
    "events",
    "flows",
    "changes",
    "corrections",
    "differences",
    "editions",
]
WITHOUT_RECORDS = {"claims", "flows", "changes", "corrections", "differences"}
SLUG = "(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)"


@pytest.fixture(scope="module")
def description():
    return json.loads(COMMITTED.read_text(encoding="utf-8"))


def test_it_is_valid_openapi_3_1(description):
    from openapi_spec_validator import OpenAPIV31SpecValidator

    assert description["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_the_committed_one_is_the_generated_one_without_a_warning(tmp_path):
    generated = tmp_path / "openapi.json"
    call_command("spectacular", format="openapi-json", file=str(generated), validate=True, fail_on_warn=True)
    assert generated.read_bytes() == COMMITTED.read_bytes()


def test_the_served_one_is_the_committed_one(api, description):
    assert api.get_json("schema/") == description


def test_the_routes():
    found = {str(pattern.pattern) for pattern in router.urls}
    assert found == {f"^{name}/$" for name in LISTS} | {
        f"^{name}/{'(?P<slug>[a-z0-9-]+)' if name == 'moves' else SLUG}/$"
        for name in LISTS
        if name not in WITHOUT_RECORDS
    }


def test_the_addresses_beside_them():
    assert [str(pattern.pattern) for pattern in get_resolver().url_patterns] == [
        "api/v1/",
        "api/v1/",
        "api/v1/cohorts/<str:slug>/retention/",
        "api/v1/organizations/<str:slug>/flows/",
        "api/v1/schema/",
        "api/v1/docs/",
        "^api/",
        "",
        "moves/",
        "people/",
        "people/<slug:slug>/",
        "organizations/",
        "organizations/<slug:slug>/",
        "cohorts/",
        "cohorts/<slug:slug>/",
        "events/<slug:slug>/",
        "events/",
        "data/editions/",
        "data/",
        "card.png",
        "moves/card.png",
        "people/card.png",
        "organizations/card.png",
        "cohorts/card.png",
        "corrections/card.png",
        "about/card.png",
        "data/card.png",
        "data/editions/<slug:slug>/",
        "data/editions/<slug:slug>/card.png",
        "data/editions/<slug:slug>/CITATION.cff",
        "data/editions/<slug:slug>/datacite.json",
        "data/editions/<slug:slug>/cite.bib",
        "data/editions/<slug:slug>/<str:name>",
        "data/<str:name>",
        "about/",
        "corrections/",
        "organizations/<slug:slug>/card.png",
        "organizations/<slug:slug>/cite.bib",
        "organizations/<slug:slug>/cite.json",
        "people/<slug:slug>/card.png",
        "people/<slug:slug>/cite.bib",
        "people/<slug:slug>/cite.json",
        "cohorts/<slug:slug>/card.png",
        "cohorts/<slug:slug>/cite.bib",
        "cohorts/<slug:slug>/cite.json",
        "events/<slug:slug>/card.png",
        "events/<slug:slug>/cite.bib",
        "events/<slug:slug>/cite.json",
        "embed/people/<slug:slug>/",
        "embed/cohorts/<slug:slug>/",
        "embed/moves/",
        "sitemap.xml",
        "sitemap-<section>.xml",
        "robots.txt",
        "reconcile",
        "reconcile/",
        "admin/articles/",
        "admin/",
        "healthz",
        "readyz",
    ]


def test_every_route_is_described(description):
    described = {address for address, item in description["paths"].items() if "get" in item}
    assert described == {f"/api/v1/{name}/" for name in LISTS} | {
        "/api/v1/cohorts/{slug}/retention/",
        "/api/v1/organizations/{slug}/flows/",
    } | {f"/api/v1/{name}/{{slug}}/" for name in LISTS if name not in WITHOUT_RECORDS}


def test_only_reading_is_described(description):
    assert {method for item in description["paths"].values() for method in item} == {"get"}


def test_every_answer_is_described(description):
    for address, item in description["paths"].items():
        answers = item["get"]["responses"]
        of_one = {"301", "404", "410"} if "{slug}" in address else set()
        assert set(answers) == {"200", "304", "400", "406", "412", "414", "429", "500", "503"} | of_one
        assert "content" not in answers["304"]
        assert set(answers["304"]["headers"]) == {"ETag", "RateLimit", "RateLimit-Policy", "X-Request-Id"}
        for status in set(answers) - {"200", "301", "304"}:
            assert answers[status] == {"$ref": f"#/components/responses/{status}"}


def test_every_error_is_a_problem(description):
    errors = description["components"]["responses"]
    assert set(errors) == {"400", "404", "406", "410", "412", "414", "429", "500", "503"}
    # The web server's own answer.
    assert "content" not in errors.pop("414")
    for error in errors.values():
        assert error["description"]
        assert error["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert {status for status, error in errors.items() if "Retry-After" in error.get("headers", {})} == {"429", "503"}


def test_a_plain_row_has_every_field(description):
    """So that typed clients get `slug: string`; the description of `fields` says that it changes this."""
    schemas = description["components"]["schemas"]
    for name in ("Person", "Employment", "EmploymentWithClaims", "Claim", "NewsEvent", "Flow", "Change", "Reference"):
        assert set(schemas[name]["required"]) == set(schemas[name]["properties"]), name
    [fields] = [
        each for each in description["paths"]["/api/v1/people/"]["get"]["parameters"] if each["name"] == "fields"
    ]
    assert "a typed client leaves this parameter out" in fields["description"]


def test_the_values_of_an_enumeration_have_different_names(description):
    def enumerations(value):
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from enumerations(item)
        if isinstance(value, dict) and isinstance(value.get("enum"), list):
            yield value

    for each in enumerations(description):
        names = each["x-enum-varnames"]
        assert len(set(names)) == len(names) == len([value for value in each["enum"] if value is not None])
        assert all(re.fullmatch("[A-Z][A-Z_]*", name) for name in names), names


def test_every_operation_has_a_summary_of_its_own(description):
    summaries = [item["get"]["summary"] for item in description["paths"].values()]
    assert len(set(summaries)) == len(summaries)
    assert {"List people", "Get one person", "Retention of one cohort", "Flows of one organization"} <= set(summaries)


@pytest.mark.parametrize(
    ("address", "path", "headers", "status"),
    [
        ("events/", "events/", {}, "200"),
        ("corrections/", "corrections/", {}, "200"),
        ("people/ada/", "people/{slug}/", {}, "200"),
        ("people/?format=csv&as_published={now}", "people/", {}, "200"),
        ("flows/?format=csv", "flows/", {}, "200"),
        ("people/eve/", "people/{slug}/", {}, "301"),
        ("people/", "people/", {"If-None-Match": "*"}, "304"),
        ("people/?x=1", "people/", {}, "400"),
        ("people/bob/", "people/{slug}/", {}, "404"),
        ("people/", "people/", {"Accept": "text/html"}, "406"),
        ("people/dee/", "people/{slug}/", {}, "410"),
        ("people/", "people/", {"If-Match": '"x"'}, "412"),
    ],
)
@pytest.mark.django_db
def test_the_headers_of_an_answer_are_described(api, description, address, path, headers, status):
    ada = make_person("Ada")
    make_person("Dee", status="withdrawn", published_at=timezone.now())
    set_behind_the_rules(make_person("Eve"), status="withdrawn", merged_into=ada)
    response = api.get(f"/api/v1/{address.format(now=f'{timezone.now():%Y-%m-%dT%H:%M:%S.%fZ}')}", headers=headers)
    assert str(response.status_code) == status
    answer = description["paths"][f"/api/v1/{path}"]["get"]["responses"][status]
    answer = description["components"]["responses"][status] if "$ref" in answer else answer
    ours = {"ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "X-Request-Id", "X-Withheld"}
    sent = ours & set(response.headers)
    # No file has the feeds of its query, and only a file of another time says how many of its rows are withheld.
    assert sent <= set(answer["headers"])
    assert set(answer["headers"]) - sent <= {"X-Withheld", "Link"}


def test_each_header_is_described_where_it_may_be_sent(description):
    for address, item in description["paths"].items():
        headers = set(item["get"]["responses"]["200"]["headers"])
        formats = item["get"]["responses"]["200"]["content"]
        assert ("Link" in headers) == ("application/atom+xml" in formats), address
        parameters = {parameter["name"] for parameter in item["get"]["parameters"]}
        assert ("X-Withheld" in headers) == ("as_published" in parameters and "text/csv" in formats), address
    assert "weak" in description["components"]["headers"]["ETag"]["description"]


def test_every_parameter_that_is_accepted_is_described(description):
    for prefix, viewset, _ in router.registry:
        described = {parameter["name"] for parameter in description["paths"][f"/api/v1/{prefix}/"]["get"]["parameters"]}
        formats = {name for renderer in viewset.renderer_classes for name in renderer.parameters}
        past = as_published.PARAMETERS if issubclass(viewset, DocumentListViewSet) else ()
        assert described == {*viewset.filterset_class.parameter_names(), *formats, *past}


def descriptions_in(description):
    """The description of each operation, parameter, schema, field and header, with its place."""
    for address, item in description["paths"].items():
        yield address, item["get"].get("description")
        for parameter in item["get"]["parameters"]:
            yield f"{address}?{parameter['name']}", parameter.get("description")
    for name, shape in description["components"]["schemas"].items():
        yield name, shape.get("description")
        for field, schema in shape["properties"].items():
            yield f"{name}.{field}", schema.get("description")
    for name, header in description["components"]["headers"].items():
        yield name, header.get("description")


def test_everything_has_a_description(description):
    assert [place for place, meaning in descriptions_in(description) if not meaning] == []


FOR_OTHERS = re.compile(
    r"primary key|empty|Found by|goes into|of our own|for readers|readers (don't )?see"  # for those who edit
    r"|serializer|filterset|queryset|docstring|record with its address|row of the log|Any of these\.|Free values"  # or program
    r"|fixed set of values|Only those that do|^true or false",
    re.IGNORECASE,
)


def test_every_description_is_for_readers_of_the_api(description):
    assert [
        (place, meaning) for place, meaning in descriptions_in(description) if FOR_OTHERS.search(meaning or "")
    ] == []


def test_the_index_lists_every_list(api):
    assert api.get_json("") == {name: f"http://testserver/api/v1/{name}/" for name in sorted(LISTS)}


def test_every_filter_is_in_the_documentation():
    text = (Path(settings.ROOT) / "docs" / "api.md").read_text(encoding="utf-8")
    section = text.partition("## Filters")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z]+)/` \|(.*)\|(.*)\|$", section, re.MULTILINE)
    documented = {
        name: (set(re.findall("`(.+?)`", filters)), set(re.findall("`(.+?)`", dates))) for name, filters, dates in rows
    }
    assert documented == {
        prefix: (set(viewset.filterset_class.base_filters) - {"updated_after"}, set(viewset.filterset_class.dates))
        for prefix, viewset, _ in router.registry
    }


def test_every_common_parameter_is_in_the_documentation():
    text = (Path(settings.ROOT) / "docs" / "api.md").read_text(encoding="utf-8")
    section = text.partition("## Lists")[2].partition("\n## ")[0]
    documented = re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)
    assert set(documented) == {
        "page_size",
        "cursor",
        "count",
        "ordering",
        "updated_after",
        "group_by",
        "expand",
        "fields",
        "format",
    }


def test_the_docs_page_loads_nothing_from_elsewhere(api):
    page = api.get("/api/v1/docs/").content.decode()
    assert 'data-schema="/api/v1/schema/"' in page
    assert '<a href="/">Back to talentwatch</a>' in page
    assert "//" not in page
    assert re.findall(r"<script>|<style|\son\w+=|style=", page) == []
