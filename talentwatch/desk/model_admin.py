"""What the admin of every model at the desk has, Django's own and those of libraries too: it refuses what no page of it sends."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from talentwatch.desk.changelist import DeskChangeList
from talentwatch.text import whole_number

MAX_CHOICES = 1_000  # of one field or list; docs/desk.md says so


class MultipleRecordsField(forms.ModelMultipleChoiceField):
    """Django's field, but a key that no column can hold is an invalid choice, and there are at most MAX_CHOICES."""

    def clean(self, value: Any) -> Any:
        keys = value if isinstance(value, list | tuple) else ()
        if len(keys) > MAX_CHOICES:
            raise ValidationError(f"Choose at most {MAX_CHOICES:,}.", code="too_many")
        for key in keys:
            if whole_number(str(key)) is None:
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super().clean(value)


class DeskModelAdmin(admin.ModelAdmin):
    """The base of the project's admin classes; DeskSite puts it before those of others."""

    linked_lookups: tuple[str, ...] = ()  # what links of the desk filter the list by, beside its filters

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        change_list = super().get_changelist(request, **options)
        return change_list if issubclass(change_list, DeskChangeList) else DeskChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if ACTION_CHECKBOX_NAME in request.POST:
            chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
            if len(chosen) > MAX_CHOICES:
                # Before the list is made, which every action is an action of.
                self.message_user(request, f"Choose at most {MAX_CHOICES:,} records at once.", messages.WARNING)
                return HttpResponseRedirect(request.get_full_path())
            data = request.POST.copy()
            data.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if whole_number(key) is not None])
            request.POST = data  # type: ignore[assignment]  # a QueryDict, as before
        return super().changelist_view(request, extra_context)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{"form_class": MultipleRecordsField, **options})
