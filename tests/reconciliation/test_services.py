"""What is around reconciliation queries: the manifest, suggestions, previews, data extension, and who may ask."""

import json
import re

import pytest

from people.models import Organization, OrganizationName, Person, PersonName
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_organization, make_person
from tests.support.reconciling import FORM, check, post, refusal

HERE = {"Origin": "https://openrefine.example"}
ADA = "person:ada-lovelace"

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def scene():
    """Ada, who went from Navy to Acme Labs, a part of Acme; on a list; also known in Hebrew, and misspelt."""
    ada = make_person("Ada Lovelace", orcid="0000-0002-1825-0097")
    PersonName.objects.create(person=ada, text="עדה לאבלייס", language="he", kind="native")
    PersonName.objects.create(person=ada, text="Eda Loveless", language="en", kind="misspelling")
    acme = make_organization("Acme", country="FR", founded="2015~", description="Makes all.")
    labs = make_organization("Acme Labs", kind="lab", parent=acme)
    OrganizationName.objects.create(organization=labs, text="AL", language="en", kind="abbreviation")
    make_employment(ada, make_organization("Navy"), role="student", start="2010", end="2014", end_state="ended")
    make_employment(ada, labs, role="research", title="<b>Countess</b>", start="2015")
    make_cohort(ada, name="First of all")


def suggested(api, what, **asked):
    response = api.get(f"/reconcile/suggest/{what}/", asked)
    assert response.status_code == 200, response.content.decode()
    check_name = {"entity": "entities", "type": "types", "property": "properties"}[what]
    return [one["id"] for one in response.json()["result"]], response.json(), f"suggest-{check_name}-response"


def test_the_manifest(api):
    body = api.get("/reconcile/").json()
    assert body["versions"] == ["0.2"]
    assert body["defaultTypes"] == [{"id": name, "name": name} for name in ("Person", "Organization")]
    assert body["identifierSpace"] == "http://testserver/reconcile/entity/"
    assert body["view"] == {"url": "http://testserver/reconcile/entity/{{id}}/"}
    assert body["preview"] == {"url": "http://testserver/reconcile/preview/{{id}}/", "width": 400, "height": 240}
    assert [setting["name"] for setting in body["extend"]["property_settings"]] == ["on", "certainty"]


def test_every_address_in_the_manifest_answers(api, scene):
    body = api.get("/reconcile/").json()
    services = [*body["suggest"].values(), body["extend"]["propose_properties"]]
    for service in services:
        prefix = "?prefix=a" if "suggest" in service["service_path"] else "?type=Person"
        assert api.get(f"{service['service_url']}{service['service_path']}{prefix}").status_code == 200
    assert api.get(body["preview"]["url"].replace("{{id}}", "person%3Aada-lovelace")).status_code == 200
    response = api.get(body["view"]["url"].replace("{{id}}", "organization%3Aacme"))
    assert (response.status_code, response["Location"]) == (302, "http://testserver/organizations/acme/")


@pytest.mark.parametrize(
    ("prefix", "more", "found"),
    [
        ("ada", {}, [ADA]),
        ("LOVE", {}, [ADA]),
        ("ac", {}, ["organization:acme", "organization:acme-labs"]),
        ("labs", {}, ["organization:acme-labs"]),
        ("עדה", {}, [ADA]),
        ("eda lov", {}, [ADA]),
        ("a", {"type": "Person"}, [ADA]),
        ("a", {}, ["organization:acme", "organization:acme-labs", ADA]),
        ("a", {"cursor": "2"}, [ADA]),
        (ADA, {}, [ADA]),
        (ADA, {"type": "Organization"}, []),
        ("ovelace", {}, []),
        ("", {}, []),
        ("…", {}, []),
    ],
)
def test_entities_are_suggested_by_any_word_of_any_name(api, scene, prefix, more, found):
    assert suggested(api, "entity", prefix=prefix, **more)[0] == found


def test_entities_with_a_similar_name_are_suggested_last(api):
    make_organization("OpenAI")
    make_organization("Hugging Face")
    make_organization("Hugging Face Labs")
    make_person("Benjamin Mann")
    assert suggested(api, "entity", prefix="Open AI")[0] == ["organization:openai"]
    assert suggested(api, "entity", prefix="huggingface")[0] == [
        "organization:hugging-face",
        "organization:hugging-face-labs",
    ]
    assert suggested(api, "entity", prefix="hugging fase")[0] == ["organization:hugging-face"]
    assert suggested(api, "entity", prefix="Ben Mann")[0] == ["person:benjamin-mann"]


