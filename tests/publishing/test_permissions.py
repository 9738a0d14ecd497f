"""Who may do what at the desk: each role, each action, each status, through every door there is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Organization, Person, Source
from talentwatch.merging.merge import merge
from talentwatch.merging.models import MergeDecision, NotDuplicate, mark_not_duplicate
from talentwatch.publishing import permissions
from talentwatch.publishing.transitions import PUBLISH, TRANSITIONS, BulkTransition
from tests.support.built_once import built_once
from tests.support.desk import (
    address,
    as_role,
    make_editor,
    read_form,
    read_messages,
    read_previews,
    run_transition,
    save,
)
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

ROLES = ["writer", "editor", "publisher", "nobody"]  # superusers are in all other tests
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


@pytest.fixture
@built_once
def records() -> dict[str, Person]:
    """A person of each status."""
    return {status: make(Person, status) for status in STATUSES}


@pytest.fixture
@built_once
def pairs() -> dict[tuple[str, str], tuple[Person, Person]]:
    """Two people for each pair of statuses, the older first."""
    return {statuses: (make(Person, statuses[0]), make(Person, statuses[1])) for statuses in sorted(KEPT)}


def state(record: Any) -> Any:
    stored = type(record)._base_manager.filter(pk=record.pk).first()
    return stored and (stored.status, stored.version, *stored.history.values_list("pk", flat=True))


# What the page of somebody who may would send, which is then sent by all: (address, data).
Form = tuple[str, dict[str, Any]]


def change(typist: Client, record: Any) -> Form:
    field = next(name for name in ("name", "headline", "title") if hasattr(record, name))
    url = address(type(record), "change", record.pk)
    return url, read_form(typist.get(url)) | {field: "Third", "reason": "why"}


def revert(typist: Client, record: Any) -> Form:
    url = address(type(record), "simple_history", record.pk, record.history.earliest().pk)
    return url, read_form(typist.get(url)) | {"reason": "why"}


def undo(typist: Client, record: Any) -> Form:
    row = record.history.get(version=2)
    field = next(name for name in ("name", "headline", "title") if hasattr(record, name))
    url = f"{address(type(record), 'undo', record.pk)}?change={record._meta.label_lower}-{row.pk}-{field}"
    return url, {"reason": "why", "correction": "It was right.", "seen": record.version}


def delete(typist: Client, record: Any) -> Form:
    return address(type(record), "delete", record.pk), {"post": "yes", "seen": f"{record.pk}:{record.version}"}


def delete_chosen(typist: Client, record: Any) -> Form:
    data = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    return address(type(record), "changelist"), data | {"seen": f"{record.pk}:{record.version}"}


def step(name: str) -> Callable[[Client, Any], Form]:
    def door(typist: Client, record: Any) -> Form:
        url = address(type(record), name, record.pk)
        return url, {"seen": read_previews(typist.get(url)), "reason": "why", "together": "on"}

    return door


def step_from_list(name: str) -> Callable[[Client, Any], Form]:
    def door(typist: Client, record: Any) -> Form:
        data = {"action": name, "_selected_action": [record.pk]}
        url = address(type(record), "changelist")
        page = typist.post(url, data)
        return url, data | {"post": "yes", "seen": read_previews(page), "reason": "why", "together": "on"}

    return door


DOORS: list[tuple[str, str, Callable[[Client, Any], Form]]] = [
    ("change", "form", change),
    ("revert", "history", revert),
    ("undo", "history", undo),
    ("delete", "page", delete),
    ("delete", "list", delete_chosen),
    *((one.name, "page", step(one.name)) for one in TRANSITIONS),
    *((one.name, "list", step_from_list(one.name)) for one in TRANSITIONS),
]


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside it is undone, so that the next role finds the same."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("action", "way", "door"), DOORS, ids=[f"{action}-{way}" for action, way, _ in DOORS])
def test_each_role_does_what_it_may_and_nothing_else(
    records: dict[str, Person], action: str, way: str, door: Callable[[Client, Any], Form]
) -> None:
    typist, clients = as_role("superuser", "typist"), {role: as_role(role) for role in ROLES}
    did: dict[str, set[str]] = {role: set() for role in ROLES}
    for status, record in records.items():
        url, data = door(typist, record)
        before = state(record)
        for role, client in clients.items():
            with undone():
                client.post(url, data)
                if state(record) != before:
                    did[role].add(status)
    assert did == {role: MATRIX[action].get(role, set()) for role in ROLES}


@pytest.mark.parametrize("model", MODELS)
def test_it_is_so_for_every_model_and_its_rows(model: Any) -> None:
    writer, public, draft = as_role("writer"), MAKERS[model](), MAKERS[model](status="draft")
    for record, may in ((public, False), (draft, True)):
        page = writer.get(address(model, "change", record.pk))
        assert page.context["has_change_permission"] == may
        assert ('name="_save"' in page.content.decode()) == may
        for inline in page.context["inline_admin_formsets"]:
            if inline.opts.model._meta.model_name != "move":
                assert (inline.has_add_permission, inline.has_change_permission) == (may, may)
                assert inline.has_delete_permission == may
    assert (
        "only a publisher can change what readers see"
        in writer.get(address(model, "change", public.pk)).content.decode()
    )
    assert writer.get(address(model, "add")).status_code == 200
    assert writer.get(address(model, "withdraw", public.pk)).status_code == 403
    assert writer.get(address(model, "history", public.pk)).status_code == 200


def test_no_list_is_a_form() -> None:
    """Lists are looked at: what they'd save would go around the reason and the version."""
    assert [
        one
        for one in [
            admin.site.get_model_admin(model) for model in registry.get_models() if admin.site.is_registered(model)
        ]
        if one.list_editable
    ] == []


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        ("writer", {"submit", "delete_selected", "export_selected"}),
        ("editor", {"submit", "send-back", "delete_selected", "export_selected"}),
        ("publisher", {"submit", "send-back", "publish", "withdraw", "delete_selected", "export_selected"}),
    ],
)
def test_lists_offer_what_the_role_may(role: str, actions: set[str]) -> None:
    make_person()
    page = as_role(role).get(address(Person, "changelist"))
    assert {name for name, _ in page.context["action_form"].fields["action"].choices if name} == actions


