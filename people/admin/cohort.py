"""Cohorts at the desk, with their members."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet

from people.models import Cohort, CohortMember
from talentwatch.curation.admin import CuratedAdmin
from talentwatch.curation.inlines import DetailInline
from talentwatch.curation.lists import standing


class CohortMemberInline(DetailInline):
    model = CohortMember
    fields = ("position", "person", "name_as_listed")
    autocomplete_fields = ("person",)
    related = ("person",)


@admin.register(Cohort)
class CohortAdmin(CuratedAdmin):
    list_display = ("name", "source", "listed_members", "expected_size", standing, "updated_at")
    list_filter = ("status",)
    date_hierarchy = "updated_at"
    autocomplete_fields = ("source",)
    related = ("source",)
    own_fieldsets = ((None, {"fields": ("name", "description", ("source", "expected_size"))}),)
    inlines = (CohortMemberInline,)

    def listed(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return records.annotate(members_listed=Count("members"))

    @admin.display(description="members", ordering="members_listed")
    def listed_members(self, cohort: Any) -> int:
        found: int = cohort.members_listed
        return found
