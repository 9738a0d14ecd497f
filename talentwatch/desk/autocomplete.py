"""Fields that suggest records by any of their names, and show the chosen one without another query."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest

from talentwatch.text import whole_number


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