def test_a_list_to_choose_from_offers_nothing_else() -> None:
    make_person()
    assert as_role("publisher").get(address(Person, "changelist"), {"_popup": "1"}).context["action_form"] is None


@pytest.mark.parametrize(("role", "may"), [("writer", False), ("editor", True), ("publisher", True)])
@pytest.mark.parametrize("right", ["merge", "import"])
def test_editors_merge_and_import(role: str, may: bool, right: str) -> None:
    as_role(role)
    user = User.objects.get(username=role)
    assert all(permissions.has_permission(user, right, model) == may for model in MODELS)
    assert permissions.has_permission(user, right, make_person()) == may


@pytest.mark.parametrize(("role", "may"), [("writer", False), ("editor", False), ("publisher", True)])
def test_an_old_version_of_what_readers_see_cannot_be_saved_by_whoever_may_not_go_back_to_it(
    role: str, may: bool
) -> None:
    person = make(Person, "published")
    QuerySet(Person.history.model).filter(id=person.pk, version=1).update(status="draft")
    page = as_role(role).get(address(Person, "simple_history", person.pk, person.history.earliest().pk))
    assert ('value="Revert"' in page.content.decode()) == may


def test_whoever_may_not_merge_is_told_so_of_two() -> None:
    as_role("writer")
    told = permissions.merge_permission_error(
        User.objects.get(username="writer"), make_person("Ada"), make_person("Bob")
    )
    assert told == "Your role doesn’t let you merge people."


# Two become one


KEPT = {(older, younger) for older in STATUSES for younger in STATUSES} - {  # where readers don't lose the record
    ("withdrawn", "draft"),
    ("withdrawn", "in_review"),
    *((older, "published") for older in STATUSES if older != "published"),
}
ALIKE = {pair for pair in KEPT if (pair[0] == "published") == (pair[1] == "published")}
PAIRS = {"editor": ALIKE, "publisher": KEPT, "superuser": KEPT}  # role → the statuses of the older and the younger


def merge_form(typist: Client, older: Any, younger: Any, record: Any) -> Form:
    other = younger if record == older else older
    url = f"{address(type(record), 'merge', record.pk)}?other={other.pk}"
    page = typist.get(url)
    return url, {
        "shown": page.context["plan"].digest,
        "versions": page.context["versions"],
        "reason": "one and the same",
    }


