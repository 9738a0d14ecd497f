"""Keep the log: at the end of each edit look again at whatever it can have changed for readers.

What readers see of a row is compared with what the log says they saw, so that nothing is written for an edit that they
can't notice. Which rows to look at may be too many, never too few.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from people.models import Employment, Organization, Person
from talentwatch.changefeed.comparison import states_otherwise
from talentwatch.changefeed.models import Action, Change
from talentwatch.changefeed.serializers import CorrectionSerializer
from talentwatch.changefeed.snapshots import Document, current_documents, resource_of
from talentwatch.chunks import chunked
from talentwatch.records.edit import Edit
from talentwatch.records.references import publishable_models, target
from talentwatch.resources import RECORD_TYPES

Units = dict[str, set[str]]  # by resource: slugs of the records to look at


@dataclass(frozen=True)
class RowDifference:
    """One row that isn't as readers last saw it; None for what isn't public."""

    resource: str
    slug: str
    unit: str
    last: Change | None
    now: Document | None

    @property
    def before(self) -> Document | None:
        return self.last.said if self.last and not self.last.is_gone else None

    def is_called_otherwise(self) -> bool:
        """What other rows show of it isn't the same any more."""
        return _face(self.resource, self.before) != _face(self.resource, self.now)


def record_edit(edit: Edit) -> None:
    """After an edit: write down what readers see otherwise now."""
    waiting: Units = defaultdict(set)
    for record in edit.recomputed:
        if not record.published_at:  # readers never saw it, nor anything of it
            continue
        waiting[resource_of(type(record))].add(record.slug)
        if not edit.is_new(record):
            waiting["moves"] |= _movers(record)
    made = {(resource_of(type(record)), record.slug) for record in edit.recomputed if edit.is_new(record)}
    _write(_found_from(waiting, made), edit)


def catch_up(edit: Edit) -> int:
    """Look at every row there is, and write down what the log has missed; returns how many changes that were."""
    return _write([one for resource in RECORD_TYPES for one in _differences(resource, None)], edit)


def _found_from(waiting: Units, made: set[tuple[str, str]]) -> list[RowDifference]:
    """What differs in these units, and in all that shows something of what does.

    Whatever names a record that was made in this edit was saved in it too, and is looked at anyway.
    """
    seen: Units = defaultdict(set)
    all_found = []
    while waiting:
        resource = next(name for name in RECORD_TYPES if name in waiting)
        units = waiting.pop(resource) - seen[resource]
        seen[resource] |= units
        if units:
            found = [one for some in chunked(sorted(units)) for one in _differences(resource, some)]
            all_found += found
            for other, more in _showing(resource, found, made).items():
                waiting.setdefault(other, set()).update(more)
    return all_found


def _differences(resource: str, units: Collection[str] | None) -> list[RowDifference]:
    """What isn't as the log has it, in the order of slugs."""
    now = current_documents(resource, units)
    latest = Change.objects.current().filter(resource=resource)
    if units is not None:  # a move may have been somebody else's when readers last saw it
        latest = latest.filter(Q(unit__in=units) | Q(slug__in=list(now)))
    logged = {change.slug: change for change in latest}
    found = []
    for slug in sorted(now.keys() | logged.keys()):
        last = logged.get(slug)
        unit, said = now.get(slug, (last.unit if last else slug, None))
        difference = RowDifference(resource, slug, unit, last, said)
        if difference.before != difference.now:
            found.append(difference)
    return found


def _write(differences: list[RowDifference], edit: Edit) -> int:
    """Append to the log; edits take turns, so no number is given twice and none becomes visible out of order."""
    if not differences:
        return 0
    for superseded in chunked(one.last.pk for one in differences if one.last):
        Change.objects.filter(pk__in=superseded).update(is_latest=False)
    first = 1 + (Change.objects.aggregate(last=Max("seq"))["last"] or 0)
    changes = [_change(seq, one, edit) for seq, one in enumerate(differences, first)]
    _leave_out_the_unspeakable([change for change in changes if change.is_correction])
    Change.objects.bulk_create(changes)
    return len(differences)


def _leave_out_the_unspeakable(corrections: list[Change]) -> None:
    """Where all that differs is what a record said of others that left, there is nothing to tell: no correction."""
    rows = CorrectionSerializer(corrections, many=True, fields=["changes"], context={"request": None}).data
    for change, row in zip(corrections, rows, strict=True):
        if not row["changes"]:
            change.is_correction, change.is_typo, change.reason = False, False, ""


def _change(seq: int, difference: RowDifference, edit: Edit) -> Change:
    last, now = difference.last, difference.now
    is_correction = bool(last and now and states_otherwise(difference.resource, last.said, now))
    return Change(
        seq=seq,
        at=edit.at,
        action=_action(difference),
        resource=difference.resource,
        slug=difference.slug,
        unit=difference.unit,
        said=now or (last.said if last else None),
        before=last,
        is_correction=is_correction,
        is_typo=edit.is_typo and is_correction,
        reason=edit.correction if is_correction else "",
    )


def _action(difference: RowDifference) -> Action:
    if difference.now:
        return Action.CHANGED if difference.before else Action.PUBLISHED
    model = RECORD_TYPES[difference.resource].model
    is_merged = hasattr(model, "merged_into") and model._base_manager.filter(
        slug=difference.slug, merged_into__isnull=False
    )
    return Action.MERGED if is_merged and is_merged.exists() else Action.WITHDRAWN


# What else can look different then


def _showing(resource: str, differences: list[RowDifference], made: set[tuple[str, str]]) -> Units:
    """The rows that show something of these: by name, or in full."""
    found: Units = defaultdict(set)
    if resource == "employments":
        units = {one.unit for one in differences}
        people = _named_in(differences, "person")
        found["claims"], found["people"], found["moves"] = units, people, set(people)
    called_otherwise = [one for one in differences if one.is_called_otherwise()]
    if resource == "organizations":
        found["organizations"] |= _named_in(differences, "parent")
    if resource == "people":
        found["moves"] |= {one.unit for one in called_otherwise}
    for other, slugs in _naming(
        resource, [one.slug for one in called_otherwise if (resource, one.slug) not in made]
    ).items():
        found[other] |= slugs
    return {other: slugs for other, slugs in found.items() if slugs}


def _named_in(differences: list[RowDifference], field: str) -> set[str]:
    """Whom these name in a field, now or before."""
    return {said[field]["slug"] for one in differences for said in (one.before, one.now) if said and said[field]}


def _naming(resource: str, slugs: list[str]) -> Units:
    """The records that name these by one of their References."""
    found: Units = defaultdict(set)
    model = RECORD_TYPES[resource].model
    for other in publishable_models() if slugs else ():
        name = resource_of(other)
        for reference in other.references:
            for some in chunked(slugs) if target(other, reference) is model else ():
                rows = other._base_manager.filter(**{f"{reference.path}__slug__in": some})
                found[name] |= set(rows.values_list("slug", flat=True))
    return found


def _movers(record: Any) -> set[str]:
    """Whose moves may be of another kind: they were derived anew, or an organization is a part of something else now."""
    if isinstance(record, Person):
        return {record.slug}
    if not isinstance(record, Organization):
        return set()
    whole = Organization.objects.all().with_parts([record.pk])
    return set(Employment.objects.at(whole).values_list("person__slug", flat=True))


def _face(resource: str, document: Document | None) -> Any:
    """What other rows show of a row; None where it isn't public."""
    return document and [document[field] for field in RECORD_TYPES[resource].shown_elsewhere]
