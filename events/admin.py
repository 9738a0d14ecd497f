"""News events at the desk, with their citations."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from events.models import Citation, EventOrganization, NewsEvent
from people.admin.confidence import ConfidenceFilter, confidence_column, with_evidence
from people.admin.dates import date_column
from people.admin.queues import OLD_RUMOURS, SINGLE_SOURCE
from people.evidence_panel import explain_confidence
from people.models import Employment, Source
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.forms import PartialDateField, RecordForm
from talentwatch.desk.inlines import SHORT_PAGE_ROWS, ChildInline
from talentwatch.desk.next_steps import NextStep, offer_next
from talentwatch.desk.record_admin import RecordAdmin


class NewsEventForm(RecordForm):
    date = PartialDateField(bounded=True)


class EventOrganizationInline(ChildInline):
    model = EventOrganization
    fields = ("organization", "part")
    autocomplete_fields = ("organization",)
    related = ("organization",)
    page_rows = SHORT_PAGE_ROWS


class CitationInline(ChildInline):
    model = Citation
    fields = ("source", "stance", "quote", "quote_language")
    autocomplete_fields = ("source",)
    related = ("source",)
    page_rows = SHORT_PAGE_ROWS


@admin.register(NewsEvent)
class NewsEventAdmin(RecordAdmin):
    form = NewsEventForm
    list_display = (
        "headline",
        date_column("date"),
        "kind",
        "outcome",
        "people_column",
        "organizations_column",
        confidence_column,
        status_badge,
    )
    list_filter = ("status", "kind", "outcome", ConfidenceFilter)
    date_hierarchy = "date_earliest"
    queues = (SINGLE_SOURCE, OLD_RUMOURS)
    autocomplete_fields = ("people", "employments")
    fieldsets = (
        (None, {"fields": ("headline", "summary", ("kind", "outcome", "date"))}),
        ("People and jobs", {"fields": ("people", "employments")}),
        (
            "Numbers that a source gives",
            {"fields": (("people_affected_min", "people_affected_max"), "stake_percent", ("amount", "currency"))},
        ),
    )
    inlines = (EventOrganizationInline, CitationInline)
    readonly_fields = ("explanation",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        *fieldsets, record = super().get_fieldsets(request, obj)
        return [*fieldsets, *([("Evidence", {"fields": ("explanation",)})] if obj else []), record]

    def list_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return with_evidence(records).prefetch_related("people", "organizations")

    @admin.display(description="people")
    def people_column(self, event: NewsEvent) -> SafeString:
        return format_html_join("; ", "<bdi>{}</bdi>", ((person.name,) for person in event.people.all()))

    @admin.display(description="organizations")
    def organizations_column(self, event: NewsEvent) -> SafeString:
        return format_html_join(
            "; ", "<bdi>{}</bdi>", ((organization.name,) for organization in event.organizations.all())
        )

    @admin.display(description="confidence")
    def explanation(self, event: NewsEvent) -> str:
        return explain_confidence(event.citations.select_related("source__derived_from__derived_from"))


offer_next(
    Employment,
    NextStep(
        "Add an event about this job",
        NewsEvent,
        lambda job: {"people": job.person_id, "organizations": job.organization_id, "employments": job.pk},
    ),
)
offer_next(Source, NextStep("Add an event of this source", NewsEvent, lambda source: {"citations-source": source.pk}))
