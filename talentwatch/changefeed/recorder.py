"""Record every change that readers can see, at the end of each edit.

The rows that an edit may affect are compared with the log's last documents of them, so an edit that readers can't
notice leaves no trace. It is safe to compare too many rows, but never too few.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q

from people.models import Person
from talentwatch.changefeed.comparison import corrections, is_respelled, new_conflicts, statement_of
from talentwatch.changefeed.models import Action, Change
from talentwatch.changefeed.references import references_in
from talentwatch.changefeed.serializers import CorrectionSerializer
from talentwatch.changefeed.snapshots import Snapshot, current_snapshots, owner_path
from talentwatch.chunks import chunked
from talentwatch.documents.models import Document, Mention
from talentwatch.records.columns import insert_rows
from talentwatch.records.edit import Edit
from talentwatch.records.references import may_name_hidden, publishable_models, target
from talentwatch.resources import RECORD_TYPES, record_type_of

OWNERS_AT_ONCE = 500  # whose rows are rendered together
WRITTEN_AT_ONCE = 500  # rows
Data = dict[str, Any]
RecordKeys = Set[tuple[str, str]]  # resource and slug
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
    for chunk in chunked(edit.moved):
        queue["moves"].update(Person._base_manager.filter(pk__in=chunk).values_list("slug", flat=True))
    _record_differences(queue, created, edit)


def catch_up(edit: Edit) -> int:
    """Compare all rows, log what was missed, and return the number of changes."""
    changes = _end_documents_of_no_row()
    log = _Log(edit)
    for resource in RECORD_TYPES:
        owners = sorted(_all_owners(resource))
        for number, chunk in enumerate(chunked(owners, OWNERS_AT_ONCE)):
            log.write_rows_of(resource)
            changes += log.add(differences_of(resource, chunk))
            edit.progress(f"documents of {resource}", number * OWNERS_AT_ONCE + len(chunk), len(owners))
    log.write()
    return changes


def _all_owners(resource: str) -> set[str]:
    """The owners of all rows that are public, or were when the log was last written."""
    public = RECORD_TYPES[resource].viewset.queryset.order_by().values_list(owner_path(resource), flat=True)
    return {*public, *Change.objects.live().filter(resource=resource).order_by().values_list("owner", flat=True)}


def _end_documents_of_no_row() -> int:
    """Serve each row's latest document and no other, as the log says; returns how many of them were wrong."""
    served = Change.objects.live().filter(document__isnull=False)
    last = Change.objects.aggregate(last=Max("seq"))["last"]
    too_many = Document.objects.current().filter(~Exists(served.filter(document=OuterRef("pk")))).update(until=last)
    # What was kept without addresses is served to nobody, so that the comparison renders it.
    return too_many + Document.objects.servable().filter(pk__in=served.values("document"), until__isnull=False).update(
        until=None
    )


def _record_differences(queue: Owners, created: RecordKeys, edit: Edit) -> None:
    """Log what differs in the rows of these owners, and in all rows that show a differing row."""
    compared: Owners = defaultdict(set)
    log = _Log(edit)
    while queue:
        resource = next(name for name in RECORD_TYPES if name in queue)
        owners = queue.pop(resource) - compared[resource]
        compared[resource] |= owners
        # A few at a time, because the texts of all rows that show a large organization are too many to hold.
        for number, chunk in enumerate(chunked(sorted(owners), OWNERS_AT_ONCE)):
            log.write_rows_of(resource)
            differences = differences_of(resource, chunk)
            for other, slugs in _rows_showing(resource, differences, created).items():
                queue.setdefault(other, set()).update(slugs)
            log.add(differences)
            edit.progress(f"documents of {resource}", number * OWNERS_AT_ONCE + len(chunk), len(owners))
    log.write()


def differences_of(resource: str, owners: Collection[str]) -> list[RowDifference]:
    """What differs from the log in the rows of these owners, in the order of slugs."""
    snapshots = current_snapshots(resource, owners)
    # By slug too: a move may have belonged to another person when readers last saw it.
    of_owners = Q(owner__in=owners) | Q(slug__in=list(snapshots))
    last_changes = Change.objects.current().filter(of_owners, resource=resource).select_related("document")
    logged = {change.slug: change for change in last_changes.order_by()}
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


