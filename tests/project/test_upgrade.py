"""A database of the previous release is migrated with its data, and back again."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps as current_apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from events.models import EventOrganization, NewsEvent
from people.models import Claim, Employment, Person
from talentwatch.exchange.integrity import check_timeline
from talentwatch.merging.merge import undo
from talentwatch.merging.models import MergeDecision, NotDuplicate
from tests.support.migrated import connected_to, new_database
from tests.support.previous_release import migrate_forward, migrate_to_previous

OLD_MODELS, NEW_MODELS = {"merge", "distinction"}, {"mergedecision", "notduplicate"}
TABLES = {"curation_merge", "curation_distinction", "changes_change", "people_person", "events_newsevent"}


@pytest.fixture(scope="module")
def upgraded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a database that the previous release created and filled, and that this one has migrated."""
    with django_db_blocker.unblock(), new_database("upgraded") as name:
        with connected_to(name):
            previous = migrate_to_previous()
            assert content_types() == OLD_MODELS
            insert_data(previous)
            migrate_forward()
        yield name


@pytest.fixture(autouse=True)
def _database(upgraded: str, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), new_database("upgraded_copy", copy_of=upgraded) as name, connected_to(name):
        yield


def insert_data(apps: Any) -> None:
    """A job with its source, a merged person, a decision of each kind, and an editor who may look at them."""

    def insert(label: str, **values: Any) -> Any:
        return apps.get_model(label).objects.create(**values)

    now = timezone.now()
    public = {"status": "published", "published_at": now}
    ada = insert("people.Person", name="Ada Lovelace", slug="ada-lovelace", search_key="ada lovelace", **public)
    eve = insert("people.Person", name="Eve", slug="eve", search_key="eve", status="draft")
    twin = insert(
        "people.Person",
        name="Ada Byron",
        slug="ada-byron",
        search_key="ada byron",
        status="withdrawn",
        published_at=now,
        merged_into=ada,
    )
    acme = insert("people.Organization", name="Acme", slug="acme", search_key="acme", kind="company", **public)
    source = insert(
        "people.Source",
        slug="paper",
        publisher="Paper",
        language="en",
        search_key="paper",
        publisher_key="paper",
        published_earliest=date(2021, 1, 1),
        published_latest=date(2021, 12, 31),
        **public,
    )
    start = {"start_earliest": date(2022, 3, 1), "start_latest": date(2022, 3, 31)}
    employment = insert(
        "people.Employment", slug="ada-lovelace-acme", person=ada, organization=acme, role="research", **start, **public
    )
    insert("people.Claim", slug="ada-lovelace-acme--paper", employment=employment, source=source, **start)
    beta = insert("people.Organization", name="Beta", slug="beta", search_key="beta", kind="company", **public)
    event = insert(
        "events.NewsEvent",
        slug="ada-joins",
        kind="hire",
        headline="Ada joins",
        summary="So it is said.",
        search_key="ada joins so it is said",
        date_earliest=date(2021, 1, 1),
        date_latest=date(2021, 12, 31),
        confidence="reported",
        **public,
    )
    event.organizations.add(acme)
    insert("events.Citation", event=event, source=source)
    # Its history: first it named Beta too.
    for number, organizations in enumerate([(acme, beta), (acme,)], 1):
        columns = {field.attname: getattr(event, field.attname) for field in event._meta.concrete_fields}
        version = insert(
            "events.HistoricalNewsEvent",
            **columns | {"version": number},
            history_date=now + timedelta(seconds=number),
            history_type="+" if number == 1 else "~",
            history_change_reason=f"reason {number}",
        )
        for organization in organizations:
            insert(
                "events.HistoricalNewsEvent_organizations",
                history=version,
                newsevent=event,
                organization=organization,
                id=organization.pk,
            )
    user = insert("auth.User", username="grace", is_staff=True)
    group = insert("auth.Group", name="archivists")
    user.groups.add(group)
    permissions = apps.get_model("auth.Permission").objects.filter(content_type__app_label="curation")
    group.permissions.add(permissions.get(codename="view_merge"))
    user.user_permissions.add(permissions.get(codename="delete_distinction"))
    decided = {"kind": "people.person", "reason": "Her maiden name", "made_by": user}
    status = {"status": "published", "merged_into_id": None}
    entry = {
        "act": "change",
        "model": "people.person",
        "pk": twin.pk,
        "kind": "person",
        "name": "Ada Byron",
        "before": status,
        "after": {"status": "withdrawn", "merged_into_id": ada.pk},
        "told": [["Status", "Published", "Withdrawn"]],
    }
    insert("curation.Merge", survivor_pk=ada.pk, loser_pk=twin.pk, journal=[entry], notes=["One is kept."], **decided)
    insert("curation.Distinction", first_pk=ada.pk, second_pk=eve.pk, **decided)


