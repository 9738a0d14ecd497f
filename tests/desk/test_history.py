"""The history of a record at the desk: who, when, why and what; and the way back."""

import re
from typing import Any

import pytest
from django.test import Client

from events.models import NewsEvent
from people.models import Employment, Organization, Person, PersonName
from talentwatch.dates import parse
from talentwatch.desk.record_admin import RecordAdmin
from talentwatch.records.edit import edit
from tests.support.desk import address, errors, make_editor, read_form, read_messages, run_transition, save
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


def versions(desk: Client, record: Any) -> dict[int, list[str]]:
    """What the history page tells of each version."""
    response = desk.get(address(type(record), "history", record.pk))
    assert response.status_code == 200
    return {
        row.version: [f"{one.label}: {one.old} → {one.new}" for one in getattr(row, "field_diffs", [])]
        for row in response.context["page_obj"]
    }


def test_a_version_shows_editor_reason_and_changes(desk: Client) -> None:
    post = make_employment(start="2023", role="research")
    url = address(Employment, "change", post.pk)
    save(desk, url, start="June 2023", end="2024", end_state="ended", role="lead", reason="Her profile says so")
    page = desk.get(address(Employment, "history", post.pk)).content.decode()
    assert "Her profile says so" in page
    assert "grace" in page
    assert versions(desk, post)[2] == [
        "End state: Unknown → Ended",
        "Role: Research → Lead",
        "Start: 2023 → June 2023",
        "End: – → 2024",
    ]


def test_child_records_are_shown_with_the_version_that_changed_them(desk: Client) -> None:
    person = make_person("Ada", names=("Countess",))
    name = person.names.get()
    url = address(Person, "change", person.pk)
    save(desk, url, **{"names-0-text": "The Countess", "reason": "in full"})
    row = {"names-TOTAL_FORMS": 2, "names-1-text": "עדה", "names-1-language": "he", "names-1-kind": "native"}
    save(desk, url, **row, **{"names-0-DELETE": "on", "reason": "hers"})
    changes = versions(desk, person)
    assert changes[3] == ["Person name “The Countess”, text: Countess → The Countess"]
    assert set(changes[4]) == {"Person name “עדה”: – → added", "Person name “The Countess”: – → removed"}
    assert not PersonName.objects.filter(pk=name.pk).exists()


def test_linked_records_are_shown_by_name(desk: Client) -> None:
    post = make_employment(organization=make_organization("Acme"))
    other = make_organization("Acme Research", parent=make_organization("Holding"))
    save(desk, address(Employment, "change", post.pk), organization=other.pk, reason="the unit")
    assert versions(desk, post)[2] == ["Organization: Acme → Acme Research"]
    save(desk, address(Organization, "change", other.pk), parent="", reason="it is free")
    assert versions(desk, other)[2] == ["Parent: Holding → –"]


def test_changes_of_many_to_many_links_are_shown(desk: Client) -> None:
    event = make_event(people=(make_person("Ada"),))
    people = [make_person("Bob").pk, *event.people.values_list("pk", flat=True)]
    save(desk, address(NewsEvent, "change", event.pk), people=people, reason="he too")
    assert versions(desk, event)[2] == ["People: Ada → Ada; Bob"]


def test_members_and_claims_are_shown_by_the_record_they_name(desk: Client) -> None:
    post = make_employment()
    save(
        desk,
        address(Employment, "change", post.pk),
        **{"claims-0-start": "2023", "claims-0-stance": "announced", "reason": "x"},
    )
    changes = versions(desk, post)[2]
    assert changes == [
        "Claim “The Paper”, stance: Reported → Announced by themselves",
        "Claim “The Paper”, start: – → 2023",
    ]
    cohort = make_cohort(make_person("Bob"))
    assert [line for line in versions(desk, cohort)[1] if "Bob" in line] == ["Cohort member “Bob”: – → added"]


def test_a_record_deleted_since_is_shown_by_its_number(desk: Client) -> None:
    parent = make_organization("Holding", status="draft")
    unit = make_organization("Acme", status="draft", parent=parent)
    number = parent.pk
    unit.parent = None
    unit.save()
    parent.delete()
    assert versions(desk, unit)[2] == [f"Parent: number {number} (deleted) → –"]
    first = unit.history.earliest()
    response = desk.get(address(Organization, "simple_history", unit.pk, first.pk))
    assert response.status_code in {200, 302}


