"""The plan of a merge: which records it combines, field by field and relation by relation, and what an editor must choose."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from talentwatch.merging.fields import SURVIVOR, FieldMerge, MergeChoice, chosen_side
from talentwatch.merging.journal import Journal
from talentwatch.merging.relations import Relation, relations_to
from talentwatch.publishing.permissions import merge_permission_error
from talentwatch.records.declarations import OnMerge
from talentwatch.records.status import Status

ProgressCallback = Callable[[int, int], None]  # called with how many rows are done, and how many there are
PUBLICITY = {Status.WITHDRAWN: 0, Status.DRAFT: 1, Status.IN_REVIEW: 1, Status.PUBLISHED: 2}


def by_age(record: Any, other: Any) -> tuple[Any, Any]:
    """The two records, the older first: it is the survivor."""
    older, younger = sorted((record, other), key=lambda each: (each.created_at, each.pk))
    return older, younger


def merge_size(duplicate: Any) -> int:
    """How many rows a merge of this duplicate changes, not counting what follows from them."""
    return sum(
        relation.model._base_manager.filter(**{relation.field.name: duplicate.pk}).count()
        for relation in relations_to(type(duplicate))
        if relation.on_merge in {OnMerge.REPOINT, OnMerge.COMBINE}
    )


@dataclass
class MergePlan:
    """Every row that a merge writes, the choices and notes for the editor; or the obstacles that forbid it."""

    versions: tuple[int, int]  # of the survivor and the duplicate, as they were read
    entries: list[dict[str, Any]] = field(default_factory=list)
    choices: list[MergeChoice] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    note_error: str = ""  # what readers saw otherwise before, so that the merge needs a note for them
    conflicts: list[str] = field(default_factory=list)  # the sources that it newly contradicts

    @property
    def is_open(self) -> bool:
        """A required choice hasn't been made."""
        return any(choice.is_open for choice in self.choices)

    @property
    def digest(self) -> str:
        """Equal for plans that write the same; the keys of new rows don't count."""
        entries = [entry | ({"pk": None} if entry["act"] == "add" else {}) for entry in self.entries]
        return hashlib.sha256(json.dumps([self.versions, entries, self.notes], sort_keys=True).encode()).hexdigest()


