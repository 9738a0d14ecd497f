"""Filters of employments."""

from people.filters.cohort import CohortOfJobsFilter
from people.filters.organization import OrganizationFilter
from people.models import Confidence, EndReason, EndState, LeftFor, Person, Role
from talentwatch.api.filters import (
    AfterFilter,
    BeforeFilter,
    BooleanFilter,
    CertaintyFilter,
    ChoicesFilter,
    DayFilter,
    DescendantsFilter,
    RecordFilter,
    StrictFilterSet,
)


class EmploymentFilterSet(StrictFilterSet):
    dates = ("start", "end")
    expansions = ("claims",)

    person = RecordFilter(Person)
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values, help_text="In any of these roles.")
    end_state = ChoicesFilter(EndState.values, help_text="In any of these states.")
    end_reason = ChoicesFilter(EndReason.values, help_text="Ended for any of these reasons.")
    left_for = ChoicesFilter(LeftFor.values, help_text="Left for any of these purposes.")
    confidence = ChoicesFilter(Confidence.values, help_text="Of any of these levels of confidence.")
    has_conflict = BooleanFilter(help_text="true: a claim contradicts the desk's conclusion; false: none does.")
    cohort = CohortOfJobsFilter("person__")
    on = DayFilter()
    certainty = CertaintyFilter()
    started_after = AfterFilter(help_text="Started on or after the earliest day of this date.")
    started_before = BeforeFilter(help_text="Started on or before the latest day of this date.")
    ended_after = AfterFilter(help_text="Ended on or after the earliest day of this date; only jobs that have ended.")
    ended_before = BeforeFilter(help_text="Ended on or before the latest day of this date; only jobs that have ended.")