def test_a_suggestion_says_what_tells_it_from_a_namesake(api, scene):
    told = {one["id"]: one.get("description") for one in suggested(api, "entity", prefix="a")[1]["result"]}
    told |= {one["id"]: one.get("description") for one in suggested(api, "entity", prefix="navy")[1]["result"]}
    assert told == {
        ADA: "Acme Labs, Navy",
        "organization:acme": "Makes all.",
        "organization:acme-labs": "Laboratory",
        "organization:navy": "Company",
    }
    make_person("Nobody Known")
    assert "description" not in suggested(api, "entity", prefix="nobody")[1]["result"][0]


def test_a_long_list_of_suggestions_goes_on_at_the_cursor(api):
    with edit():
        for number in range(25):
            make_person(f"Ada {number:02}")
    first, body, _ = suggested(api, "entity", prefix="ada")
    second, rest, _ = suggested(api, "entity", prefix="ada", cursor=body["cursor"])
    assert (len(first), len(second), "cursor" in rest) == (20, 5, False)
    assert first + second == [f"person:ada-{number:02}" for number in range(25)]


@pytest.mark.parametrize(
    ("what", "asked", "found"),
    [
        ("type", {"prefix": "org"}, ["Organization"]),
        ("type", {"prefix": ""}, ["Person", "Organization"]),
        ("type", {"prefix": "", "cursor": 1}, ["Organization"]),
        ("property", {"prefix": "em"}, ["employer"]),
        ("property", {"prefix": "item"}, ["wikidata_id"]),
        ("property", {"prefix": "wikidata_id"}, ["wikidata_id"]),
        ("property", {"prefix": "", "type": "Organization"}, ["wikidata_id", "country", "kind", "parent"]),
        ("property", {"prefix": "website"}, []),
    ],
)
def test_types_and_properties_are_suggested(api, what, asked, found):
    assert suggested(api, what, **asked)[0] == found


def test_what_openrefines_widget_sends_besides_is_let_be(api, scene):
    asked = {"prefix": "ada", "key": "", "filter": ["a", "b"], "spell": "always", "exact": "false", "_": "1"}
    assert suggested(api, "entity", **asked)[0] == [ADA]


@pytest.mark.parametrize("what", ["entity", "type", "property"])
def test_suggestions_are_as_the_schemas_have_them(api, scene, what):
    _, body, schema = suggested(api, what, prefix="a")
    check(schema, body)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("suggest/entity/", "This parameter is required."),
        ("suggest/entity/?prefix=a&prefix=b", "Give it once: it takes one value."),
        (f"suggest/entity/?prefix={'a' * 501}", "Accepted: at most 500 characters."),
        ("suggest/entity/?prefix=a&cursor=-1", "Accepted: a whole number from 0 to 10000."),
        ("suggest/entity/?prefix=a&cursor=99999", "Accepted: a whole number from 0 to 10000."),
        ("suggest/entity/?prefix=a&cursor=²", "Accepted: a whole number from 0 to 10000."),
        ("suggest/property/?prefix=a&type=Robot", "Accepted: Person, Organization."),
        ("suggest/type/?prefix=a&colour=red", "Accepted: prefix, cursor, type."),
        ("suggest/type/?prefix=a&callback=f", "JSONP is not supported: any origin can read the JSON itself (CORS)."),
        ("properties/?type=Robot", "Accepted: Person, Organization."),
        ("properties/?limit=0", "Accepted: a whole number from 1 to 100."),
        ("?callback=f", "JSONP is not supported: any origin can read the JSON itself (CORS)."),
        ("?query=ada", "Accepted: queries, extend."),
        ("?queries=", "Give it a value, or leave it out."),
        ("?queries={}&extend={}", "Give either queries or extend. Give either queries or extend."),
        ("?queries=%00", "The address contains a NUL character."),
        (f"preview/{ADA}/?x=1", "This address takes no parameters."),
    ],
)
def test_parameters_are_strict(api, scene, asked, said):
    assert refusal(api.get(f"/reconcile/{asked}")) == said


def test_a_form_is_the_one_thing_to_post(api):
    assert refusal(api.post("/reconcile/", "{}", content_type="application/json"), 415) == f"Accepted: {FORM}."
    assert refusal(post(api, colour="red")) == "Accepted: queries, extend."
    assert refusal(api.post("/reconcile/", "&", content_type=FORM)).startswith("Give either queries or extend.")
    assert refusal(api.post("/reconcile/?queries={}", "&", content_type=FORM)) == "This address takes no parameters."
    assert refusal(post(api, queries="x" * 2_700_000), 413) == "Accepted: 2621440 bytes."
    assert refusal(api.post("/reconcile/", "&".join(["a"] * 26_000), content_type=FORM)) == (
        "The request can't be understood."
    )
    assert refusal(api.put("/reconcile/"), 405) == 'Method "PUT" not allowed.'
    assert refusal(api.get("/reconcile/nothing/"), 404) == "There is nothing at this address."


