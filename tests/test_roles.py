"""Who may do what at the desk: each role, each action, each status, through every door there is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Organization, Person, PersonName, Source
from talentwatch.curation import roles
from talentwatch.curation.models import Curated
from talentwatch.curation.steps import STEPS
from tests.desk import address, errors, make_editor, said, save, seen, take, typed
from tests.factories import make_cohort, make_employment, make_event, make_organization, make_person, make_source

ROLES = ["writer", "editor", "publisher", "superuser", "nobody"]
STATUSES = ["draft", "in_review", "published", "withdrawn"]
MODELS = [Person, Organization, Employment, Source, Cohort, NewsEvent]
MAKERS: dict[Any, Callable[..., Any]] = {
    Person: make_person,
    Organization: make_organization,
    Employment: make_employment,
    Source: make_source,
    Cohort: lambda **values: make_cohort(make_person("Member"), **values),
    NewsEvent: make_event,
}
ALL = set(STATUSES)
OPEN = {"draft", "in_review"}
MATRIX: dict[str, dict[str, set[str]]] = {  # action → role → the statuses in which it may
    "change": {"writer": OPEN, "editor": OPEN, "publisher": ALL, "superuser": ALL},
    "delete": {"writer": OPEN, "editor": OPEN, "publisher": OPEN, "superuser": OPEN},
    "undo": {"writer": OPEN, "editor": OPEN, "publisher": ALL, "superuser": ALL},
    "revert": {"writer": OPEN, "editor": OPEN, "publisher": ALL, "superuser": ALL},
    "submit": {"writer": {"draft"}, "editor": {"draft"}, "publisher": {"draft"}, "superuser": {"draft"}},
    "send-back": {"editor": {"in_review"}, "publisher": {"in_review"}, "superuser": {"in_review"}},
    "publish": {"publisher": ALL - {"published"}, "superuser": ALL - {"published"}},
    "withdraw": {"publisher": {"published"}, "superuser": {"published"}},
}

pytestmark = pytest.mark.django_db


def as_role(role: str, name: str = "") -> Client:
    """A client of somebody in this role; nobody may log in, and no more."""
    client = make_editor(name or role, is_superuser=role == "superuser")
    if role in roles.GROUPS:
        User.objects.get(username=name or role).groups.add(Group.objects.get(name=role))
    return client


def make(model: Any, status: str) -> Any:
    """A record of this status, with a second version."""
    record = MAKERS[model](status="published" if status == "withdrawn" else status)
    field = next(name for name in ("name", "headline", "title") if hasattr(record, name))
    setattr(record, field, "Second")
    record.save()
    if status == "withdrawn":
        record.status = status
        record.save()
    return record


def state(record: Any) -> Any:
    stored = type(record)._base_manager.filter(pk=record.pk).first()
    return stored and (stored.status, stored.version, *stored.history.values_list("pk", flat=True))


def change(client: Client, record: Any) -> None:
    field = next(name for name in ("name", "headline", "title") if hasattr(record, name))
    boxes = typed(as_role("superuser", "typist").get(address(type(record), "change", record.pk)))
    client.post(address(type(record), "change", record.pk), boxes | {field: "Third", "reason": "why"})


def revert(client: Client, record: Any) -> None:
    url = address(type(record), "simple_history", record.pk, record.history.earliest().pk)
    client.post(url, typed(as_role("superuser", "typist").get(url)) | {"reason": "why"})


def undo(client: Client, record: Any) -> None:
    row = record.history.get(version=2)
    field = next(name for name in ("name", "headline", "title") if hasattr(record, name))
    url = f"{address(type(record), 'undo', record.pk)}?change={record._meta.label_lower}-{row.pk}-{field}"
    client.post(url, {"reason": "why", "seen": record.version})


def delete(client: Client, record: Any) -> None:
    client.post(address(type(record), "delete", record.pk), {"post": "yes"})


def delete_chosen(client: Client, record: Any) -> None:
    data = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    client.post(address(type(record), "changelist"), data)


def step(name: str) -> Callable[[Client, Any], None]:
    """By the address of the step, as the page of somebody who may would send it."""

    def door(client: Client, record: Any) -> None:
        url = address(type(record), name, record.pk)
        page = as_role("superuser", "typist").get(url)
        client.post(url, {"seen": seen(page), "reason": "why", "together": "on"})

    return door


def step_from_list(name: str) -> Callable[[Client, Any], None]:
    def door(client: Client, record: Any) -> None:
        data = {"action": name, "_selected_action": [record.pk]}
        url = address(type(record), "changelist")
        page = as_role("superuser", "typist").post(url, data)
        client.post(url, data | {"post": "yes", "seen": seen(page), "reason": "why", "together": "on"})

    return door


DOORS: list[tuple[str, str, Callable[[Client, Any], None]]] = [
    ("change", "form", change),
    ("revert", "history", revert),
    ("undo", "history", undo),
    ("delete", "page", delete),
    ("delete", "list", delete_chosen),
    *((one.name, "page", step(one.name)) for one in STEPS),
    *((one.name, "list", step_from_list(one.name)) for one in STEPS),
]


@pytest.mark.parametrize(("action", "way", "door"), DOORS, ids=[f"{action}-{way}" for action, way, _ in DOORS])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_it_may_and_nothing_else(
    role: str, action: str, way: str, door: Callable[[Client, Any], None]
) -> None:
    client = as_role(role)
    did = set()
    for status in STATUSES:
        record = make(Person, status)
        before = state(record)
        door(client, record)
        if state(record) != before:
            did.add(status)
        User.objects.filter(username="typist").delete()
    assert did == MATRIX[action].get(role, set())
