"""Filters of flows: those of the moves that are counted, the level and the period."""

from typing import Any, ClassVar

from people.filters.cohort import CohortOfJobsFilter
from people.filters.move import MoveFilterSet, organization_slugs
from people.filters.organization import with_descendants
from people.flows import BY_PAIR, LARGEST_FIRST, Balances, Flows, Level, Period, PeriodCounter
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


class LevelFilter(ModifierFilter):
    description = (
        "unit: count by organization (the default). group: count by top-level organization, without moves within one."
    )
    field_class = ChoiceParameter

    def __init__(self) -> None:
        super().__init__(choices=Level.values)


class PeriodFilter(ModifierFilter):
    description = "Count for all time (the default), by year or by month."
    field_class = ChoiceParameter

    def __init__(self) -> None:
        super().__init__(choices=Period.values)


class CountedFilterSet(StrictFilterSet):
    """What flows and balances have in common: they are counts already, and have no groups."""

    @classmethod
    def groupings(cls) -> list[str]:
        return []

    updated_after = DateTimeFilter(
        field_name="updated_at", lookup_expr="gte", help_text="Count only moves updated at or after this time."
    )

    @property
    def counter(self) -> PeriodCounter:
        """By the parameters period, after and before."""
        values = self.values
        after, before = values["after"] and values["after"].earliest, values["before"] and values["before"].latest
        return PeriodCounter(values["period"] or Period.ALL, after, before)


class FlowFilterSet(CountedFilterSet, MoveFilterSet):
    ordering = BY_PAIR
    orderings = (BY_PAIR, LARGEST_FIRST)
    ordering_description = (
        "origin: by origin, destination and period, with unknown values last; -possible: the largest first."
    )
    dates: ClassVar[tuple[str, ...]] = ()

    level = LevelFilter()
    period = PeriodFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        level = self.values["level"] or Level.UNIT
        return Flows(super().filter_queryset(queryset), level, self.counter)


class BalanceFilterSet(CountedFilterSet):
    """Filters of the moves to and from an organization; the queryset holds just that organization."""

    ordering = "period"
    orderings = ("period",)
    ordering_description = "In chronological order."

    include_descendants = DescendantsFilter()
    kind = ChoicesFilter(MoveKind.values, help_text="Of any of these kinds.")
    confidence = ChoicesFilter(Confidence.values, help_text="Of any of these levels of confidence.")
    cohort = CohortOfJobsFilter("person__")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()
    period = PeriodFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        organizations = with_descendants(
            [organization.pk for organization in queryset], self.values["include_descendants"]
        )
        return Balances(super().filter_queryset(Move.objects.all()), organization_slugs(organizations), self.counter)
