"""Every public address is answered, by whatever database: once for each page, list and record, and for each of their formats."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from people.models import Person
from talentwatch.urls import router
from tests.support.built_once import built_once
from tests.support.fuzzing import address_patterns
from tests.support.worlds import make_worlds

# A record of each kind, by what stands before it in an address.
SLUGS = {
    "cohorts": "cohort-0",
    "employments": "person-0-whole",
    "events": "event-0",
    "moves": "person-0-place-0--person-0-whole",
    "organizations": "whole",
    "people": "person-0",
    "sources": "source-0",
    "organization:": "whole",
    "person:": "person-0",
    "sitemap-": "people",
}
NEEDED = {
    "/api/v1/cohorts/{}/retention/": {"organization": "whole"},
    "/reconcile/suggest/entity/": {"prefix": "person"},
    "/reconcile/suggest/property/": {"prefix": "r"},
    "/reconcile/suggest/type/": {"prefix": "p"},
    "/reconcile/properties/": {"type": "Person"},
}
# Files that are built first: tests/editions and tests/exchange ask for them, on both databases.
BUILT = re.compile(r"/data/\{\}|.*/editions/\{\}")
REDIRECTED = {"/data/editions/", "/events/", "/reconcile/entity/organization:{}/", "/reconcile/entity/person:{}/"}
# "/api/" is the pattern of what there isn't.
PATTERNS = sorted(pattern for pattern in address_patterns("") if not BUILT.match(pattern) and pattern != "/api/")

LISTS = [
    (prefix, renderer.format)
    for prefix, viewset, _ in router.registry
    for renderer in viewset.renderer_classes
    if renderer.format not in {"json", "csv", "ndjson"}  # above, and in tests/api/test_files.py
]
RECORDS = [
    (prefix, renderer.format)
    for prefix, viewset, _ in router.registry
    for renderer in getattr(viewset, "detail_renderer_classes", ())
    if renderer.format != "json"
]

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world() -> None:
    make_worlds(1)
    person = Person.objects.get(slug="person-0")
    person.description = "Corrected."
    person.save()


def ask(client: Client, address: str, **parameters: str) -> bytes:
    response = client.get(f"{address}?{urlencode(parameters)}" if parameters else address)
    assert response.status_code == 200, address
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("pattern", PATTERNS)
def test_it_is_answered(client: Client, world: None, pattern: str) -> None:
    address = re.sub(r"([a-z]+[:-]?)(/?)\{\}", lambda found: f"{found[1]}{found[2]}{SLUGS[found[1]]}", pattern)
    if pattern in REDIRECTED:
        assert client.get(address).status_code in {301, 302, 303}
    else:
        assert ask(client, address, **NEEDED.get(pattern, {}))


@pytest.mark.parametrize(("name", "form"), LISTS)
def test_a_list_is_there_in_each_format(client: Client, world: None, name: str, form: str) -> None:
    assert ask(client, f"/api/v1/{name}/", format=form)


@pytest.mark.parametrize(("name", "form"), RECORDS)
def test_a_record_is_there_in_each_format(client: Client, world: None, name: str, form: str) -> None:
    assert ask(client, f"/api/v1/{name}/{SLUGS[name]}/", format=form)
