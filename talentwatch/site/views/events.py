"""The page of an event, and the events that pages of other records show."""

from collections.abc import Mapping
from typing import Any

from events.citations import cited_sources
from events.jsonld import event_jsonld
from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.models import Employment
from people.serializers import EmploymentSerializer
from talentwatch.site import limits
from talentwatch.site.base_views import RecordPage
from talentwatch.site.past_rows import PastRows, cut
from talentwatch.site.source_details import add_source_details


def latest_events(events: Any) -> Any:
    """The public ones of these events, each once, the latest first."""
    return NewsEvent.objects.published().filter(pk__in=events.values("pk")).order_by("-date_earliest", "slug")


class EventPage(RecordPage):
    """What happened, who is named, and which sources say so."""

    template_name = "site/event.html"
    queryset = NewsEvent.objects.published()
    serializer_class = NewsEventSerializer

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        employments = Employment.objects.published().filter(events=record).order_by("slug")
        sources = cited_sources(row["sources"])
        add_source_details(sources)
        return {
            "sources": sources,
            "jobs": self.first_rows(EmploymentSerializer, employments, limits.MAX_NAMES),
            "jsonld": event_jsonld({**row}),
        }

    def get_past_context(self, row: Mapping[str, Any], past: PastRows) -> dict[str, Any]:
        sources = cited_sources(row["sources"])
        past.add_source_details(sources)
        jobs = past.records("employments", [job["slug"] for job in row["employments"]])
        return {"sources": sources, "jobs": cut(jobs, limits.MAX_NAMES)}
