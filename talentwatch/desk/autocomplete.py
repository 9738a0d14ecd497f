"""Boxes that suggest records by any of their names, and show the chosen one without asking the database again."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest

from talentwatch.text import whole_number


class ValidKeysMixin:
    """What is no key at all is not looked for: the field says what is wrong with it."""

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        keys = [one for one in value if one == "" or whole_number(one) is not None]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]  # of a select


class RecordSelectMultiple(ValidKeysMixin, AutocompleteSelectMultiple):
    """Any number of records."""


class RecordSelect(ValidKeysMixin, AutocompleteSelect):
    """One record; in a table of details, one query per row would be needed to name it, were it not handed in."""

    chosen: Model | None = None

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]  # noqa: FBT003 Django's signature
        return [(None, [*blank, self.create_option(name, value[0], str(self.chosen), True, 1)], 0)]  # noqa: FBT003 Django's signature


def show_chosen(field: forms.Field, name: str, instance: Model) -> None:
    """Hand the record that the instance holds to its box, if it was fetched along."""
    select = getattr(field.widget, "widget", field.widget)
    if isinstance(select, RecordSelect):
        relation: Any = instance._meta.get_field(name)
        if relation.is_cached(instance):
            select.chosen = getattr(instance, name)


class AutocompleteAdmin(BaseModelAdmin):
    """An admin all of whose foreign keys are autocomplete fields, which name what they show in a fixed number of queries."""

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any]", request: HttpRequest, **options: Any) -> Any:
        options.setdefault("widget", RecordSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **options: Any
    ) -> Any:
        options.setdefault("widget", RecordSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **options)

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> "QuerySet[Any] | None":
        """As the admin of the other model fetches it: with what its name is made of."""
        other = self.admin_site._registry.get(db_field.remote_field.model)
        return other.get_queryset(request) if other else super().get_field_queryset(db, db_field, request)
