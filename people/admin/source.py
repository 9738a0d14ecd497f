"""Sources at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.admin.dates import date_column
from people.admin.queues import WITHOUT_ADDRESS
from people.models import Employment, Source
from talentwatch.desk.changelist import RecordChangeList, SearchForm, status_badge
from talentwatch.desk.forms import PartialDateField, RecordForm
from talentwatch.desk.links import admin_url
from talentwatch.desk.next_steps import NextStep, offer_next
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.matching.addresses import is_address, pasted_key
from talentwatch.text import isolate_bidi, whole_number

FIND = "people_source_find"
MAX_SUGGESTED = 5


class SourceSearchForm(SearchForm):
    def may_be_long(self, text: str) -> bool:
        return is_address(text)


class SourceList(RecordChangeList):
    search_form_class = SourceSearchForm


class SourceForm(RecordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "url" in self.fields:
            attributes = {"data-find": reverse(f"admin:{FIND}"), "data-but": self.instance.pk or ""}
            self.fields["url"].widget.attrs.update(attributes)

    published = PartialDateField(help_text="As precise as it is known: 2023-06-15 · June 2023.")

    class Meta:
        # As the list, the screen of an article and the handbook call them.
        labels: ClassVar = {"url": "Address", "archive_url": "Archived copy"}


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    form = SourceForm
    list_display = (
        "publisher_or_title",
        "headline",
        "language",
        "kind",
        date_column("published"),
        "link",
        status_badge,
    )
    list_filter = ("status", "kind", ("language", admin.AllValuesFieldListFilter))
    date_hierarchy = "published_earliest"
    queues = (WITHOUT_ADDRESS,)
    autocomplete_fields = ("derived_from",)
    related = ("derived_from",)
    fieldsets = (
        (None, {"fields": ("url", "title", ("publisher", "author"), ("language", "kind"), "published")}),
        ("Copies", {"fields": ("derived_from", "archive_url")}),
    )

    def search(self, records: Any, text: str) -> Any:
        """By title, publisher and author; or by the address, if one is pasted."""
        return records.at_address(text) if is_address(text) else records.search(text)

    def can_search(self, text: str) -> bool:
        """An address is never too long."""
        return is_address(text) or super().can_search(text)

    def values_to_create(self, text: str, *, is_found: bool) -> dict[str, str]:
        """A pasted address is the address of the new source, words are its title."""
        return {} if is_found else {"url" if is_address(text) else "title": text}

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[RecordChangeList]:
        return SourceList

    def get_urls(self) -> list[URLPattern]:
        return [path("find/", self.admin_site.admin_view(self.find_view), name=FIND), *super().get_urls()]

    def find_view(self, request: HttpRequest) -> JsonResponse:
        """The existing sources with an address: {found: [{text, url}]}, the url that of the source at the desk."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = pasted_key(request.GET.get("address", ""))
        sources = Source.objects.filter(url_key=key, merged_into=None).exclude(
            pk=whole_number(request.GET.get("but", "")) or 0
        )
        rows = sources[:MAX_SUGGESTED] if key else ()
        return JsonResponse({"found": [{"text": self.autocomplete_label(row), "url": admin_url(row)} for row in rows]})

    def describe(self, record: Any) -> str:
        return f"{record} — {isolate_bidi(record.title)}" if record.title and record.publisher else str(record)

    @admin.display(description="source", ordering="publisher")
    def publisher_or_title(self, source: Source) -> str:
        return source.publisher or source.title or source.slug

    @admin.display(description="title", ordering="title")
    def headline(self, source: Source) -> SafeString:
        return format_html('<bdi dir="auto" lang="{}">{}</bdi>', source.language, source.title or "–")

    @admin.display(description="address")
    def link(self, source: Source) -> SafeString | str:
        return format_html('<a href="{}" rel="noreferrer">open</a>', source.url) if source.url else "–"


offer_next(
    Source, NextStep("Add a job with a claim of this source", Employment, lambda source: {"claims-source": source.pk})
)
