"""Columns that show partial dates in lists."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from talentwatch.phrases import format_short_date


def date_html(date: Any) -> SafeString:
    """A partial date in words, which only breaks into two lines between its two bounds."""
    before, dash, after = format_short_date(date).partition("–")
    parts = [f"{before}{dash}", after] if dash else [before or "–"]
    return format_html_join(mark_safe("<wbr>"), '<span class="days">{}</span>', ((part,) for part in parts))


def by_first_day(name: str) -> OrderBy:
    """By the first possible day of this date: those without one come before all others, or after them in reverse."""
    # Otherwise each database puts them elsewhere.
    return F(f"{name}_earliest").asc(nulls_first=True)


def date_column(name: str) -> Any:
    """The partial date of this name, ordered by its first possible day."""

    @admin.display(description=name, ordering=by_first_day(name))
    def column(record: Any) -> SafeString:
        return date_html(getattr(record, name))

    return column
