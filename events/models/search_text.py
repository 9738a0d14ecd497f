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
        named = {model: _named_by_events(model, pks) for model in (Person, Organization)}
        names = {
            model: names_of(rows, {pk for pks_of_event in named[model].values() for pk in pks_of_event})
            for model, rows in ((Person, PersonName), (Organization, OrganizationName))
        }
        texts = {}
        for pk, key in NewsEvent._base_manager.filter(pk__in=pks).values_list("pk", "search_key"):
            keys = [key]
            for model, by_event in named.items():
                keys += [name for record in sorted(by_event[pk]) for name in names[model][record]]
            texts[pk] = indexed_text(SEPARATOR.join(dict.fromkeys(keys)))
        return texts


def _named_by_events(model: Any, pks: Collection[int]) -> dict[int, set[int]]:
    """The published people or organizations that each of these events names, itself or by a published job."""
    direct, side = {
        Person: (NewsEvent.people.through, "person"),
        Organization: (NewsEvent.organizations.through, "organization"),
    }[model]
    event = "newsevent" if model is Person else "event"
    named: dict[int, set[int]] = defaultdict(set)
    rows = direct._base_manager.filter(~names_hidden(side, model), **{f"{event}__in": pks})
    hiding = {"employment": Employment, "employment__person": Person, "employment__organization": Organization}
    jobs = NewsEvent.employments.through._base_manager.filter(
        *(~names_hidden(path, one) for path, one in hiding.items()), newsevent__in=pks
    )
    for pairs in (rows.values_list(event, side), jobs.values_list("newsevent", f"employment__{side}")):
        for pk, record in pairs:
            named[pk].add(record)
    return named


def refresh_after_edit(edit: Edit) -> None:
    """As an edit closes: make the search texts again of the events that it changed, and of those that name what it changed."""
    changed: dict[type, list[int]] = defaultdict(list)
    for record in edit.recomputed:
        is_found_otherwise = (type(record), record.pk) in edit.renamed or edit.is_rechecked(record)
        # What names a new record was saved in the same edit.
        if isinstance(record, NewsEvent | Employment) or (is_found_otherwise and not edit.is_new(record)):
            changed[type(record)].append(record.pk)
    events = set(changed[NewsEvent])
    for model, lookups in NAMED_BY.items():
        for lookup in lookups:
            for chunk in chunked(changed[model]):
                events.update(NewsEvent._base_manager.filter(**{f"{lookup}__in": chunk}).values_list("pk", flat=True))
    NewsEventSearchText.objects.refresh(events)
