"""Cohorts at the desk, with their members."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet

from people.admin.queues import WITH_GAPS
from people.models import Cohort, CohortMember
from people.models.cohort import MAX_MEMBERS
from talentwatch.desk.changelist import status_badge
from talentwatch.desk.inlines import ChildFormSet, ChildInline
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.records.edit import edit


class CohortMemberFormSet(ChildFormSet):
    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 Django's signature
        """Whoever changes places steps aside first, behind the back of the history: rows are saved one by one."""
        with edit():
            for number, form in enumerate(self.initial_forms, 1):
                if "position" in form.changed_data or form in self.deleted_forms:
                    form.instance.ensure_baseline()
                    CohortMember._base_manager.filter(pk=form.instance.pk).update(position=MAX_MEMBERS + number)
            return super().save(commit)


class CohortMemberInline(ChildInline):
    model = CohortMember
    formset = CohortMemberFormSet
    fields = ("position", "person", "name_as_listed")
    autocomplete_fields = ("person",)
    related = ("person",)


@admin.register(Cohort)
class CohortAdmin(RecordAdmin):
    list_display = ("name", "source", "listed_members", "expected_size", status_badge, "updated_at")
    list_filter = ("status",)
    date_hierarchy = "updated_at"
    queues = (WITH_GAPS,)
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
