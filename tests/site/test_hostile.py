"""Hostile text in every field of every page stays text."""

import json
from urllib.parse import quote

import pytest

from events.models import NewsEvent
from people.models import (
    Claim,
    Cohort,
    CohortMember,
    Employment,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Source,
)
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.pages import Page

HOSTILE = [
    """<script>alert(1)</script>"><img src=x onerror=alert(1)>' onmouseover='alert(1)</script><script>alert(1)//""",
    "javascript:alert(1) <!--<script> ]]><svg/onload=alert(1)> {{ 7|add:7 }}{% load x %} &lt;b&gt;&quot;</title><b>",
    "x\u2028y\u2029z שלום <b>עולם</b> \u200f! </bdi></ul></main><form action=//evil.example>",
]
PAGES = [
    "/",
    "/moves/",
    "/people/",
    "/organizations/",
    "/cohorts/",
    "/people/ada/",
    "/organizations/acme/",
    "/organizations/acme/?on=2020-06-15",
    "/cohorts/list/",
    "/events/news/",
]
MAY_APPEAR = {("p", ("class",)), ("p", ("class", "dir")), ("span", ("class",)), ("span", ("class", "dir"))}
MAY_APPEAR |= {("bdi", ()), ("small", ()), ("cite", ("dir", "lang"))}  # a line where there was no text before

pytestmark = pytest.mark.django_db


def poison(model, text, *fields, **which):
    """As no form lets it in; a text is cut where the column ends."""
    short = {name: text[: model._meta.get_field(name).max_length] for name in fields}
    model._base_manager.filter(**which).update(**short)


@pytest.fixture
@built_once
def scene():
    """One of everything, each linked to each."""
    ada = make_person("Ada", slug="ada")
    acme = make_organization("Acme", slug="acme")
    part = make_organization("Part", parent=acme)
    source = make_source("Paper", url="https://paper.example/", published="2021")
    claims = ({"source": source, "title": "x", "end_state": "ongoing"}, {"title": "y", "stance": "denied"})
    left = make_employment(ada, part, end="2018", end_state="ended")
    post = make_employment(ada, acme, start="2019", end_state="ongoing", came_from=left, claims=claims)
    PersonName.objects.create(person=ada, text="A", language="he", kind="native")
    OrganizationName.objects.create(organization=acme, text="B", language="he", kind="native")
    make_cohort(ada, name="List", slug="list", source=source)
    named = {"people": (ada,), "organizations": (acme,), "employments": (post,)}
    make_event("News", slug="news", sources=(source,), **named)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_field_stays_text(reader, scene, text):
    clean = {address: elements(reader.get(address)) for address in PAGES}
    poison(Person, text, "name", "description")
    poison(Organization, text, "name", "description")
    poison(PersonName, text, "text")
    poison(OrganizationName, text, "text")
    poison(Source, text, "title", "publisher", "author")
    # The database takes nothing else for an address.
    link = "https://a.example/?" + "".join(text.split())
    for model in (Person, Organization):
        poison(model, link, "website")
    poison(Source, link, "archive_url")
    poison(Source, link, "url", publisher_key="paper")
    poison(Employment, text, "title", "note")
    poison(Claim, text, "title", "note")
    poison(Cohort, text, "name", "description")
    poison(CohortMember, text, "name_as_listed")
    poison(NewsEvent, text, "headline", "summary")
    for address in PAGES:
        assert elements(reader.get(address)) <= clean[address] | MAY_APPEAR, address


def elements(response):
    """The sorts of elements on a page, each with its attributes; nothing runs, and every link is one that may be followed."""
    assert response.status_code == 200
    page = Page(response.content.decode())
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
    assert all(link.startswith(("/", "http://", "https://", "#")) for link in page.links)
    assert all(one == {"type": "application/ld+json"} for one in page.all("script"))
    for block in page.scripts:
        assert json.loads(block)["@context"] == "https://schema.org"
    return {(tag, tuple(sorted(attributes))) for tag, attributes in page.elements}


QUERIES = [
    "/?q={}",
    "/?kind={}",
    "/?nope={}",
    "/?{}=1",
    "/moves/?q={}",
    "/moves/?origin={}",
    "/people/?q={}",
    "/organizations/acme/?on={}",
    "/robots.txt?{}=1",
    "/people/{}/",
    "/{}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_parameters_stay_text(reader, scene, text):
    for address in QUERIES:
        response = reader.get(address.format(quote(text, safe="")))
        assert response.status_code in {200, 400, 404}, address
        page = Page(response.content.decode())
        assert all(one == {"type": "application/ld+json"} for one in page.all("script"))
        assert all(one["src"].startswith("/api/v1/flows/?") for one in page.all("img"))
        assert [one for one in page.all("form") if not one.get("action", "").startswith(("/", "#"))] == []