@pytest.mark.parametrize(
    "address", ["/reconcile/", "/reconcile", "/reconcile/suggest/type/?prefix=", "/reconcile/nope/"]
)
def test_any_origin_may_read_it(api, address):
    assert api.get(address, headers=HERE)["Access-Control-Allow-Origin"] == "*"


def extended(api, ids, *properties):
    asked = {"ids": ids, "properties": [{"id": one} if isinstance(one, str) else one for one in properties]}
    response = post(api, extend=asked)
    assert response.status_code == 200, response.content.decode()
    assert api.get("/reconcile/", {"extend": json.dumps(asked)}).content == response.content
    return response.json()


def test_a_table_is_extended(api, scene):
    ids = [ADA, "organization:acme-labs", "acme", "person:nobody", "\u0000"]
    body = extended(api, ids, "employer", "role", "cohort", "orcid", "names", "parent", "kind", "founded", "website")
    assert body["meta"][0] == {
        "id": "employer",
        "name": "employer",
        "type": {"id": "Organization", "name": "Organization"},
    }
    assert [list(row) for row in body["rows"].values()] == [[one["id"] for one in body["meta"]]] * len(ids)
    told = {given: {name: values for name, values in row.items() if values} for given, row in body["rows"].items()}
    assert told == {
        ADA: {
            "employer": [
                {"id": f"organization:{slug}", "name": name}
                for slug, name in [("navy", "Navy"), ("acme-labs", "Acme Labs")]
            ],
            "role": [{"str": "student"}, {"str": "research"}],
            "cohort": [{"str": "First of all"}],
            "orcid": [{"str": "0000-0002-1825-0097"}],
            "names": [{"str": "עדה לאבלייס"}],
        },
        "organization:acme-labs": {
            "names": [{"str": "AL"}],
            "parent": [{"id": "organization:acme", "name": "Acme"}],
            "kind": [{"str": "lab"}],
        },
        "acme": {"kind": [{"str": "company"}], "founded": [{"str": "[2014..2016]"}]},
        "person:nobody": {},
        "\u0000": {},
    }


def test_posts_are_those_held_on_a_day(api, scene):
    on = {"id": "employer", "settings": {"on": "2012-01-01", "certainty": "possible"}}
    title = {"id": "title", "settings": {"on": "", "certainty": ""}}
    row = extended(api, [ADA], on, "role", title)["rows"][ADA]
    assert [one["name"] for one in row["employer"]] == ["Navy"]
    assert [one["str"] for one in row["role"]] == ["student", "research"]
    assert [one["str"] for one in row["title"]] == ["<b>Countess</b>"]
    certain = {"id": "employer", "settings": {"on": "2015-06-01", "certainty": "certain"}}
    assert extended(api, [ADA], certain)["rows"][ADA] == {"employer": []}


def test_the_same_column_twice_is_one(api, scene):
    once = post(api, extend={"ids": [ADA], "properties": [{"id": "slug"}]}).json()
    assert post(api, extend={"ids": [ADA], "properties": [{"id": "slug"}, {"id": "slug"}]}).json() == once


def test_a_slug_of_two_records_needs_its_type(api):
    make_person("Mistral", website="https://a.example"), make_organization("Mistral", website="https://b.example")
    rows = extended(api, ["mistral", "person:mistral", "organization:mistral"], "website")["rows"]
    assert [[one["str"] for one in row["website"]] for row in rows.values()] == [
        [],
        ["https://a.example"],
        ["https://b.example"],
    ]


def test_a_merged_id_means_the_survivor_and_a_hidden_one_nobody(api, scene):
    ada = Person.objects.get(slug="ada-lovelace")
    twin = make_person("Ada Byron")
    Person._base_manager.filter(pk=twin.pk).update(status="withdrawn", merged_into=ada)
    assert extended(api, ["person:ada-byron"], "slug")["rows"] == {
        "person:ada-byron": {"slug": [{"str": "ada-lovelace"}]}
    }
    Organization._base_manager.filter(slug="acme").update(status="draft")
    Person._base_manager.filter(pk=ada.pk).update(status="draft")
    rows = extended(api, [ADA, "person:ada-byron", "organization:acme-labs"], "slug", "parent")["rows"]
    assert rows[ADA] == rows["person:ada-byron"] == {"slug": [], "parent": []}
    assert rows["organization:acme-labs"]["parent"] == []
    assert suggested(api, "entity", prefix="a")[0] == ["organization:acme-labs"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"ids": []}, "Give ids and properties."),
        ({"ids": "ada", "properties": []}, "ids: Accepted: a list of at most 500."),
        ({"ids": [7], "properties": []}, "ids: Accepted: a text of at most 500 characters."),
        ({"ids": ["a"] * 501, "properties": []}, "ids: Accepted: a list of at most 500."),
        ({"ids": [], "properties": [], "x": 1}, "Not known: x. Accepted: ids, properties."),
        ({"ids": [], "properties": ["role"]}, "properties: Accepted: a JSON object."),
        ({"ids": [], "properties": [{"id": "shoe"}]}, "properties.id: Accepted: employer, role,"),
        (
            {"ids": [], "properties": [{"id": "role", "settings": {"x": 1}}]},
            "role.settings: Not known: x. Accepted: on,",
        ),
        (
            {"ids": [], "properties": [{"id": "role", "settings": {"on": "2023-02-30"}}]},
            "role.settings.on: Accepted: a day, such as 2023-06-15.",
        ),
        ({"ids": [], "properties": [{"id": "role", "settings": {"on": 7}}]}, "role.settings.on: Accepted: a text"),
        (
            {"ids": [], "properties": [{"id": "role", "settings": {"on": "2023-06-15"}}, {"id": "role"}]},
            "properties: role: ask for other settings in another request.",
        ),
        (
            {"ids": [], "properties": [{"id": "role", "settings": {"certainty": "maybe"}}]},
            "role.settings.certainty: Accepted: ",
        ),
    ],
)
def test_a_broken_extension_is_refused_in_words(api, asked, said):
    assert refusal(post(api, extend=asked)).startswith(said)


