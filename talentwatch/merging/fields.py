"""Two rows of one model become one, field by field: what is kept, what is taken over, and what an editor must choose."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, UniqueConstraint

from talentwatch.dates import PartialDate
from talentwatch.records.models import PublishableRecord
from talentwatch.revisions.diff import dates_of, text_of

OLDER, YOUNGER = "older", "younger"
KEPT_BY_THE_KIT = frozenset({"slug", "status", "merged_into"})
MapValue = Callable[["Field[Any, Any]", Any], Any]  # a column's value, the survivor for whoever is being merged


@dataclass(frozen=True)
class FieldChoice:
    """One thing that can be had in two ways."""

    key: str
    what: str  # of which row, and which field
    older: str
    younger: str
    usual: str  # what is taken where nobody chooses
    must_ask: bool = False  # neither is better by any rule
    chosen: str = ""

    @property
    def taken(self) -> str:
        return self.chosen or self.usual

    @property
    def is_open(self) -> bool:
        return self.must_ask and not self.chosen


class FieldMerge:
    """What the older row holds once the younger is one with it (`values`), and what the younger must let go of (`freed`)."""

    def __init__(self, older: Any, younger: Any, picks: dict[str, str], mapped: MapValue) -> None:
        self.older, self.younger, self.picks, self.mapped = older, younger, picks, mapped
        self.model = type(older)
        self.choices: list[FieldChoice] = []
        self.values: dict[str, Any] = {}
        self.freed: dict[str, Any] = {}
        self._goes_with: dict[str, str] = getattr(self.model, "goes_with", {})
        dates = dates_of(self.model)
        columns = {column for pair in dates.values() for column in pair}
        for field in self.model._meta.concrete_fields:
            if field.name not in columns | self._aside():
                self._fuse_column(field)
        for name in dates:
            self._fuse_date(name)

    def _aside(self) -> frozenset[str]:
        """What isn't a matter of choice; of a detail also what makes the two the same row."""
        aside = self.model.derived_fields | self.model.bookkeeping_fields
        if issubclass(self.model, PublishableRecord):
            return aside | KEPT_BY_THE_KIT
        return aside | {name.partition("__")[0] for name in self.model.natural_key_fields}

    def _fuse_column(self, field: "Field[Any, Any]") -> None:
        old, new = (self._read(field, row) for row in (self.older, self.younger))
        empty = {None, ""} if field.name in self.model.required_choices else {None, "", field.get_default()}
        taken = OLDER
        if old != new and new not in {None, ""}:
            usual = YOUNGER if old in empty else OLDER
            must_ask = old not in empty and new not in empty and self._is_decisive(field)
            taken = self._choose(field.name, str(field.verbose_name), self._show(field, old, new), usual, must_ask)
        value = old if taken == OLDER else new
        if value != getattr(self.older, field.attname):
            self.values[field.attname] = value
        held = getattr(self.younger, field.attname)
        if self._is_unique(field) and held not in {None, ""} and (field.is_relation or value == new):
            self.freed[field.attname] = None if field.null else ""

    def _read(self, field: "Field[Any, Any]", row: Any) -> Any:
        """The value; of a link to the same model nothing, where it leads back to one of the two."""
        value = self.mapped(field, getattr(row, field.attname))
        if field.related_model is not self.model or value is None:
            return value
        above, seen = value, set()
        while above is not None and above not in seen:
            if above in {self.older.pk, self.younger.pk}:
                return self._beyond(field, row, value)
            seen.add(above)
            rows = self.model._base_manager.filter(pk=above)
            above = self.mapped(field, rows.values_list(field.attname, flat=True).first())
        return value

    def _beyond(self, field: "Field[Any, Any]", row: Any, value: Any) -> Any:
        """Only the older row's own link, to a third that hangs on the younger, is left for the rules to refuse."""
        return value if row is self.older and value not in {self.older.pk, self.younger.pk} else None

    def _is_decisive(self, field: "Field[Any, Any]") -> bool:
        if field.name in self.model.required_choices or field.name in self._goes_with.values():
            return True
        return self._is_unique(field) and not field.is_relation

    def _is_unique(self, field: "Field[Any, Any]") -> bool:
        rules = [rule for rule in self.model._meta.constraints if isinstance(rule, UniqueConstraint)]
        return any(rule.fields == (field.name,) for rule in rules)

    def _fuse_date(self, name: str) -> None:
        """The narrower of two compatible dates; a date that goes with a state counts only where that state is taken."""
        old, new = getattr(self.older, name), getattr(self.younger, name)
        if state := self._goes_with.get(name):
            taken = self.values.get(state, getattr(self.older, state))
            old, new = (
                date if getattr(row, state) == taken else PartialDate()
                for row, date in ((self.older, old), (self.younger, new))
            )
        when = old.narrowed(new) if old.overlaps(new) else None
        if when is None:
            when = new if self._choose(name, name, (str(old), str(new)), OLDER, must_ask=True) == YOUNGER else old
        for column, day in zip(dates_of(self.model)[name], (when.earliest, when.latest), strict=True):
            if day != getattr(self.older, column):
                self.values[column] = day

    def _choose(self, name: str, title: str, shown: tuple[str, str], usual: str, must_ask: bool) -> str:  # noqa: FBT001 the last of what a choice is made of
        key = f"{self.model._meta.model_name}-{self.younger.pk}-{name}"
        kind = f"{self.model._meta.verbose_name} “{self.younger}”"
        picked = self.picks.get(key, "")
        chosen = picked if picked in {OLDER, YOUNGER} else ""
        choice = FieldChoice(key, f"{kind}: {title.replace('_', ' ')}", *shown, usual, must_ask, chosen)
        self.choices.append(choice)
        return choice.taken

    def _show(self, field: "Field[Any, Any]", *values: Any) -> Any:
        if not field.is_relation:
            return tuple(text_of(field, value) for value in values)
        target: Any = field.related_model
        found = target._base_manager.in_bulk([value for value in values if value])
        return tuple(str(found.get(value, "–")) for value in values)
