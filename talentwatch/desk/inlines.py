"""Child records, as rows in the form of their parent."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.forms.utils import pretty_name
from django.http import HttpRequest

from talentwatch.desk.autocomplete import AutocompleteAdmin
from talentwatch.desk.forms import DatedForm
from talentwatch.text import whole_number

MAX_FORM_ROWS = 1_000  # of one kind in one form; docs/desk.md says so


class ChildFormSet(BaseInlineFormSet):
    default_error_messages = {
        **BaseInlineFormSet.default_error_messages,
        "too_many_forms": "A form holds at most %(num)d rows of a kind: import the others from a file.",
    }

    def total_form_count(self) -> int:
        """As many rows as were sent, however many the request says there are: each costs milliseconds."""
        count = super().total_form_count()
        if not self.is_bound:
            return count
        start = f"{self.prefix}-"
        numbers = {name.removeprefix(start).partition("-")[0] for name in self.data if name.startswith(start)}
        sent = {number for text in numbers if (number := whole_number(text)) is not None}
        return min(count, max(sent, default=-1) + 1)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # The parent as it is in its form: no row has to fetch it.
        setattr(form.instance, self.fk.name, self.instance)
        for name, field in form.fields.items():
            # In a table the fields have no labels: these are for screen readers.
            field.widget.attrs.setdefault("aria-label", str(field.label or pretty_name(name)))


class ChildInline(AutocompleteAdmin, admin.TabularInline):
    """Child records in a table. To change one is to change its parent."""

    form = DatedForm
    formset = ChildFormSet
    extra = 0
    max_num = MAX_FORM_ROWS
    related: tuple[str, ...] = ()  # the relations that the rows show, fetched with them

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        return super().get_formset(request, obj, **{"absolute_max": MAX_FORM_ROWS, **options})

    def get_extra(self, request: HttpRequest, obj: Any = None, **_: Any) -> int:
        return self.extra + bool(self.initial_row(request))

    def initial_row(self, request: HttpRequest) -> dict[str, str]:
        """What the address fills in a new row, such as `claims-source=12`."""
        start = f"{self.model._meta.get_field(self.model.parent_field).remote_field.get_accessor_name()}-"
        return {name.removeprefix(start): value for name, value in request.GET.dict().items() if name.startswith(start)}

    def is_too_long(self, request: HttpRequest, parent: Any) -> bool:
        """The parent has more rows than a form holds."""
        rows = self.get_queryset(request).filter(**{self.model.parent_field: parent})
        return rows[MAX_FORM_ROWS : MAX_FORM_ROWS + 1].exists()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """`obj` is the parent; None while it is being added."""
        parent_admin = self.admin_site.get_model_admin(self.parent_model)
        return parent_admin.has_change_permission(request, obj) if obj else parent_admin.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.get_model_admin(self.parent_model).has_view_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).select_related(*self.related)


class StackedChildInline(ChildInline):
    """Child records one below the other, for those of many fields."""

    template = "admin/edit_inline/stacked.html"
