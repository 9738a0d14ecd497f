"""URL parameters of events."""

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
    """What is asked of sources must hold for one and the same published source."""

    CITED = ("source", "language")

    ordering = "-date"
    dates = ("date",)

    q = SearchFilter()
    person = RecordFilter(Person, field_name="people")
    organization = OrganizationFilter(field_name="organizations")
    include_descendants = DescendantsFilter()
    employment = RecordFilter(Employment, field_name="employments")
    source = RecordFilter(Source, field_name="source")
    kind = ChoicesFilter(EventKind.values)
    language = LanguageFilter(field_name="source__language")
    confidence = ChoicesFilter(Confidence.values)
    cohort = CohortFilter("people__")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        values = self.form.cleaned_data
        asked = [name for name in self.CITED if values[name] is not None]
        citations = Citation.objects.published()
        for name in asked:
            citations = self.filters[name].filter(citations, values[name])
        for name in values.keys() - set(self.CITED):
            queryset = self.filters[name].filter(queryset, values[name])
        return queryset.filter(pk__in=citations.values("event")) if asked else queryset
