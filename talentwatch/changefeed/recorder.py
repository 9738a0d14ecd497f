"""Record every change that readers can see, at the end of each edit.

The rows that an edit may affect are compared with the log's last documents of them, so an edit that readers can't
notice leaves no trace. It is safe to compare too many rows, but never too few.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max, Q

from people.models import Employment, Organization, Person
from talentwatch.changefeed.comparison import corrections, is_respelled, new_conflicts, statement_of
from talentwatch.changefeed.models import Action, Change
from talentwatch.changefeed.references import references_in
from talentwatch.changefeed.serializers import CorrectionSerializer
from talentwatch.changefeed.snapshots import Snapshot, current_snapshots, owner_path
from talentwatch.chunks import CHUNK_SIZE, chunked
from talentwatch.documents.models import Document, Mention
from talentwatch.records.edit import Edit
from talentwatch.records.references import publishable_models, target
from talentwatch.resources import RECORD_TYPES, record_type_of

Data = dict[str, Any]
Owners = dict[str, set[str]]  # by resource: slugs of the owners whose rows are to be compared


@dataclass(frozen=True)
class RowDifference:
    """A row that differs from what readers last saw; data is None while the row isn't public."""

    resource: str
    slug: str
    last_change: Change | None
    snapshot: Snapshot | None

    @property
    def owner(self) -> str:
        if self.snapshot:
            return self.snapshot.owner
        return self.last_change.owner if self.last_change else self.slug

    @property
    def document(self) -> Document | None:
        """What readers were served until now."""
        return _served_after(self.last_change)

    @cached_property
    def before(self) -> Data | None:
        return self.document.data if self.document else None

    @cached_property
    def after(self) -> Data | None:
        return self.snapshot.data if self.snapshot else None

    @property
    def changes_other_rows(self) -> bool:
        """Rows that show this one differ too."""
        names = RECORD_TYPES[self.resource].shown_elsewhere
        before, after = (data and [data[name] for name in names] for data in (self.before, self.after))
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
    count = _end_documents_of_no_row()
    for resource in RECORD_TYPES:
        for chunk in chunked(sorted(_all_owners(resource))):
            count += _write(_differences(resource, chunk), edit)
    return count


def _all_owners(resource: str) -> set[str]:
    """The owners of all rows that are public, or were when the log was last written."""
    public = RECORD_TYPES[resource].viewset.queryset.order_by().values_list(owner_path(resource), flat=True)
    return {*public, *Change.objects.live().filter(resource=resource).order_by().values_list("owner", flat=True)}


def _end_documents_of_no_row() -> int:
    """Serve each row's latest document and no other, as the log says; returns how many of them were wrong."""
    served = Change.objects.live().filter(document__isnull=False).values("document")
    last = Change.objects.aggregate(last=Max("seq"))["last"]
    too_many = Document.objects.current().exclude(pk__in=served).update(until=last)
    # What was kept without addresses is served to nobody, so that the comparison renders it.
    return too_many + Document.objects.servable().filter(pk__in=served, until__isnull=False).update(until=None)


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


def _differences(resource: str, owners: Collection[str]) -> list[RowDifference]:
    """What differs from the log in the rows of these owners, in the order of slugs."""
    snapshots = current_snapshots(resource, owners)
    # By slug too: a move may have belonged to another person when readers last saw it.
    of_owners = Q(owner__in=owners) | Q(slug__in=list(snapshots))
    last_changes = Change.objects.current().filter(of_owners, resource=resource).select_related("document")
    logged = {change.slug: change for change in last_changes}
    return [
        RowDifference(resource, slug, logged.get(slug), snapshots.get(slug))
        for slug in sorted(snapshots.keys() | logged.keys())
        if _differs(logged.get(slug), snapshots.get(slug))
    ]


def _differs(last_change: Change | None, snapshot: Snapshot | None) -> bool:
    document = _served_after(last_change)
    if snapshot is None or document is None:
        return bool(snapshot or document)
    return (document.row, document.nested) != (snapshot.row, snapshot.nested)


def _served_after(change: Change | None) -> Document | None:
    return change.document if change and not change.is_gone else None


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
    both = (data for difference in differences for data in (difference.before, difference.after))
    return {data[field]["slug"] for data in both if data and data[field]}


def _write(differences: list[RowDifference], edit: Edit) -> int:
    """Append to the log. Edits are serialised, so numbers are unique and become visible in order."""
    if not differences:
        return 0
    first = 1 + (Change.objects.aggregate(last=Max("seq"))["last"] or 0)
    for superseded in chunked(difference.last_change.pk for difference in differences if difference.last_change):
        Change.objects.filter(pk__in=superseded).update(is_latest=False)
    numbered = dict(enumerate(differences, first))
    documents = _store_documents(numbered)
    changes = [_change(seq, difference, documents.get(seq), edit) for seq, difference in numbered.items()]
    corrected = [change for change in changes if change.is_correction]
    if corrected:
        rows = CorrectionSerializer(corrected, many=True, fields=["changes"], context={"request": None}).data
        for change, row in zip(corrected, rows, strict=True):
            # If only mentions of withdrawn records differ, there is nothing to show: it is no correction.
            if not row["changes"]:
                change.is_correction, change.is_typo, change.reason = False, False, ""
        _report_corrections([change for change in corrected if change.is_correction], edit)
    Change.objects.bulk_create(changes, batch_size=CHUNK_SIZE)
    return len(differences)


def _store_documents(differences: dict[int, RowDifference]) -> dict[int, Document]:
    """End the documents of rows that differ, and store the new ones; both dicts are by the number of the change."""
    ended = [difference.document.pk for difference in differences.values() if difference.document]
    for chunk in chunked(ended):
        # The changes of an edit become visible together, with the first.
        Document.objects.filter(pk__in=chunk, until__isnull=True).update(until=min(differences))
    documents = {
        seq: Document(
            since=seq,
            resource=difference.resource,
            slug=difference.slug,
            row=difference.snapshot.row,
            nested=difference.snapshot.nested,
        )
        for seq, difference in differences.items()
        if difference.snapshot
    }
    Document.objects.bulk_create(documents.values(), batch_size=CHUNK_SIZE)
    mentions = [
        Mention(document=document, resource=resource, slug=slug)
        for seq, document in documents.items()
        for resource, slug in sorted(set(references_in(differences[seq].after)))
    ]
    Mention.objects.bulk_create(mentions, batch_size=CHUNK_SIZE)
    return documents


def _change(seq: int, difference: RowDifference, document: Document | None, edit: Edit) -> Change:
    resource, last_change = difference.resource, difference.last_change
    last_data = last_change.data if last_change else {}
    before = statement_of(resource, last_data) if last_data and difference.after else None
    after = statement_of(resource, difference.after) if before is not None and difference.after else None
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
        data = change.before.data, change.data
        before, after = (statement_of(change.resource, one) or {} for one in data)
        if fields := corrections(change.resource, before, after):
            edit.corrected[record] = [name.replace("_", " ") for name in fields]
        if change.resource == "employments":
            edit.new_conflicts += [f"{record}: {sentence}" for sentence in new_conflicts(*data)]


def _action(difference: RowDifference) -> Action:
    if difference.snapshot:
        return Action.CHANGED if difference.document else Action.PUBLISHED
    model = RECORD_TYPES[difference.resource].model
    is_merged = (
        hasattr(model, "merged_into")
        and model._base_manager.filter(slug=difference.slug, merged_into__isnull=False).exists()
    )
    return Action.MERGED if is_merged else Action.WITHDRAWN