def content_types() -> set[str]:
    of_label = ContentType.objects.filter(app_label="curation")
    return set(of_label.values_list("model", flat=True)) & (OLD_MODELS | NEW_MODELS)


def codenames(holder: Any) -> set[str]:
    return {permission.codename for permission in holder.all()}


def findings() -> set[str]:
    """The rows or tables that check_timeline finds fault with."""
    return {str(finding).partition(":")[0] for finding in check_timeline()}


def test_a_database_of_the_previous_release_keeps_its_rows_permissions_and_undoable_merges() -> None:
    assert set(connection.introspection.table_names()) >= TABLES
    assert set(Person._base_manager.values_list("slug", flat=True)) == {"ada-lovelace", "ada-byron", "eve"}
    assert (Employment.objects.get().slug, Claim.objects.get().slug) == (
        "ada-lovelace-acme",
        "ada-lovelace-acme--paper",
    )
    assert Employment.objects.get().announced_for == date(2022, 3, 31)
    merged, different = MergeDecision.objects.get(), NotDuplicate.objects.get()
    assert (str(merged), merged.reason, merged.made_by.username, merged.notes) == (
        "Ada Byron into Ada Lovelace",
        "Her maiden name",
        "grace",
        ["One is kept."],
    )
    assert str(different) == "Ada Lovelace is not Eve"
    assert NotDuplicate.objects.pairs(Person) == {(different.first_pk, different.second_pk)}
    assert content_types() == NEW_MODELS
    user = User.objects.get(username="grace")
    assert codenames(Group.objects.get(name="archivists").permissions) == {"view_mergedecision"}
    assert codenames(user.user_permissions) == {"delete_notduplicate"}
    assert user.has_perms(["curation.view_mergedecision", "curation.delete_notduplicate"])
    names = Permission.objects.filter(content_type__app_label="curation").values_list("codename", flat=True)
    assert not [name for name in names if name.partition("_")[2] in OLD_MODELS]
    # Content types that name a model which no longer exists would be offered for deletion.
    assert all(
        current_apps.get_model(kind.app_label, kind.model)
        for kind in ContentType.objects.filter(app_label__in=["curation", "changes"])
    )
    event = NewsEvent.objects.get()
    assert list(event.parts.values_list("organization__slug", "part")) == [("acme", "subject")]
    history = EventOrganization.history.order_by("history_id")
    assert list(history.values_list("history_type", "organization__slug", "history_change_reason")) == [
        ("+", "acme", "reason 1"),
        ("+", "beta", "reason 1"),
        ("-", "beta", "reason 2"),
    ]
    assert history.get(organization__slug="acme").id == event.parts.get().pk
    # Rows inserted without save() have no moves, no evidence weighed and no entry in the change feed. All else is right.
    assert findings() == {"people.move", "changes.change", "people.employment ada-lovelace-acme"}
    check_timeline(repair=True)
    assert findings() == set()
    undo(merged, "Two people after all")
    twin = Person.objects.get(slug="ada-byron")
    assert (twin.status, twin.merged_into) == ("published", None)


def test_the_migrations_are_reversible_with_data() -> None:
    again = migrate_to_previous()
    assert content_types() == OLD_MODELS
    assert again.get_model("curation.Merge").objects.get().reason == "Her maiden name"
    assert again.get_model("curation.Distinction").objects.get().second_pk
    event = again.get_model("events.NewsEvent").objects.get()
    assert list(event.organizations.values_list("slug", flat=True)) == ["acme"]
    links = again.get_model("events.HistoricalNewsEvent_organizations").objects
    assert list(
        links.values_list("history__version", "organization__slug").order_by("history_id", "organization__slug")
    ) == [
        (1, "acme"),
        (1, "beta"),
        (2, "acme"),
    ]
    assert codenames(Group.objects.get(name="archivists").permissions) == {"view_merge"}
    assert codenames(User.objects.get(username="grace").user_permissions) == {"delete_distinction"}
