"""The front page."""

from typing import Any

from django.http import QueryDict

from events.filters import NewsEventFilterSet
from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.models import Organization, Person
from talentwatch.site import choices
from talentwatch.site.base_views import ListPage
from talentwatch.site.named_records import named_records


class FrontPage(ListPage):
    """The latest events, with search and filters."""

    template_name = "site/front.html"
    api_name = "newsevent-list"
    form_fields = ("q", "organization", "kind", "language", "after", "before")
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer
    filterset_class = NewsEventFilterSet

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        people, organizations = (named_records(model, params.get("q", "")) for model in (Person, Organization))
        return {
            "kinds": choices.kinds(params.get("kind")),
            "organizations": choices.organizations(params.get("organization")),
            "languages": choices.languages(params.get("language")),
            "matching_names": [*people.matching, *organizations.matching],
            "similar_names": [*people.similar, *organizations.similar],
        }
