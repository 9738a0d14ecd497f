"""What records/history.py relies on in django-simple-history beyond its documentation: an upgrade that changes it fails here."""

import inspect
from typing import Any

import pytest
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import HistoricalRecords

from events.models import Citation, NewsEvent
from people.models import Employment, PersonName
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.records.history import (
    EditHistory,
    is_history_model,
    link_lookups,
    link_rows,
    linked_pks,
    restored_version,
    tracked_links,
    tracked_model,
)
from tests.support.factories import make_employment, make_event, make_person

pytestmark = pytest.mark.django_db


def parameters(method: Any) -> set[str]:
    return set(inspect.signature(method).parameters)


def test_history_models_are_recognised() -> None:
    links = [getattr(NewsEvent.history.model, link.name).model for link in tracked_links(NewsEvent.history.model)]
    assert all(map(is_history_model, [NewsEvent.history.model, PersonName.history.model, *links]))
    assert not any(map(is_history_model, [NewsEvent, PersonName, NewsEvent.people.through]))


def test_a_history_row_names_its_model_and_its_links() -> None:
    row = make_event().history.latest()
    assert tracked_model(row) is tracked_model(type(row)) is NewsEvent
    assert {link.name for link in tracked_links(row)} == {"people", "employments"}
    assert tracked_links(make_person().history.latest()) == []


def test_links_of_history_rows_are_read_from_a_prefetch(django_assert_num_queries: Any) -> None:
    post = make_employment()
    event = make_event(people=(post.person,), employments=(post,))
    (row,) = event.history.prefetch_related(*link_lookups(type(event.history.latest())))
    with django_assert_num_queries(0):
        keys = {link.name: linked_pks(row, link) for link in tracked_links(row)}
        assert len(link_rows(row)) == 2
    assert keys == {"people": [post.person_id], "employments": [post.pk]}


def test_an_instance_made_from_history_knows_its_row() -> None:
    person = make_person()
    row = person.history.latest()
    assert restored_version(row.instance) == row
    assert restored_version(person) is None


@pytest.mark.parametrize("name", ["post_save", "m2m_changed"])
def test_the_overridden_methods_exist(name: str) -> None:
    assert callable(getattr(HistoricalRecords, name))
    needed = {
        "post_save": {"instance", "created", "using"},
        "m2m_changed": {"instance", "action", "attr", "pk_set", "reverse"},
    }
    assert parameters(getattr(HistoricalRecords, name)) >= needed[name]
    assert parameters(getattr(EditHistory, name)) >= needed[name]


def test_history_rows_are_made_in_bulk_with_the_columns_that_are_tracked() -> None:
    assert parameters(Employment.history.bulk_history_create) >= {"objs", "update"}
    quoted = {field.attname for field in Citation.history.model.tracked_fields} & Citation.unversioned_fields
    assert not quoted


@pytest.mark.parametrize("name", ["get_history_queryset", "set_history_delta_changes", "render_history_view"])
def test_the_admin_methods_overridden_by_the_desk_exist(name: str) -> None:
    names = parameters(getattr(RecordAdmin, name)) - {"options"}
    assert names <= parameters(getattr(SimpleHistoryAdmin, name))


def test_diff_against_still_leaves_out_what_no_form_edits() -> None:
    """The reason why revisions/diff.py compares versions itself: if this fails, look whether it still has to."""
    employment = make_employment(start="2023", status="draft")
    employment.status = "published"
    employment.save()
    new, old = Employment.history.filter(id=employment.pk).order_by("-version")
    assert new.status != old.status
    assert new.diff_against(old).changed_fields == []
    with pytest.raises(KeyError):
        new.diff_against(old, included_fields=["status"])


def test_diff_against_still_reads_links_with_queries_of_its_own(django_assert_num_queries: Any) -> None:
    event = make_event()
    event.people.set([make_person()])
    history = NewsEvent.history.filter(id=event.pk).order_by("-version")
    new, old = history.prefetch_related(*link_lookups(type(history[0])))
    links = len(tracked_links(new))
    with django_assert_num_queries(2 * links):
        new.diff_against(old)
