"""What events are found by."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import models

from events.models.event import NewsEvent
from people.models import Employment, Organization, OrganizationName, Person, PersonName
from people.models.search_text import names_of
from talentwatch.chunks import chunked
from talentwatch.records.declarations import OnMerge
from talentwatch.records.edit import Edit
from talentwatch.records.models import PublishableRecord
from talentwatch.records.querysets import names_hidden
from talentwatch.records.search_text import SEPARATOR, SearchText, indexed_text

# By which fields an event names records of these types.
NAMED_BY: dict[type, tuple[str, ...]] = {
    Person: ("people", "employments__person"),
    Organization: ("organizations", "employments__organization"),
    Employment: ("employments",),
}


class NewsEventSearchText(SearchText):
    """The headline and the summary, and the names of all published people and organizations that the event or its jobs name."""

    event = models.OneToOneField(NewsEvent, on_delete=models.CASCADE, primary_key=True, related_name="search_text")

    on_merge = {"event": OnMerge.KEEP}

    @classmethod
    def texts_of(cls, pks: Collection[int]) -> dict[int, str]:
        named: dict[Any, dict[int, set[int]]] = {
            Person: _named(NewsEvent.people.through, "newsevent", "person", Person, pks),
            Organization: _named(NewsEvent.organizations.through, "event", "organization", Organization, pks),
        }
        for event, person, organization in _jobs(pks):
            named[Person][event].add(person)
            named[Organization][event].add(organization)
        names = {
            model: names_of(rows, {pk for pks_of_event in named[model].values() for pk in pks_of_event})
            for model, rows in ((Person, PersonName), (Organization, OrganizationName))
        }
        texts = {}
        for pk, key in NewsEvent._base_manager.filter(pk__in=pks).order_by().values_list("pk", "search_key"):
            keys = [key]
            for model, by_event in named.items():
                keys += [name for record in sorted(by_event[pk]) for name in names[model][record]]
            texts[pk] = indexed_text(SEPARATOR.join(dict.fromkeys(keys)))
        return texts


def _named(
    links: Any, event: str, side: str, model: type[PublishableRecord], pks: Collection[int]
) -> dict[int, set[int]]:
    """The published records that each of these events names by a table of links, by primary keys."""
    named: dict[int, set[int]] = defaultdict(set)
    rows = links._base_manager.filter(~names_hidden(side, model), **{f"{event}__in": pks})
    for pk, record in rows.order_by().values_list(event, side):
        named[pk].add(record)
    return named


def _jobs(pks: Collection[int]) -> Any:
    """Event, person and organization of each published job that one of these events names, by primary keys."""
    hiding = {"employment": Employment, "employment__person": Person, "employment__organization": Organization}
    rows = NewsEvent.employments.through._base_manager.filter(
        *(~names_hidden(path, one) for path, one in hiding.items()), newsevent__in=pks
    )
    return rows.order_by().values_list("newsevent", "employment__person", "employment__organization")


def refresh_after_edit(edit: Edit) -> None:
    """As an edit closes: make the search texts again of the events that it changed, and of those that name what it changed."""
    changed: dict[type, list[int]] = defaultdict(list)
    created = {record.pk for record in edit.recomputed if isinstance(record, NewsEvent) and edit.is_new(record)}
    for record in edit.recomputed:
        if _is_found_otherwise(record, edit):
            changed[type(record)].append(record.pk)
    events = set(changed[NewsEvent])
    for model, lookups in NAMED_BY.items():
        for lookup in lookups:
            for chunk in chunked(changed[model]):
                named = NewsEvent._base_manager.filter(**{f"{lookup}__in": chunk}).order_by()
                events.update(named.values_list("pk", flat=True))
    NewsEventSearchText.objects.refresh(events, created)


def _is_found_otherwise(record: Any, edit: Edit) -> bool:
    """Whether the record, or events that name it, may be found by other words since."""
    if isinstance(record, NewsEvent):
        return edit.is_touched(record) or edit.may_differ_in(record, "headline", "summary")
    # What names a new record was saved in the same edit.
    if edit.is_new(record):
        return False
    if isinstance(record, Employment):
        return edit.may_differ_in(record, "person", "organization", "status")
    return (type(record), record.pk) in edit.renamed or edit.is_rechecked(record)
