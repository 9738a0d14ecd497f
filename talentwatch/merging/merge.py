"""Merging: one record turns out to repeat another; all that hangs on it goes to the older one, whole or not at all."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from talentwatch.merging.journal import reverse
from talentwatch.merging.models import MergeDecision
from talentwatch.merging.plan import PUBLICITY, MergeOperation, MergePlan
from talentwatch.publishing.permissions import merge_permission_error
from talentwatch.records.edit import edit

STALE = "One of these records, or something that hangs on them, was edited since. Look at what the merger does now."
OPEN_CHOICES = "Choose, where neither is better by any rule, what is kept."


def obstacles(survivor: Any, loser: Any) -> list[str]:
    """What stands against merging these two, before anything is tried."""
    if survivor.pk == loser.pk:
        return ["A record can't be merged into itself."]
    found = [f"{one} was merged into {one.merged_into} already." for one in (survivor, loser) if one.merged_into_id]
    if PUBLICITY[survivor.status] < PUBLICITY[loser.status]:
        found.append(
            f"{loser} is {loser.get_status_display().lower()}, and {survivor}, the older, is "
            f"{survivor.get_status_display().lower()}: bring that one as far first, or readers would lose the record."
        )
    apart = [name for name in survivor.merge_keys if getattr(survivor, f"{name}_id") != getattr(loser, f"{name}_id")]
    return found + [f"They have not the same {name}. If the two are one, merge these first." for name in apart]


def _found_against(survivor: Any, loser: Any, user: Any) -> list[str]:
    """The obstacles as things stand now, not as they were when the two were read."""
    for record in (survivor, loser):
        record.refresh_from_db()
    sentence = merge_permission_error(user, survivor, loser) if user else ""
    return obstacles(survivor, loser) or list(filter(None, [sentence]))


def rehearse(survivor: Any, loser: Any, picks: dict[str, str], user: Any = None) -> MergePlan:
    """Do it by all the rules and with the rights of the user (None: all rights), see what it does, and undo it."""
    found = _found_against(survivor, loser, user)
    if found:
        return MergePlan((survivor.version, loser.version), obstacles=found)
    merger = MergeOperation(survivor, loser, picks, user)
    with transaction.atomic():
        try:
            with edit("rehearsal"):
                merger.run()
        except ValidationError as error:
            merger.plan.obstacles += error.messages
        transaction.set_rollback(True)
    return merger.plan


def merge(  # noqa: PLR0913 which two, how, and who says so, why, having seen what
    survivor: Any, loser: Any, picks: dict[str, str], reason: str, *, user: Any = None, shown: str = ""
) -> MergeDecision:
    """Merge the loser into the survivor, in one edit, with the rights of the user; in the shell nobody's.

    Raises ValidationError, and changes nothing, where something stands against it, a choice is open, or it would do
    something else than was `shown`, by the digest of that plan.
    """
    with edit(reason):
        if found := _found_against(survivor, loser, user):
            raise ValidationError(found)
        merger = MergeOperation(survivor, loser, picks, user)
        merger.run()
        if merger.plan.is_open:
            raise ValidationError(OPEN_CHOICES)
        if shown and merger.plan.digest != shown:
            raise ValidationError(STALE)
        return MergeDecision.objects.create(
            kind=survivor._meta.label_lower,
            survivor_pk=survivor.pk,
            loser_pk=loser.pk,
            reason=reason,
            made_by=user,
            journal=merger.plan.entries,
            notes=merger.plan.notes,
        )


def undo(merger: MergeDecision, reason: str, *, user: Any = None) -> None:
    """Take back a whole merger, in one edit. Raises ValidationError with every row, and right, that stands against it."""
    with edit(reason):
        merger.refresh_from_db()
        if merger.undone_at:
            raise ValidationError("This merger was undone already.")
        if sentences := undo_permission_errors(user, merger):
            raise ValidationError(sentences)
        found = reverse(merger.journal)
        if found:
            raise ValidationError(list(dict.fromkeys(found)))
        merger.undone_at, merger.undone_by, merger.undone_because = timezone.now(), user, reason
        merger.save()


def undo_permission_errors(user: Any, merger: MergeDecision) -> list[str]:
    """Why this user (None: the shell) may not make two again of any pair that the merger made one."""
    found = [merge_permission_error(user, *pair) for pair in _parted(merger)] if user else []
    return list(filter(None, found))


def _parted(merger: MergeDecision) -> Iterator[tuple[Any, Any]]:
    """Each pair that the merger made one: the survivor as it is, the loser with the status that it gets back."""
    for entry in merger.journal:
        if survivor_pk := entry["after"].get("merged_into_id"):
            rows = apps.get_model(entry["model"])._base_manager.in_bulk([survivor_pk, entry["pk"]])
            if len(rows) == 2:  # noqa: PLR2004 else one was deleted since, which undoing refuses
                rows[entry["pk"]].status = entry["before"]["status"]
                yield rows[survivor_pk], rows[entry["pk"]]


def merge_of(loser: Any) -> MergeDecision | None:
    """The merger that a record was lost in, by itself, if it can be undone."""
    kind = loser._meta.label_lower
    return MergeDecision.objects.filter(kind=kind, loser_pk=loser.pk, undone_at=None).first()
