"""What the desk decided of records that look alike, to look at: mergers and distinctions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.curation.judgements import Distinction, Merge
from talentwatch.curation.passage import address


class JudgementAdmin(admin.ModelAdmin):
    """Made on other pages."""

    list_per_page = 50
    date_hierarchy = "made_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Merge)
class MergeAdmin(JudgementAdmin):
    list_display = ("loser", "survivor", "kind", "made_at", "made_by", "reason", "undone_at")
    fields = ("loser", "survivor", "made_at", "made_by", "reason", "rows", "undone_at", "undone_by", "undone_because")
    readonly_fields = fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="merged")
    def loser(self, merger: Merge) -> SafeString | str:
        return _link(merger.record(merger.loser_pk))

    @admin.display(description="into")
    def survivor(self, merger: Merge) -> SafeString | str:
        return _link(merger.record(merger.survivor_pk))

    @admin.display(description="rows changed")
    def rows(self, merger: Merge) -> int:
        return len(merger.journal)


@admin.register(Distinction)
class DistinctionAdmin(JudgementAdmin):
    """To delete one is to ask again."""

    list_display = ("first", "second", "kind", "made_at", "made_by", "reason")
    fields = ("first", "second", "reason", "made_by", "made_at")
    readonly_fields = fields

    @admin.display(description="this one")
    def first(self, distinction: Distinction) -> SafeString | str:
        return _link(distinction.record(distinction.first_pk))

    @admin.display(description="is not")
    def second(self, distinction: Distinction) -> SafeString | str:
        return _link(distinction.record(distinction.second_pk))


def _link(record: Any) -> SafeString | str:
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address(record), record) if record else "deleted since"
