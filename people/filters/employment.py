"""Parameters of posts."""

from people.filters.cohort import CohortFilter
from people.filters.organization import OrganizationFilter
from people.models import Confidence, EndState, Person, Role
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

    person = RecordFilter(Person)
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values, help_text="In any of these roles.")
    end_state = ChoicesFilter(EndState.values, help_text="In any of these states.")
    confidence = ChoicesFilter(Confidence.values, help_text="With any of these confidences.")
    has_conflict = BooleanFilter(help_text="true: some claim conflicts with the desk's conclusion; false: none does.")
    cohort = CohortFilter("person__")
    on = DayFilter()
    certainty = CertaintyFilter()
    started_after = AfterFilter(help_text="Started on the day or later, from the earliest day of the date given.")
    started_before = BeforeFilter(help_text="Started on the day or earlier, to the latest day of the date given.")
    ended_after = AfterFilter(help_text="Ended on the day or later; only of posts that are over.")
    ended_before = BeforeFilter(help_text="Ended on the day or earlier; only of posts that are over.")
