"""The list of cohorts, and the page of one."""

from collections.abc import Mapping
from typing import Any

from people.filters import CohortFilterSet
from people.models import Cohort, Source
from people.serializers import CitedSourceSerializer, CohortSerializer, EmploymentSerializer
from talentwatch.api.stored_rows import read_rows
from talentwatch.site.base_views import ListPage, RecordPage
from talentwatch.site.chart_images import cohort_chart, retention_chart
from talentwatch.site.cohorts import Membership, cohort_jsonld
from talentwatch.site.source_details import add_source_details


class CohortsPage(ListPage):
    """All cohorts, by name."""

    template_name = "site/cohorts.html"
    api_name = "cohort-list"
    page_size = 100
    queryset = Cohort.objects.published()
    serializer_class = CohortSerializer
    filterset_class = CohortFilterSet


class CohortPage(RecordPage):
    """Who is on the list, and where they are now."""

    template_name = "site/cohort.html"
    queryset = Cohort.objects.published()
    serializer_class = CohortSerializer

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        membership = Membership(record)
        jobs = read_rows(membership.current_employments(), EmploymentSerializer, self.request)
        members = membership.members(jobs)
        retention = membership.retention()
        source = dict(CitedSourceSerializer(Source.objects.get(pk=record.source_id)).data)
        add_source_details([source])
        return {
            "members": members,
            "source": source,
            "chart": cohort_chart(row, len(members["rows"])),
            "retention": retention,
            "retention_chart": retention
            and retention_chart(row, retention["organization"], len(retention["elsewhere"])),
            "jsonld": cohort_jsonld(row, members["rows"]),
        }
