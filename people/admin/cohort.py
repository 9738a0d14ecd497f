"""Cohorts at the desk, with their members."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet

from people.admin.queues import WITH_GAPS
from people.models import Cohort, CohortMember
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.inlines import ChildFormSet, ChildInline
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.records.edit import edit


class CohortMemberFormSet(ChildFormSet):
    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 Django's signature
        with edit():
            # Rows are saved one by one, and two can't have one position: first move aside, without history, those that change.
            for form in self.initial_forms:
                if "position" in form.changed_data or form in self.deleted_forms:
                    CohortMember.ensure_baselines([form.instance])
                    CohortMember._base_manager.filter(pk=form.instance.pk).update(position=None)
            return super().save(commit)


class CohortMemberInline(ChildInline):
    model = CohortMember
    formset = CohortMemberFormSet
    fields = ("position", "person", "name_as_listed")
    autocomplete_fields = ("person",)
    related = ("person",)


@admin.register(Cohort)
class CohortAdmin(RecordAdmin):
    list_display = ("name", "source", "members_column", "expected_size", status_badge, "updated_at")
    list_filter = ("status",)
    date_hierarchy = "updated_at"
    queues = (WITH_GAPS,)
    autocomplete_fields = ("source",)
    related = ("source",)
    fieldsets = ((None, {"fields": ("name", "description", ("source", "expected_size"))}),)
    inlines = (CohortMemberInline,)

    def list_queryset(self, records: "QuerySet[Any]") -> "QuerySet[Any]":
        return records.annotate(member_count=Count("members"))

    @admin.display(description="members", ordering="member_count")
    def members_column(self, cohort: Any) -> int:
        count: int = cohort.member_count
        return count