def _rows_showing(resource: str, differences: list[RowDifference], created: RecordKeys) -> Owners:
    """The owners of rows that show one of these rows, by name or in full."""
    owners: Owners = defaultdict(set)
    if resource == "employments":
        people = _slugs_in(differences, "person")
        owners["claims"] |= {difference.owner for difference in differences}
        owners["people"] |= people
        owners["moves"] |= people
    if resource == "organizations":
        owners["organizations"] |= _slugs_in(differences, "parent")
    # What names a new record was saved in the same edit, and is compared anyway.
    renamed = {
        difference.slug: difference
        for difference in differences
        if difference.changes_other_rows and (resource, difference.slug) not in created
    }
    if resource == "people":
        owners["moves"].update(renamed)
    model = RECORD_TYPES[resource].model
    # Until now, nothing public named what wasn't public itself, unless its reference allows that.
    known = [slug for slug, difference in renamed.items() if difference.before is not None]
    for other in publishable_models() if renamed else ():
        for reference in other.references:
            named = renamed if may_name_hidden(reference) else known
            for chunk in chunked(named) if target(other, reference) is model else ():
                rows = other._base_manager.filter(**{f"{reference.path}__slug__in": chunk})
                owners[record_type_of(other).name].update(rows.values_list("slug", flat=True))
    return {other: slugs for other, slugs in owners.items() if slugs}


def _slugs_in(differences: list[RowDifference], field: str) -> set[str]:
    """The slugs of the records in a field, before and after."""
    both = (data for difference in differences for data in (difference.before, difference.after))
    return {data[field]["slug"] for data in both if data and data[field]}


class _Log:
    """Appends the changes of one edit. Edits are serialised, so numbers are unique and become visible in order."""

    def __init__(self, edit: Edit) -> None:
        self.edit = edit
        self._waiting: list[RowDifference] = []

    @cached_property
    def first(self) -> int:
        """The number of the edit's first change: all of them become visible together, with it."""
        return 1 + (Change.objects.aggregate(last=Max("seq"))["last"] or 0)

    @cached_property
    def _numbers(self) -> Iterator[int]:
        return count(self.first)

    def add(self, differences: list[RowDifference]) -> int:
        """Write them, now or with more of them; returns how many there are."""
        self._waiting += differences
        if len(self._waiting) >= WRITTEN_AT_ONCE:
            self.write()
        return len(differences)

    def write_rows_of(self, resource: str) -> None:
        """Before more rows of a list are compared: a move may have belonged to another person, whose moves were compared first."""
        if any(difference.resource == resource for difference in self._waiting):
            self.write()

    def write(self) -> None:
        """Write all that was added."""
        differences, self._waiting = self._waiting, []
        if not differences:
            return
        for superseded in chunked(difference.last_change.pk for difference in differences if difference.last_change):
            Change.objects.filter(pk__in=superseded).update(is_latest=False)
        numbered = {next(self._numbers): difference for difference in differences}
        documents = _store_documents(numbered, self.first)
        actions = _actions(differences)
        changes = [
            _change(seq, one, actions[one.resource, one.slug], documents.get(seq), self.edit)
            for seq, one in numbered.items()
        ]
        corrected = [change for change in changes if change.is_correction]
        if corrected:
            rows = CorrectionSerializer(corrected, many=True, fields=["changes"], context={"request": None}).data
            for change, row in zip(corrected, rows, strict=True):
                # If only mentions of withdrawn records differ, there is nothing to show: it is no correction.
                if not row["changes"]:
                    change.is_correction, change.is_typo, change.reason = False, False, ""
            _report_corrections([change for change in corrected if change.is_correction], self.edit)
        insert_rows(changes)


def _store_documents(differences: dict[int, RowDifference], first: int) -> dict[int, Document]:
    """End the documents of rows that differ with the change `first`, and store the new ones, by the number of the change."""
    ended = [difference.document.pk for difference in differences.values() if difference.document]
    for chunk in chunked(ended):
        Document.objects.filter(pk__in=chunk, until__isnull=True).update(until=first)
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
    insert_rows(list(documents.values()))
    mentions = [
        Mention(document_id=seq, resource=resource, slug=slug)
        for seq, document in documents.items()
        for resource, slug in sorted(set(references_in(differences[seq].after)))
    ]
    insert_rows(mentions)
    return documents


def _change(seq: int, difference: RowDifference, action: Action, document: Document | None, edit: Edit) -> Change:
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
        action=action,
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


def _actions(differences: Collection[RowDifference]) -> dict[tuple[str, str], Action]:
    """What became of these rows, by resource and slug."""
    merged: set[tuple[str, str]] = set()
    for resource in {difference.resource for difference in differences if not difference.snapshot}:
        model = RECORD_TYPES[resource].model
        if hasattr(model, "merged_into"):
            gone = [one.slug for one in differences if one.resource == resource and not one.snapshot]
            for chunk in chunked(gone):
                rows = model._base_manager.filter(slug__in=chunk, merged_into__isnull=False).order_by()
                merged |= {(resource, slug) for slug in rows.values_list("slug", flat=True)}
    return {
        (one.resource, one.slug): (Action.CHANGED if one.document else Action.PUBLISHED)
        if one.snapshot
        else (Action.MERGED if (one.resource, one.slug) in merged else Action.WITHDRAWN)
        for one in differences
    }
