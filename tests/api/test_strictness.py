"""What means nothing is refused, with what is accepted; nothing hostile gets an error of ours, or everything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.api import ApiClient
from tests.support.factories import make_employment, make_event, make_person

LISTS = ["people/", "organizations/", "employments/", "claims/", "sources/", "cohorts/", "events/"]
ONE = "people/ada-lovelace/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("Ada Lovelace")


def raw(api, query, address="people/"):
    """The answer to a query string exactly as it is given."""
    response = api.get(f"/api/v1/{address}", QUERY_STRING=query)
    return response, response.json()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "name", ["organisation", "page", "limit", "offset", "Q", "q[]", "slug", "id", "state", "password"]
)
def test_an_unknown_parameter_is_refused_with_the_known_ones(api, address, name):
    [(refused, accepted)] = api.refusals(address, **{name: "meta"}).items()
    assert refused == name
    assert {"updated_after", "ordering", "page_size", "cursor", "count", "fields", "format"} <= set(
        accepted.removeprefix("Accepted: ").removesuffix(".").split(", ")
    )


@pytest.mark.parametrize("query", ["q=ada&q=ada", "count=true&count=true", "on=2020-01-01&on=2020-01-01"])
def test_a_repeated_parameter_that_takes_one_value_is_refused(api, query):
    response, body = raw(api, query)
    assert response.status_code == 400
    [error] = body["errors"]
    assert error == {"parameter": query.partition("=")[0], "detail": "Give it once: it takes one value."}


def test_a_repeated_list_means_any_of_its_values(api, ada):
    make_person("Bob"), make_person("Cy")
    _, repeated = raw(api, "wikidata_id=Q1&wikidata_id=Q2")
    assert repeated == raw(api, "wikidata_id=Q1,Q2")[1]
    first = raw(api, "fields=slug&fields=name&page_size=1")[1]
    assert first["results"] == [{"slug": "ada-lovelace", "name": "Ada Lovelace"}]
    assert api.get(first["next"]).json()["results"] == [{"slug": "bob", "name": "Bob"}]


@pytest.mark.parametrize(
    "query", ["fields=slug&fields=", "fields=slug&fields=nope", "cohort=a&cohort=", "role=lead&role=boss"]
)
def test_each_value_of_a_repeated_list_is_checked(api, query):
    response, body = raw(api, query)
    assert response.status_code == 400
    assert [error["parameter"] for error in body["errors"]] == [query.partition("=")[0]]


@pytest.mark.parametrize("value", ["true", "True", "TRUE"])
def test_a_boolean_is_read_in_any_case(api, ada, value):
    assert api.get_json("people/", count=value)["count"] == 1
    assert api.get_json("employments/", has_conflict=value)["results"] == []


@pytest.mark.parametrize("query", ["q=", "q=%20", "q", "cursor=", "count=", "ordering=", "fields=", "format=", "on=+"])
def test_an_empty_parameter_is_refused(api, query):
    response, body = raw(api, query)
    assert response.status_code == 400
    assert [error["parameter"] for error in body["errors"]] == [query.partition("=")[0]]


def test_everything_wrong_with_the_filters_is_reported_at_once(api):
    assert list(api.refusals("people/", on="2023-13", role="boss", cohort="nope")) == ["role", "cohort", "on"]
    assert list(api.refusals("people/", organisation="x", q="")) == ["organisation", "q"]


@pytest.mark.parametrize(
    "query",
    [
        "organisation=meta",
        "on=2023-13",
        "ordering=password",
        "ordering=slug,updated_at",
        "ordering=--slug",
        "page_size=1e9",
        "q=" + "word+" * 500,
        "q=" + "x" * 100_000,
        "q=%27%22%3B--",
        "q=%F0%9F%A6%99",
        "q=ada%00",
        "q=ada\0",
        "q=%ff",
        "q=ada%ff",
        "q=%ed%a0%80",
        "q=\xff",
        "organization=%00",
        "cursor=eyJh",
        "organization=nope",
        "organization=" + ",".join(["acme"] * 101),
        "organization=" + "a" * 100_000,
        "role=" + "lead," * 50_000,
        "updated_after=" + "9" * 10_000,
        "fields=slug&format=xml",
        "&".join(f"p{number}=1" for number in range(1001)),
        "%00=1",
        "%ff=1",
        "q=a&%71=b",
    ],
    ids=lambda query: query[:40],
)
def test_hostile_queries_get_400(api, ada, query):
    response, body = raw(api, query)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert (body["type"], body["title"], body["status"]) == ("about:blank", "Bad Request", 400)


@pytest.mark.parametrize(
    "address",
    [
        "people/nope/",
        "people/Ada-Lovelace/",
        "people/ADA-LOVELACE/",
        "people/ada_lovelace/",
        "people/-ada/",
        "people/1/",
        "people/%ff/",
        "people/%0A",
        "people/ada-lovelace/%0A",
        "people/ada-lovelace/names/",
        "people/ada-lovelace.json",
        "people//",
        "people/../people/ada-lovelace",
        "people/" + "a" * 10_000 + "/",
        "claims/ada/",
        "nothing",
        "%E2%80%AE/",
    ],
    ids=lambda address: address[:30],
)
def test_hostile_addresses_get_404(api, ada, address):
    response = api.get(f"/api/v1/{address}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_nul_in_an_address_gets_400(api):
    assert api.get_json("people/%00/", 400)["detail"] == "The address contains a NUL character."
    response = api.get("/admin/%00/")
    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "The address contains a NUL character." in response.content.decode()


@pytest.mark.parametrize("query", ["q=ada", "count=true", "ordering=slug", "x=1", "format=json&format=json", "fields="])
def test_one_record_is_as_strict(api, ada, query):
    assert raw(api, query, ONE)[0].status_code == 400
    assert api.refusals(ONE, q="ada") == {"q": "Accepted: fields, format, as_published."}


def test_one_record_takes_fields_and_format(api, ada):
    assert api.get_json(ONE, fields="slug", format="json") == {"slug": "ada-lovelace"}
    assert list(api.refusals(ONE, fields="nope")) == ["fields"]
    assert api.refusals(ONE, format="csv") == {"format": "Accepted: json, jsonld, timelinejs, svg."}


@pytest.mark.parametrize("address", ["", "schema/"])
def test_the_other_pages_are_as_strict(api, address):
    assert api.refusals(address, q="ada") == {"q": "Accepted: format."}
    assert api.get_json(address, format="json")


def test_the_page_of_the_reference_is_as_strict(api):
    assert api.refusals("docs/", q="ada") == {"q": "Accepted: format."}
    assert api.refusals("docs/", format="json") == {"format": "Accepted: html."}
    assert list(api.refusals("docs/", format="")) == ["format"]
    page = api.get("/api/v1/docs/?format=html")
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert page["RateLimit"]
    assert api.get("/api/v1/docs/", headers={"Accept": "application/json"}).status_code == 406


def test_a_lonely_ampersand_is_no_parameter(api, ada):
    response, body = raw(api, "&&")
    assert response.status_code == 200
    assert len(body["results"]) == 1


def test_a_semicolon_parts_nothing(api, ada):
    assert [row["slug"] for row in raw(api, "q=ada;x=1")[1]["results"]] == []


@pytest.fixture
def _unlimited(settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


texts = st.text(st.characters(codec="utf-8"), max_size=30)
names = texts | st.sampled_from(
    ["q", "organization", "on", "ordering", "page_size", "cursor", "count", "fields", "role"]
)


@pytest.mark.usefixtures("_unlimited")
@settings(deadline=None, max_examples=150, derandomize=True)
@given(address=st.sampled_from(LISTS), parameters=st.dictionaries(names, texts | st.integers().map(str), min_size=1))
def test_no_query_at_all_is_an_error_of_ours(address, parameters):
    response = ApiClient(raise_request_exception=True).get(f"/api/v1/{address}", parameters)
    assert response.status_code in {200, 400}


@pytest.mark.usefixtures("_unlimited")
@settings(deadline=None, max_examples=100, derandomize=True)
@given(query=st.binary(max_size=30))
def test_no_bytes_at_all_are_an_error_of_ours(query):
    response = ApiClient().get("/api/v1/people/", QUERY_STRING=query.decode("latin-1"))
    assert response.status_code in {200, 400}


def test_no_filter_returns_everything_where_it_finds_nothing(api):
    post = make_employment()
    make_event(people=(post.person,))
    for address, parameters in {
        "people/": {"q": "nobody"},
        "employments/": {"role": "board"},
        "claims/": {"stance": "denied"},
        "organizations/": {"country": "AQ"},
        "sources/": {"publisher": "nobody"},
        "events/": {"kind": "acquisition"},
    }.items():
        assert api.slugs(address, **parameters) == []


@pytest.mark.parametrize(
    ("address", "prefix"),
    [(name, "") for name in ("moves", "events", "sources", "flows")]
    + [("employments", "started_"), ("employments", "ended_")],
)
def test_a_span_that_ends_before_it_starts_is_refused(api, address, prefix):
    """It found what has no date, and what is too vague to be outside it."""
    after, before = f"{prefix}after", f"{prefix}before"
    said = "Accepted: a date before 2020-12-31, where the span ends."
    assert api.refusals(f"{address}/", **{after: "2021-01-01", before: "2020"}) == {after: said}
    assert api.get_json(f"{address}/", **{after: "2020-12-31", before: "2020"})["results"] == []
