"""Record every change that readers can see, at the end of each edit.

The rows that an edit may affect are compared with the log's last documents of them, so an edit that readers can't
notice leaves no trace. It is safe to compare too many rows, but never too few.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, Q

from people.models import Employment, Organization, Person
from talentwatch.changefeed.comparison import corrections, is_respelled, new_conflicts, statement_of
from talentwatch.changefeed.models import Action, Change
from talentwatch.changefeed.serializers import CorrectionSerializer
from talentwatch.changefeed.snapshots import Document, current_documents
from talentwatch.chunks import chunked
from talentwatch.records.edit import Edit
from talentwatch.records.references import publishable_models, target
from talentwatch.resources import RECORD_TYPES, record_type_of

Owners = dict[str, set[str]]  # by resource: slugs of the owners whose rows are to be compared


@dataclass(frozen=True)
class RowDifference:
    """A row that differs from what readers last saw; documents are None while the row isn't public."""

    resource: str
    slug: str
    owner: str
    last_change: Change | None
    after: Document | None

    @property
    def before(self) -> Document | None:
        return self.last_change.document if self.last_change and not self.last_change.is_gone else None

    @property
    def changes_other_rows(self) -> bool:
        """Rows that show this one differ too."""
        names = RECORD_TYPES[self.resource].shown_elsewhere
        before, after = (document and [document[name] for name in names] for document in (self.before, self.after))
        return before != after


def record_edit(edit: Edit) -> None:
    """Log what readers see differently after an edit."""
    queue: Owners = defaultdict(set)
    created = set()
    for record in edit.recomputed:
        # Readers never saw a record that was never published.
        if not record.published_at:
            continue
        resource = record_type_of(type(record)).name
        queue[resource].add(record.slug)
        if edit.is_new(record):
            created.add((resource, record.slug))
        elif isinstance(record, Person):
            queue["moves"].add(record.slug)
        elif isinstance(record, Organization):
            # With another parent, moves may become internal, or cease to be.
            parts = Organization.objects.all().with_parts([record.pk])
            queue["moves"].update(Employment.objects.at_organizations(parts).values_list("person__slug", flat=True))
    _write(_affected_differences(queue, created), edit)


def catch_up(edit: Edit) -> int:
    """Compare all rows, log what was missed, and return the number of changes."""
    return _write([difference for resource in RECORD_TYPES for difference in _differences(resource, None)], edit)


def _affected_differences(queue: Owners, created: set[tuple[str, str]]) -> list[RowDifference]:
    """What differs in the rows of these owners, and in all rows that show a differing row."""
    compared: Owners = defaultdict(set)
    all_differences = []
    while queue:
        resource = next(name for name in RECORD_TYPES if name in queue)
        owners = queue.pop(resource) - compared[resource]
        compared[resource] |= owners
        differences = [difference for chunk in chunked(sorted(owners)) for difference in _differences(resource, chunk)]
        all_differences += differences
        for other, slugs in _rows_showing(resource, differences, created).items():
            queue.setdefault(other, set()).update(slugs)
    return all_differences


def _differences(resource: str, owners: Collection[str] | None) -> list[RowDifference]:
    """What differs from the log, in the order of slugs; None means all owners."""
    documents = current_documents(resource, owners)
    last_changes = Change.objects.current().filter(resource=resource)
    if owners is not None:
        # By slug too: a move may have belonged to another person when readers last saw it.
        last_changes = last_changes.filter(Q(owner__in=owners) | Q(slug__in=list(documents)))
    logged = {change.slug: change for change in last_changes}
    differences = []
    for slug in sorted(documents.keys() | logged.keys()):
        last_change = logged.get(slug)
        owner, document = documents.get(slug, (last_change.owner if last_change else slug, None))
        difference = RowDifference(resource, slug, owner, last_change, document)
        if difference.before != difference.after:
            differences.append(difference)
    return differences


