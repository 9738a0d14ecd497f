"""Requests that once ended in an error, or kept a worker busy: each with the answer that fits."""

import time
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events.models import NewsEvent
from people.models import Employment, Move, Organization, Person
from talentwatch.desk.changelist import DeskChangeList
from talentwatch.desk.model_admin import MAX_CHOICES, DeskModelAdmin
from talentwatch.editions.models import Edition
from tests.support.desk import address, as_role, errors, make_editor, read_messages, save, search_list
from tests.support.factories import make_employment, make_event, make_organization, make_person

HUGE = "9" * 19
REGISTERED = [model for model in apps.get_models() if admin.site.is_registered(model)]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return make_editor()


@pytest.mark.parametrize("model", REGISTERED)
def test_every_admin_is_one_of_the_desk(model: Any) -> None:
    """So that the tests below speak for all of them."""
    assert isinstance(admin.site.get_model_admin(model), DeskModelAdmin)
    assert isinstance(model._meta.pk, models.AutoField)


@pytest.mark.parametrize("model", REGISTERED)
def test_every_list_is_one_of_the_desk(desk: Client, model: Any) -> None:
    assert isinstance(desk.get(address(model, "changelist")).context["cl"], DeskChangeList)


LOOKUPS = ["pk__regex=^(.|.|.)*!$", "id__in=1", f"id__in={HUGE}", "id__gt=0", "id=1", "pk=1", "nonsense=1", "e__x=1"]


@pytest.mark.parametrize("model", REGISTERED)
def test_a_list_takes_no_lookup_that_it_does_not_offer(desk: Client, model: Any) -> None:
    list_address = address(model, "changelist")
    for query in LOOKUPS:
        assert desk.get(f"{list_address}?{query}").headers["Location"] == f"{list_address}?e=1", query


@pytest.mark.parametrize(
    "query",
    [
        "slug__regex=^(.|.|.)*!$",
        "slug__exact=ada",
        "name=Ada",
        "status=draft",
        "status__in=draft",
        "created_at__year=0",
        "updated_at__gte=2020-01-01",
        "updated_at__month=1",
        "updated_at__year=2020&updated_at__gte=2020-01-01",
        "employments__title__regex=x",
        "merged_into__slug=x",
    ],
)
def test_a_list_of_records_takes_no_column_that_is_no_filter(query: str) -> None:
    make_person("Ada" + "a" * 40)
    for role in ("writer", "superuser"):
        response = as_role(role).get(f"{address(Person, 'changelist')}?{query}")
        assert response.headers["Location"] == f"{address(Person, 'changelist')}?e=1"


def test_a_user_can_not_be_found_by_the_password(desk: Client) -> None:
    response = desk.get(reverse("admin:auth_user_changelist"), {"password__startswith": "md5"})
    assert response.headers["Location"] == f"{reverse('admin:auth_user_changelist')}?e=1"


def test_what_a_list_offers_still_works(desk: Client) -> None:
    job = make_employment(make_person("Ada"), make_organization("Acme"), end="2020", end_state="ended")
    make_employment(job.person, make_organization("Other"), start="2021")
    make_person("Bob", status="draft")
    assert search_list(desk, Person, status__exact="draft") == {"Bob"}
    assert search_list(desk, Person, status__exact="draft", q="ada") == set()
    assert search_list(desk, Person, queue="own-drafts") == set()
    assert search_list(desk, Person, updated_at__year="2001", updated_at__month="2", updated_at__day="3") == set()
    assert search_list(desk, Employment, start_earliest__year="2021") == {"Ada, Other"}
    moves = desk.get(address(Organization, "change", job.organization_id)).content.decode()
    for lookup in ("destination__id__exact", "origin__id__exact"):
        assert f"{lookup}={job.organization_id}" in moves
        assert len(search_list(desk, Move, **{lookup: str(job.organization_id)})) == 1


@pytest.mark.parametrize("key", ["abc", "-1", "1_2", "é", "1" * 30, "²", "1/2"])
@pytest.mark.parametrize("page", ["change", "history", "delete", "publish", "merge", "unmerge", "undo"])
def test_what_is_no_key_is_not_found(desk: Client, page: str, key: str) -> None:
    assert desk.get(address(Person, page, key)).status_code == 404
    assert Client().get(address(Person, page, key)).status_code == 302


@pytest.mark.parametrize("model", REGISTERED)
def test_a_record_that_is_not_there_is_not_found(desk: Client, model: Any) -> None:
    assert desk.get(address(model, "change", "9" * 18)).status_code == 302
    assert desk.get(address(model, "history", "9" * 18)).status_code in {302, 404}


def test_an_action_on_what_is_no_record_is_none(desk: Client) -> None:
    person = make_person()
    page = address(Person, "changelist")
    for action in ("delete_selected", "publish", "export_selected"):
        response = desk.post(page, {"action": action, "index": "0", "_selected_action": ["abc", HUGE, "-1"]})
        assert read_messages(response)[-1].startswith("Items must be selected")
    response = desk.post(page, {"action": "publish", "_selected_action": ["abc", str(person.pk)]})
    assert [preview.record for preview in response.context["previews"]] == [person]


