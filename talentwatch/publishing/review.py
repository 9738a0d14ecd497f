"""Who submitted a record for review, and which records came back to the person who did."""

from collections import defaultdict
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from talentwatch.records.status import Status


def with_submitter(records: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each record in review with `submitter`, the name of the user who submitted it."""
    history: Any = records.model.history
    other = history.filter(id=OuterRef("id")).exclude(status=Status.IN_REVIEW).order_by("-history_id")
    since = Coalesce(Subquery(other.values("history_id")[:1]), 0)
    rows = history.filter(id=OuterRef("pk"), status=Status.IN_REVIEW, history_id__gt=since).order_by("history_id")
    return records.annotate(submitter=Subquery(rows.values("history_user__username")[:1]))


def returned_versions(model: Any, pks: Any = None) -> dict[int, tuple[Any, int | None]]:
    """By key, of the drafts that were sent back from review: the version that sent them back, and the key of their writer.

    The writer is the user who submitted the record; if nobody knows that, the one who created it.
    """
    drafts = model._base_manager.filter(status=Status.DRAFT)
    if pks is not None:
        drafts = drafts.filter(pk__in=pks)
    reviewed = model.history.filter(status=Status.IN_REVIEW).values("id")
    rows = model.history.filter(id__in=drafts.filter(pk__in=reviewed).values("pk")).select_related("history_user")
    versions: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("history_id"):
        versions[row.id].append(row)
    returned = {}
    for pk, of_record in versions.items():
        writer, sent_back, status = of_record[0].history_user_id, None, None
        for row in of_record:
            if row.status == Status.IN_REVIEW and status != Status.IN_REVIEW:
                writer = row.history_user_id or writer
            elif row.status == Status.DRAFT and status == Status.IN_REVIEW:
                sent_back = row
            status = row.status
        if sent_back:
            returned[pk] = (sent_back, writer)
    return returned


def returned_to(user: Any, model: Any) -> dict[int, Any]:
    """By key, of the drafts that were sent back to a user: the version that sent them back, with the note."""
    return {pk: version for pk, (version, writer) in returned_versions(model).items() if writer == user.pk}
