"""The undocumented parts of Django that the desk overrides are still there, and still called: these fail on an upgrade."""

from inspect import signature

import pytest
from django import forms
from django.contrib.admin.views.main import ChangeList
from django.forms.models import BaseModelForm
from django.test import Client

from people.admin.employment import EmploymentForm
from people.models import Employment, Person
from talentwatch.desk.changelist import DecisionChangeList, RecordChangeList, SearchForm
from tests.support.desk import address, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return make_editor()


def test_a_form_leaves_out_the_columns_of_a_date_unless_it_asks_for_them() -> None:
    class PlainForm(forms.ModelForm):
        class Meta:
            model = Employment
            fields = ("title",)

    class DatedEmploymentForm(EmploymentForm):
        class Meta:
            model = Employment
            fields = ("title",)

    columns = {"start_earliest", "start_latest"}
    plain, dated = PlainForm({"title": "x"}), DatedEmploymentForm({"title": "x", "start": "2023"})
    assert plain.is_valid()
    assert dated.is_valid()
    assert columns <= plain._get_validation_exclusions()
    assert not columns & dated._get_validation_exclusions()


def test_a_form_asks_what_to_leave_out_when_it_validates(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    original = BaseModelForm._get_validation_exclusions
    monkeypatch.setattr(
        BaseModelForm, "_get_validation_exclusions", lambda form: (calls.append(form), original(form))[1]
    )
    form = forms.modelform_factory(Person, fields=("name",))({"name": "Ada"})
    assert form.is_valid()
    assert form in calls


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("get_filters", ["self", "request"]),
        ("get_queryset", ["self", "request", "exclude_parameters"]),
        ("get_results", ["self", "request"]),
    ],
)
def test_a_change_list_has_the_methods_that_are_overridden(method: str, parameters: list[str]) -> None:
    for change_list in (ChangeList, RecordChangeList, DecisionChangeList):
        assert list(signature(getattr(change_list, method)).parameters) == parameters


def test_a_list_is_made_by_these_methods(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    called = set()
    for name in ("get_filters", "get_queryset", "get_results"):
        original = getattr(RecordChangeList, name)

        def spy(self, *args, original=original, name=name, **options):
            called.add(name)
            return original(self, *args, **options)

        monkeypatch.setattr(RecordChangeList, name, spy)
    queries = []

    class SpyForm(SearchForm):
        def __init__(self, data):
            queries.append(data["q"])
            super().__init__(data)

    monkeypatch.setattr(RecordChangeList, "search_form_class", SpyForm)
    desk.get(address(Person, "changelist"), {"q": "ada"})
    assert called == {"get_filters", "get_queryset", "get_results"}
    assert queries == ["ada"]
