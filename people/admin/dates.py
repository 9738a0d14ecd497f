"""Columns that show partial dates in lists."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from talentwatch.phrases import format_short_date


def date_html(date: Any) -> SafeString:
    """A partial date in words, which only breaks into two lines between its two bounds."""
    before, dash, after = format_short_date(date).partition("–")
    parts = [f"{before}{dash}", after] if dash else [before or "–"]
    return format_html_join(mark_safe("<wbr>"), '<span class="days">{}</span>', ((part,) for part in parts))


def date_column(name: str) -> Any:
    """The partial date of this name, ordered by its first possible day."""

    @admin.display(description=name, ordering=f"{name}_earliest")
    def column(record: Any) -> SafeString:
        return date_html(getattr(record, name))

    return column
