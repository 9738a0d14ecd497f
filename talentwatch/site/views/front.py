"""The front page."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone

from events.filters import NewsEventFilterSet
from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.models import Organization, Person
from talentwatch.site import choices
from talentwatch.site.base_views import ListPage
from talentwatch.site.leading_labs import latest_years, year_chart
from talentwatch.site.named_records import named_records
from talentwatch.site.recent_changes import recent_changes


class FrontPage(ListPage):
    """The latest events, with search and filters."""

    template_name = "site/front.html"
    api_name = "newsevent-list"
    form_fields = ("q", "organization", "kind", "language", "after", "before")
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer
    filterset_class = NewsEventFilterSet

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