def is_merged(record: Any) -> bool:
    return type(record)._base_manager.filter(pk=record.pk, merged_into__isnull=False).exists()


@pytest.mark.parametrize("begun_at", ["older", "younger"])
def test_each_role_merges_what_it_may_and_nothing_else(
    pairs: dict[tuple[str, str], tuple[Person, Person]], begun_at: str
) -> None:
    typist, clients = as_role("superuser", "typist"), {role: as_role(role) for role in (*ROLES, "superuser")}
    did: dict[str, set[tuple[str, str]]] = {role: set() for role in clients}
    for statuses, (older, younger) in pairs.items():
        url, data = merge_form(typist, older, younger, older if begun_at == "older" else younger)
        for role, client in clients.items():
            with undone():
                client.post(url, data)
                if is_merged(younger):
                    did[role].add(statuses)
    assert did == {role: PAIRS.get(role, set()) for role in clients}


def test_each_role_undoes_the_mergers_that_it_may_make(pairs: dict[tuple[str, str], tuple[Person, Person]]) -> None:
    clients = {role: as_role(role) for role in (*ROLES, "superuser")}
    did: dict[str, set[tuple[str, str]]] = {role: set() for role in clients}
    for statuses, (older, younger) in pairs.items():
        merge(older, younger, {}, "one and the same")
        for role, client in clients.items():
            with undone():
                client.post(address(Person, "unmerge", younger.pk), {"reason": "a mistake"})
                if not is_merged(younger):
                    did[role].add(statuses)
    assert did == {role: PAIRS.get(role, set()) for role in clients}


@pytest.mark.parametrize("model", MODELS)
def test_it_is_so_for_mergers_of_every_model(model: Any) -> None:
    older, younger = MAKERS[model](), MAKERS[model](status="draft")
    if model is Employment:
        younger.person, younger.organization = older.person, older.organization
        younger.save()
    url = f"{address(model, 'merge', older.pk)}?other={younger.pk}"
    plans = {role: as_role(role).get(url).context["plan"] for role in ("editor", "publisher")}
    sentence = (
        f"{older} is published and {younger} is a draft record: only a publisher can merge them, or undo the merge."
    )
    assert sentence not in plans["publisher"].obstacles
    assert plans["editor"].obstacles == [sentence]
    assert plans["editor"].entries == []


def test_what_was_published_since_is_two_again_by_a_publisher() -> None:
    """The survivor would say again what it said as a draft, which nobody approved."""
    older, younger = make_person("Ada", status="draft"), make_person("Ada L.", status="draft")
    merge(older, younger, {}, "one and the same")
    run_transition(as_role("publisher"), older, "publish", reason="ready")
    editor, url = as_role("editor"), address(Person, "unmerge", younger.pk)
    assert url not in editor.get(address(Person, "change", younger.pk)).content.decode()
    page = editor.get(url).content.decode()
    assert ("only a publisher can merge them, or undo the merge" in page, "Undo the merger</" in page) == (True, False)
    editor.post(url, {"reason": "a mistake"})
    assert is_merged(younger)
    other = as_role("publisher", "other")
    assert url in other.get(address(Person, "change", younger.pk)).content.decode()
    other.post(url, {"reason": "a mistake", "correction": "They are two."})
    assert not is_merged(younger)


def test_posts_that_would_become_one_along_with_it_stay_two_for_whoever_may_not() -> None:
    older, younger, acme = make_person("Ada"), make_person("Ada L."), make_organization("Acme")
    seen, draft = make_employment(older, acme), make_employment(younger, acme, status="draft")
    page = as_role("editor").get(f"{address(Person, 'merge', older.pk)}?other={younger.pk}")
    assert (
        "Ada, Acme and its duplicate are both kept. Ada, Acme is published and Ada L., Acme is a draft record: "
        "only a publisher can merge them, or undo the merge."
    ) in page.context["plan"].notes
    publisher = as_role("publisher")
    publisher.post(*merge_form(publisher, older, younger, older))  # who was shown that they become one
    assert is_merged(draft)
    assert not is_merged(seen)


