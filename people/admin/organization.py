"""Organizations at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from people.admin.dates import date_column
from people.admin.move import move_links
from people.admin.names import OrganizationNameInline, other_names
from people.models import Organization
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.forms import PartialDateField, RecordForm
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.text import isolate_bidi


class OrganizationForm(RecordForm):
    founded = PartialDateField()
    dissolved = PartialDateField()


@admin.register(Organization)
class OrganizationAdmin(RecordAdmin):
    form = OrganizationForm
    list_display = (
        "name",
        other_names,
        "kind",
        "parent",
        "country",
        date_column("founded"),
        status_badge,
        "updated_at",
    )
    list_filter = ("status", "kind", ("country", admin.AllValuesFieldListFilter))
    date_hierarchy = "founded_earliest"
    autocomplete_fields = ("parent",)
    related = ("parent",)
    fieldsets = (
        (None, {"fields": ("name", ("kind", "parent"), "country", "description")}),
        ("Dates", {"fields": (("founded", "dissolved"),)}),
        ("Links", {"fields": ("website", "wikidata_id")}),
        ("Moves", {"fields": ("moves",), "description": "Without those of its units."}),
    )
    inlines = (OrganizationNameInline,)
    readonly_fields = ("moves",)

    @admin.display(description="joined, left")
    def moves(self, organization: Organization) -> str:
        return move_links(organization) if organization.pk else "–"

    def list_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return records.prefetch_related("names")

    def describe(self, record: Any) -> str:
        return (
            f"{isolate_bidi(str(record))} — part of {isolate_bidi(str(record.parent))}"
            if record.parent
            else str(record)
        )