def _rows_showing(resource: str, differences: list[RowDifference], created: set[tuple[str, str]]) -> Owners:
    """The owners of rows that show one of these rows, by name or in full."""
    owners: Owners = defaultdict(set)
    if resource == "employments":
        people = _slugs_in(differences, "person")
        owners["claims"] |= {difference.owner for difference in differences}
        owners["people"] |= people
        owners["moves"] |= people
    if resource == "organizations":
        owners["organizations"] |= _slugs_in(differences, "parent")
    renamed = [difference.slug for difference in differences if difference.changes_other_rows]
    # What names a new record was saved in the same edit, and is compared anyway.
    renamed = [slug for slug in renamed if (resource, slug) not in created]
    if resource == "people":
        owners["moves"].update(renamed)
    model = RECORD_TYPES[resource].model
    for other in publishable_models() if renamed else ():
        for reference in other.references:
            for chunk in chunked(renamed) if target(other, reference) is model else ():
                rows = other._base_manager.filter(**{f"{reference.path}__slug__in": chunk})
                owners[record_type_of(other).name].update(rows.values_list("slug", flat=True))
    return {other: slugs for other, slugs in owners.items() if slugs}


def _slugs_in(differences: list[RowDifference], field: str) -> set[str]:
    """The slugs of the records in a field, before and after."""
    documents = (document for difference in differences for document in (difference.before, difference.after))
    return {document[field]["slug"] for document in documents if document and document[field]}


def _write(differences: list[RowDifference], edit: Edit) -> int:
    """Append to the log. Edits are serialised, so numbers are unique and become visible in order."""
    if not differences:
        return 0
    for superseded in chunked(difference.last_change.pk for difference in differences if difference.last_change):
        Change.objects.filter(pk__in=superseded).update(is_latest=False)
    first = 1 + (Change.objects.aggregate(last=Max("seq"))["last"] or 0)
    changes = [_change(seq, difference, edit) for seq, difference in enumerate(differences, first)]
    corrected = [change for change in changes if change.is_correction]
    if corrected:
        rows = CorrectionSerializer(corrected, many=True, fields=["changes"], context={"request": None}).data
        for change, row in zip(corrected, rows, strict=True):
            # If only mentions of withdrawn records differ, there is nothing to show: it is no correction.
            if not row["changes"]:
                change.is_correction, change.is_typo, change.reason = False, False, ""
        _report_corrections([change for change in corrected if change.is_correction], edit)
    Change.objects.bulk_create(changes)
    return len(differences)


def _change(seq: int, difference: RowDifference, edit: Edit) -> Change:
    resource, last_change, document = difference.resource, difference.last_change, difference.after
    before = statement_of(resource, last_change.document) if last_change and document else None
    after = statement_of(resource, document) if before is not None and document else None
    is_correction = before != after
    is_typo = edit.is_typo or (
        not edit.correction and before is not None and after is not None and is_respelled(resource, before, after)
    )
    return Change(
        seq=seq,
        at=edit.at,
        action=_action(difference),
        resource=resource,
        slug=difference.slug,
        owner=difference.owner,
        document=document or (last_change.document if last_change else None),
        before=last_change,
        is_correction=is_correction,
        is_typo=is_typo and is_correction,
        reason=(edit.correction or "") if is_correction else "",
    )


def _report_corrections(corrected: list[Change], edit: Edit) -> None:
    """Tell the edit what of it needs a note for readers. Other records only show what it changed in these."""
    records = {(record_type_of(type(record)).name, record.slug): record for record in edit.recomputed}
    for change in corrected:
        record = records.get((change.resource, change.slug))
        if record is None or not edit.has_changed(record) or change.before is None:
            continue
        documents = change.before.document, change.document
        before, after = (statement_of(change.resource, document) or {} for document in documents)
        if fields := corrections(change.resource, before, after):
            edit.corrected[record] = [name.replace("_", " ") for name in fields]
        if change.resource == "employments":
            edit.new_conflicts += [f"{record}: {sentence}" for sentence in new_conflicts(*documents)]


def _action(difference: RowDifference) -> Action:
    if difference.after:
        return Action.CHANGED if difference.before else Action.PUBLISHED
    model = RECORD_TYPES[difference.resource].model
    is_merged = (
        hasattr(model, "merged_into")
        and model._base_manager.filter(slug=difference.slug, merged_into__isnull=False).exists()
    )
    return Action.MERGED if is_merged else Action.WITHDRAWN