def test_and_are_left_two_where_somebody_who_may_not_sends_it() -> None:
    older, younger, acme = make_person("Ada"), make_person("Ada L."), make_organization("Acme")
    draft = [make_employment(one, acme, status=status) for one, status in ((older, "published"), (younger, "draft"))][1]
    as_role("editor")
    merge(older, younger, {}, "one and the same", user=User.objects.get(username="editor"))
    assert (is_merged(younger), is_merged(draft)) == (True, False)


def test_the_queue_offers_what_the_role_may_merge() -> None:
    ada, again = make_person("Ada Lovelace"), make_person("Ada Lovelase", status="draft")
    link = f"{address(Person, 'merge', ada.pk)}?other={again.pk}"
    page = as_role("editor").get(address(Person, "duplicates")).content.decode()
    assert (link in page, "One is published: only a publisher can merge them." in page) == (False, True)
    page = as_role("publisher").get(address(Person, "duplicates")).content.decode()
    assert (link in page, "a publisher merges them" in page) == (True, False)


def test_what_is_refused_is_said() -> None:
    as_role("writer")
    user = User.objects.get(username="writer")
    assert permissions.permission_error(user, "send_back", Person) == "Your role doesn’t let you send back people."
    response = as_role("editor").get(address(Person, "publish", make_person(status="draft").pk))
    assert (response.status_code, "doesn’t let you publish people" in response.content.decode()) == (403, True)
    assert '<a href="/admin/">The desk</a>' in response.content.decode()


def test_a_form_that_was_published_meanwhile_keeps_what_was_typed() -> None:
    person = make_person("Ada", status="draft")
    writer, url = as_role("writer"), address(Person, "change", person.pk)
    page = writer.get(url)
    run_transition(as_role("publisher"), person, "publish", reason="ready")
    response = writer.post(url, read_form(page) | {"name": "Ada Lovelace", "reason": "in full"})
    assert response.status_code == 403
    assert response.context["adminform"].form["name"].value() == "Ada Lovelace"
    sentences = [str(sentence) for one in response.context["errors"] for sentence in one]
    assert sentences == [
        "It is published: only a publisher can change what readers see. Nothing was saved. What you typed is still in the form."
    ]
    person.refresh_from_db()
    assert person.name == "Ada"


def test_a_row_smuggled_in_is_refused_with_the_rest() -> None:
    post = make_employment()
    writer = as_role("writer")
    boxes = read_form(make_editor().get(address(Employment, "change", post.pk)))
    writer.post(address(Employment, "change", post.pk), boxes | {"claims-0-DELETE": "on", "reason": "x"})
    assert Claim.objects.count() == 1


def test_nobody_gets_in() -> None:
    person = make_person()
    nobody = as_role("nobody")
    for page in ("change", "history", "undo", "publish"):
        assert nobody.get(address(Person, page, person.pk)).status_code == 403
    assert nobody.post(address(Person, "change", person.pk), {"name": "X"}).status_code == 403


# Four eyes


@pytest.fixture
def four_eyes(settings: Any) -> None:
    settings.FOUR_EYES = True


def test_whoever_wrote_it_does_not_publish_it(four_eyes: None) -> None:
    one, other = as_role("publisher", "one"), as_role("publisher", "other")
    save(one, address(Person, "add"), name="Ada")
    person = Person.objects.get()
    page = one.get(address(Person, "change", person.pk))
    assert "You wrote Ada, so somebody else has to publish it." in page.content.decode()
    assert [link["name"] for link in page.context["record_links"]] == ["submit", "merge", "erase"]
    page = one.get(address(Person, "publish", person.pk))
    assert page.context["previews"][0].obstacles == ["You wrote Ada, so somebody else has to publish it."]
    assert "somebody else has to publish it" in read_messages(run_transition(one, person, "publish", reason="mine"))[0]
    run_transition(one, person, "submit")
    run_transition(other, person, "send-back", reason="Which Ada?")
    assert run_transition(other, person, "publish", reason="seen").status_code == 302
    assert Person.objects.published().get() == person


def test_nor_together_with_something_else(four_eyes: None) -> None:
    one = as_role("publisher", "one")
    save(one, address(Person, "add"), name="Bob")
    post = make_employment(Person.objects.get(), status="draft")
    response = run_transition(one, post, "publish", together="on", reason="both")
    assert "You wrote Bob, so somebody else has to publish it." in read_messages(response)[0]
    assert not Person.objects.published().filter(name="Bob").exists()


