"""Who may do what at the desk: three groups, their permissions, and what a permission means for one record."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions

from talentwatch.records.history import restored_version
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status

WRITER = ("view", "add", "change", "delete", "submit")
EDITOR = (*WRITER, "send_back", "merge", "import")
PUBLISHER = (*EDITOR, "publish", "withdraw")
GROUPS = {"writer": WRITER, "editor": EDITOR, "publisher": PUBLISHER}
PUBLISHERS_ONLY = {  # why nobody without the permission to publish changes a record of this status
    Status.PUBLISHED: "It is published: only a publisher can change what readers see.",
    Status.WITHDRAWN: "It was withdrawn: only a publisher can change or restore it.",
}


def has_permission(user: Any, permission: str, subject: PublishableRecord | type[PublishableRecord]) -> bool:
    """Whether a user has a permission ("change", "publish", "merge", "import" …) for a record, or for a model."""
    return not permission_error(user, permission, subject)


def permission_error(user: Any, permission: str, subject: PublishableRecord | type[PublishableRecord]) -> str:
    """The sentence that says why a user may not; empty where they may."""
    if not _has_permission(user, permission, subject):
        return f"Your role doesn’t let you {permission.replace('_', ' ')} {subject._meta.verbose_name_plural}."
    if isinstance(subject, type) or user.is_superuser:
        return ""
    if permission in {"change", "delete"} and not _has_permission(user, "publish", subject):
        return PUBLISHERS_ONLY.get(Status(_stored_status(subject)), "")
    if permission == "publish" and settings.FOUR_EYES and is_author(user, subject):
        return f"You wrote {subject}, so somebody else has to publish it."
    return ""


def merge_permission_error(user: Any, record: PublishableRecord, other: PublishableRecord) -> str:
    """The sentence that says why a user may not merge two records, or undo that they were merged; empty where they may.

    Without the permission to publish, both must be public or neither: so nothing becomes public that no publisher
    approved.
    """
    if not _has_permission(user, "merge", record):
        return permission_error(user, "merge", type(record))
    if record.is_published == other.is_published or _has_permission(user, "publish", record):
        return ""
    public, hidden = (record, other) if record.is_published else (other, record)
    status = "in review" if hidden.status == Status.IN_REVIEW else f"a {hidden.status} record"
    return f"{public} is published and {hidden} is {status}: only a publisher can merge them, or undo the merge."


def _has_permission(user: Any, permission: str, subject: PublishableRecord | type[PublishableRecord]) -> bool:
    return bool(user.has_perm(f"{subject._meta.app_label}.{permission}_{subject._meta.model_name}"))


def _stored_status(record: PublishableRecord) -> str:
    # An instance made from a version in history has the status that it had then.
    if restored_version(record) is None:
        return record.status
    stored = type(record)._base_manager.filter(pk=record.pk).values_list("status", flat=True).first()
    return stored or record.status


def is_author(user: Any, record: PublishableRecord) -> bool:
    """Whether the user wrote any of what changed since the record was last published; a transition is no writing."""
    authors: set[int | None] = set()
    before = None
    rows = type(record).history.filter(id=record.pk).order_by("history_id")
    for status, author in rows.values_list("status", "history_user_id"):
        if status == Status.PUBLISHED:
            authors.clear()
        elif before in {None, status}:
            authors.add(author)
        before = status
    return user.pk in authors


def grant_permissions(app_config: AppConfig, using: str, apps: Apps = all_apps, **_: Any) -> None:
    """After each migrate, and each flush (which passes no apps): give the groups their permissions for the app's models."""
    models = [model for model in app_config.get_models() if _granted(model, PUBLISHER)]
    if not models:
        return
    try:
        permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    except LookupError:  # migrated back to where there are no users yet
        return
    create_permissions(app_config, using=using, apps=apps, verbosity=0)
    of_app = permission._base_manager.using(using).filter(content_type__app_label=app_config.label)
    view_permissions = of_app.filter(codename__startswith="view_")
    for name, permissions in GROUPS.items():
        stored: Any = group._base_manager.using(using).get_or_create(name=name)[0]
        codenames = [
            f"{granted}_{model._meta.model_name}" for model in models for granted in _granted(model, permissions)
        ]
        stored.permissions.add(*view_permissions, *of_app.filter(codename__in=codenames))


def _granted(model: type[Any], permissions: tuple[str, ...]) -> tuple[str, ...]:
    """A group's permissions for a model; `granted_with` names, for each, the permission on records that it comes with."""
    if issubclass(model, PublishableRecord):
        return permissions
    granted_with: dict[str, str] = getattr(model, "granted_with", {})
    return tuple(name for name, other in granted_with.items() if other in permissions)
