"""Filters of claims."""

from typing import Any

from people.filters.cohort import CohortOfJobsFilter
from people.filters.organization import OrganizationFilter
from people.models import Employment, Person, Source, Stance
from talentwatch.api.filters import (
    BooleanFilter,
    ChoicesFilter,
    DescendantsFilter,
    LanguageFilter,
    RecordFilter,
    StrictFilterSet,
)


class ConflictFilter(BooleanFilter):
    description = "true: contradicts the desk's conclusion; false: doesn't."

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.in_conflict(value)


class ClaimFilterSet(StrictFilterSet):
    dates = ("start", "end")

    employment = RecordFilter(Employment)
    person = RecordFilter(Person, field_name="employment__person")
    organization = OrganizationFilter(field_name="employment__organization")
    include_descendants = DescendantsFilter()
    source = RecordFilter(Source)
    stance = ChoicesFilter(Stance.values, help_text="With any of these stances.")
    language = LanguageFilter(field_name="source__language")
    cohort = CohortOfJobsFilter("employment__person__", person="employment__person")
    has_conflict = ConflictFilter()