class MergeOperation:
    """Carries out a merge inside an edit, and builds its plan.

    The positions of two merged people may be duplicates too: such pairs are merged along with them, as far as the user is
    allowed to (None: everything is).
    """

    def __init__(
        self,
        survivor: Any,
        duplicate: Any,
        picks: dict[str, str],
        user: Any = None,
        progress: ProgressCallback | None = None,
    ) -> None:
        self.picks, self.user, self.progress = picks, user, progress
        self.done, self.total = 0, merge_size(duplicate) if progress else 0
        self.pairs = [(survivor, duplicate)]
        self.journal = Journal()
        self.plan = MergePlan((survivor.version, duplicate.version), self.journal.entries)
        self.survivor_pks: dict[tuple[type[Any], Any], Any] = {(type(duplicate), duplicate.pk): survivor.pk}

    def run(self) -> None:
        """Raises ValidationError if a changed row breaks one of its own rules."""
        for relation in relations_to(type(self.pairs[0][0])):
            if relation.field.name in getattr(relation.model, "merge_keys", ()):
                self.find_pairs(relation)
        for survivor, duplicate in self.pairs:
            merged = FieldMerge(survivor, duplicate, self.picks, self.resolve)
            self.plan.choices += merged.choices
            self.journal.change(type(duplicate), duplicate.pk, merged.cleared)
            self.journal.change(type(survivor), survivor.pk, merged.values)
        for survivor, duplicate in self.pairs:
            self.repoint(survivor, duplicate)
            self.carry_over(survivor, duplicate)
        for survivor, duplicate in self.pairs:
            values = {"status": Status.WITHDRAWN.value, "merged_into_id": survivor.pk}
            self.journal.change(type(duplicate), duplicate.pk, values)
        self.journal.check_rows()

    def resolve(self, field: Any, value: Any) -> Any:
        """A column's value, with the survivor's key in place of a merged record's."""
        return self.survivor_pks.get((field.related_model, value), value)

    # Pairs of other records that are merged along with the two

    def find_pairs(self, relation: Relation) -> None:
        """Pair each row of the duplicate with the one row of the survivor that may be the same, if it is the only one."""
        survivor_rows, duplicate_rows = (
            list(
                relation.model._base_manager.filter(**{relation.field.name: record.pk})
                .exclude(status=Status.WITHDRAWN)
                .select_related(*relation.model.merge_keys)
                .order_by("pk")
            )
            for record in self.pairs[0]
        )
        for row in duplicate_rows:
            matches = [other for other in survivor_rows if self.may_be_same_after_merge(row, other)]
            rivals = [other for other in duplicate_rows if matches and self.may_be_same_after_merge(other, matches[0])]
            if len(matches) == len(rivals) == 1:
                self.add_pair(*by_age(row, matches[0]))
            elif matches:
                plural = row._meta.verbose_name_plural
                self.plan.notes.append(f"Several {plural} may be the same as {row}: all are kept.")

    def may_be_same_after_merge(self, row: Any, other: Any) -> bool:
        keys = [row._meta.get_field(name) for name in row.merge_keys]
        has_same_keys = all(
            self.resolve(key, getattr(row, key.attname)) == self.resolve(key, getattr(other, key.attname))
            for key in keys
        )
        return has_same_keys and row.may_be_same(other)

    def add_pair(self, survivor: Any, duplicate: Any) -> None:
        """Merge the pair too, unless the survivor is less public, the user isn't allowed to or chooses to keep both."""
        if PUBLICITY[survivor.status] < PUBLICITY[duplicate.status]:
            self.plan.notes.append(f"{survivor} and {duplicate} are both kept: the older isn't published.")
            return
        if self.user and (sentence := merge_permission_error(self.user, survivor, duplicate)):
            self.plan.notes.append(f"{survivor} and its duplicate are both kept. {sentence}")
            return
        key = f"{survivor._meta.model_name}-{duplicate.pk}-merge"
        label = f"Two {survivor._meta.verbose_name_plural} that may be the same, {survivor}"
        side = chosen_side(self.picks, key)
        choice = MergeChoice(key, label, "merge them", "keep both", SURVIVOR, chosen=side)
        self.plan.choices.append(choice)
        if choice.selected == SURVIVOR:
            self.pairs.append((survivor, duplicate))
            self.survivor_pks[type(duplicate), duplicate.pk] = survivor.pk

    # Rows that name the duplicate, and rows that it names

    def repoint(self, survivor: Any, duplicate: Any) -> None:
        for relation in relations_to(type(duplicate)):
            if relation.on_merge not in {OnMerge.REPOINT, OnMerge.COMBINE}:
                continue
            for row in relation.model._base_manager.filter(**{relation.field.name: duplicate.pk}).order_by("pk"):
                if self.progress:
                    self.done += 1
                    self.progress(self.done, max(self.done, self.total))
                if relation.on_merge is OnMerge.COMBINE:
                    self.combine(relation, row, survivor)
                elif not relation.field.many_to_many:
                    self.journal.change(relation.model, row.pk, {relation.field.attname: survivor.pk})
                else:
                    if getattr(row, relation.field.name).filter(pk=survivor.pk).exists():
                        self.plan.notes.append(f"{row} names both records: from now on it names {survivor} once.")
                    else:
                        self.journal.link(row, relation.field.name, survivor)
                    self.journal.unlink(row, relation.field.name, duplicate)

    def combine(self, relation: Relation, row: Any, survivor: Any) -> None:
        """Move a child row to the survivor, or combine it with the same row that the survivor already has."""
        key_names = {lookup.partition("__")[0] for lookup in relation.model.natural_key_fields} - {relation.field.name}
        key_columns = [relation.model._meta.get_field(name).attname for name in key_names]
        key = {column: getattr(row, column) for column in key_columns}
        same = relation.model._base_manager.filter(**key, **{relation.field.name: survivor.pk}).first()
        if same:
            merged = FieldMerge(same, row, self.picks, self.resolve)
            self.plan.choices += merged.choices
            self.plan.notes.append(f"Both records have the {row._meta.verbose_name} “{row}”: one is kept.")
            self.journal.remove(row, "already exists")
            self.journal.change(relation.model, same.pk, merged.values)
            return
        moved = relation.model._base_manager.get(pk=row.pk)
        setattr(moved, relation.field.attname, survivor.pk)
        if moved.is_redundant:
            self.journal.remove(row, "adds nothing")
        else:
            self.journal.change(relation.model, row.pk, {relation.field.attname: survivor.pk})

    def carry_over(self, survivor: Any, duplicate: Any) -> None:
        """Give the survivor the duplicate's own links, and child rows for what it has no field for."""
        for link in type(duplicate)._meta.many_to_many:
            # The rows of a through model of our own are relations, and were repointed above.
            if link.remote_field.through._meta.auto_created:
                linked_already = set(getattr(survivor, link.name).values_list("pk", flat=True))
                for record in getattr(duplicate, link.name).exclude(pk__in=linked_already):
                    self.journal.link(survivor, link.name, record)
        stored = type(survivor)._base_manager.get(pk=survivor.pk)
        for record in (survivor, duplicate):
            for row in stored.carried_over_details(record):
                self.journal.add(row, f"carried over from {record}")