@pytest.mark.parametrize("count", [1, 20])
def test_an_extension_costs_the_same_for_one_id_and_for_twenty(api, scene, django_assert_num_queries, count):
    ids = []
    with edit():
        for number in range(count):
            make_employment(make_person(f"Person {number}"), make_organization(f"Place {number}"))
            ids += [f"person:person-{number}", f"organization:place-{number}"]
    asked = {"ids": ids, "properties": [{"id": "employer"}, {"id": "names"}, {"id": "parent"}, {"id": "cohort"}]}
    # ids of two types · people, names twice, posts, lists · organizations, names twice
    with django_assert_num_queries(10):
        post(api, extend=asked)


def test_extensions_and_proposals_are_as_the_schemas_have_them(api, scene):
    check("manifest", api.get("/reconcile/").json())
    check("data-extension-property-proposal", api.get("/reconcile/properties/?type=Person&limit=3").json())
    asked = {"ids": [ADA, "acme"], "properties": [{"id": "employer", "settings": {"on": ""}}, {"id": "founded"}]}
    check("data-extension-query", asked)
    check("data-extension-response", post(api, extend=asked).json())


def test_properties_are_proposed_by_type(api):
    assert api.get("/reconcile/properties/?type=Person&limit=2").json() == {
        "type": "Person",
        "limit": 2,
        "properties": [{"id": "employer", "name": "employer"}, {"id": "role", "name": "role"}],
    }
    every = {one["id"] for one in api.get("/reconcile/properties/").json()["properties"]}
    assert {"employer", "country", "website"} <= every


def test_a_preview_escapes_isolates_and_may_be_framed(api, scene):
    response = api.get(f"/reconcile/preview/{ADA}/", headers={"Accept": "text/html"})
    page = response.content.decode()
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert '<bdi dir="auto" lang="he">עדה לאבלייס</bdi>' in page
    assert "&lt;b&gt;Countess&lt;/b&gt;" in page
    assert "Loveless" not in page
    assert re.findall(r"<script|<style|<form|style=|\son\w+=", page) == []
    policy = response["Content-Security-Policy"].split("; ")
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in response
    assert "Makes all." in api.get("/reconcile/preview/organization:acme/").content.decode()
    assert api.get("/reconcile/")["X-Frame-Options"] == "DENY"


def test_a_preview_may_be_framed_however_often_it_is_opened(api, scene):
    previews = [api.get(f"/reconcile/preview/{ADA}/") for _ in range(3)]
    assert ["frame-ancestors *" in preview["Content-Security-Policy"] for preview in previews] == [True] * 3


@pytest.mark.parametrize("place", ["preview", "entity"])
def test_previews_and_views_say_what_became_of_a_record(api, scene, place):
    twin = make_person("Ada Byron")
    make_person("Zoe", status="draft")
    Person._base_manager.filter(pk=twin.pk).update(
        status="withdrawn", merged_into=Person.objects.get(slug="ada-lovelace")
    )
    moved = api.get(f"/reconcile/{place}/person:ada-byron/")
    assert (moved.status_code, moved["Location"]) == (301, f"http://testserver/reconcile/{place}/{ADA}/")
    Person._base_manager.filter(slug="ada-lovelace").update(status="withdrawn")
    assert refusal(api.get(f"/reconcile/{place}/{ADA}/"), 410) == "This record is no longer public."
    for hidden in ("zoe", "nobody", "É"):
        assert refusal(api.get(f"/reconcile/{place}/person:{hidden}/"), 404) == "No such record."
