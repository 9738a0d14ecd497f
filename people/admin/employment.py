"""Employments at the desk, with their claims."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.claims import ClaimInline, offer_start
from people.admin.confidence import ConfidenceFilter, confidence_column, with_evidence
from people.admin.dates import by_first_day, date_column, date_html
from people.admin.evidence import ADOPT, adopt_claimed_date, evidence_context
from people.admin.queues import IN_CONFLICT, OLD_RUMOURS, OVERDUE_ANNOUNCEMENTS, SINGLE_SOURCE, UNVERIFIED
from people.models import Employment, Organization, Person
from people.models.employment import OVERLAPS
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.forms import PartialDateField, RecordForm
from talentwatch.desk.next_steps import NextStep, offer_next
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.phrases import format_short_date
from talentwatch.records.name_index import name_index
from talentwatch.text import isolate_bidi, search_key

VERIFIED = (
    "By the first of these days a source called the job ongoing; on the second or later, a source still did. If there is one "
    "source and it is dated to a month, these are the last and the first day of that month."
)


class EmploymentForm(RecordForm):
    start = PartialDateField()
    end = PartialDateField()


@admin.display(description="end", ordering=by_first_day("end"))
def end(employment: Employment) -> str:
    return date_html(employment.end) if employment.end else employment.get_end_state_display().lower()


@admin.display(description="conflict", ordering="has_conflict")
def conflict(employment: Employment) -> SafeString | str:
    return format_html('<span class="conflict">{}</span>', "⚠ yes") if employment.has_conflict else "–"


@admin.register(Employment)
class EmploymentAdmin(RecordAdmin):
    form = EmploymentForm
    change_form_template = "admin/people/employment.html"
    list_display = (
        "person",
        "organization",
        status_badge,
        conflict,
        date_column("start"),
        end,
        confidence_column,
        "role",
    )
    list_filter = ("status", "has_conflict", ConfidenceFilter, "end_state", "role")
    date_hierarchy = "start_earliest"
    queues = (IN_CONFLICT, SINGLE_SOURCE, OLD_RUMOURS, UNVERIFIED, OVERDUE_ANNOUNCEMENTS)
    autocomplete_fields = ("person", "organization", "came_from")
    related = ("person", "organization", "came_from__person", "came_from__organization")
    fieldsets = (
        (None, {"fields": ("person", "organization", ("title", "role"))}),
        ("Dates", {"fields": ("start", "end_state", "end", ("end_reason", "left_for"), "came_from")}),
        ("Internal", {"fields": ("note",)}),
    )
    inlines = (ClaimInline,)
    readonly_fields = ("verified_from", "verified_on")

    class Media:
        js = ("people/stated_length.js",)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.read_length)
        return [path("read-length/", view, name="people_employment_read_length"), *super().get_urls()]

    def read_length(self, request: HttpRequest) -> JsonResponse:
        """The start that follows from `end` and `months`: {text, reading}, or nothing."""
        return JsonResponse(offer_start(request.GET.get("end", ""), request.GET.get("months", "")))

    def list_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return with_evidence(records)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        *fieldsets, record = super().get_fieldsets(request, obj)
        verified = ("Last verified", {"fields": (("verified_from", "verified_on"),), "description": VERIFIED})
        return [*fieldsets, *([verified] if obj else []), record]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and object_id and ADOPT in request.POST:
            adopt_claimed_date(request, unquote(object_id))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        if employment := context["original"]:
            # A form that was sent has written its values on the instance: the panel shows what is stored.
            stored = Employment.objects.get(pk=employment.pk) if request.method == "POST" else employment
            is_open = self.has_change_permission(request, employment)
            context["evidence_panel"] = evidence_context(stored, is_open=is_open)
        return super().render_change_form(request, context, *args, **options)

    def search(self, records: Any, text: str) -> Any:
        """Every word occurs in some name of the person or of the organization, or in the title."""
        # No column holds folded titles, and neither database folds accents: there are few different ones.
        titles = {
            title: search_key(title)
            for title in Employment.objects.order_by().values_list("title", flat=True).distinct()
        }
        for word in search_key(text).split():
            people, organizations = Person.objects.search(word), Organization.objects.search(word)
            titled = Q(title__in=[title for title, key in titles.items() if word in key])
            records = records.filter(Q(person__in=people) | Q(organization__in=organizations) | titled)
        return records

    def suggest(self, request: HttpRequest, records: Any, text: str) -> Any:
        """Where no names match, the jobs of people and at organizations of similar names."""
        jobs = super().suggest(request, records, text)
        if not self.can_search(text) or jobs.exists():
            return jobs
        people, organizations = (
            name_index(model, is_public=False).similar(search_key(text)) for model in (Person, Organization)
        )
        similar = self.autocomplete_queryset(records).filter(Q(person__in=people) | Q(organization__in=organizations))
        return similar.annotate(is_similar=Value(True))  # noqa: FBT003 a value of the database

    def name_with_details(self, record: Any) -> str:
        start, end = format_short_date(record.start), format_short_date(record.end)
        dates = f"{start or '?'} → {end or record.get_end_state_display().lower()}"
        return ", ".join(filter(None, [str(record), isolate_bidi(record.title), dates]))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        super().save_related(request, form, formsets, change)
        employment = form.instance
        if not form.changed_data:
            return
        overlapping = [self.describe(other) for other in employment.overlapping()]
        if overlapping:
            text = OVERLAPS.format("; ".join(overlapping))
            self.message_user(request, text, messages.WARNING)


offer_next(Employment, NextStep("Add the next job of this person", Employment, lambda job: {"person": job.person_id}))
