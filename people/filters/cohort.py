"""Parameters of cohorts, and the parameter that takes the people of one."""

from people.models import Cohort, Person, Source
from talentwatch.api.filters import RecordFilter, SearchFilter, StrictFilterSet


class CohortFilter(RecordFilter):
    """People who are on a list."""

    def __init__(self, path: str = "") -> None:
        super().__init__(Cohort, field_name=f"{path}memberships__cohort")


class CohortFilterSet(StrictFilterSet):
    q = SearchFilter()
    person = RecordFilter(Person, field_name="members__person")
    source = RecordFilter(Source)
