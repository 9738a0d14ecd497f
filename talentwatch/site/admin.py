"""The texts of the site at the desk: there is one of each, to be changed and no more."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator
from simple_history.admin import SimpleHistoryAdmin

from talentwatch.desk.model_admin import DeskModelAdmin
from talentwatch.site.models import SiteText


@admin.register(SiteText)
class SiteTextAdmin(DeskModelAdmin, SimpleHistoryAdmin):
    list_display = ("title", "key", "beginning", "updated_at")
    fields = ("key", "title", "text", "updated_at")
    readonly_fields = ("key", "updated_at")
    search_fields = ("title", "text")
    ordering = ("pk",)
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="text")
    def beginning(self, text: SiteText) -> str:
        return Truncator(text.text).chars(80) or "none"
