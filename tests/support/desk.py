"""An editor at the desk: how tests open, fill in and send its pages."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from talentwatch.desk.sessions import SessionStore
from talentwatch.publishing import permissions


def make_editor(name: str = "grace", **values: Any) -> Client:
    """A client logged in as a new superuser."""
    client = Client()
    user = User.objects.create(username=name, **{"is_staff": True, "is_superuser": True} | values)
    # As force_login() does, without the dozen queries that axes and the last login need.
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def as_role(role: str, name: str = "") -> Client:
    """A client of a new user in this role. The role "nobody" may log in and nothing else."""
    client = make_editor(name or role, is_superuser=role == "superuser")
    if role in permissions.GROUPS:
        User.objects.get(username=name or role).groups.add(Group.objects.get(name=role))
    return client


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def read_form(response: Any) -> dict[str, Any]:
    """What a browser would send of the form on a page, were nothing changed, with a note for readers where it asks for one."""
    context = response.context
    forms = [context["adminform"].form]
    data: dict[str, Any] = {"opened": context.get("opened") or ""}
    if b'name="correction"' in response.content:
        data["correction"] = "It was wrong before."
    for inline in context.get("inline_admin_formsets") or ():
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for box in form:
            value = box.value()
            if value not in (None, "", []) and value is not False and box.html_name:
                data[box.html_name] = value
    return data


def save(client: Client, url: str, /, **values: Any) -> Any:
    """Open a page, change some boxes (their names with __ for -) and send it."""
    page = client.get(url)
    assert page.status_code == 200, page
    return client.post(url, read_form(page) | {name.replace("__", "-"): value for name, value in values.items()})


def run_transition(client: Client, record: Any, name: str, **values: Any) -> Any:
    """Open the page of a transition, and confirm it."""
    url = address(type(record), name, record.pk)
    page = client.get(url)
    return client.post(url, {"seen": read_previews(page)} | values)


def read_previews(response: Any) -> list[str]:
    """What the page of a transition shows, as it is sent back in `seen`; empty for other pages."""
    context = response.context or {}
    return context.get("record_versions") or [preview.digest for preview in context.get("previews", ())]


def errors(response: Any) -> list[str]:
    """Every sentence that a page complains with."""
    assert response.status_code == 200, response
    return [str(sentence) for sentence in response.context["errors"] for sentence in sentence]


def read_messages(response: Any) -> list[str]:
    """The messages of the page that a response leads to."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def search_list(desk: Client, model: Any, **query: str) -> set[str]:
    """The names of the rows on a list of the desk."""
    response = desk.get(address(model, "changelist"), query)
    assert response.status_code == 200
    return {str(row) for row in response.context["cl"].result_list}


def suggestions(
    desk: Client, field: str, term: str, model: str = "employment", app: str = "people"
) -> list[dict[str, Any]]:
    """The rows that a box of the desk shows for a term, as Select2 reads them."""
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    rows: list[dict[str, Any]] = desk.get(reverse("admin:autocomplete"), query).json()["results"]
    return rows


def autocomplete(desk: Client, field: str, term: str, model: str = "employment", app: str = "people") -> list[str]:
    """The records that a box of the desk suggests for a term, without those of similar names."""
    rows = suggestions(desk, field, term, model, app)
    return [row["text"] for row in rows if not row.keys() & {"children", "create"}]


def similar_suggestions(desk: Client, field: str, term: str, model: str = "employment") -> list[str]:
    """Those of similar names."""
    return [row["text"] for group in suggestions(desk, field, term, model) for row in group.get("children", ())]
