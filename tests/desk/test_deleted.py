"""Deleted records are found on the front page and on each list, and restored with all that was deleted with them."""

import pytest
from django.test import Client
from django.urls import reverse

from events.models import NewsEvent
from people.models import Employment, Person
from tests.support.built_once import built_once
from tests.support.desk import address, as_role, make_editor, read_messages
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def ada() -> Person:
    return make_person("Ada Lovelace", names=("Countess",), status="draft")


def delete(desk: Client, record: object) -> None:
    url = address(type(record), "delete", record.pk)
    assert desk.post(url, {"post": "yes", "seen": f"{record.pk}:{record.version}"}).status_code == 302


def restore_url(desk: Client, model: type) -> str:
    ((version, _name),) = desk.get(address(model, "deleted")).context["versions"]
    return address(model, "restore_deleted", version.history_id)


def test_the_page_lists_what_editors_know(ada: Person) -> None:
    desk, acme = make_editor(), make_organization(status="draft")
    event = make_event("Ada joins", people=(ada,), organizations=(acme,), status="draft")
    for record, rows in ((ada, ["Person name: Countess"]), (event, ["Citation: "])):
        page = desk.get(address(type(record), "delete", record.pk)).content.decode()
        assert all(row in page for row in rows) and " object (" not in page


def test_a_deleted_record_is_found_and_restored_with_its_rows(ada: Person) -> None:
    desk = make_editor()
    delete(desk, ada)
    front = desk.get(reverse("admin:index")).content.decode()
    assert f'<a href="{address(Person, "deleted")}">1 person</a>' in front
    assert address(Person, "deleted") in desk.get(address(Person, "changelist")).content.decode()
    url = restore_url(desk, Person)
    page = desk.get(url)
    assert page.context["rows"] == [("person name", "Countess")]
    assert desk.post(url, {}).context["form"].errors == {
        "reason": ["Say why you make this change. Only the desk sees it."]
    }
    response = desk.post(url, {"reason": "deleted by mistake"})
    assert read_messages(response)[-1] == "Ada Lovelace was restored, as a draft."
    restored = Person.objects.get()
    assert (restored.pk, restored.slug, restored.status, restored.published_at) == (ada.pk, ada.slug, "draft", None)
    assert [name.text for name in restored.names.all()] == ["Countess"]
    assert restored.history.latest().history_change_reason == "deleted by mistake"
    assert desk.get(address(Person, "deleted")).context["versions"] == []
    assert desk.get(url).status_code == 404, "it is restored once"


def test_links_come_back_too() -> None:
    people = [make_person("Ada"), make_person("Bob")]
    event = make_event("Two join", people=people, status="draft")
    desk = make_editor()
    delete(desk, event)
    desk.post(restore_url(desk, NewsEvent), {"reason": "x"})
    restored = NewsEvent.objects.get()
    assert {person.name for person in restored.people.all()} == {"Ada", "Bob"}
    assert restored.citations.count() == 1


def test_what_names_a_record_that_is_gone_says_so(ada: Person) -> None:
    post = make_employment(ada, make_organization("Acme"), status="draft", claims=({"source": make_source()},))
    desk = make_editor()
    delete(desk, post)
    delete(desk, ada)
    page = desk.get(address(Employment, "deleted"))
    assert [name for _version, name in page.context["versions"]] == [post.slug]
    response = desk.post(restore_url(desk, Employment), {"reason": "x"})
    assert response.context["errors"] == ["Its person was deleted too: restore that first."]
    desk.post(restore_url(desk, Person), {"reason": "x"})
    assert desk.post(restore_url(desk, Employment), {"reason": "x"}).status_code == 302
    assert Employment.objects.get().claims.count() == 1


def test_a_slug_that_was_taken_since_is_made_anew(ada: Person) -> None:
    desk = make_editor()
    delete(desk, ada)
    make_person("Ada Lovelace")
    desk.post(restore_url(desk, Person), {"reason": "another one"})
    assert Person.objects.get(pk=ada.pk).slug == "ada-lovelace-2"


def test_who_may_not_add_may_not_restore(ada: Person) -> None:
    writer, nobody = as_role("writer"), as_role("nobody")
    delete(writer, ada)
    url = restore_url(writer, Person)
    assert nobody.get(address(Person, "deleted")).status_code == 403
    assert nobody.post(url, {"reason": "x"}).status_code == 403
    assert writer.post(url, {"reason": "x"}).status_code == 302
