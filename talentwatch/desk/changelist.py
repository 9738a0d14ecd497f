"""Lists of records: a search that knows all names, filters that never break the page, and a status to see."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.records.models import PublishableRecord
from talentwatch.text import search_key

MAX_WORDS = 20  # each costs a condition per kind of name, and SQLite reads no more than a thousand in a query


def is_too_long(text: str) -> bool:
    return len(search_key(text).split()) > MAX_WORDS


class SearchForm(ChangeListSearchForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[SEARCH_VAR] = forms.CharField(required=False, validators=[check_length])


def check_length(text: str) -> None:
    if is_too_long(text):
        raise ValidationError(f"Search for at most {MAX_WORDS} words.")


class RecordChangeList(ChangeList):
    search_form_class = SearchForm

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (OverflowError, ValueError) as error:  # the date hierarchy adds a year to 9999
            raise IncorrectLookupParameters(error) from error

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> "QuerySet[Any]":
        desk: Any = self.model_admin
        listed: QuerySet[Any] = desk.listed(super().get_queryset(request, exclude_parameters))
        return listed


@admin.display(description="status", ordering="status")
def status_badge(record: PublishableRecord) -> SafeString:
    """The status, in its colour."""
    text = "Merged" if record.merged_into_id else record.get_status_display()
    return format_html('<span class="status status-{}">{}</span>', record.status, text)
