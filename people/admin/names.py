"""Other names, as rows in the form of a person or an organization, and as a column of lists."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from people.models import OrganizationName, PersonName
from talentwatch.desk.inlines import ChildInline


class PersonNameInline(ChildInline):
    model = PersonName
    verbose_name = "other name"
    fields = ("text", "language", "kind")


class OrganizationNameInline(ChildInline):
    model = OrganizationName
    verbose_name = "other name"
    fields = ("text", "language", "kind")


@admin.display(description="other names")
def other_names(record: Any) -> SafeString:
    """Without misspellings. The list must have prefetched the names."""
    texts = (name.text for name in record.names.all() if name.kind != "misspelling")
    return format_html_join("; ", '<bdi dir="auto">{}</bdi>', ((text,) for text in texts))
