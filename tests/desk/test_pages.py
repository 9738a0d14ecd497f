"""Every page of the desk opens, searches and refuses politely."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import NewsEvent
from people.models import Cohort, Employment, Move, Organization, Person, PersonName, Source
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

MODELS = [Person, Organization, Employment, Source, Cohort, NewsEvent]
BAD = [
    "q=%00",
    "q=" + "+".join(["word"] * 500),
    "q=" + "x" * 3000,
    "q=%22%27(",
    "o=99.-99.abc",
    "o=9999999999999999999999",
    "p=99999999",
    "p=abc",
    "all=",
    "status__exact=%00",
    "status__exact=nonsense",
    "id__exact=99999999999999999999999999",
    "id__exact=abc",
    "has_conflict__exact=maybe",
    "start_earliest__year=9999",
    "start_earliest__year=abc",
    "updated_at__year=9999&updated_at__month=12",
    "date_earliest__gte=never",
    "lacks=everything",
    "e=1",
]


def models() -> list[Any]:
    return [model for model in apps.get_models() if admin.site.is_registered(model)]


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


@pytest.fixture
@built_once
def cast(db: None) -> dict[Any, Any]:
    """One row of each model, each naming some other."""
    person = make_person("Ada Lovelace", names=("עדה לאבלייס",))
    post = make_employment(person, make_organization(parent=make_organization("Holding")))
    source = make_source(derived_from=make_source("Agency"))
    event = make_event(people=(person,), employments=(post,))
    return {
        Person: person,
        Organization: post.organization,
        Employment: post,
        Source: source,
        Cohort: make_cohort(person),
        NewsEvent: event,
    }


@pytest.mark.parametrize("model", models())
def test_list_and_add_pages_open(desk: Client, cast: dict[Any, Any], model: Any) -> None:
    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "ada lovelace"}).status_code == 200
    # Attempts are logged, decisions are made and jobs started on the pages of records, and there is one of each text of the site.
    without_add_page = {"axes", "curation", "jobs", "site"}
    may_add = model._meta.app_label not in without_add_page and model is not Move  # moves are derived
    assert desk.get(address(model, "add")).status_code == (200 if may_add else 403)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("page", ["change", "history", "withdraw"])
def test_pages_of_a_record_open(desk: Client, cast: dict[Any, Any], model: Any, page: str) -> None:
    response = desk.get(address(model, page, cast[model].pk))
    assert response.status_code == 200
    assert str(cast[model]) in response.content.decode()


def test_what_describes_a_box_is_on_the_page(desk: Client, cast: dict[Any, Any]) -> None:
    person = cast[Person]
    with edit("She is called so"):
        person.name = "Ada King"
        person.save()
    change = f"people.person-{person.history.latest().pk}-name"
    draft = make_person("Grace Hopper", status="draft")
    places = [
        *(address(Person, page, person.pk) for page in ("change", "withdraw", "erase")),
        address(Person, "undo", person.pk) + f"?change={change}",
        *(address(Person, page, draft.pk) for page in ("publish", "submit")),
        address(Person, "import"),
        reverse("admin:editions_edition_add"),
    ]
    for place in places:
        page = desk.get(place).content.decode()
        named = {name for names in re.findall(r'aria-describedby="([^"]+)"', page) for name in names.split()}
        assert named, place
        # Django describes the cells of a table by the help of their column.
        assert {name for name in named if f'id="{name}"' not in page and not name.startswith("id_names-")} == set(), (
            place
        )


@pytest.mark.parametrize("model", MODELS)
def test_a_draft_may_be_deleted(desk: Client, cast: dict[Any, Any], model: Any) -> None:
    draft = {
        Person: lambda: make_person("Bob", status="draft"),
        Organization: lambda: make_organization("Bobco", status="draft"),
        Employment: lambda: make_employment(cast[Person], cast[Organization], status="draft"),
        Source: lambda: make_source("Bob's", status="draft"),
        Cohort: lambda: make_cohort(cast[Person], name="Bobs", status="draft"),
        NewsEvent: lambda: make_event("Bob joins", people=(cast[Person],), status="draft"),
    }[model]()
    page = desk.get(address(model, "delete", draft.pk))
    assert page.status_code == 200
    sent = {"post": "yes", "seen": page.context["record_versions"]}
    assert desk.post(address(model, "delete", draft.pk), sent).status_code == 302
    assert not model.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("model", models())
def test_no_query_breaks_a_list(desk: Client, cast: dict[Any, Any], model: Any) -> None:
    for query in BAD:
        assert desk.get(f"{address(model, 'changelist')}?{query}").status_code < 500, query


def test_index_opens_and_has_no_inline_script(desk: Client) -> None:
    assert "<script>" not in desk.get(reverse("admin:index")).content.decode()


@pytest.mark.django_db
def test_strangers_are_sent_to_log_in(client: Client) -> None:
    for page in ("index", "read_date", "autocomplete", "people_person_changelist"):
        assert client.get(reverse(f"admin:{page}")).status_code == 302


def _count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_pages_take_as_many_queries_for_few_rows_as_for_many(desk: Client, cast: dict[Any, Any]) -> None:
    grow(cast, 0)
    grow(cast, 1)
    urls = {
        (page, model): address(model, page, *([] if page == "changelist" else [cast[model].pk]))
        for page in ("changelist", "change", "history")
        for model in MODELS
    }
    for model in MODELS:
        desk.get(urls["change", model])  # fills the caches of content types
    few = {page: _count(desk, url) for page, url in urls.items()}
    with edit():
        for n in range(2, 8):
            grow(cast, n)
    many = {page: _count(desk, url) for page, url in urls.items()}
    assert many == few


def grow(cast: dict[Any, Any], n: int) -> None:
    with edit():
        _grow(cast, n)


def _grow(cast: dict[Any, Any], n: int) -> None:
    person = make_person(f"Further person {n}", names=(f"Further alias {n}",))
    organization = make_organization(f"Further lab {n}", parent=cast[Organization])
    source = make_source(f"Further paper {n}", derived_from=cast[Source])
    post = make_employment(person, organization, claims=({"source": source},), end_state="ongoing")
    make_claim(cast[Employment], source, start="2020", end_state="unknown")
    make_event(f"Further event {n}", people=(person,), organizations=(organization,), employments=(post,))
    make_cohort(person, cast[Person], name=f"Further list {n}")
    PersonName.objects.create(person=cast[Person], text=f"Further Ada {n}", language="en")
    cast[NewsEvent].citations.create(source=source)
    cast[NewsEvent].people.add(person)
    cast[NewsEvent].employments.add(post)
    cast[Cohort].members.create(person=person)


def test_suggestions_take_as_many_queries_for_few_as_for_many(desk: Client, cast: dict[Any, Any]) -> None:
    url = reverse("admin:autocomplete") + "?app_label=people&model_name=employment&field_name=person&term=person"
    grow(cast, 0)
    grow(cast, 1)
    desk.get(url)  # brings the index of names up to date
    few = _count(desk, url)
    with edit():
        for n in range(2, 8):
            grow(cast, n)
    desk.get(url)
    assert _count(desk, url) == few
