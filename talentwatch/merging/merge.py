"""Merge a duplicate into its survivor, whole or not at all: preview the merge, carry it out, and undo it."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from talentwatch.merging.journal import revert
from talentwatch.merging.models import MergeDecision
from talentwatch.merging.plan import PUBLICITY, MergeOperation, MergePlan, ProgressCallback
from talentwatch.publishing.permissions import merge_permission_error
from talentwatch.records.edit import CorrectionError, edit

STALE = "One of these records, or a row that belongs to them, has been edited since. Check what the merge does now."
OPEN_CHOICES = "Some values differ and neither is better by a rule. Choose which to keep."


def obstacles(survivor: Any, duplicate: Any, user: Any = None) -> list[str]:
    """Why the two records, as they are stored now, can't be merged by this user (None: the shell, where all is allowed)."""
    for record in (survivor, duplicate):
        record.refresh_from_db()
    if survivor.pk == duplicate.pk:
        return ["A record can't be merged into itself."]
    sentences = [
        f"{record} has already been merged into {record.merged_into}."
        for record in (survivor, duplicate)
        if record.merged_into_id
    ]
    if PUBLICITY[survivor.status] < PUBLICITY[duplicate.status]:
        status, other_status = (record.get_status_display().lower() for record in (survivor, duplicate))
        sentences.append(
            f"{duplicate} is {other_status}, but {survivor}, the record to keep, is {status}. "
            f"Keep {duplicate} instead, or publish or restore {survivor} first: otherwise readers would lose the record."
        )
    sentences += [
        f"They don't have the same {name}. If those two are duplicates, merge them first."
        for name in survivor.merge_keys
        if getattr(survivor, f"{name}_id") != getattr(duplicate, f"{name}_id")
    ]
    if user and not sentences and (sentence := merge_permission_error(user, survivor, duplicate)):
        sentences.append(sentence)
    return sentences


def rehearse(
    survivor: Any, duplicate: Any, picks: dict[str, str], user: Any = None, progress: ProgressCallback | None = None
) -> MergePlan:
    """Merge with the user's permissions (None: with all), roll back, and return the plan of what the merge would do."""
    if sentences := obstacles(survivor, duplicate, user):
        return MergePlan((survivor.version, duplicate.version), obstacles=sentences)
    operation = MergeOperation(survivor, duplicate, picks, user, progress)
    with transaction.atomic():
        try:
            with edit("rehearsal") as current:
                current.set_correction("")
                operation.run()
        except CorrectionError as error:
            operation.plan.note_error, operation.plan.conflicts = error.note_error, error.conflicts
        except ValidationError as error:
            operation.plan.obstacles += error.messages
        transaction.set_rollback(True)
    return operation.plan


def merge(  # noqa: PLR0913 which two, with which choices, why, which user, and what they were shown
    survivor: Any,
    duplicate: Any,
    picks: dict[str, str],
    reason: str,
    *,
    correction: str | None = None,
    user: Any = None,
    shown: str = "",
    progress: ProgressCallback | None = None,
) -> MergeDecision:
    """Merge the duplicate into the survivor in one edit, with the user's permissions (None: with all).

    `correction` is the note for readers; without one (an empty text) CorrectionError is raised if the merge needs it, and
    with None nobody was asked, as in the shell.

    Raises ValidationError and changes nothing if there is an obstacle, if a required choice is missing, or if the merge would
    differ from the plan whose digest was `shown`.
    """
    with edit(reason) as current:
        if correction is not None:
            # The editor has seen in the preview which sources it contradicts.
            current.set_correction(correction, accepts_conflicts=True)
        if sentences := obstacles(survivor, duplicate, user):
            raise ValidationError(sentences)
        operation = MergeOperation(survivor, duplicate, picks, user, progress)
        operation.run()
        if operation.plan.is_open:
            raise ValidationError(OPEN_CHOICES)
        if shown and operation.plan.digest != shown:
            raise ValidationError(STALE)
        return MergeDecision.objects.create(
            kind=survivor._meta.label_lower,
            survivor_pk=survivor.pk,
            loser_pk=duplicate.pk,
            reason=reason,
            made_by=user,
            journal=operation.plan.entries,
            notes=operation.plan.notes,
        )


def undo(decision: MergeDecision, reason: str, *, correction: str | None = None, user: Any = None) -> None:
    """Undo a whole merge in one edit. Raises ValidationError with a sentence for everything that prevents it.

    `correction` as in merge().
    """
    with edit(reason) as current:
        if correction is not None:
            current.set_correction(correction, accepts_conflicts=True)
        decision.refresh_from_db()
        if decision.undone_at:
            raise ValidationError("This merge has already been undone.")
        if sentences := undo_permission_errors(user, decision):
            raise ValidationError(sentences)
        if sentences := revert(decision.journal):
            raise ValidationError(list(dict.fromkeys(sentences)))
        decision.undone_at, decision.undone_by, decision.undone_because = timezone.now(), user, reason
        decision.save()


def undo_permission_errors(user: Any, decision: MergeDecision) -> list[str]:
    """Why this user (None: the shell) isn't allowed to separate the records that were merged."""
    if user is None:
        return []
    sentences = []
    for entry in decision.journal:
        survivor_pk = entry["after"].get("merged_into_id")
        if survivor_pk is None:
            continue
        records = apps.get_model(entry["model"])._base_manager.in_bulk([survivor_pk, entry["pk"]])
        # Where one has been deleted since, undoing fails anyway.
        if len(records) == 2:  # noqa: PLR2004 the two that were merged
            survivor, duplicate = records[survivor_pk], records[entry["pk"]]
            duplicate.status = entry["before"]["status"]  # the status that it would get back
            sentences.append(merge_permission_error(user, survivor, duplicate))
    return list(filter(None, sentences))


def merge_of(duplicate: Any) -> MergeDecision | None:
    """The merge, not undone, in which this record was the duplicate."""
    kind = duplicate._meta.label_lower
    return MergeDecision.objects.filter(kind=kind, loser_pk=duplicate.pk, undone_at=None).first()
