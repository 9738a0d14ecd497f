"""Child records, as rows in the form of their parent; a long list is shown page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, UniqueConstraint
from django.forms import BaseInlineFormSet
from django.forms.utils import pretty_name
from django.http import HttpRequest

from talentwatch.desk.autocomplete import AutocompleteAdmin
from talentwatch.desk.changelist import MAX_LETTERS, is_too_long
from talentwatch.desk.forms import DatedForm
from talentwatch.text import search_key, whole_number

# Of one kind on a page of a form: rows of few fields, and rows of many or beside another table. A form takes half as many
# again, with new ones, so that it costs a second at most (bench/forms.py). docs/desk.md and docs/security.md say so.
PAGE_ROWS, SHORT_PAGE_ROWS = 50, 20
# Begin the names of the parameters in the address of a form, before the name of the list: page-members=2.
PAGE, FIND = "page-", "find-"


@dataclass(frozen=True)
class RowsPage:
    """The page of a long list that a form shows."""

    prefix: str  # of the formset
    page: Page  # of primary keys
    text: str  # what the rows were searched for
    others: tuple[tuple[str, str], ...]  # the other parameters of the form's address

    @property
    def find(self) -> str:
        """The name of the search box."""
        return f"{FIND}{self.prefix}"

    @property
    def address_of_all(self) -> str:
        """The form with the whole list, from its first page."""
        return f"?{urlencode(self.others)}"

    def links(self) -> Iterator[tuple[str, str]]:
        """The number and the address of each page; an ellipsis has no address, nor has the page that is shown."""
        search = [(self.find, self.text)] if self.text else []
        for number in self.page.paginator.get_elided_page_range(self.page.number):
            is_link = isinstance(number, int) and number != self.page.number
            parameters = [*self.others, *search, (f"{PAGE}{self.prefix}", str(number))]
            yield str(number), f"?{urlencode(parameters)}" if is_link else ""


class ChildFormSet(BaseInlineFormSet):
    default_error_messages = {
        **BaseInlineFormSet.default_error_messages,
        "too_many_forms": "A form takes at most %(num)d rows of a kind at once: save some first, or import them from a file.",
    }

    def __init__(self, *args: Any, rows_page: RowsPage | None = None, **options: Any) -> None:
        self.rows_page = rows_page  # None: the form shows all rows
        super().__init__(*args, **options)

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

    def clean(self) -> None:
        super().clean()
        if self.rows_page:
            model: Any = self.model
            for constraint in model._meta.constraints:
                if isinstance(constraint, UniqueConstraint) and self.fk.name in constraint.fields:
                    self._refuse_repetitions(constraint)

    def _refuse_repetitions(self, constraint: UniqueConstraint) -> None:
        """Refuse rows that repeat one of another page, which Django compares with nothing."""
        model: Any = self.model
        columns = [model._meta.get_field(name).attname for name in constraint.fields if name != self.fk.name]
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        kept = [form for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        keys = {form: tuple(getattr(form.instance, column) for column in columns) for form in kept}
        others = model._base_manager.filter(**{self.fk.name: self.instance}).exclude(pk__in=shown)
        for number, column in enumerate(columns):
            others = others.filter(**{f"{column}__in": {key[number] for key in keys.values()} - {None}})
        taken = set(others.values_list(*columns))
        for form, key in keys.items():
            if key in taken:
                form.add_error(None, constraint.get_violation_error_message())


class ChildInline(AutocompleteAdmin, admin.TabularInline):
    """Child records in a table. To change one is to change its parent."""

    form = DatedForm
    formset = ChildFormSet
    template = "admin/desk/tabular_rows.html"
    extra = 0
    page_rows = PAGE_ROWS
    related: tuple[str, ...] = ()  # the relations that the rows show, fetched with them

    @classmethod
    def max_rows(cls) -> int:
        """As many as a form takes."""
        return cls.page_rows * 3 // 2

    def get_max_num(self, request: HttpRequest, obj: Any = None, **_: Any) -> int:
        return self.max_rows()

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        return super().get_formset(request, obj, **{"absolute_max": self.max_rows(), **options})

    def get_extra(self, request: HttpRequest, obj: Any = None, **_: Any) -> int:
        return self.extra + bool(self.initial_row(request))

    def initial_row(self, request: HttpRequest) -> dict[str, str]:
        """What the address fills in a new row, such as `claims-source=12`."""
        start = f"{self.model._meta.get_field(self.model.parent_field).remote_field.get_accessor_name()}-"
        return {name.removeprefix(start): value for name, value in request.GET.dict().items() if name.startswith(start)}

    def shown_rows(self, request: HttpRequest, parent: Any, prefix: str) -> dict[str, Any]:
        """The options of a formset that shows all rows, or a page of a long list: {queryset, rows_page}.

        A form that is sent has the rows that it was opened with, whatever is on its page by now.
        """
        rows = self.get_queryset(request)
        if not parent.pk:
            return {"queryset": rows}
        of_parent = rows.filter(**{self.model.parent_field: parent})
        text = request.GET.get(f"{FIND}{prefix}", "").strip()[:MAX_LETTERS]
        number = request.GET.get(f"{PAGE}{prefix}", "")
        found = self.search(of_parent, text) if text else of_parent
        in_order = found.order_by(*self.model._meta.ordering, "pk")
        paginator = Paginator(in_order.values_list("pk", flat=True), self.page_rows)
        if not text and not number and paginator.num_pages == 1:
            return {"queryset": rows}
        own = (f"{PAGE}{prefix}", f"{FIND}{prefix}")
        others = tuple((name, value) for name, value in request.GET.dict().items() if name not in own)
        page = RowsPage(prefix, paginator.get_page(number), text, others)
        pks = self.sent_pks(request, prefix) if request.method == "POST" else page.page.object_list
        return {"queryset": rows.filter(pk__in=pks), "rows_page": page}

    def sent_pks(self, request: HttpRequest, prefix: str) -> list[int]:
        """The primary keys of the stored rows in a form that was sent."""
        sent = (request.POST.get(f"{prefix}-{number}-id", "") for number in range(self.max_rows()))
        return [pk for text in sent if (pk := whole_number(text)) is not None]

    def search(self, rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
        """The rows whose text, or the record that they name, has every word."""
        if is_too_long(text):
            return rows.none()
        name = self.model.natural_key_fields[1].partition("__")[0]
        field: Any = self.model._meta.get_field(name)
        if field.is_relation:
            return rows.filter(**{f"{name}__in": field.related_model.objects.search(text)})
        for word in search_key(text).split():
            rows = rows.filter(search_key__contains=word)
        return rows

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

    template = "admin/desk/stacked_rows.html"
    page_rows = SHORT_PAGE_ROWS
