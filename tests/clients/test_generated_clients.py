"""Clients that others' tools generate from docs/openapi.json: compiled strictly, they ask the served project for every list,
with two values of each parameter that takes a list."""

import json
import re

import pytest
from django.db import transaction

from events.models import NewsEvent
from people.models import Cohort, Employment, Organization, Person, Source
from talentwatch.api.throttling import AnonymousThrottle
from tests.support.api import ApiClient
from tests.support.served import served
from tests.support.tools import CLIENTS, DESCRIPTION, PYTHON, TOOLS, needs_tools, run
from tests.support.worlds import make_worlds

pytestmark = [needs_tools, pytest.mark.django_db]

SLUGS = {
    "person-slug": Person,
    "organization-slug": Organization,
    "employment-slug": Employment,
    "source-slug": Source,
    "cohort-slug": Cohort,
    "record-slug": NewsEvent,
}
OTHERS = {
    "country": ["US", "FR"],
    "language": ["en", "fr"],
    "orcid": ["0000-0002-1825-0097", "0000-0001-5109-3700"],
    "publisher": ["Wired", "Dow Jones, Inc."],
    "wikidata_id": ["Q42", "Q11641"],
}
TOP = ["place-0", "place-1"]


@pytest.fixture(scope="module")
def url(django_db_setup, django_db_blocker):
    """Three of everything, so that two values don't match all."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_worlds(3)
        with served() as address:
            yield address
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _many_requests(monkeypatch):
    monkeypatch.setattr(AnonymousThrottle, "allow_request", lambda *_: True)


def two_values(name, schema):
    """Two values that the parameter accepts; those of organizations are two that people work at."""
    if "enum" in schema:
        return schema["enum"][:2]
    if schema.get("format") == "organization-slug":
        return TOP
    model = SLUGS.get(schema.get("format", ""))
    return (
        list(model.objects.published().order_by("slug").values_list("slug", flat=True)[:2]) if model else OTHERS[name]
    )


@pytest.fixture(scope="module")
def calls(url):
    """For each list and each parameter that takes a list: the address, the operation, the parameter, its values."""
    description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    found = [
        (address, item["get"]["operationId"], each["name"], two_values(each["name"], each["schema"]["items"]))
        for address, item in description["paths"].items()
        if "{" not in address
        for each in item["get"]["parameters"]
        # The slugs of rows go with as_published only.
        if each["schema"]["type"] == "array"
        and each["name"] != "fields"
        and (each["name"], each["schema"]["items"].get("format")) != ("slug", None)
    ]
    lists = {address for address in description["paths"] if "{" not in address}
    # No parameter of editions takes a list but fields.
    assert {address for address, *_ in found} == lists - {"/api/v1/editions/"}
    return found


@pytest.fixture(scope="module")
def numbers(calls):
    """How many rows the API has for each call, with the two values in one, separated by a comma."""
    api = ApiClient()
    counts = {}
    for address, _, name, values in calls:
        text = ",".join(value.replace(",", r"\,") for value in values)
        page = api.get_json(address.removeprefix("/api/v1/"), **{name: text}, count="true", page_size=1)
        counts[f"{address} {name}"] = page["count"]
    assert counts["/api/v1/people/ organization"] == counts["/api/v1/moves/ origin"] == 2
    return counts


def test_a_client_in_typescript(calls, numbers, url, tmp_path):
    run(TOOLS / "openapi-typescript", DESCRIPTION, "--output", tmp_path / "schema.ts")
    lines = [
        f'  counts["{address} {name}"] = (await client.GET({json.dumps(address)},'
        f" {{ params: {{ query: {{ {name}: {json.dumps(values)}, count: true, page_size: 1 }} }} }})).data!.count!;"
        for address, _, name, values in calls
    ]
    (tmp_path / "calls.ts").write_text(
        'import createClient from "openapi-fetch";\n'
        'import type { paths } from "./schema";\n'
        f'const client = createClient<paths, "application/json">({{ baseUrl: {json.dumps(url)} }});\n'
        "const counts: Record<string, number> = {};\n"
        "async function callAll(): Promise<string[]> {\n" + "\n".join(lines) + "\n"
        '  const { data } = await client.GET("/api/v1/people/", {});\n'
        "  const slugs: string[] = (data?.results ?? []).map((person) => person.slug);\n"
        "  return slugs;\n}\n"
        "const slugs = await callAll();\n"
        "console.log(JSON.stringify([slugs[0], counts]));\n",
        encoding="utf-8",
    )
    (tmp_path / "node_modules").symlink_to(CLIENTS / "node_modules")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    options = [
        "--strict",
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
        "--target",
        "es2022",
        "--skipLibCheck",
    ]
    run(TOOLS / "tsc", *options, "--lib", "es2022,dom", "calls.ts", folder=tmp_path)
    assert json.loads(run("node", "calls.js", folder=tmp_path)) == [first_person(), numbers]


def test_a_client_in_python(calls, numbers, url, tmp_path):
    client = tmp_path / "client"
    generate = ["generate", "--path", DESCRIPTION, "--output-path", client, "--fail-on-warning"]
    run(PYTHON / "openapi-python-client", *generate, folder=tmp_path)
    imports = {
        f"from talentwatch_client.api.{address.split('/')[-2]} import {operation}" for address, operation, *_ in calls
    }
    body = []
    for address, operation, name, values in calls:
        item = "".join(part.title() for part in f"{operation}_{name}".split("_")) + "Item"
        if (client / "talentwatch_client" / "models" / f"{snake(item)}.py").is_file():
            imports.add(f"from talentwatch_client.models import {item}")
            texts = f"[{', '.join(f'{item}({value!r})' for value in values)}]"
        else:
            texts = repr(values)
        body.append(f"page = {operation}.sync(client=client, {name}={texts}, count=True, page_size=1)")
        body.append(f"counts['{address} {name}'] = page.count if isinstance(page, {page_of(operation)}) else None")
        imports.add(f"from talentwatch_client.models import {page_of(operation)}")
    lines = [
        "import json",
        "from talentwatch_client import Client",
        "from talentwatch_client.models import Person",
        *sorted(imports),
        "def slug(person: Person) -> str:",
        "    return person.slug",
        f"client = Client(base_url={url!r})",
        "counts: dict[str, object] = {}",
        *body,
        "people = people_list.sync(client=client)",
        "first = slug(people.results[0]) if isinstance(people, PaginatedPersonList) else ''",
        "print(json.dumps([first, counts]))",
    ]
    (client / "calls.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run(PYTHON / "mypy", "--strict", "calls.py", folder=client)
    assert json.loads(run(PYTHON / "python", "calls.py", folder=client)) == [first_person(), numbers]


def first_person():
    return ApiClient().slugs("people/", page_size=1)[0]


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def page_of(operation):
    """The name that the description has for a page of this list."""
    description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    item = next(each["get"] for each in description["paths"].values() if each["get"]["operationId"] == operation)
    return item["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
