"""Parameters of posts."""

from people.filters.cohort import CohortFilter
from people.filters.organization import OrganizationFilter
from people.models import Confidence, EndState, Person, Role
from talentwatch.api.filters import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    ChoicesFilter,
    DayFilter,
    DescendantsFilter,
    RecordFilter,
    StrictFilterSet,
    TruthFilter,
)


class EmploymentFilterSet(StrictFilterSet):
    dates = ("start", "end")

    person = RecordFilter(Person)
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values)
    end_state = ChoicesFilter(EndState.values)
    confidence = ChoicesFilter(Confidence.values)
    has_conflict = TruthFilter()
    cohort = CohortFilter("person__")
    on = DayFilter()
    certainty = CertaintyFilter()
    started_after = AfterFilter()
    started_before = BeforeFilter()
    ended_after = AfterFilter()
    ended_before = BeforeFilter()
