"""Sources at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.dates import date_column
from people.models import Source
from talentwatch.curation.admin import CuratedAdmin
from talentwatch.curation.forms import CuratedForm, PartialDateField
from talentwatch.curation.lists import standing
from talentwatch.text import isolated


class SourceForm(CuratedForm):
    published = PartialDateField(help_text="The day it appeared, or as much of it as is known: 2023-06-15 · June 2023.")


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    form = SourceForm
    list_display = ("publisher_or_title", "headline", "language", "kind", date_column("published"), "link", standing)
    list_filter = ("status", "kind", ("language", admin.AllValuesFieldListFilter))
    date_hierarchy = "published_earliest"
    autocomplete_fields = ("derived_from",)
    related = ("derived_from",)
    own_fieldsets = (
        (None, {"fields": ("url", "title", ("publisher", "author"), ("language", "kind"), "published")}),
        ("Where else it is", {"fields": ("derived_from", "archive_url")}),
    )

    def search(self, records: Any, text: str) -> Any:
        """By title, publisher and author; or by the address, where one is pasted."""
        address = text.strip()
        if "://" not in address:
            return records.search(text)
        return records.filter(Q(url__startswith=address) | Q(archive_url=address))

    def describe(self, record: Any) -> str:
        return f"{record} — {isolated(record.title)}" if record.title and record.publisher else str(record)

    @admin.display(description="source", ordering="publisher")
    def publisher_or_title(self, source: Source) -> str:
        return source.publisher or source.title or source.slug

    @admin.display(description="title", ordering="title")
    def headline(self, source: Source) -> SafeString:
        return format_html('<bdi dir="auto" lang="{}">{}</bdi>', source.language, source.title or "–")

    @admin.display(description="address")
    def link(self, source: Source) -> SafeString | str:
        return format_html('<a href="{}" rel="noreferrer">open</a>', source.url) if source.url else "–"
