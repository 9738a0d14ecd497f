"""One merger at work: which records become one by it, what they hold, what hangs on them; and the plan that comes of it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

from talentwatch.merging.fields import OLDER, YOUNGER, FieldChoice, FieldMerge
from talentwatch.merging.journal import Journal, complaints
from talentwatch.merging.relations import Relation, relations_to
from talentwatch.publishing.permissions import merge_permission_error
from talentwatch.records.declarations import OnMerge
from talentwatch.records.models import PublishableRecord
from talentwatch.records.status import Status

PUBLICITY = {Status.WITHDRAWN: 0, Status.DRAFT: 1, Status.IN_REVIEW: 1, Status.PUBLISHED: 2}
Key = tuple[type[Any], Any]


def by_age(one: Any, other: Any) -> tuple[Any, Any]:
    """The older record first: it survives."""
    older, younger = sorted((one, other), key=lambda record: (record.created_at, record.pk))
    return older, younger


@dataclass
class MergePlan:
    """What a merger does: every row, every choice, and what is worth saying; or what stands against it."""

    versions: tuple[int, int]  # of the survivor and the loser, as they were found
    entries: list[dict[str, Any]] = field(default_factory=list)
    choices: list[FieldChoice] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return any(choice.is_open for choice in self.choices)

    @property
    def digest(self) -> str:
        """The same for the same deeds: what was shown is what is done. The numbers of new rows don't count."""
        deeds = [entry | ({"pk": None} if entry["act"] == "add" else {}) for entry in self.entries]
        return hashlib.sha256(json.dumps([self.versions, deeds, self.notes], sort_keys=True).encode()).hexdigest()


