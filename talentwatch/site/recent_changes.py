"""What changed of late for readers: new, changed and corrected records, from the log of changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse

from talentwatch.changefeed.models import Action, Change
from talentwatch.phrases import format_count
from talentwatch.resources import RECORD_TYPES
from talentwatch.site.rankings import kept_ranking

RECENT = timedelta(days=7)
MAX_CHANGES, MAX_OLDER_CHANGES = 8, 4
# What readers look for. Moves are derived from jobs, and sources and claims are shown with what they say.
NOUNS = {
    "events": ("event", "events"),
    "employments": ("job", "jobs"),
    "people": ("person", "people"),
    "organizations": ("organization", "organizations"),
    "cohorts": ("cohort", "cohorts"),
}
NEW, CHANGED, CORRECTED = "New", "Changed", "Corrected"


@dataclass(frozen=True)
class RecentChange:
    """The latest change of one public record."""

    day: date
    sort: str
    name: str
    address: str


@dataclass(frozen=True)
class RecentChanges:
    """How many records changed in the last days, by sort, as phrases; and the latest changes, of before if there were none."""

    counts: dict[str, str]
    latest: list[RecentChange]


def recent_changes(now: datetime) -> RecentChanges:
    changes = Change.objects.live().filter(resource__in=NOUNS)
    # From the beginning of a day, so that the page is the same all day.
    first = datetime.combine(now.astimezone(UTC).date() - RECENT, time.min, UTC)
    numbers = kept_ranking(f"changes since {first.date()}", lambda: _count_changes(changes.filter(at__gte=first)))
    counts = {
        sort: ", ".join(_count(by_resource[resource], resource) for resource in NOUNS if by_resource[resource])
        for sort, by_resource in numbers.items()
        if by_resource
    }
    most = MAX_CHANGES if counts else MAX_OLDER_CHANGES
    columns = ("seq", "at", "action", "resource", "slug", "is_correction", "is_typo")
    return RecentChanges(counts, _named(list(changes.order_by("-seq").only(*columns)[:most])))


def _count_changes(changes: Any) -> dict[str, dict[str, int]]:
    """By sort and list."""
    numbers: dict[str, dict[str, int]] = {sort: defaultdict(int) for sort in (NEW, CHANGED, CORRECTED)}
    kinds = changes.order_by().values_list("action", "is_correction", "is_typo", "resource")
    for *kind, resource, number in kinds.annotate(number=Count("seq")):
        numbers[_sort(*kind)][resource] += number
    return numbers


def _sort(action: str, is_correction: bool, is_typo: bool) -> str:  # noqa: FBT001 columns of a row
    if action == Action.PUBLISHED:
        return NEW
    return CORRECTED if is_correction and not is_typo else CHANGED


def _count(number: int, resource: str) -> str:
    singular, plural = NOUNS[resource]
    return format_count(number, singular) if number == 1 else f"{number:,} {plural}"


def _named(changes: list[Change]) -> list[RecentChange]:
    """With the names of today; a record that isn't public now, even if the log doesn't know, is left out."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        slugs[change.resource].append(change.slug)
    records: dict[tuple[str, str], Any] = {}
    for resource, of_resource in slugs.items():
        rows = RECORD_TYPES[resource].viewset.queryset.filter(slug__in=of_resource)
        for record in rows.named() if resource == "employments" else rows:
            records[resource, record.slug] = record
    return [
        RecentChange(
            change.at.astimezone(UTC).date(),
            _sort(change.action, change.is_correction, change.is_typo),
            str(records[change.resource, change.slug]),
            _address(change.resource, records[change.resource, change.slug]),
        )
        for change in changes
        if (change.resource, change.slug) in records
    ]


def _address(resource: str, record: Any) -> str:
    if resource == "employments":
        return f"{reverse('person', args=[record.person.slug])}#{record.slug}"
    return reverse(str(RECORD_TYPES[resource].page), args=[record.slug])