@pytest.mark.parametrize("key", [HUGE, "9" * 30, "abc", "-1"])
def test_an_event_can_not_name_what_is_no_record(desk: Client, key: str) -> None:
    event = make_event()
    response = save(desk, address(NewsEvent, "change", event.pk), people=[key], reason="why")
    assert errors(response) == [f"“{key}” is not a valid value."]


def test_an_event_can_not_name_very_many(desk: Client) -> None:
    keys = [str(number) for number in range(MAX_CHOICES + 1)]
    response = save(desk, address(NewsEvent, "change", make_event().pk), people=keys, reason="why")
    assert errors(response) == ["Choose at most 1,000."]


@pytest.mark.parametrize("items", [",".join(map(str, range(300_000))), "abc", HUGE, ","])
def test_an_export_of_what_can_not_be_selected_is_refused(desk: Client, items: str) -> None:
    response = desk.post(address(Person, "export"), {"format": "csv", "items": items})
    assert response.status_code == 200
    [error] = response.context["form"].non_field_errors()
    assert error.startswith("Select ")


@pytest.mark.parametrize("model", [Person, Employment])
def test_the_address_of_a_new_form_may_name_nothing(desk: Client, model: Any) -> None:
    for value in ("abc", HUGE, "1,2,abc"):
        query = {"person": value, "organization": value, "claims-source": value, "names-text": value}
        assert desk.get(address(model, "add"), query).status_code == 200


def test_an_action_takes_no_more_than_a_thousand(desk: Client) -> None:
    keys = [str(number) for number in range(MAX_CHOICES + 1)]
    desk.get(address(Person, "changelist"))
    with CaptureQueriesContext(connection) as queries:
        response = desk.post(
            address(Person, "changelist"), {"action": "publish", "index": "0", "_selected_action": keys}
        )
    # It is refused before the list is made.
    assert not [query for query in queries if query["sql"].startswith('SELECT "people_person"')]
    assert response["Location"] == address(Person, "changelist")
    assert "Choose at most 1,000 records at once." in read_messages(response)


# Each of these letters is eighteen in a search key; SQLite refuses patterns of more than 50,000 bytes.
@pytest.mark.parametrize("text", ["\ufdfa" * 1000, "x" * 1000])
def test_a_text_longer_than_any_name_finds_nothing(desk: Client, text: str) -> None:
    make_person("Ada")
    page = desk.get(address(Person, "changelist"), {"q": text})
    assert "Search for at most 20 words, 300 letters in all." in page.content.decode()
    query = {"app_label": "people", "model_name": "employment", "field_name": "person", "term": text}
    rows = desk.get(reverse("admin:autocomplete"), query).json()["results"]
    assert rows == []
    for kind in ("person", "organization", "source"):
        assert desk.get(reverse("articles:suggest"), {"kind": kind, "text": text}).json()["results"] == []


def test_a_search_of_many_words_does_not_count_what_each_filter_would_show(desk: Client) -> None:
    make_person("Ada")
    page = address(Person, "changelist")
    assert "Draft (0)" in desk.get(page, {"q": "a d a l o"}).content.decode()
    assert "Draft (0)" not in desk.get(page, {"q": "a d a l o v"}).content.decode()


def test_a_reason_of_two_million_letters_is_refused_for_its_length(desk: Client) -> None:
    started = time.process_time()
    messages = errors(save(desk, address(Person, "add"), name="Ada", reason="a" * 2_000_000))
    assert any("at most" in message for message in messages)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "nonsense"])
@pytest.mark.parametrize("path", ["/admin/login/", "/reconcile/", "/"])
def test_what_is_not_in_utf_8_is_refused(client: Client, path: str, charset: str) -> None:
    response = client.generic("POST", path, b"a=1", f"application/x-www-form-urlencoded; charset={charset}")
    assert (response.status_code, "Send it in UTF-8." in response.content.decode()) == (415, True)


def test_a_form_that_is_too_large_is_refused_by_its_size(client: Client) -> None:
    response = client.post("/admin/login/", b"a=" + b"x" * 2_700_000, "application/x-www-form-urlencoded")
    assert (response.status_code, "2,621,440 bytes" in response.content.decode()) == (413, True)


def test_a_link_to_the_site_is_for_what_the_desk_has(desk: Client) -> None:
    edition = Edition.objects.create(slug="2030-01", at=timezone.now(), seq=1, files=[], libraries={}, changes={})
    content_types = {model: ContentType.objects.get_for_model(model).pk for model in (Edition, Session, DBTaskResult)}
    link = "/admin/r/{}/{}/".format
    assert desk.get(link(content_types[Edition], edition.pk))["Location"].endswith("/data/editions/2030-01/")
    unknown = [link(content_types[Session], 1), link(content_types[DBTaskResult], 1), link(10**9, 1), link("x", 1)]
    assert [desk.get(path).status_code for path in unknown] == [404] * 4
