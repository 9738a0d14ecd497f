"""Details within the form of the record that they belong to."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.forms.utils import pretty_name
from django.http import HttpRequest

from talentwatch.desk.autocomplete import AutocompleteAdmin
from talentwatch.desk.forms import DatedForm


class ChildFormSet(BaseInlineFormSet):
    """Every row knows its parent as it stands in the form, without asking the database for it."""

    def _construct_form(self, i: int, **options: Any) -> Any:
        form = super()._construct_form(i, **options)  # type: ignore[misc]  # the stubs leave it out
        setattr(form.instance, self.fk.name, self.instance)
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        """In a table the boxes have no labels of their own: they say what they are to whoever can't see the column."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs.setdefault("aria-label", str(field.label or pretty_name(name)))


class ChildInline(AutocompleteAdmin, admin.TabularInline):
    """Rows of a Detail; `related` are the records that a row names, fetched along."""

    form = DatedForm
    formset = ChildFormSet
    extra = 0
    related: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To change a detail is to edit its parent; obj is the parent, None while that is yet to be made."""
        parent = self.admin_site._registry[self.parent_model]
        return parent.has_change_permission(request, obj) if obj else parent.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site._registry[self.parent_model].has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).select_related(*self.related)


class StackedChildInline(ChildInline):
    """The same, one under another, for details of many fields."""

    template = "admin/edit_inline/stacked.html"