class MergeOperation:
    """One merger at work, and the pairs of other records that become one by it, as far as the user may; None: all may."""

    def __init__(self, survivor: Any, loser: Any, picks: dict[str, str], user: Any = None) -> None:
        self.picks, self.user = picks, user
        self.pairs = [(survivor, loser)]
        self.journal = Journal()
        self.plan = MergePlan((survivor.version, loser.version), self.journal.entries)
        self.becoming: dict[Key, Any] = {(type(loser), loser.pk): survivor.pk}

    def run(self) -> None:
        for tie in relations_to(type(self.pairs[0][0])):
            if tie.field.name in getattr(tie.model, "merge_keys", ()):
                self._pair_up(tie)
        before = list(self.pairs)
        for older, younger in before:
            self._fuse(older, younger)
        for older, younger in before:
            self._pass_on(older, younger)
        for older, younger in before:
            self._close(older, younger)
        sentences = complaints(self.journal.rows())
        if sentences:
            raise ValidationError(list(dict.fromkeys(sentences)))

    def mapped(self, field: Any, value: Any) -> Any:
        """A column's value; the survivor for whoever is being merged."""
        return self.becoming.get((field.related_model, value), value)

    # Which other records become one by it

    def _pair_up(self, tie: Relation) -> None:
        survivor, loser = self.pairs[0]
        mine, theirs = (self._live(tie, record) for record in (survivor, loser))
        for row in theirs:
            alike = [other for other in mine if self._may_repeat(row, other)]
            if len(alike) == 1 and [one for one in theirs if self._may_repeat(one, alike[0])] == [row]:
                self._offer(*by_age(row, alike[0]))
            elif alike:
                self.plan.notes.append(
                    f"Several {row._meta.verbose_name_plural} may be the same as {row}: all are kept."
                )

    def _live(self, tie: Relation, record: Any) -> list[Any]:
        rows = tie.model._base_manager.filter(**{tie.field.name: record.pk}).exclude(status=Status.WITHDRAWN)
        return list(rows.select_related(*tie.model.merge_keys).order_by("pk"))

    def _may_repeat(self, one: Any, other: Any) -> bool:
        merge_keys = [one._meta.get_field(name) for name in one.merge_keys]
        same = all(
            self.mapped(anchor, getattr(one, anchor.attname)) == self.mapped(anchor, getattr(other, anchor.attname))
            for anchor in merge_keys
        )
        return same and one.may_be_same(other)

    def _offer(self, older: Any, younger: Any) -> None:
        if PUBLICITY[older.status] < PUBLICITY[younger.status]:
            self.plan.notes.append(f"{older} stays beside {younger}: the older isn't published.")
            return
        if self.user and (sentence := merge_permission_error(self.user, older, younger)):
            self.plan.notes.append(f"{older} is there twice, and stays so. {sentence}")
            return
        key = f"{older._meta.model_name}-{younger.pk}-one"
        what = f"Two {older._meta.verbose_name_plural}, {older}, that may be the same"
        choice = FieldChoice(key, what, "become one", "stay two", OLDER)
        picked = self.picks.get(key, "")
        choice = replace(choice, chosen=picked if picked in {OLDER, YOUNGER} else "")
        self.plan.choices.append(choice)
        if choice.taken == OLDER:
            self.pairs.append((older, younger))
            self.becoming[type(younger), younger.pk] = older.pk

    # What they hold

    def _fuse(self, older: Any, younger: Any) -> None:
        fusion = FieldMerge(older, younger, self.picks, self.mapped)
        self.plan.choices += fusion.choices
        self.journal.change(type(younger), younger.pk, fusion.freed)
        self.journal.change(type(older), older.pk, fusion.values)

    # What hangs on them

    def _pass_on(self, older: Any, younger: Any) -> None:
        for tie in relations_to(type(younger)):
            if tie.on_merge in {OnMerge.REPOINT, OnMerge.COMBINE}:
                for row in tie.model._base_manager.filter(**{tie.field.name: younger.pk}).order_by("pk"):
                    self._rejoin(tie, row, older, younger)
        self._pass_on_links(older, younger)
        stored = type(older)._base_manager.get(pk=older.pk)
        for row in stored.carried_over_details([older, younger]):
            self.journal.add(row, f"keeps what {younger} was called, or {older}")

    def _rejoin(self, tie: Relation, row: Any, older: Any, younger: Any) -> None:
        if tie.field.many_to_many:
            self._relink(tie, row, older, younger)
        elif tie.on_merge is OnMerge.REPOINT:
            self.journal.change(tie.model, row.pk, {tie.field.attname: older.pk})
        else:
            self._meet(tie, row, older)

    def _relink(self, tie: Relation, row: Any, older: Any, younger: Any) -> None:
        if getattr(row, tie.field.name).filter(pk=older.pk).exists():
            self.plan.notes.append(f"{row} names both: it names {older} once.")
        else:
            self.journal.link(row, tie.field.name, older)
        self.journal.unlink(row, tie.field.name, younger)

    def _meet(self, tie: Relation, row: Any, older: Any) -> None:
        """A detail goes over, or becomes one with the one that is there already."""
        there = self._counterpart(tie, row, older.pk)
        if there:
            fusion = FieldMerge(there, row, self.picks, self.mapped)
            self.plan.choices += fusion.choices
            self.plan.notes.append(f"{row._meta.verbose_name.capitalize()} “{row}” is there twice: one is kept.")
            self.journal.remove(row, "is there already")
            self.journal.change(tie.model, there.pk, fusion.values)
            return
        moved = tie.model._base_manager.get(pk=row.pk)
        setattr(moved, tie.field.attname, older.pk)
        if moved.is_redundant:
            self.journal.remove(row, "says nothing new")
        else:
            self.journal.change(tie.model, row.pk, {tie.field.attname: older.pk})

    def _counterpart(self, tie: Relation, row: Any, survivor_pk: Any) -> Any:
        names = {lookup.partition("__")[0] for lookup in tie.model.natural_key_fields} - {tie.field.name}
        same = {row._meta.get_field(name).attname: getattr(row, row._meta.get_field(name).attname) for name in names}
        return tie.model._base_manager.filter(**same, **{tie.field.name: survivor_pk}).first()

    def _pass_on_links(self, older: Any, younger: Any) -> None:
        """What the younger itself names, by its own links."""
        for link in _own_links(type(younger)):
            known = set(getattr(older, link.name).values_list("pk", flat=True))
            for other in getattr(younger, link.name).exclude(pk__in=known):
                self.journal.link(older, link.name, other)

    def _close(self, older: Any, younger: Any) -> None:
        values = {"status": Status.WITHDRAWN.value, "merged_into_id": older.pk}
        self.journal.change(type(younger), younger.pk, values)


def _own_links(model: type[PublishableRecord]) -> Iterator[Any]:
    for link in model._meta.many_to_many:
        if link.remote_field.through._meta.auto_created:  # type: ignore[union-attr]  # else its rows go over by themselves
            yield link
