"""One declaration per record type: what it lacks is said by a system check; what a model has reaches its users."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from people.models import Claim, Person
from people.record_types import CLAIMS, COHORTS, EMPLOYMENTS, PEOPLE
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.records.models import ChildRecord, PublishableRecord, VersionedModel
from talentwatch.records.record_type import RecordLayout, RecordType
from talentwatch.resources import PUBLISHABLE_TYPES, RECORD_TYPES, check_record_types, children_of

DECLARED = list(RECORD_TYPES.values())


def messages(*types: RecordType) -> list[str]:
    return [error.msg for error in check_record_types(types)]


def test_the_types_of_the_project_lack_nothing() -> None:
    assert check_record_types() == []


def test_each_type_comes_after_the_types_that_it_names() -> None:
    assert list(RECORD_TYPES) == [
        "sources", "organizations", "people", "employments", "claims", "moves", "cohorts", "events"
    ]  # fmt: skip


def test_a_throw_away_type_is_told_all_that_it_lacks() -> None:
    viewset = SimpleNamespace(queryset=Person.objects.all())
    bare = RecordType("persons", viewset)
    others = [one for one in DECLARED if one is not PEOPLE]
    assert messages(bare, *others) == [
        "persons: viewset: it has no serializer_class.",
        "persons: viewset: it has no filterset_class.",
        "persons: viewset: its serializer_class names no `resource`, or another one.",
        "persons: layout: say which columns it has in a timeline file.",
        "persons: page: name its page, or say in no_page_because why it has none.",
        "persons: referred_to_by: name the fields by which the JSON of other records refers to it.",
    ]


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        (replace(CLAIMS, owner=""), "claims: owner: name the field with the record that its rows change with."),
        (
            replace(PEOPLE, shown_elsewhere=()),
            "people: shown_elsewhere: name the fields that the JSON of other records shows of it.",
        ),
        (
            replace(COHORTS, parent_column=""),
            "cohorts: parent_column: name the column of its nested tables that says which record a row belongs to.",
        ),
        (
            replace(EMPLOYMENTS, layout=RecordLayout(EMPLOYMENTS.model)),
            "employments: layout: it has no column for Claim.",
        ),
    ],
)
def test_each_lack_is_named(lacking: RecordType, sentence: str) -> None:
    assert messages(*(lacking if one.name == lacking.name else one for one in DECLARED)) == [sentence]


def test_a_model_without_a_type_is_named() -> None:
    errors = check_record_types([one for one in DECLARED if one is not PEOPLE])
    assert [(error.msg, error.obj, error.id) for error in errors] == [
        ("Person has no RecordType.", Person, "resources.E001")
    ]


# A field reaches its users: the editor by a form, the reader by the API, the analyst by a file.

MODELS: list[Any] = [model for one in PUBLISHABLE_TYPES.values() for model in (one.model, *children_of(one.model))]


def in_forms(model: type[Any]) -> set[str]:
    """The fields that some form of the desk has, a partial date for both of its columns."""
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(has_perm=lambda *_: True, is_active=True, is_staff=True, is_superuser=True, pk=1)
    if issubclass(model, ChildRecord):
        parent: Any = model._meta.get_field(model.parent_field).related_model
        desk = admin.site.get_model_admin(parent)
        inlines = [one for one in desk.get_inline_instances(request) if one.model is model]
        names = {name for one in inlines for name in one.get_formset(request).form.base_fields}
        return names | {model.parent_field}
    desk = admin.site.get_model_admin(model)
    return {*desk.get_form(request).base_fields, *desk.get_readonly_fields(request, model())}


def in_api(model: type[Any]) -> set[str]:
    """The fields that some serializer of the API reads, by the names of the model."""
    read: set[str] = set()
    for one in RECORD_TYPES.values():
        viewset = one.viewset
        serializers = {
            viewset.serializer_class,
            getattr(viewset, "detail_serializer_class", None),
            one.package_serializer,
        }
        for serializer in serializers - {None}:
            read |= _read_by(serializer(), one.model, model)
    return read


def _read_by(serializer: Any, start: Any, model: type[Any]) -> set[str]:
    read: set[str] = set()
    for field in serializer.fields.values():
        at, names = start, field.source_attrs or [field.field_name]
        for name in names:
            if at is None:
                break
            if at is model:
                read.add(name)
            found = {one.get_accessor_name() if one.auto_created and not one.concrete else one.name: one
                     for one in at._meta.get_fields()}.get(name)  # fmt: skip
            at = found.related_model if found is not None and found.is_relation else None
        inner = getattr(field, "child", field)
        if at is not None and hasattr(inner, "fields"):
            read |= _read_by(inner, at, model)
    return read


def in_files(model: type[Any]) -> set[str]:
    layouts = [layout for one in LAYOUTS.values() for layout in (one, *one.children.values())]
    columns = {name for layout in layouts if layout.model is model for name in layout.columns}
    return columns | ({model.parent_field} if issubclass(model, ChildRecord) else set())


@pytest.mark.parametrize("model", MODELS)
def test_every_field_reaches_its_users_or_is_hidden_with_a_reason(model: type[VersionedModel]) -> None:
    reached = in_forms(model) | in_api(model) | in_files(model)
    # A link with rows of its own, such as citations, is looked at with these.
    links = [link for link in model._meta.many_to_many if link.remote_field.through._meta.auto_created]  # type: ignore[union-attr]  # a link has its table
    fields = {field.name for field in (*model._meta.concrete_fields, *links)}
    bounds = {f"{name}_{side}" for name in reached for side in ("earliest", "latest")}
    assert {*fields} - reached - bounds - {"id"} == set(model.hidden_fields)
    assert all(model.hidden_fields.values())


def test_the_test_above_sees_a_field_that_nobody_sees() -> None:
    assert "note" not in in_api(Claim)
    assert "start" in in_api(Claim) & in_forms(Claim) & in_files(Claim)
    assert issubclass(Person, PublishableRecord)
    assert "search_key" not in in_forms(Person) | in_api(Person) | in_files(Person)
