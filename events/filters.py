"""Filters of events."""

from typing import Any

from events.models import Citation, EventKind
from people.filters import CohortFilter, OrganizationFilter
from people.models import Confidence, Employment, Person, Source
from talentwatch.api.filters import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    ChoicesFilter,
    DescendantsFilter,
    LanguageFilter,
    RecordFilter,
    SearchFilter,
    StrictFilterSet,
)


class NewsEventFilterSet(StrictFilterSet):
    """The filters by source must all match the same published citation."""

    SOURCE_FILTERS = ("source", "language")

    ordering = "-date"
    dates = ("date",)

    q = SearchFilter(
        help_text="Every word in the headline, the summary, or a name of a person or organization that it names."
    )
    person = RecordFilter(Person, field_name="people", help_text="About any of these people, by slug.")
    organization = OrganizationFilter(field_name="organizations")
    include_descendants = DescendantsFilter()
    employment = RecordFilter(
        Employment, field_name="employments", help_text="About any of these jobs, by slug of the employment."
    )
    source = RecordFilter(Source, field_name="source", help_text="Reported by any of these sources, by slug.")
    kind = ChoicesFilter(EventKind.values, help_text="Of any of these kinds.")
    language = LanguageFilter(field_name="source__language")
    confidence = ChoicesFilter(Confidence.values, help_text="Of any of these levels of confidence.")
    cohort = CohortFilter("people__")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        values = self.form.cleaned_data
        source_filters = [name for name in self.SOURCE_FILTERS if values[name] is not None]
        citations = Citation.objects.published()
        for name in source_filters:
            citations = self.filters[name].filter(citations, values[name])
        for name in values.keys() - set(self.SOURCE_FILTERS):
            queryset = self.filters[name].filter(queryset, values[name])
        return queryset.filter(pk__in=citations.values("event")) if source_filters else queryset
