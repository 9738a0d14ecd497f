"""Two rows of one model are combined field by field: which values the survivor gets, and which an editor must choose."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, UniqueConstraint

from talentwatch.dates import PartialDate
from talentwatch.phrases import format_date
from talentwatch.records.models import PublishableRecord
from talentwatch.revisions.values import NOTHING, partial_dates, value_text

SURVIVOR, DUPLICATE = "survivor", "duplicate"
SET_BY_MERGE = frozenset({"slug", "status", "merged_into"})
EMPTY = (None, "")
Resolve = Callable[["Field[Any, Any]", Any], Any]  # a column's value; the survivor's key in place of a merged record's


@dataclass(frozen=True)
class MergeChoice:
    """A choice between the survivor's value and the duplicate's."""

    key: str
    label: str
    survivor: str  # both values as text
    duplicate: str
    default: str  # SURVIVOR or DUPLICATE
    is_required: bool = False  # no rule prefers either, so an editor must choose
    chosen: str = ""

    @property
    def selected(self) -> str:
        return self.chosen or self.default

    @property
    def is_open(self) -> bool:
        return self.is_required and not self.chosen


def chosen_side(picks: dict[str, str], key: str) -> str:
    """SURVIVOR or DUPLICATE, as an editor chose; empty if they chose neither."""
    side = picks.get(key, "")
    return side if side in {SURVIVOR, DUPLICATE} else ""


class FieldMerge:
    """`values` to set on the survivor, and unique values that the duplicate must give up first (`cleared`)."""

    def __init__(self, survivor: Any, duplicate: Any, picks: dict[str, str], resolve: Resolve) -> None:
        self.survivor, self.duplicate, self.picks, self.resolve = survivor, duplicate, picks, resolve
        self.model = model = type(survivor)
        self.choices: list[MergeChoice] = []
        self.values: dict[str, Any] = {}
        self.cleared: dict[str, Any] = {}
        self._state_of: dict[str, str] = getattr(model, "goes_with", {})
        dates = partial_dates(model)
        self.states = {state for name, state in self._state_of.items() if name in dates}
        ignored = {column for columns in dates.values() for column in columns}
        ignored |= model.derived_fields | model.bookkeeping_fields
        if issubclass(model, PublishableRecord):
            ignored |= SET_BY_MERGE
        else:  # child rows are combined because they agree in these
            ignored |= {name.partition("__")[0] for name in model.natural_key_fields}
        for field in model._meta.concrete_fields:
            if field.name not in ignored:
                self._merge_column(field)
        for name in dates:
            self._merge_date(name)

    def _merge_column(self, field: "Field[Any, Any]") -> None:
        is_unique = any(
            isinstance(rule, UniqueConstraint) and rule.fields == (field.name,) for rule in self.model._meta.constraints
        )
        current, other = self._value(field, self.survivor), self._value(field, self.duplicate)
        if state := self._state_of.get(field.name):
            current, other = self._with_state(state, current, other, field.get_default())
        value = current
        if current != other and other not in EMPTY:
            is_choice = field.name in self.model.required_choices
            # A column's default is no information, unless the model wants editors asked about every difference.
            no_information = {*EMPTY} if is_choice else {*EMPTY, field.get_default()}
            is_decisive = is_choice or field.name in self.states or (is_unique and not field.is_relation)
            is_required = is_decisive and not {current, other} & no_information
            default = DUPLICATE if current in no_information else SURVIVOR
            if self._choose(
                field.name, field.verbose_name, self._texts(field, current, other), default, is_required=is_required
            ):
                value = other
        if value != getattr(self.survivor, field.attname):
            self.values[field.attname] = value
        held = getattr(self.duplicate, field.attname)
        if is_unique and held not in EMPTY and (field.is_relation or value == other):
            self.cleared[field.attname] = None if field.null else ""

    def _value(self, field: "Field[Any, Any]", row: Any) -> Any:
        """The column's value; None for a link within the model that leads back to one of the two rows."""
        value = self.resolve(field, getattr(row, field.attname))
        if field.related_model is not self.model:
            return value
        pair, seen = {self.survivor.pk, self.duplicate.pk}, set[Any]()
        ancestor = value
        while ancestor is not None and ancestor not in pair | seen:
            seen.add(ancestor)
            parents = self.model._base_manager.filter(pk=ancestor)
            ancestor = self.resolve(field, parents.values_list(field.attname, flat=True).first())
        # The survivor's link to a third record below the duplicate stays: it is a cycle, and the model's rules refuse it.
        is_refused_later = row is self.survivor and value not in pair
        return None if ancestor in pair and not is_refused_later else value

    def _merge_date(self, name: str) -> None:
        """Set the narrower of two compatible dates."""
        current, other = getattr(self.survivor, name), getattr(self.duplicate, name)
        if state := self._state_of.get(name):
            current, other = self._with_state(state, current, other, PartialDate())
        if current.overlaps(other):
            date = current.narrowed(other)
        else:
            texts = format_date(current), format_date(other)
            date = other if self._choose(name, name, texts, SURVIVOR, is_required=True) else current
        for column, day in zip(partial_dates(self.model)[name], (date.earliest, date.latest), strict=True):
            if day != getattr(self.survivor, column):
                self.values[column] = day

    def _with_state(self, state: str, current: Any, other: Any, nothing: Any) -> tuple[Any, Any]:
        """Both values; that of a row whose state isn't kept counts as nothing."""
        kept_state = self.values.get(state, getattr(self.survivor, state))
        current = current if getattr(self.survivor, state) == kept_state else nothing
        return current, other if getattr(self.duplicate, state) == kept_state else nothing

    def _choose(self, name: str, title: Any, texts: tuple[str, str], default: str, *, is_required: bool) -> bool:
        """Offer a choice, and return whether the duplicate's value is kept."""
        key = f"{self.model._meta.model_name}-{self.duplicate.pk}-{name}"
        label = f"{self.model._meta.verbose_name} “{self.duplicate}”: {str(title).replace('_', ' ')}"
        choice = MergeChoice(key, label, *texts, default, is_required, chosen_side(self.picks, key))
        self.choices.append(choice)
        return choice.selected == DUPLICATE

    def _texts(self, field: "Field[Any, Any]", current: Any, other: Any) -> tuple[str, str]:
        if not field.is_relation:
            return value_text(field, current), value_text(field, other)
        target: Any = field.related_model
        records = target._base_manager.in_bulk([pk for pk in (current, other) if pk])
        return str(records.get(current, NOTHING)), str(records.get(other, NOTHING))
