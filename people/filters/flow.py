"""Parameters of flows: those of the moves that are counted, and by what they are."""

from typing import Any, ClassVar

from people.filters.cohort import CohortFilter
from people.filters.move import MoveFilterSet, slugs_of
from people.filters.organization import meant
from people.flows import BY_PAIR, LARGEST_FIRST, Asked, Balances, Flows, Level, Period
from people.models import Confidence, Move, MoveKind
from talentwatch.api.filters import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    ChoicesFilter,
    DateTimeFilter,
    DescendantsFilter,
    ModifierFilter,
    StrictFilterSet,
)
from talentwatch.api.parameters import ChoiceParameter
from talentwatch.api.problems import BadParameters


class LevelFilter(ModifierFilter):
    description = (
        "unit: by the organizations themselves (the default). group: by their top-level ones, without moves within one."
    )
    field_class = ChoiceParameter

    def __init__(self) -> None:
        super().__init__(choices=Level.values)


class PeriodFilter(ModifierFilter):
    description = "By all time in one (the default), by year or by month."
    field_class = ChoiceParameter

    def __init__(self) -> None:
        super().__init__(choices=Period.values)


class CountedFilterSet(StrictFilterSet):
    """What is asked of the moves that are counted, and by what period they are."""

    updated_after = DateTimeFilter(
        field_name="updated_at", lookup_expr="gte", help_text="Counts only moves that changed at that moment or later."
    )

    @property
    def asked(self) -> Asked:
        """Raises BadParameters where the span turns back."""
        values = self.form.cleaned_data
        after, before = values["after"] and values["after"].earliest, values["before"] and values["before"].latest
        if after and before and before < after:
            raise BadParameters({"after": f"Accepted: a date before {before}, where the span ends."})
        return Asked(values["period"] or Period.ALL, after, before)


class FlowFilterSet(MoveFilterSet, CountedFilterSet):
    ordering = BY_PAIR
    orderings = (BY_PAIR, LARGEST_FIRST)
    ordering_description = (
        "origin: by origin, destination and period, what isn't known last; -possible: the largest first."
    )
    dates: ClassVar[tuple[str, ...]] = ()

    level = LevelFilter()
    period = PeriodFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        level = self.form.cleaned_data["level"] or Level.UNIT
        return Flows(super().filter_queryset(queryset), level, self.asked)


class BalanceFilterSet(CountedFilterSet):
    """Of the moves to and from the one organization that the queryset holds."""

    ordering = "period"
    orderings = ("period",)
    ordering_description = "In order of time."

    include_descendants = DescendantsFilter()
    kind = ChoicesFilter(MoveKind.values, help_text="Of any of these kinds.")
    confidence = ChoicesFilter(Confidence.values, help_text="With any of these confidences.")
    cohort = CohortFilter("person__")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()
    period = PeriodFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        pks = meant([one.pk for one in queryset], self.form.cleaned_data["include_descendants"])
        return Balances(super().filter_queryset(Move.objects.all()), slugs_of(pks), self.asked)
