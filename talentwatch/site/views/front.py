"""The front page."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from rest_framework.request import Request

from events.filters import NewsEventFilterSet
from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.models import Organization, Person
from talentwatch.site import choices
from talentwatch.site.base_views import ListPage
from talentwatch.site.leading_labs import latest_years, year_chart
from talentwatch.site.named_records import named_records
from talentwatch.site.recent_changes import recent_changes
from talentwatch.site.wording import count

MAX_LABS_ON_CARD = 3


class FrontPage(ListPage):
    """The latest events, with search and filters."""

    template_name = "site/front.html"
    api_name = "newsevent-list"
    heading, counted = "Events", "event,events"
    form_fields = ("q", "organization", "kind", "language", "after", "before")
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer
    filterset_class = NewsEventFilterSet

    def card_texts(self, request: Request) -> tuple[str, str]:
        """The moves of the year; with filters, what every list has."""
        if request.query_params:
            return super().card_texts(request)
        years = latest_years(timezone.now().date())
        fact = ""
        if years:
            labs = [f"{count(lab.people, 'person,people')} left {lab.organization.name}" for lab in years[0].labs]
            fact = f"At least {count(years[0].moves, 'move,moves')} in {years[0].year}"
            fact = ": ".join(filter(None, [fact, ", ".join(labs[:MAX_LABS_ON_CARD])]))
        return "Who moves between AI labs", fact

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        is_first_page = not params
        now = timezone.now()
        years = latest_years(now.date()) if is_first_page else []
        people, organizations = (named_records(model, params.get("q", "")) for model in (Person, Organization))
        return {
            "years": years,
            "chart": year_chart(years[0]) if years else None,
            "changes": recent_changes(now) if is_first_page else None,
            "kinds": choices.kinds(params.get("kind")),
            "organizations": choices.organizations(params.get("organization")),
            "languages": choices.languages(params.get("language")),
            "matching_names": [*people.matching, *organizations.matching],
            "similar_names": [*people.similar, *organizations.similar],
        }
