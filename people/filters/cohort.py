"""Filters of cohorts, and the filter by the cohort that a person is in."""

from people.models import Cohort, Person, Source
from talentwatch.api.filters import RecordFilter, SearchFilter, StrictFilterSet


class CohortFilter(RecordFilter):
    def __init__(self, path: str = "") -> None:
        description = "Of people on any of these lists, by slug."
        super().__init__(Cohort, field_name=f"{path}memberships__cohort", help_text=description)


class CohortFilterSet(StrictFilterSet):
    q = SearchFilter(help_text="Every word in the name or the description.")
    person = RecordFilter(Person, field_name="members__person", help_text="With any of these people, by slug.")
    source = RecordFilter(Source, help_text="Lists from any of these sources, by slug.")