def test_a_version_that_names_a_deleted_record_is_no_crash(desk: Client) -> None:
    bob = make_person("Bob", status="draft")
    post = make_employment(bob, status="draft")
    first = post.history.earliest()
    post.person = make_person("Ada")
    post.save()
    bob.delete()
    response = desk.get(address(Employment, "simple_history", post.pk, first.pk))
    assert read_messages(response) == ["This version can't be shown: it names a record that was deleted since."]
    assert desk.get(address(Employment, "history", post.pk)).status_code == 200
    assert desk.get(address(Employment, "simple_history", post.pk, "x")).status_code == 404


def test_a_long_history_is_complete_across_its_pages(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecordAdmin, "history_list_per_page", 2)
    person = make_person("Ada 1")
    for number in range(2, 6):
        with edit():
            person.name = f"Ada {number}"
            person.save()
            PersonName.objects.create(person=person, text=f"A. {number}", language="en")
    url = address(Person, "history", person.pk)
    rows: dict[int, Any] = {}
    for page in (1, 2, 3):
        rows |= {row.version: row for row in desk.get(url, {"p": page}).context["page_obj"]}
    assert list(rows) == [5, 4, 3, 2, 1]
    for number in range(2, 6):
        lines = [(one.old, one.new) for one in rows[number].field_diffs]
        assert lines == [(f"Ada {number - 1}", f"Ada {number}"), ("–", "added")]
    assert 'class="this-page"' in desk.get(url).content.decode()


def test_a_record_that_was_loaded_has_a_page_without_history(desk: Client) -> None:
    person = make_person("Ada")
    Person.history.all().delete()
    assert (
        "This record was loaded from a file and has not been changed since."
        in desk.get(address(Person, "history", person.pk)).content.decode()
    )


def test_a_deleted_record_leaves_its_history(desk: Client) -> None:
    person = make_person("Bob", status="draft")
    pk = person.pk
    person.delete()
    assert "Deleted." in desk.get(address(Person, "history", pk)).content.decode()


def restore(desk: Client, record: Any, version: int, **values: Any) -> Any:
    row = record.history.get(version=version)
    url = address(type(record), "simple_history", record.pk, row.pk)
    page = desk.get(url)
    assert page.status_code == 200
    return desk.post(url, read_form(page) | values)


def test_an_older_version_is_restored_as_a_new_one(desk: Client) -> None:
    post = make_employment(start="2023-06", status="draft")
    post.start = parse("2024")
    post.save()
    run_transition(desk, post, "publish", reason="sourced")
    response = restore(desk, post, 1, reason="The old date was right")
    assert response.status_code == 302
    post.refresh_from_db()
    assert (str(post.start), post.status, post.version) == ("2023-06", "published", 4)
    assert post.history.latest().history_change_reason == "The old date was right"
    assert post.claims.count() == 1


def test_restoring_needs_a_reason_once_it_was_public(desk: Client) -> None:
    post = make_employment(start="2023-06")
    post.start = parse("2024")
    post.save()
    response = restore(desk, post, 1)
    assert errors(response) == ["Say why you make this change. Only the desk sees it."]


def test_restoring_is_held_to_the_requirements_of_publication(desk: Client) -> None:
    bob = make_person("Bob", status="draft")
    event = make_event(people=(bob,), status="draft")
    event.people.set([make_person("Ada")])
    run_transition(desk, event, "publish", reason="sourced")
    response = restore(desk, event, 1, reason="him again")
    assert errors(response) == [f"{event.headline} is published, but Bob isn't."]
    assert read_messages(response) == []


def test_restoring_brings_back_many_to_many_links(desk: Client) -> None:
    ada = make_person("Ada")
    event = make_event(people=(ada,))
    with edit():
        event.people.set([make_person("Bob")])
    assert restore(desk, event, 1, reason="her again").status_code == 302
    event.refresh_from_db()
    assert (list(event.people.all()), event.version) == ([ada], 3)


def test_names_in_history_are_isolated_from_the_text_beside_them(desk: Client) -> None:
    person = make_person("Ada")
    save(desk, address(Person, "change", person.pk), name="Ada", description="עדה", reason="תיקון")
    page = desk.get(address(Person, "history", person.pk)).content.decode()
    assert re.search(r"<bdi>תיקון</bdi>", page)
    assert "<ins><bdi>עדה</bdi></ins>" in page
