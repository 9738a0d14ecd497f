"""The list of people, and the page of one."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.http import QueryDict

from events.models import NewsEvent
from events.serializers import NewsEventSerializer
from people.filters import PersonFilterSet
from people.jsonld import person_jsonld
from people.models import Cohort, Employment, EndState, Move, Person
from people.serializers import (
    CohortSerializer,
    EmploymentSerializer,
    EmploymentWithClaimsSerializer,
    MoveSerializer,
    PersonSerializer,
)
from people.serializers.columns import reference_columns
from talentwatch.api.stored_rows import read_rows
from talentwatch.charts.career_order import in_career_order
from talentwatch.site import choices, limits
from talentwatch.site.base_views import ListPage, RecordPage
from talentwatch.site.chart_images import career_chart
from talentwatch.site.disagreement import worst_disagreement
from talentwatch.site.named_records import named_records
from talentwatch.site.past_rows import PastRows, by_date, cut
from talentwatch.site.source_agreement import agreements
from talentwatch.site.source_details import add_source_details
from talentwatch.site.views.events import latest_events

MAX_CURRENT_JOBS = 3


class PeoplePage(ListPage):
    """All people, by name, each with where they are and their latest move."""

    template_name = "site/people.html"
    api_name = "person-list"
    heading, counted = "People", "person,people"
    form_fields = ("q", "organization", "role", "cohort")
    page_size = 60
    queryset = Person.objects.published()
    serializer_class = PersonSerializer
    filterset_class = PersonFilterSet

    def get_context(self, params: QueryDict) -> dict[str, Any]:
        self._add_jobs_and_moves()
        return {
            "similar_names": named_records(Person, params.get("q", "")).similar,
            "organizations": choices.organizations_of_moves(params.get("organization")),
            "roles": choices.roles(params.get("role")),
            "cohorts": choices.cohorts(params.get("cohort")),
            "orders": self.order_links(("slug", "name"), ("-last_move", "last move"), ("-updated_at", "latest change")),
        }

    def _add_jobs_and_moves(self) -> None:
        """Add to each person the ongoing jobs, the latest first, and the latest move."""
        people = [record.pk for record in self.records]
        jobs, moves = defaultdict(list), {}
        ongoing = Employment.objects.published().not_refuted().filter(person__in=people, end_state=EndState.ONGOING)
        latest_first = ongoing.order_by(F("start_earliest").desc(nulls_last=True), "slug")
        columns = ("person", "role", "verified_on", *reference_columns("organization"))
        for job in latest_first.select_related("organization").only(*columns):
            jobs[job.person_id].append(job)
        # The oldest first, so that the latest stays: the one by which last_move sorts.
        oldest_first = (
            Move.objects.published()
            .filter(person__in=people)
            .order_by(F("date_earliest").asc(nulls_first=True), F("date_latest").asc(nulls_first=True), "-slug")
        )
        for move in oldest_first.select_related("origin", "destination").only(
            "person",
            "date_earliest",
            "date_latest",
            "end_reason",
            *reference_columns("origin"),
            *reference_columns("destination"),
        ):
            moves[move.person_id] = move
        for record, row in zip(self.records, self.rows, strict=True):
            row["jobs"], row["move"] = jobs[record.pk][:MAX_CURRENT_JOBS], moves.get(record.pk)


class PersonPage(RecordPage):
    """A career, with what each source says of it."""

    template_name = "site/person.html"
    queryset = Person.objects.published()
    serializer_class = PersonSerializer

    def get_context(self, record: Any, row: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        employments = Employment.objects.published().filter(person=record).in_order_of_time()
        jobs = self.first_rows(EmploymentWithClaimsSerializer, employments, limits.MAX_JOBS)
        add_agreements(jobs["rows"])
        add_source_details(claim["source"] for job in jobs["rows"] for claim in job["claims"])
        # The chart shows all jobs, also those beyond the limit of the page.
        charted = jobs["rows"]
        if jobs["more"]:
            charted = read_rows(employments, EmploymentSerializer, self.request)
        cohorts = Cohort.objects.published().filter(members__person=record).order_by("slug")
        moves = self.first_rows(MoveSerializer, Move.objects.published().filter(person=record), limits.MAX_JOBS)
        jobs["rows"] = in_career_order(jobs["rows"], moves["rows"])
        events = latest_events(NewsEvent.objects.filter(people=record))
        return {
            "jobs": jobs,
            "chart": career_chart(row, charted),
            "moves": moves,
            "events": self.first_rows(NewsEventSerializer, events, limits.MAX_EVENTS),
            "cohorts": self.first_rows(CohortSerializer, cohorts, limits.MAX_EVENTS),
            "jsonld": person_jsonld({**row, "employments": jobs["rows"]}),
        }

    def get_past_context(self, row: Mapping[str, Any], past: PastRows) -> dict[str, Any]:
        person = {row["slug"]}
        jobs = cut(sorted(past.naming("employments", "people", person), key=first_known_day), limits.MAX_JOBS)
        moves = cut(by_date(past.naming("moves", "people", person)), limits.MAX_JOBS)
        add_agreements(jobs["rows"])
        past.add_source_details(claim["source"] for job in jobs["rows"] for claim in job["claims"])
        jobs["rows"] = in_career_order(jobs["rows"], moves["rows"])
        return {
            "jobs": jobs,
            "moves": moves,
            "events": cut(by_date(past.naming("events", "people", person)), limits.MAX_EVENTS),
            "cohorts": cut(past.naming("cohorts", "people", person), limits.MAX_EVENTS),
        }


def add_agreements(jobs: list[dict[str, Any]]) -> None:
    """Add to each job the one it was left for, how far its sources agree, and only those claims that fit on the page."""
    by_slug = {job["slug"]: job for job in jobs}
    for job in jobs:
        job["previous"] = job["came_from"] and by_slug.get(job["came_from"]["slug"])
        job["agreements"] = agreements(job) if len(job["claims"]) > 1 else []
        for claim in job["claims"]:
            claim["disagreement"] = worst_disagreement(claim, job)
        job["disagreement"] = max(filter(None, (claim["disagreement"] for claim in job["claims"])), default=None)
        claims = sorted(job["claims"], key=lambda claim: not claim["conflicts"])
        job["claims"], job["more_claims"] = claims[: limits.MAX_CLAIMS], claims[limits.MAX_CLAIMS :]


def first_known_day(job: Mapping[str, Any]) -> tuple[str, str]:
    """The key by which Employment.objects.in_order_of_time() sorts."""
    days = (job[name] for name in ("start_earliest", "start_latest", "end_earliest", "end_latest"))
    return next(filter(None, days), "9999"), job["slug"]
