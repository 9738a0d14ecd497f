"""The list of cohorts, and the page of one."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from people.evidence import Confidence
from people.filters import CohortFilterSet
from people.models import Cohort, EndState, Source
from people.serializers import CitedSourceSerializer, CohortSerializer, EmploymentSerializer
from talentwatch.api.stored_rows import read_rows
from talentwatch.site.base_views import ListPage, RecordPage
from talentwatch.site.chart_images import cohort_chart, retention_chart
from talentwatch.site.cohorts import MAX_MEMBERS, Membership, cohort_jsonld
from talentwatch.site.past_rows import PastRows, cut
from talentwatch.site.source_details import add_source_details


class CohortsPage(ListPage):
    """All cohorts, by name."""

    template_name = "site/cohorts.html"
    api_name = "cohort-list"
    heading, counted = "Cohorts", "cohort,cohorts"
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

    def get_past_context(self, row: Mapping[str, Any], past: PastRows) -> dict[str, Any]:
        members = cut(row["members"], MAX_MEMBERS)
        people = {member["person"]["slug"] for member in members["rows"] if member["person"]}
        jobs = defaultdict(list)
        for job in past.naming("employments", "people", people):
            if job["end_state"] == EndState.ONGOING and job["confidence"] != Confidence.REFUTED:
                jobs[job["person"]["slug"]].append(job)
        for member in members["rows"]:
            member["jobs"] = jobs[member["person"]["slug"]] if member["person"] else []
        sources = past.records("sources", [row["source"]["slug"]]) if row["source"] else []
        past.add_source_details(sources)
        return {"members": members, "source": next(iter(sources), None)}
