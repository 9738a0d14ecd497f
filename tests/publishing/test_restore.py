"""A restored record brings back what was withdrawn with it, if the editor wants that."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from people.models import Employment, Person
from talentwatch.exchange.integrity import check_timeline
from talentwatch.publishing.transitions import PUBLISH, preview_transition, publish, record_key, withdraw
from talentwatch.publishing.withdrawal import withdrawn_with
from tests.support.built_once import built_once
from tests.support.desk import address, make_editor, read_previews, run_transition
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def ada() -> Person:
    """Ada with two jobs, an event about her and one about a job, and a cohort."""
    ada = make_person("Ada")
    job = make_employment(ada, make_organization("Acme"))
    make_employment(ada, make_organization("Zenith"))
    make_event("About her", people=(ada,))
    make_event("About the job", employments=(job,))
    make_cohort(ada, make_person("Grace"))
    return ada


ALL = {"ada-acme", "ada-zenith", "about-her", "about-the-job"}


def slugs(records: Any) -> set[str]:
    return {record.slug for record in records}


def test_what_was_withdrawn_with_a_record_is_known_from_history(ada: Person) -> None:
    assert withdrawn_with(ada) == []
    withdraw(ada)
    assert slugs(withdrawn_with(ada)) == ALL


def test_restoring_it_all_is_one_edit_in_an_order_that_works(ada: Person) -> None:
    withdraw(ada)
    published = publish(ada, "a mistake", also=reversed(withdrawn_with(ada)))
    assert slugs(published) == {"ada", *ALL}
    assert {record.history.latest().history_date for record in published} == {ada.updated_at}
    assert check_timeline() == []
    assert withdrawn_with(ada) == []


def test_what_was_withdrawn_before_or_changed_since_is_left_alone(ada: Person) -> None:
    withdraw(Employment.objects.get(slug="ada-zenith"))
    withdraw(ada)
    ada_acme = Employment.objects.get(slug="ada-acme")
    assert slugs(withdrawn_with(ada)) == ALL - {"ada-zenith"}
    publish(ada, also=[ada_acme])
    assert withdrawn_with(ada) == []


def test_a_second_withdrawal_counts_for_itself(ada: Person) -> None:
    withdraw(ada)
    publish(ada, also=[Employment.objects.get(slug="ada-acme")])
    withdraw(ada)
    assert slugs(withdrawn_with(ada)) == {"ada-acme"}


def test_what_another_withdrawn_record_keeps_away_is_said(ada: Person) -> None:
    acme = Employment.objects.get(slug="ada-acme").organization
    withdraw(ada)
    withdraw(acme)
    preview = preview_transition(PUBLISH, ada, User.objects.create_superuser("grace"))
    assert slugs(preview.restorable) == {"ada-zenith", "about-her"}
    assert sorted(map(str, preview.unrestorable)) == [
        "About the job names Ada, Acme, which isn't published.",
        "Ada, Acme names Acme, which isn't published.",
    ]
    with pytest.raises(ValidationError, match="Acme was withdrawn"):
        publish(ada, also=[Employment.objects.get(slug="ada-acme")])
    ada.refresh_from_db()
    assert not ada.is_published


def test_a_merged_record_restores_nothing(ada: Person) -> None:
    Person._base_manager.filter(pk=ada.pk).update(status="withdrawn", merged_into=make_person("Other"))
    ada.refresh_from_db()
    assert withdrawn_with(ada) == []


def test_the_page_selects_everything_and_restores_what_stays_selected(ada: Person) -> None:
    withdraw(ada)
    desk = make_editor()
    page = desk.get(address(Person, "publish", ada.pk)).content.decode()
    kept = [record for record in withdrawn_with(ada) if record.slug != "about-her"]
    assert page.count('name="also"') == page.count(" checked> ") == len(kept) + 1
    run_transition(desk, ada, "publish", reason="a mistake", also=[record_key(record) for record in kept])
    assert slugs(record for record in kept if type(record)._base_manager.get(pk=record.pk).is_published) == {
        "ada-acme",
        "ada-zenith",
        "about-the-job",
    }
    ada.refresh_from_db()
    assert ada.is_published
    assert ada.events.get(slug="about-her").status == "in_review"


def test_a_page_that_is_out_of_date_restores_nothing(ada: Person) -> None:
    withdraw(ada)
    desk = make_editor()
    url = address(Person, "publish", ada.pk)
    seen = read_previews(desk.get(url))
    publish(ada)
    withdraw(ada)
    desk.post(url, {"seen": seen, "reason": "a mistake", "also": []})
    ada.refresh_from_db()
    assert not ada.is_published


@pytest.mark.parametrize("also", ["", "people.person:abc", "x" * 5000, "people.employment:99999999999999999999"])
def test_anything_else_in_the_selection_is_ignored(ada: Person, also: str) -> None:
    withdraw(ada)
    run_transition(make_editor(), ada, "publish", reason="a mistake", also=[also])
    ada.refresh_from_db()
    assert ada.is_published
    assert Employment.objects.get(slug="ada-acme").status == "withdrawn"


def test_the_front_page_counts_what_is_withdrawn(ada: Person) -> None:
    withdraw(ada)
    page = make_editor().get("/admin/").content.decode()
    assert "Withdrawn" in page
    assert "/admin/people/person/?queue=withdrawn" in page
