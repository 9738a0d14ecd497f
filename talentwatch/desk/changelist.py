"""Lists of records: a search by all names, only those filters that the desk offers, and a badge for the status.

Django documents get_changelist(), but not ChangeList: everything that the project overrides in it is in this module.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.desk.links import name_relations
from talentwatch.merging.models import fetch_records
from talentwatch.records.models import PublishableRecord
from talentwatch.text import search_key

MAX_LETTERS = 300  # of a search key; some characters fold to eighteen letters
MAX_WORDS_WITH_FACETS = 5  # each filter that counts what it would show is one more search
MAX_ROWS_WITH_FACETS = 10_000  # each filter counts them once more
MAX_WORDS = 20  # each costs a condition per kind of name, and SQLite reads no more than a thousand in a query


def is_too_long(text: str) -> bool:
    key = search_key(text)
    return len(key) > MAX_LETTERS or len(key.split()) > MAX_WORDS


def check_length(text: str) -> None:
    if is_too_long(text):
        raise ValidationError(f"Search for at most {MAX_WORDS} words, {MAX_LETTERS} letters in all.")


class SearchForm(ChangeListSearchForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        validators = [] if self.may_be_long(self.data.get(SEARCH_VAR, "")) else [check_length]
        self.fields[SEARCH_VAR] = forms.CharField(required=False, validators=validators)

    def may_be_long(self, text: str) -> bool:
        """Whether the text isn't searched by its words."""
        return False


class DeskChangeList(ChangeList):
    """A list that accepts only the lookups that the desk offers: Django's allows any of any column, `slug__regex` too."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            filters = super().get_filters(request)
        # The date hierarchy adds a year to 9999.
        except (OverflowError, ValueError, DisallowedModelAdminLookup) as error:
            raise IncorrectLookupParameters(error) from error
        # The filters and the date hierarchy have taken theirs.
        model_admin: Any = self.model_admin
        others = self.get_filters_params().keys() & filters[2].keys()
        if not others <= set(model_admin.linked_lookups):
            raise IncorrectLookupParameters(f"The list has no such filter: {', '.join(sorted(others))}.")
        return filters

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> "QuerySet[Any]":
        """The rows of the list; those that a filter counts are without that filter, where it was chosen."""
        # Django makes all filters again for each that it counts.
        if exclude_parameters is None or self.filter_params.keys() & set(exclude_parameters):
            queryset: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
            if exclude_parameters is None:
                self.listed = queryset
            return queryset
        return self.listed


class RecordChangeList(DeskChangeList):
    """The list of a RecordAdmin, or of any admin with a list_queryset()."""

    search_form_class = SearchForm

    def get_filters(self, request: HttpRequest) -> Any:
        # Django comes here again for each filter that it counts.
        if self.add_facets and (self.is_long or len(search_key(self.query).split()) > MAX_WORDS_WITH_FACETS):
            self.add_facets = False
        return super().get_filters(request)

    @cached_property
    def is_long(self) -> bool:
        return bool(self.model._base_manager.order_by("pk")[MAX_ROWS_WITH_FACETS:].exists())

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> "QuerySet[Any]":
        model_admin: Any = self.model_admin
        queryset: QuerySet[Any] = model_admin.list_queryset(super().get_queryset(request, exclude_parameters))
        return queryset


class DecisionChangeList(DeskChangeList):
    """The list of a DecisionAdmin: the records of a page are fetched with one query per model."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> "QuerySet[Any]":
        model_admin: Any = self.model_admin
        queryset: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        return queryset.defer(*model_admin.deferred_fields)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        fetch_records(self.result_list, lambda model: name_relations(self.model_admin.admin_site, model))


@admin.display(description="status", ordering="status")
def status_badge(record: PublishableRecord) -> SafeString:
    text = "Merged" if record.merged_into_id else record.get_status_display()
    return format_html('<span class="status status-{}">{}</span>', record.status, text)
