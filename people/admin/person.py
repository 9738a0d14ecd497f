"""People at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse

from people.admin.confidence import confidence_column, with_evidence
from people.admin.move import MoveInline
from people.admin.names import PersonNameInline, other_names
from people.models import Employment, EndState, NameKind, Person, PersonName
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.next_steps import RETURN, NextStep, add_address, offer_next
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.phrases import format_date_range
from talentwatch.text import isolate_bidi


def with_current_jobs(people: "QuerySet[Any]") -> "QuerySet[Any]":
    """Each person's `current_jobs`: the ongoing ones that aren't withdrawn."""
    current = Employment.objects.not_withdrawn().filter(end_state=EndState.ONGOING)
    jobs = current.select_related("organization").in_order_of_time()
    return people.prefetch_related(Prefetch("employments", jobs, to_attr="current_jobs"))


def current_employers(person: Any) -> str:
    return "; ".join(dict.fromkeys(isolate_bidi(job.organization.name) for job in person.current_jobs))


def career(person: Person) -> list[tuple[Employment, str, str]]:
    """The person's jobs in order of time, except withdrawn ones, each with its dates and its confidence in words."""
    jobs = Employment.objects.not_withdrawn().filter(person=person.pk).in_order_of_time().named()
    dates = ("start", "end", "end_state", "verified_on")
    return [
        (job, format_date_range({name: getattr(job, name) for name in dates}), confidence_column(job))
        for job in with_evidence(jobs)
    ]


class MissingFilter(admin.SimpleListFilter):
    """People whose record is incomplete."""

    title = "what is missing"
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("job", "A job"), ("ongoing", "An ongoing job"), ("native", "A name in native script")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        jobs = Employment.objects.not_withdrawn().filter(person=OuterRef("pk"))
        rows = {
            "job": jobs,
            "ongoing": jobs.filter(end_state=EndState.ONGOING),
            "native": PersonName.objects.filter(person=OuterRef("pk"), kind=NameKind.NATIVE),
        }
        missing = rows.get(self.value() or "")
        return queryset if missing is None else queryset.filter(~Exists(missing))


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ("name", other_names, "current_employers", status_badge, "updated_at")
    list_filter = ("status", MissingFilter)
    date_hierarchy = "updated_at"
    fieldsets = ((None, {"fields": ("name", "description", ("wikidata_id", "orcid"), "website")}),)
    inlines = (PersonNameInline, MoveInline)
    change_form_template = "admin/people/person.html"

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Moves are derived, not entered: they are left out where there are none."""
        has_moves = obj is not None and obj.moves.exists()
        return [inline for inline in super().get_inlines(request, obj) if has_moves or inline is not MoveInline]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        if person := context["original"]:
            may_add = self.admin_site.get_model_admin(Employment).has_add_permission(request)
            context["career"] = career(person)
            context["add_job_url"] = add_address(Employment, {"person": person.pk, RETURN: "person"}) if may_add else ""
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description="current employer")
    def current_employers(self, person: Any) -> str:
        return current_employers(person) or "–"

    def list_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return with_current_jobs(records).prefetch_related("names")

    def autocomplete_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return with_current_jobs(super().autocomplete_queryset(records))

    def describe(self, record: Any) -> str:
        employers = current_employers(record)
        return f"{isolate_bidi(str(record))} — {employers}" if employers else str(record)


offer_next(Person, NextStep("Add a job of this person", Employment, lambda person: {"person": person.pk}))
