"""Filters of events."""

from typing import Any

from events.models import Citation, EventKind, EventOrganization, Outcome, Part
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
    """The filters by source must all match the same published citation, those by organization the same published link."""

    SOURCE_FILTERS = ("source", "language")
    ORGANIZATION_FILTERS = ("organization", "part")

    ordering = "-date"
    dates = ("date",)

    q = SearchFilter(
        help_text="Every word in the headline, the summary, or a name of a person or organization that it names."
    )
    person = RecordFilter(Person, field_name="people", help_text="About any of these people, by slug.")
    organization = OrganizationFilter()
    include_descendants = DescendantsFilter()
    part = ChoicesFilter(
        Part.values, help_text="With an organization in any of these parts; together with organization: of that one."
    )
    employment = RecordFilter(
        Employment, field_name="employments", help_text="About any of these jobs, by slug of the employment."
    )
    source = RecordFilter(Source, field_name="source", help_text="Reported by any of these sources, by slug.")
    kind = ChoicesFilter(EventKind.values, help_text="Of any of these kinds. Acquisitions include bids that failed.")
    outcome = ChoicesFilter(Outcome.values, help_text="With any of these outcomes.")
    language = LanguageFilter(field_name="source__language")
    confidence = ChoicesFilter(Confidence.values, help_text="Of any of these levels of confidence.")
    cohort = CohortFilter("people__", person="people")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        for names in (self.SOURCE_FILTERS, self.ORGANIZATION_FILTERS):
            if self.has_values(names):
                model = self._model_of_links(names)
                # A source or an organization with a slug is known to be public, and so are the events.
                links = model.objects.all() if self.values[names[0]] else model.objects.published()
                queryset = queryset.filter(pk__in=self.apply_filters(links, names).values("event"))
        return self.apply_filters(queryset, self.names_except(self.SOURCE_FILTERS + self.ORGANIZATION_FILTERS))

    def _model_of_links(self, names: tuple[str, ...]) -> Any:
        """What links events to the sources that report them, or to the organizations that they are about."""
        return Citation if names is self.SOURCE_FILTERS else EventOrganization

    def grouped_rows(self, name: str) -> tuple[Any, str, str]:
        for names in (self.SOURCE_FILTERS, self.ORGANIZATION_FILTERS):
            if name not in names:
                continue
            links = self.apply_filters(self._model_of_links(names).objects.all(), names)
            if self.has_values(self.names_except(names)):
                links = links.filter(event__in=self.qs.values("pk"))
            # An event names an organization once; a source may report it twice, with another stance.
            return links, name, "pk" if name == "organization" else "event"
        return super().grouped_rows(name)