def test_what_readers_saw_is_nobodys_writing_any_more(four_eyes: None) -> None:
    one, person = as_role("publisher", "one"), make_person("Ada")
    save(one, address(Person, "change", person.pk), name="Ada L.", reason="a correction")
    run_transition(one, person, "withdraw", reason="a mistake")
    person.refresh_from_db()
    assert not permissions.is_author(User.objects.get(username="one"), person)
    save(one, address(Person, "change", person.pk), name="Ada Lovelace", reason="in full")
    assert "somebody else has to publish it" in read_messages(run_transition(one, person, "publish", reason="again"))[0]
    run_transition(make_editor("root"), person, "publish", reason="a superuser may", correction="Her full name.")
    assert Person.objects.published().get() == person


def test_a_refusal_that_comes_with_the_act_undoes_it(four_eyes: None) -> None:
    """The page may be older than the writing: the act asks again."""
    one = as_role("publisher", "one")
    save(one, address(Person, "add"), name="Ada")
    person = Person.objects.get()
    told = BulkTransition(PUBLISH, User.objects.get(username="one"), "mine").run([person])
    assert told.refused == [(person, ["You wrote Ada, so somebody else has to publish it."])]
    assert not Person.objects.published().exists()


# What the desk judged


@pytest.fixture
def distinction() -> NotDuplicate:
    ada, again = make_person("Ada Lovelace"), make_person("Ada Lovelase")
    mark_not_duplicate(ada, again, "Two professors", None)
    merge(ada, make_person("Countess"), {}, "the same")
    return NotDuplicate.objects.get()


@pytest.mark.parametrize(("role", "may"), [("writer", False), ("editor", True), ("publisher", True)])
def test_all_look_at_judgements_and_who_merges_takes_back_that_two_are_not_the_same(
    distinction: NotDuplicate, role: str, may: bool
) -> None:
    client, merger = as_role(role), MergeDecision.objects.get()
    for row in (distinction, merger):
        assert "Ada Lovelace" in client.get(address(type(row), "changelist")).content.decode()
        assert client.get(address(type(row), "change", row.pk)).status_code == 200
        assert client.post(address(type(row), "change", row.pk), {"reason": "x"}).status_code == 403
    client.post(address(MergeDecision, "delete", merger.pk), {"post": "yes"})
    client.post(address(NotDuplicate, "delete", distinction.pk), {"post": "yes"})
    assert (MergeDecision.objects.count(), NotDuplicate.objects.count()) == (1, 0 if may else 1)
    if may:
        assert client.get(address(Person, "duplicates")).context["count"] == 1


@pytest.mark.parametrize("door", ["page", "list"])
def test_a_right_to_merge_organizations_takes_back_nothing_of_people(distinction: NotDuplicate, door: str) -> None:
    client = as_role("nobody")
    rights = ["view_notduplicate", "delete_notduplicate", "merge_organization"]
    User.objects.get(username="nobody").user_permissions.set(Permission.objects.filter(codename__in=rights))
    if door == "page":
        client.post(address(NotDuplicate, "delete", distinction.pk), {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": [distinction.pk], "post": "yes"}
        client.post(address(NotDuplicate, "changelist"), data)
    assert NotDuplicate.objects.count() == 1


# Groups


def test_groups_are_there_after_a_flush(django_db_blocker: Any) -> None:
    Group.objects.all().delete()
    Permission.objects.all().delete()
    call_command("migrate", verbosity=0)
    codenames = set(Group.objects.get(name="publisher").permissions.values_list("codename", flat=True))
    assert {"publish_person", "withdraw_newsevent", "view_move", "import_source"} <= codenames
    writer = set(Group.objects.get(name="writer").permissions.values_list("codename", flat=True))
    assert not {name for name in writer if name.startswith(("publish", "withdraw", "merge", "import", "send_back"))}
    assert {"view_mergedecision", "view_notduplicate"} <= writer
    assert ("delete_notduplicate" in codenames, "delete_notduplicate" in writer) == (True, False)


def test_groups_are_left_alone_where_there_are_no_users_yet() -> None:
    Group.objects.all().delete()
    permissions.grant_permissions(registry.get_app_config("people"), "default", Apps())
    assert not Group.objects.exists()
