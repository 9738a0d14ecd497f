"""Forms that were sent when the session had ended: the editor finds what was typed after the next login, and nobody else does."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from people.models import Employment, Organization, Person, PersonName
from talentwatch.desk.unsaved_forms import EDITOR_FIELD, MAX_LENGTH, NOT_SAVED_YET, SESSION_ENDED, sign_editor
from talentwatch.publishing import transitions
from tests.support.desk import address, as_role, errors, make_editor, read_previews
from tests.support.factories import make_employment, make_organization, make_person
from tests.support.fuzzing import FormReader

LOGIN = "/admin/login/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace() -> Client:
    """A superuser in a browser that checks the tokens of forms."""
    return open_browser("grace")


def open_browser(name: str) -> Client:
    User.objects.create_superuser(name, password="right")
    client = Client(enforce_csrf_checks=True)
    log_in(client, name, LOGIN)
    return client


def log_in(client: Client, name: str, page: str) -> Any:
    return client.post(page, {**read_values(client, page), "username": name, "password": "right"})


def read_values(client: Client, page: str) -> dict[str, Any]:
    """What the form on a page holds, hidden fields included."""
    response = client.get(page)
    assert response.status_code == 200, response
    return read_boxes(response)


def read_boxes(response: Any) -> dict[str, Any]:
    """Without the texts of text areas, and as if no button was pressed."""
    boxes = FormReader(response.content.decode()).values
    return {name: value for name, value in boxes if not name.startswith("_") or name == EDITOR_FIELD}


def end_session(client: Client) -> None:
    """As its age does, or somebody who removes it."""
    Session.objects.filter(session_key=client.session.session_key).delete()


def test_what_was_typed_is_there_after_the_login_and_is_saved_then(grace: Client) -> None:
    person = make_person("Ada", names=("עדה",))
    page = address(Person, "change", person.pk)
    typed = read_values(grace, page) | {"description": "Typed for an\r\nhour; née & co.", "reason": "why"}
    typed |= {"names-TOTAL_FORMS": "2", "names-1-text": "Countess", "names-1-language": "en", "names-1-kind": "alias"}
    end_session(grace)
    response = grace.post(page, typed)
    assert response["Location"] == f"{LOGIN}?next={page}"
    assert SESSION_ENDED in grace.get(response["Location"]).content.decode()
    assert log_in(grace, "grace", response["Location"])["Location"] == page
    shown = grace.get(page)
    assert NOT_SAVED_YET in errors(shown)
    assert "Countess" in shown.content.decode()
    assert not PersonName.objects.filter(text="Countess").exists()
    values = dict(FormReader(shown.content.decode()).values)
    assert (values["names-1-text"], values["reason"], values["seen"]) == ("Countess", "why", typed["seen"])
    text = shown.context["adminform"].form["description"].value()
    assert text == typed["description"]
    assert grace.post(page, read_boxes(shown) | {"description": text}).status_code == 302
    person.refresh_from_db()
    assert person.description.splitlines() == ["Typed for an", "hour; née & co."]
    assert PersonName.objects.filter(text="Countess").exists()
    # Once: the form is that of the record again.
    assert NOT_SAVED_YET not in grace.get(page).content.decode()


def test_a_form_for_a_new_record_comes_back_too(grace: Client) -> None:
    page = address(Organization, "add") + "?name=x&_popup=1"
    typed = read_values(grace, page) | {"name": "Acme", "kind": "lab"}
    end_session(grace)
    log_in(grace, "grace", grace.post(page, typed)["Location"])
    shown = grace.get(page)
    form = shown.context["adminform"].form
    assert (form["name"].value(), form["kind"].value(), errors(shown)) == ("Acme", "lab", [NOT_SAVED_YET])
    assert not Organization.objects.exists()


def test_a_login_in_another_window_is_no_loss(grace: Client) -> None:
    page = address(Person, "change", make_person("Ada").pk)
    typed = read_values(grace, page) | {"description": "Typed for an hour", "reason": "why"}
    grace.get("/admin/")
    end_session(grace)
    log_in(grace, "grace", LOGIN)
    response = grace.post(page, typed)
    assert response["Location"] == page
    shown = grace.get(page)
    assert errors(shown) == [NOT_SAVED_YET]
    assert shown.context["adminform"].form["description"].value() == "Typed for an hour"


def test_nobody_else_gets_it(grace: Client) -> None:
    page = address(Person, "change", make_person("Ada").pk)
    typed = read_values(grace, page) | {"description": "Grace alone"}
    end_session(grace)
    login = grace.post(page, typed)["Location"]
    assert "Grace alone" not in grace.get(login).content.decode()
    User.objects.create_superuser("eve", password="right")
    log_in(grace, "eve", login)
    assert "Grace alone" not in grace.get(page).content.decode()
    assert not [one for one in Session.objects.all() if "Grace alone" in str(one.get_decoded())]


def test_a_form_of_one_editor_is_not_saved_by_another(grace: Client) -> None:
    page = address(Person, "change", make_person("Ada").pk)
    typed = read_values(grace, page) | {"description": "Grace alone", "reason": "why"}
    User.objects.create_superuser("eve", password="right")
    end_session(grace)
    log_in(grace, "eve", LOGIN)
    response = grace.post(page, typed)
    assert response.status_code == 403
    assert "Somebody else has logged in" in response.content.decode()
    assert "Grace alone" not in grace.get(page).content.decode()


def test_logging_out_forgets_it(grace: Client) -> None:
    page = address(Person, "change", make_person("Ada").pk)
    end_session(grace)
    typed = {EDITOR_FIELD: sign_editor(User.objects.get(username="grace")), "description": "Grace alone"}
    client = Client()
    log_in(client, "grace", client.post(page, typed)["Location"])
    client.post("/admin/logout/")
    log_in(client, "grace", LOGIN)
    assert "Grace alone" not in client.get(page).content.decode()


@pytest.mark.parametrize("editor", ["", "1", "forged:1:2", None])
def test_without_a_signed_editor_nothing_is_kept(editor: str | None) -> None:
    page = address(Person, "change", make_person("Ada").pk)
    client = Client()
    client.post(page, {"description": "x"} | ({} if editor is None else {EDITOR_FIELD: editor}))
    assert not Session.objects.exists()


def test_a_form_without_the_token_of_its_session_is_refused(grace: Client) -> None:
    page = address(Person, "change", make_person("Ada").pk)
    typed = {"description": "Sent from elsewhere", "reason": "why", "seen": "1"}
    response = grace.post(page, typed)
    assert response.status_code == 403
    assert "Nothing was done. Open the page again." in response.content.decode()
    assert Client(enforce_csrf_checks=True).post(LOGIN, typed).status_code == 403


def test_a_session_keeps_no_more_than_a_request_holds() -> None:
    editor = sign_editor(make_editor("grace") and User.objects.get(username="grace"))
    client = Client()
    pages = [address(Person, "change", make_person(f"Ada {number}").pk) for number in range(3)]
    for page in pages:
        client.post(page, {EDITOR_FIELD: editor, "description": "a" * (MAX_LENGTH // 2)})
    assert list(client.session["unsaved_forms"]) == pages[2:]


def test_it_is_kept_for_a_day(grace: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = address(Person, "change", make_person("Ada").pk)
    typed = read_values(grace, page) | {"description": "Typed for an hour"}
    end_session(grace)
    log_in(grace, "grace", grace.post(page, typed)["Location"])
    now = time.time()
    monkeypatch.setattr("talentwatch.desk.unsaved_forms.time.time", lambda: now + 25 * 3600)
    assert "Typed for an hour" not in grace.get(page).content.decode()


def test_what_was_published_meanwhile_still_comes_back() -> None:
    person = make_person("Ada", status="draft")
    writer = as_role("writer")
    page = address(Person, "change", person.pk)
    typed = read_values(writer, page) | {"description": "Typed for an hour"}
    user = User.objects.get(username="writer")
    writer.logout()
    writer.post(page, typed)
    transitions.publish(person)
    writer.force_login(user)
    shown = writer.get(page)
    assert shown.context["adminform"].form["description"].value() == "Typed for an hour"
    assert any("It is published" in error for error in errors(shown))


def test_the_reason_of_an_action_on_a_list_comes_back_and_nothing_is_done(grace: Client) -> None:
    people = [make_person(name) for name in ("Ada", "Bob")]
    page = address(Person, "changelist") + "?status__exact=published"
    action = {"action": "withdraw", "_selected_action": [str(person.pk) for person in people]}
    token = read_values(grace, page)["csrfmiddlewaretoken"]
    shown = grace.post(page, {"index": "0", "csrfmiddlewaretoken": token, **action})
    typed = {**read_boxes(shown), **action, "reason": "Typed for long"}
    assert typed["post"] == "yes"
    end_session(grace)
    log_in(grace, "grace", grace.post(page, typed)["Location"])
    again = grace.get(page)
    assert again.context["form"]["reason"].value() == "Typed for long"
    assert [preview.record for preview in again.context["previews"]] == people
    assert Person.objects.published().count() == 2
    confirmed = {**read_boxes(again), **action, "seen": read_previews(again)}
    assert grace.post(page, confirmed).status_code == 302
    assert not Person.objects.published().exists()
    # Once: the list is a list again.
    assert "previews" not in grace.get(page).context


def test_the_reason_of_other_pages_comes_back_and_nothing_is_done(grace: Client) -> None:
    job = make_employment()
    other = make_organization("Acme Inc.")
    pages = {
        address(Employment, "withdraw", job.pk): "published",
        address(Organization, "merge", job.organization_id) + f"?other={other.pk}": "published",
    }
    for page, status in pages.items():
        typed = read_values(grace, page) | {"reason": "Typed for long"}
        end_session(grace)
        log_in(grace, "grace", grace.post(page, typed)["Location"])
        assert "Typed for long" in grace.get(page).content.decode()
        for record in (job, other):
            record.refresh_from_db()
            assert record.status == status
