"""The queues of the desk: what waits for somebody, counted on the front page and listed by a filter of the same name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from talentwatch.merging.duplicates import known_count
from talentwatch.publishing.permissions import has_permission

PARAMETER = "queue"


@dataclass(frozen=True)
class Queue:
    """Some of the records of a model; `pick` takes them from a queryset, for a user, on a day."""

    name: str  # in the address of the list
    label: str
    pick: Callable[[Any, Any, date], Any]


IN_REVIEW = Queue("in-review", "In review", lambda records, _user, _day: records.in_review())
OWN_DRAFTS = Queue("own-drafts", "Your own drafts", lambda records, user, _day: records.drafts_of(user))
COMMON_QUEUES = (IN_REVIEW, OWN_DRAFTS)
DUPLICATES = "Possible duplicates"


class QueueFilter(admin.SimpleListFilter):
    """The same words as the front page, so that a count and its list can't disagree."""

    title = "queue"
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.queues = {queue.name: queue for queue in model_admin.all_queues()}
        return [(queue.name, queue.label) for queue in self.queues.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Whoever asks for a queue that there isn't gets what is in no queue: nothing."""
        if not (name := self.value()):
            return queryset
        queue = self.queues.get(name)
        return queue.pick(queryset, request.user, timezone.localdate()) if queue else queryset.none()


class QueueAdmin(admin.ModelAdmin):
    """A ModelAdmin of a PublishableRecord model; `queues` are its own, beside those that every model has."""

    queues: tuple[Queue, ...] = ()

    def all_queues(self) -> tuple[Queue, ...]:
        return (*COMMON_QUEUES, *self.queues)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (QueueFilter, *super().get_list_filter(request))


@dataclass(frozen=True)
class QueueCount:
    """The records of one model in a queue; `count` is None where counting would keep the front page waiting."""

    words: str
    url: str
    count: int | None


@dataclass
class QueueLine:
    """One queue on the front page, with a stack for each model that has it and anything in it."""

    label: str
    stacks: list[QueueCount] = field(default_factory=list)


def queue_board(desks: Iterable[Any], request: HttpRequest, day: date) -> list[QueueLine]:
    """The queues that this user's role may look into, those of all models first, each with what is in it on the day."""
    lines: dict[str, QueueLine] = {}
    for desk in desks:
        if has_permission(request.user, "view", desk.model):
            for queue in desk.all_queues():
                stack = _stack(desk, queue, request, day)
                lines.setdefault(queue.label, QueueLine(queue.label)).stacks += [stack] if stack.count else []
    for desk in desks:
        if desk.model.comparison is not None and has_permission(request.user, "merge", desk.model):
            stack = _suspects(desk)
            lines.setdefault(DUPLICATES, QueueLine(DUPLICATES)).stacks += [stack] if stack.count != 0 else []
    return list(lines.values())


def _stack(desk: Any, queue: Queue, request: HttpRequest, day: date) -> QueueCount:
    count = queue.pick(desk.model._default_manager.all(), request.user, day).count()
    return QueueCount(
        _words(desk, count), f"{_address(desk, 'changelist')}?{urlencode({PARAMETER: queue.name})}", count
    )


def _suspects(desk: Any) -> QueueCount:
    count = known_count(desk.model)
    return QueueCount(_words(desk, count), _address(desk, "duplicates"), count)


def _words(desk: Any, count: int | None) -> str:
    if count is None:
        return f"{capfirst(desk.opts.verbose_name_plural)} (many: counted when you look)"
    return f"{count} {desk.opts.verbose_name if count == 1 else desk.opts.verbose_name_plural}"


def _address(desk: Any, page: str) -> str:
    return reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_{page}")
