"""Who may do what at the desk: three groups, the rights of each, and what a right means for one record."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as everything
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions

from talentwatch.curation.judgements import Judgement
from talentwatch.curation.models import Curated
from talentwatch.curation.status import Status

WRITER = ("view", "add", "change", "delete", "submit")
EDITOR = (*WRITER, "send_back", "merge", "import")
PUBLISHER = (*EDITOR, "publish", "withdraw")
GROUPS = {"writer": WRITER, "editor": EDITOR, "publisher": PUBLISHER}
CLOSED = {  # to whoever may not publish; why_not_one() has what this means for two
    Status.PUBLISHED: "It is published: only a publisher changes what readers see.",
    Status.WITHDRAWN: "It was withdrawn: only a publisher changes it, or restores it.",
}


def may(user: Any, right: str, subject: Curated | type[Curated]) -> bool:
    """Whether somebody has a right ("change", "publish", "merge", "import" …) on a record, or on records of a model."""
    return not why_not(user, right, subject)


def why_not(user: Any, right: str, subject: Curated | type[Curated]) -> str:
    """The sentence that says why somebody may not; empty where they may."""
    if not _has(user, right, subject):
        return f"Your role doesn’t let you {right.replace('_', ' ')} {subject._meta.verbose_name_plural}."
    if isinstance(subject, type) or user.is_superuser:
        return ""
    if right in {"change", "delete"} and not _has(user, "publish", subject):
        return CLOSED.get(Status(_status(subject)), "")
    if right == "publish" and settings.FOUR_EYES and wrote(user, subject):
        return f"You wrote {subject}, so somebody else publishes it."
    return ""


def why_not_one(user: Any, one: Curated, other: Curated) -> str:
    """The sentence that says why somebody may not make two records one, or two again; empty where they may.

    Whoever may not publish merges what readers see with what they see, and what they don't with what they don't: then
    nothing becomes public that no publisher approved.
    """
    if not _has(user, "merge", one):
        return why_not(user, "merge", type(one))
    if one.is_published == other.is_published or _has(user, "publish", one):
        return ""
    seen, hidden = (one, other) if one.is_published else (other, one)
    how = "in review" if hidden.status == Status.IN_REVIEW else f"a {hidden.status} record"
    return f"Readers see {seen}; {hidden} is {how}: only a publisher makes them one, or two again."


def _has(user: Any, right: str, subject: Curated | type[Curated]) -> bool:
    return bool(user.has_perm(f"{subject._meta.app_label}.{right}_{subject._meta.model_name}"))


def _status(record: Curated) -> str:
    """As stored: a version from history says what it was then."""
    if not hasattr(record, "_history"):
        return record.status
    stored = type(record)._base_manager.filter(pk=record.pk).values_list("status", flat=True).first()
    return stored or record.status


def wrote(user: Any, record: Curated) -> bool:
    """Something that it says was written by them since readers last saw it; a step through the gate is no writing."""
    authors: set[int | None] = set()
    before = None
    rows = type(record).history.filter(id=record.pk).order_by("history_date", "history_id")
    for status, author in rows.values_list("status", "history_user_id"):
        if status == Status.PUBLISHED:
            authors.clear()
        elif before in {None, status}:
            authors.add(author)
        before = status
    return user.pk in authors


def grant(app_config: AppConfig, using: str, apps: Apps = everything, **_: Any) -> None:
    """After each migrate, and each flush, which says nothing of apps: the groups have their rights on the records and
    the judgements of the app, those of new models included."""
    models = [model for model in app_config.get_models() if issubclass(model, Curated | Judgement)]
    if not models:
        return
    try:
        permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    except LookupError:  # migrated back to where there are no users yet
        return
    create_permissions(app_config, using=using, apps=apps, verbosity=0)
    of_app = permission._base_manager.using(using).filter(content_type__app_label=app_config.label)
    looks = of_app.filter(codename__startswith="view_")
    for name, rights in GROUPS.items():
        made: Any = group._base_manager.using(using).get_or_create(name=name)[0]
        codenames = [f"{right}_{model._meta.model_name}" for model in models for right in _rights_on(model, rights)]
        made.permissions.add(*looks, *of_app.filter(codename__in=codenames))


def _rights_on(model: type[Any], rights: tuple[str, ...]) -> tuple[str, ...]:
    """A judgement is made by merging, or by not doing so; who may merge may take it back."""
    if issubclass(model, Curated):
        return rights
    return ("delete",) if "merge" in rights else ()
