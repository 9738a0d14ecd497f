"""Any one change of a record can be undone by itself: of a field, a date, a link, or a row that belongs to it."""

from typing import Any

import pytest
from django.test import Client

from events.models import NewsEvent
from people.models import Claim, Employment, Organization, Person, PersonName
from talentwatch.records.edit import edit
from tests.support.desk import address, make_editor, read_messages, save
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return make_editor()


def url(record: Any) -> str:
    return address(type(record), "change", record.pk)


def keys(desk: Client, record: Any, version: int) -> dict[str, str]:
    """The changes of a version that the history page offers to undo, with their addresses."""
    page = desk.get(address(type(record), "history", record.pk))
    row = next(row for row in page.context["page_obj"] if row.version == version)
    return {diff.label: f"{page.context['undo_url']}?change={diff.key}" for diff in row.field_diffs if diff.key}


def undo(desk: Client, record: Any, version: int, what: str, **values: Any) -> Any:
    url = keys(desk, record, version)[what]
    page = desk.get(url)
    assert page.status_code == 200
    return desk.post(
        url,
        {"seen": page.context["form"]["seen"].value(), "reason": "It was right", "correction": "It was right"} | values,
    )


def test_one_field_goes_back_and_the_others_stay(desk: Client) -> None:
    post = make_employment(start="2023", role="research", organization=make_organization("Acme"))
    other = make_organization("Other")
    save(desk, url(post), start="2024", role="lead", organization=other.pk, note="So.", reason="all at once")
    assert set(keys(desk, post, 2)) == {"Start", "Role", "Organization", "Note"}
    page = desk.get(keys(desk, post, 2)["Start"]).content.decode()
    assert all(f"<bdi>{text}</bdi>" in page for text in ("Start", "2023", "2024"))
    for what in ("Start", "Organization"):
        assert undo(desk, post, 2, what).status_code == 302
    post.refresh_from_db()
    values = (str(post.start), post.role, post.organization.name, post.note, post.version)
    assert values == ("2023", "lead", "Acme", "So.", 4)
    assert post.history.latest().history_change_reason == "It was right"


def test_a_link_goes_back_and_what_came_later_stays(desk: Client) -> None:
    ada, bob, eve = (make_person(name) for name in ("Ada", "Bob", "Eve"))
    event = make_event(people=(ada,))
    save(desk, url(event), people=[bob.pk], reason="he, not she")
    save(desk, url(event), people=[bob.pk, eve.pk], reason="and Eve")
    assert undo(desk, event, 2, "People").status_code == 302
    assert set(event.people.all()) == {ada, eve}
    assert "This value is back already" not in desk.get(keys(desk, event, 2)["People"]).content.decode()


def test_child_rows_are_restored_removed_and_reset(desk: Client) -> None:
    person = make_person("Ada", names=("Countess",))
    new = {"names-TOTAL_FORMS": 2, "names-1-text": "Lady", "names-1-language": "en", "names-1-kind": "alias"}
    save(desk, url(person), reason="two", **new, **{"names-0-text": "The Countess"})
    assert undo(desk, person, 3, "Person name “The Countess”, text").status_code == 302
    assert undo(desk, person, 3, "Person name “Lady”").status_code == 302
    assert list(person.names.values_list("text", flat=True)) == ["Countess"]
    save(desk, url(person), reason="none", **{"names-0-DELETE": "on"})
    assert undo(desk, person, 6, "Person name “Countess”").status_code == 302
    assert list(person.names.values_list("text", flat=True)) == ["Countess"]
    page = desk.get(keys(desk, person, 6)["Person name “Countess”"]).content.decode()
    assert "This value is back already" in page
    response = undo(desk, person, 6, "Person name “Countess”")
    assert "This row has already been restored." in response.content.decode()


def test_claims_and_members_are_restored_and_what_depends_on_them_recomputed(desk: Client) -> None:
    post = make_employment(claims=({"start": "2023", "stance": "announced"}, {}))
    save(desk, url(post), reason="no", **{"claims-0-DELETE": "on"})
    post.refresh_from_db()
    assert post.confidence == "reported"
    (what,) = keys(desk, post, 2)
    assert undo(desk, post, 2, what).status_code == 302
    post.refresh_from_db()
    assert post.confidence == "confirmed"
    assert Claim.objects.filter(stance="announced", start_earliest="2023-01-01").exists()
    cohort = make_cohort(make_person("Bob"), make_person("Eve"))
    save(desk, url(cohort), reason="no", **{"members-1-DELETE": "on"})
    assert undo(desk, cohort, 2, "Cohort member “Eve”").status_code == 302
    assert cohort.members.count() == 2


