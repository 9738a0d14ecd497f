"""The queues of the desk: records that need attention, counted on the front page and listed by the filter “queue”."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.text import capfirst

from talentwatch.desk.links import model_url
from talentwatch.merging.duplicates import known_count
from talentwatch.publishing.permissions import has_permission
from talentwatch.publishing.review import returned_to
from talentwatch.revisions.deleted import deleted_versions

PARAMETER = "queue"
MOST_COUNTED = 1000  # records; a longer queue isn't counted to its end, which takes longer the larger the timeline is


@dataclass(frozen=True)
class Queue:
    """Some of the records of a model; `filter` narrows a queryset to them, for a user, on a day."""

    name: str  # in the address of the list
    label: str
    filter: Callable[[Any, Any, date], Any]


IN_REVIEW = Queue("in-review", "In review", lambda records, _user, _day: records.in_review())
OWN_DRAFTS = Queue("own-drafts", "Your drafts", lambda records, user, _day: records.drafts_of(user))
SENT_BACK = Queue(
    "sent-back", "Sent back to you", lambda records, user, _day: records.filter(pk__in=returned_to(user, records.model))
)
WITHDRAWN = Queue("withdrawn", "Withdrawn", lambda records, _user, _day: records.withdrawn())
COMMON_QUEUES = (IN_REVIEW, SENT_BACK, OWN_DRAFTS, WITHDRAWN)
DUPLICATES = "Possible duplicates"
DELETED = "Deleted"


class QueueFilter(admin.SimpleListFilter):
    """The filter of a list that a count on the front page links to."""

    title = "queue"
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.queues = {queue.name: queue for queue in model_admin.all_queues()}
        return [(queue.name, queue.label) for queue in self.queues.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """An unknown queue is empty."""
        if not (name := self.value()):
            return queryset
        queue = self.queues.get(name)
        return queue.filter(queryset, request.user, timezone.localdate()) if queue else queryset.none()


@dataclass(frozen=True)
class QueueCount:
    """The records of one model in a queue; `count` is None if counting them would slow the front page down."""

    text: str
    url: str
    count: int | None


@dataclass
class QueueSummary:
    """One queue on the front page, with a count for each model that has records in it."""

    label: str
    counts: list[QueueCount] = field(default_factory=list)


def summarise_queues(model_admins: Iterable[Any], request: HttpRequest, day: date) -> list[QueueSummary]:
    """The queues that this user may see, with what is in them on that day; those that all models have come first."""
    admins = list(model_admins)
    summaries: dict[str, QueueSummary] = {}

    def add(label: str, text: str, url: str, count: int | None) -> None:
        summary = summaries.setdefault(label, QueueSummary(label))
        if count != 0:
            summary.counts.append(QueueCount(text, url, count))

    for model_admin in admins:
        model = model_admin.model
        if has_permission(request.user, "view", model):
            for queue in model_admin.all_queues():
                count = count_some(queue.filter(model._default_manager.all(), request.user, day))
                url = f"{model_url(model)}?{urlencode({PARAMETER: queue.name})}"
                add(queue.label, counted_name(model, count), url, count)
            deleted = count_some(deleted_versions(model))
            add(DELETED, counted_name(model, deleted), model_url(model, "deleted"), deleted)
    for model_admin in admins:
        model = model_admin.model
        if model.comparison is not None and has_permission(request.user, "merge", model):
            known, names = known_count(model), model._meta.verbose_name_plural
            pairs = "too many to count here" if known is None else f"{known} pair{pluralize(known)}"
            add(DUPLICATES, f"{capfirst(names)} ({pairs})", model_url(model, "duplicates"), known)
    return list(summaries.values())


def count_some(records: "QuerySet[Any]") -> int:
    """How many records there are; one more than MOST_COUNTED if there are more."""
    return records.order_by()[: MOST_COUNTED + 1].count()


def counted_name(model: Any, count: int) -> str:
    """“1 person”, “2 people”, “more than 1,000 people”."""
    if count > MOST_COUNTED:
        return f"more than {MOST_COUNTED:,} {model._meta.verbose_name_plural}"
    return f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
