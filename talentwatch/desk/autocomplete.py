"""Fields that suggest records by any of their names, and show the chosen one without another query."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, ForeignKey, ManyToManyField, Model, QuerySet, Value, When
from django.http import HttpRequest, JsonResponse

from talentwatch.records.name_index import name_index
from talentwatch.text import search_key, whole_number

SIMILAR_NAMES = "Similar names"


class ValidKeysMixin:
    """A select that doesn't look for what can't be a key: the field reports it as invalid."""

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        keys = [key for key in value if key == "" or whole_number(key) is not None]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]  # of a select


class RecordSelectMultiple(ValidKeysMixin, AutocompleteSelectMultiple):
    """Any number of records."""


class RecordSelect(ValidKeysMixin, AutocompleteSelect):
    """One record."""

    chosen: Model | None = None  # the record of the value, if it is known: then naming it takes no query

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]  # noqa: FBT003 Django's signature
        return [(None, [*blank, self.create_option(name, value[0], str(self.chosen), True, 1)], 0)]  # noqa: FBT003 Django's signature


def show_chosen(field: forms.Field, name: str, instance: Model) -> None:
    """Give a select the record that the instance links to, if it was fetched with the instance."""
    select = getattr(field.widget, "widget", field.widget)
    if isinstance(select, RecordSelect):
        relation: Any = instance._meta.get_field(name)
        if relation.is_cached(instance):
            select.chosen = getattr(instance, name)


class AutocompleteAdmin(BaseModelAdmin):
    """An admin, or an inline, whose relations are autocomplete fields that need a fixed number of queries."""

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any]", request: HttpRequest, **options: Any) -> Any:
        options.setdefault("widget", RecordSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        options.setdefault("widget", RecordSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **options)

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> "QuerySet[Any] | None":
        """The queryset of the other model's admin, which fetches what its names are made of."""
        model = db_field.remote_field.model
        if self.admin_site.is_registered(model):
            return self.admin_site.get_model_admin(model).get_queryset(request)
        return super().get_field_queryset(db, db_field, request)


class RecordAutocompleteView(AutocompleteJsonView):
    """Suggests records for what is typed into a box, and offers to create the one that isn't there.

    The answer is Django's, which Select2 reads. Records whose names are only similar are in a group of their own; desk.js
    never selects one of them unasked. A row with `create` has the values of a form for a new record.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        self.term, self.model_admin, self.source_field, to_field_name = self.process_request(request)
        if not self.has_perm(request):
            raise PermissionDenied
        self.object_list = self.get_queryset()
        context = self.get_context_data()
        results: list[dict[str, Any]] = []
        similar: list[dict[str, Any]] = []
        for record in context["object_list"]:
            rows = similar if getattr(record, "is_similar", False) else results
            rows.append(self.serialize_result(record, to_field_name))
        has_more = context["page_obj"].has_next()
        if similar:
            results.append({"text": SIMILAR_NAMES, "children": similar})
        if not has_more and (values := self.values_to_create(is_found=bool(results))):
            results.append({"id": "create", "text": f"Create “{self.term.strip()}”", "create": values})
        return JsonResponse({"results": results, "pagination": {"more": has_more}})

    def get_queryset(self) -> "QuerySet[Model]":
        suggest = getattr(self.model_admin, "suggest", None)
        if suggest is None:
            return super().get_queryset()
        records = self.model_admin.get_queryset(self.request).complex_filter(self.source_field.get_limit_choices_to())
        suggestions: QuerySet[Model] = suggest(self.request, records, self.term)
        return suggestions

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "autocomplete_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}

    def values_to_create(self, *, is_found: bool) -> dict[str, str]:
        """The values of the form of a new record of what was typed; empty where none can or should be created."""
        values_to_create: Any = getattr(self.model_admin, "values_to_create", None)
        # A box that no form of a record has, such as that of a merge, chooses among the existing records.
        is_offered = values_to_create and self.source_field.editable and self.term.strip()
        if not is_offered or not self.model_admin.has_add_permission(self.request):
            return {}
        values: dict[str, str] = values_to_create(self.term.strip(), is_found=is_found)
        return values


def suggest_by_name(model: Any, records: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    """Those of the records whose names match what is typed, then those with similar names, which have `is_similar`."""
    matches, similar = name_index(model, is_public=False).suggest(search_key(text))
    return in_order(records, [*matches, *similar]).annotate(is_similar=_is_one_of(similar))


def has_name(model: Any, text: str) -> bool:
    """Some record has this very name."""
    return bool(name_index(model, is_public=False).same(search_key(text)))


def in_order(records: "QuerySet[Any]", pks: Iterable[int]) -> "QuerySet[Any]":
    """Those of the records that have these keys, in their order."""
    places = {pk: place for place, pk in enumerate(pks)}
    if not places:
        return records.none()
    order = Case(*(When(pk=pk, then=Value(place)) for pk, place in places.items()))
    return records.filter(pk__in=places).order_by(order)


def _is_one_of(pks: Iterable[int]) -> Case:
    chosen = list(pks)
    cases = [When(pk__in=chosen, then=Value(True))] if chosen else []  # noqa: FBT003 a value of the database
    return Case(*cases, default=Value(False), output_field=BooleanField())  # noqa: FBT003 the same


def best_matches_first(records: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    """Exact matches, then those that begin with the text, then the others."""
    if not any(field.name == "search_key" for field in records.model._meta.concrete_fields):
        return records
    key = search_key(text)
    rank = Case(When(search_key=key, then=0), When(search_key__startswith=key, then=1), default=2)
    return records.order_by(rank, *records.model._meta.ordering)