def test_a_change_of_a_removed_row_asks_to_undo_the_removal_first(desk: Client) -> None:
    person = make_person("Ada", names=("Countess",))
    save(desk, url(person), reason="in full", **{"names-0-text": "The Countess"})
    save(desk, url(person), reason="no", **{"names-0-DELETE": "on"})
    response = undo(desk, person, 3, "Person name “The Countess”, text")
    assert "This row was removed later. Undo the removal first." in response.content.decode()
    PersonName.objects.create(person=person, text="The Countess", language="en", kind="alias")
    response = undo(desk, person, 4, "Person name “The Countess”")
    assert response.status_code == 200
    assert person.names.count() == 1


def test_an_undo_that_breaks_a_rule_is_refused_with_a_sentence(desk: Client) -> None:
    bob = make_person("Bob", status="draft")
    event = make_event(people=(bob,), status="draft")
    with edit():
        event.people.set([make_person("Ada")])
    event.refresh_from_db()
    event.status = "published"
    event.save()
    response = undo(desk, event, 2, "People")
    assert f"{event.headline} is published, but Bob isn&#x27;t." in response.content.decode()
    post = make_employment(start="2020", end="2021", end_state="ended")
    save(desk, url(post), end="2023", reason="later")
    save(desk, url(post), start="2022", reason="later too")
    assert "A job can&#x27;t end before it starts." in undo(desk, post, 2, "End").content.decode()
    post.refresh_from_db()
    assert str(post.end) == "2023"


def test_undoing_needs_a_reason_once_it_was_public_and_the_version_that_was_seen(desk: Client) -> None:
    person = make_person("Ada")
    save(desk, url(person), name="Ada King", reason="she married")
    assert undo(desk, person, 2, "Name", reason="").context["form"].errors == {
        "reason": ["Say why you make this change. Only the desk sees it."]
    }
    save(make_editor("alan"), url(person), description="A countess.", reason="who she was")
    response = undo(desk, person, 2, "Name", seen=2)
    text = response.content.decode()
    assert "Somebody saved this record while you had this page open" in text
    assert "who she was" in text
    assert response.context["form"]["reason"].value() == "It was right"
    assert response.context["form"]["seen"].value() == 3
    assert undo(desk, person, 2, "Name", seen="x").status_code == 200
    assert undo(desk, person, 2, "Name", seen="9" * 5000).status_code == 200
    assert undo(desk, person, 2, "Name").status_code == 302
    draft = make_person("Bob", status="draft")
    save(desk, url(draft), name="Bob B.")
    assert undo(desk, draft, 2, "Name", reason="").status_code == 302


def test_the_status_is_undone_by_transitions_only(desk: Client) -> None:
    person = make_person("Ada", status="draft")
    person.status = "published"
    person.save()
    assert keys(desk, person, 2) == {}
    row = person.history.get(version=2)
    forged = f"{address(Person, 'undo', person.pk)}?change=people.person-{row.pk}-status"
    assert desk.get(forged).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "",
        "x",
        "people.person",
        "people.person-1",
        "people.person-x-name",
        "people.person-999999-name",
        "people.claim-1-",
        "auth.user-1-x",
    ],
)
def test_an_unknown_change_is_not_found(desk: Client, change: str) -> None:
    person = make_person("Ada")
    assert desk.get(address(Person, "undo", person.pk), {"change": change}).status_code == 404
    assert desk.get(address(Person, "undo", 10**9), {"change": change}).status_code == 404


def test_the_beginning_of_a_record_cannot_be_undone(desk: Client) -> None:
    organization = make_organization()
    row = organization.history.get()
    undo_url = address(Organization, "undo", organization.pk)
    assert desk.get(undo_url, {"change": f"people.organization-{row.pk}-"}).status_code == 404
    assert desk.get(undo_url, {"change": f"people.organization-{'9' * 30}-"}).status_code == 404


def test_an_undo_is_confirmed_and_logged(desk: Client) -> None:
    event = make_event()
    save(desk, url(event), headline="It is so", reason="shorter")
    response = undo(desk, event, 2, "Headline")
    assert response.url == address(NewsEvent, "history", event.pk)
    assert read_messages(response)[-1] == "Undone: Headline."
    assert Employment.objects.count() == 0
