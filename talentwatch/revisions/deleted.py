"""Deleted records: finding them in the history, and restoring one with the rows that were deleted with it."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Exists, OuterRef, QuerySet

from talentwatch.records.edit import edit
from talentwatch.records.history import linked_pks, tracked_links, tracked_model
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status
from talentwatch.revisions.diff import child_models

NOT_DELETED = "This record has been restored already."


def deleted_versions(model: type[PublishableRecord]) -> "QuerySet[Any]":
    """The last version of each record of a model that was deleted and not restored, the latest deletion first."""
    history: Any = model.history
    stored = model._base_manager.filter(pk=OuterRef("id"))
    later = history.filter(id=OuterRef("id"), history_type="-", history_id__gt=OuterRef("history_id"))
    rows: QuerySet[Any] = history.filter(~Exists(stored), ~Exists(later), history_type="-")
    return rows.select_related("history_user").order_by("-history_date", "-history_id")


def deleted_rows(version: Any) -> list[Any]:
    """The last versions of the rows that were deleted with a record."""
    rows: list[Any] = []
    for model in child_models(tracked_model(version)):
        of_record = {f"{model.parent_field}_id": version.id}
        rows += model.history.filter(**of_record, history_type="-", history_date=version.history_date)
    return rows


def deleted_name(version: Any) -> str:
    """The name that the record had; its slug, if a record that makes its name is gone too."""
    try:
        return str(version.instance)
    except ObjectDoesNotExist:
        return str(version.slug)


def restore_deleted(version: Any, reason: str) -> Any:
    """Save a deleted record again, as a draft, with its rows and links. Raises ValidationError if a rule forbids it now."""
    model = tracked_model(version)
    with edit(reason):
        if model._base_manager.filter(pk=version.id).exists():
            raise ValidationError(NOT_DELETED)
        record = version.instance
        record._state.db = None
        record.status, record.merged_into = Status.DRAFT, None
        # Another record may have taken the slug since. It never was public, so a new one breaks no address.
        if model._base_manager.filter(slug=record.slug).exists():
            record.slug = ""
        for field in model._meta.concrete_fields:
            if field.is_relation and getattr(record, field.attname) is not None:
                kind: Any = field.related_model
                if not kind._base_manager.filter(pk=getattr(record, field.attname)).exists():
                    raise ValidationError(f"Its {field.verbose_name} was deleted too: restore that first.")
        record.full_clean(exclude=["slug"])
        record.save(force_insert=True)
        before = model.history.filter(id=version.id, history_id__lt=version.history_id).order_by("-history_id").first()
        for link in tracked_links(version):
            pks = linked_pks(version, link) or (linked_pks(before, link) if before else [])
            getattr(record, link.name).set(link.related_model._base_manager.filter(pk__in=pks))
        for row in deleted_rows(version):
            child = row.instance
            child.full_clean()
            child.save(force_insert=True)
    return record
