"""Two editors at one record: the differences are shown to the second, and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from events.models import Citation, NewsEvent
from people.models import Claim, CohortMember, Employment, Person
from talentwatch.desk.edit_conflicts import unsign_values
from talentwatch.publishing.transitions import SUBMIT, BulkTransition
from talentwatch.records.edit import edit
from tests.support.desk import address, errors, make_editor, read_form, read_messages, read_previews, save
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alan() -> Client:
    return make_editor("alan")


@pytest.fixture
def grace() -> Client:
    return make_editor("grace")


def url(record: Any) -> str:
    return address(type(record), "change", record.pk)


def conflicts(response: Any) -> list[tuple[str, str, str, str]]:
    """What a page says differs: where, mine, theirs, whose value is in the form."""
    return [(one.label, one.mine, one.theirs, one.kept) for one in response.context["conflicts"]]


def send(client: Client, page: Any, /, **values: Any) -> Any:
    """Send the form of a page that was opened before."""
    boxes = read_form(page) | {name.replace("__", "-"): value for name, value in values.items()}
    return client.post(page.request["PATH_INFO"], boxes | {"reason": "mine"})


def test_a_field_that_both_changed_keeps_what_was_typed(alan: Client, grace: Client) -> None:
    person = make_person("Ada", description="A countess.")
    page = grace.get(url(person))
    save(alan, url(person), name="Ada King", reason="she married")
    response = send(grace, page, name="Ada Lovelace")
    assert "alan saved version 2 (“she married”)" in errors(response)[0]
    assert conflicts(response) == [("Name", "Ada Lovelace", "Ada King", "yours")]
    assert response.context["adminform"].form["name"].value() == "Ada Lovelace"
    person.refresh_from_db()
    assert (person.name, person.version) == ("Ada King", 2)
    assert send(grace, response).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.version) == ("Ada Lovelace", 3)


def test_a_field_that_only_the_other_changed_gets_their_value(alan: Client, grace: Client) -> None:
    person = make_person("Ada", description="A countess.")
    page = grace.get(url(person))
    save(alan, url(person), description="A mathematician.", reason="better")
    response = send(grace, page, name="Ada Lovelace")
    assert conflicts(response) == [("Description", "A countess.", "A mathematician.", "theirs")]
    assert send(grace, response).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.description) == ("Ada Lovelace", "A mathematician.")


def test_the_changes_of_a_third_editor_are_merged_too(alan: Client, grace: Client) -> None:
    person = make_person("Ada", description="A countess.")
    page = grace.get(url(person))
    save(alan, url(person), description="A mathematician.", reason="better")
    response = send(grace, page, name="Ada Lovelace")
    save(alan, url(person), website="https://example.org/", reason="hers")
    response = send(grace, response)
    assert conflicts(response) == [("Website", "–", "https://example.org/", "theirs")]
    assert send(grace, response).status_code == 302
    person.refresh_from_db()
    values = (person.name, person.description, person.website)
    assert values == ("Ada Lovelace", "A mathematician.", "https://example.org/")


def test_dates_choices_and_records_are_compared_by_meaning(alan: Client, grace: Client) -> None:
    post = make_employment(organization=make_organization("Acme"), start="2023-06", role="research")
    unit = make_organization("Acme Research")
    page = grace.get(url(post))
    save(alan, url(post), start="2023", role="lead", organization=unit.pk, reason="the profile")
    response = send(grace, page, start="June 2023", role="executive", note="Seen\r\nin print")
    assert conflicts(response) == [
        ("Organization", "Acme", "Acme Research", "theirs"),
        ("Role", "Executive", "Lead", "yours"),
        ("Start", "June 2023", "2023", "theirs"),
    ]
    again = send(grace, response)
    assert again.status_code == 302
    post.refresh_from_db()
    assert (post.organization, post.role, str(post.start), post.note) == (unit, "executive", "2023", "Seen\nin print")


def test_invalid_input_stays_in_the_form(alan: Client, grace: Client) -> None:
    post = make_employment(start="2023-06")
    page = grace.get(url(post))
    save(alan, url(post), start="2024", reason="the profile")
    response = send(grace, page, start="Junne 2023", person="", organization="nonsense")
    assert ("Start", "Junne 2023", "2024", "yours") in conflicts(response)
    assert response.context["adminform"].form["start"].value() == "Junne 2023"


def test_links_are_compared_as_a_whole(alan: Client, grace: Client) -> None:
    ada, bob, eve = (make_person(name) for name in ("Ada", "Bob", "Eve"))
    event = make_event(people=(ada,))
    page = grace.get(url(event))
    save(alan, url(event), people=[ada.pk, bob.pk], reason="he too")
    response = send(grace, page, people=[str(ada.pk), str(eve.pk)])
    assert conflicts(response) == [("People", "Ada; Eve", "Ada; Bob", "yours")]
    assert send(grace, response, people=[ada.pk, bob.pk, eve.pk]).status_code == 302
    assert set(event.people.all()) == {ada, bob, eve}


def test_a_form_without_a_version_is_not_saved(grace: Client) -> None:
    person = make_person("Ada")
    boxes = read_form(grace.get(url(person)))
    for missing in ({"seen": ""}, {"seen": "", "opened": ""}, {"seen": "x", "opened": "forged"}):
        response = grace.post(url(person), boxes | {"name": "Ada L.", "reason": "why"} | missing)
        assert errors(response)
        assert conflicts(response)[:1] in ([], [("Name", "Ada L.", "Ada", "yours")])
    assert Person.objects.get().name == "Ada"


# Rows


def names(record: Person) -> dict[str, str]:
    return dict(record.names.values_list("text", "language"))


def row(prefix: str, number: int, /, **values: Any) -> dict[str, Any]:
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {f"{prefix}-{number}-{name}": one for name, one in values.items()}


NEW = {"language": "en", "kind": "alias"}


def test_rows_that_both_added_are_both_kept(alan: Client, grace: Client) -> None:
    person = make_person("Ada")
    page = grace.get(url(person))
    save(alan, url(person), reason="his", **row("names", 0, text="Countess", **NEW))
    response = send(grace, page, **row("names", 0, text="Lady Ada", **NEW))
    assert conflicts(response) == [("Person name “Countess”", "–", "added", "theirs")]
    assert send(grace, response).status_code == 302
    assert set(names(person)) == {"Countess", "Lady Ada"}


@pytest.mark.parametrize(
    ("mine", "theirs", "conflict", "remaining"),
    [
        (
            {"names-0-text": "Lady"},
            {"names-0-text": "Countess"},
            ("Person name “Countess”, text", "Lady", "Countess", "yours"),
            {"Lady": "en"},
        ),
        (
            {"names-0-language": "fr"},
            {"names-0-text": "Countess"},
            ("Person name “Countess”, text", "Ada L", "Countess", "theirs"),
            {"Countess": "fr"},
        ),
        (
            {"names-0-text": "Lady"},
            {"names-0-DELETE": "on"},
            ("Person name “Lady”", "Text: Lady; Language: en; Kind: Alias", "removed", "yours"),
            {"Lady": "en"},
        ),
        (
            {"name": "Ada Lovelace"},
            {"names-0-DELETE": "on"},
            ("Person name “Ada L”", "Text: Ada L; Language: en; Kind: Alias", "removed", "theirs"),
            {},
        ),
        (
            {"names-0-DELETE": "on"},
            {"names-0-text": "Countess"},
            ("Person name “Countess”", "removed", "Text: Countess; Language: en; Kind: Alias", "yours"),
            {},
        ),
        ({"names-0-DELETE": "on"}, {"names-0-DELETE": "on"}, None, {}),
        ({"names-0-DELETE": "on"}, {"name": "Ada King"}, ("Name", "Ada", "Ada King", "theirs"), {}),
    ],
)
def test_rows_that_either_changed_or_removed(
    alan: Client, grace: Client, mine: dict[str, str], theirs: dict[str, str], conflict: Any, remaining: dict[str, str]
) -> None:
    person = make_person("Ada", names=("Ada L",))
    page = grace.get(url(person))
    save(alan, url(person), reason="his", **theirs)
    response = send(grace, page, **mine)
    assert conflicts(response) == ([conflict] if conflict else [])
    assert send(grace, response).status_code == 302
    assert names(person) == remaining


def test_claims_citations_and_members_are_rows_like_any_other(alan: Client, grace: Client) -> None:
    post, event, cohort = make_employment(), make_event(), make_cohort(make_person("Bob"))
    changes: list[tuple[Any, Any, dict[str, Any], dict[str, Any]]] = [
        (post, Claim, {"claims-0-stance": "announced"}, {"claims-0-start": "June 2023"}),
        (event, Citation, {"headline": "It is so"}, {"citations-0-stance": "rumoured"}),
        (cohort, CohortMember, {"members-0-position": "3"}, {"members-0-name_as_listed": "B."}),
    ]
    for record, _model, mine, theirs in changes:
        page = grace.get(url(record))
        save(alan, url(record), reason="his", **theirs)
        response = send(grace, page, **mine)
        assert [kept for *_, kept in conflicts(response)] == ["theirs"]
        assert send(grace, response).status_code == 302
    claim, citation, member = Claim.objects.get(), Citation.objects.get(), CohortMember.objects.get()
    assert (claim.stance, str(claim.start)) == ("announced", "2023-06")
    assert (citation.stance, NewsEvent.objects.get().headline) == ("rumoured", "It is so")
    assert (member.position, member.name_as_listed) == (3, "B.")


@pytest.mark.parametrize("count", ["", "x", "99999999999"])
def test_a_malformed_form_is_an_error_and_no_crash(alan: Client, grace: Client, count: str) -> None:
    person = make_person("Ada", names=("Ada L",))
    page = grace.get(url(person))
    save(alan, url(person), reason="his", **{"names-0-text": "Countess"})
    assert errors(send(grace, page, **{"names-TOTAL_FORMS": count}))
    assert names(person) == {"Countess": "en"}


def test_the_values_of_the_opened_form_are_signed() -> None:
    assert unsign_values("eyJhIjoxfQ:forged") is None


def test_moves_that_change_in_the_meantime_are_no_conflict(grace: Client) -> None:
    post = make_employment(start="2020", end="2021", end_state="ended")
    page = grace.get(url(post.person))
    with edit():
        make_employment(post.person, make_organization("Next"), start="2021", end_state="ongoing")
        post.role = "advisor"
        post.save()
    assert send(grace, page, name="Ada L.").status_code == 302


def test_positions_of_a_cohort_are_swapped_in_one_save(grace: Client) -> None:
    ada, bob, eve = (make_person(name) for name in ("Ada", "Bob", "Eve"))
    cohort = make_cohort(ada, bob, eve)
    CohortMember.history.all().delete()
    swap = {"members-0-position": "2", "members-1-position": "1", "members-2-position": ""}
    assert save(grace, url(cohort), reason="as printed", **swap).status_code == 302
    assert dict(cohort.members.values_list("person__name", "position")) == {"Ada": 2, "Bob": 1, "Eve": None}
    positions = CohortMember.history.filter(person=ada).order_by("history_id").values_list("position", flat=True)
    assert list(positions) == [1, 2]
    twice = {"members-0-position": "1", "members-1-position": "1"}
    assert errors(save(grace, url(cohort), reason="again", **twice))
    assert errors(save(grace, url(cohort), reason="again", **{"members-0-position": "0"}))
    gone = {"members-0-DELETE": "on", "members-1-position": "1"}
    assert save(grace, url(cohort), reason="he isn't there", **gone).status_code == 302
    assert dict(cohort.members.values_list("person__name", "position")) == {"Ada": 1, "Eve": None}


# Transitions, actions, history


@pytest.mark.parametrize(
    ("status", "transition"), [("draft", "submit"), ("in_review", "send-back"), ("in_review", "publish")]
)
def test_a_transition_is_not_made_for_a_version_that_was_not_shown(
    alan: Client, grace: Client, status: str, transition: str
) -> None:
    person = make_person("Ada", status=status)
    page = grace.get(address(Person, transition, person.pk))
    save(alan, url(person), name="Ada King", reason="she married")
    sent = {"seen": read_previews(page), "reason": "fine by me"}
    response = grace.post(address(Person, transition, person.pk), sent)
    text = response.content.decode()
    assert "Nothing was done" in text
    assert "she married" in text
    assert "<del><bdi>Ada</bdi></del> → " in text
    assert response.context["form"]["reason"].value() == "fine by me"
    person.refresh_from_db()
    assert person.status == status
    assert (
        grace.post(address(Person, transition, person.pk), sent | {"seen": read_previews(response)}).status_code == 302
    )


def test_a_withdrawal_changes_no_record_that_was_not_shown(grace: Client) -> None:
    post = make_employment()
    page = grace.get(address(Person, "withdraw", post.person_id))
    event = make_event(people=(post.person,))
    sent = {"seen": read_previews(page), "reason": "a hoax"}
    response = grace.post(address(Person, "withdraw", post.person_id), sent)
    assert "Nothing was done" in response.content.decode()
    assert event.headline in response.content.decode()
    response = grace.post(address(Person, "withdraw", post.person_id), sent | {"seen": read_previews(response)})
    assert read_messages(response)[1:] == [
        f'As a result, this is withdrawn: <a href="{url(post)}"><bdi>Ada Lovelace, Acme</bdi></a>.',
        f'As a result, this goes back to review: <a href="{url(event)}"><bdi>Ada Lovelace joins Acme</bdi></a>.',
    ]


def test_an_action_does_nothing_if_one_of_the_records_changed(alan: Client, grace: Client) -> None:
    ada, bob = make_person("Ada", status="draft"), make_person("Bob", status="draft")
    data = {"action": "publish", "_selected_action": [ada.pk, bob.pk]}
    page = grace.post(address(Person, "changelist"), data)
    save(alan, url(bob), name="Bob B.")
    response = grace.post(address(Person, "changelist"), data | {"post": "yes", "seen": read_previews(page)})
    assert [one["record"] for one in response.context["changed"]] == [bob]
    assert not Person.objects.published().exists()
    grace.post(address(Person, "changelist"), data | {"post": "yes", "seen": read_previews(response)})
    assert Person.objects.published().count() == 2


@pytest.mark.parametrize("seen_at", [[], ["nonsense"], ["1"], ["x:y:z"], ["1:1:1", f"1:{'9' * 5000}:1"]])
def test_a_transition_without_a_digest_shows_the_preview_first(grace: Client, seen_at: list[str]) -> None:
    person = make_person("Ada", status="draft")
    response = grace.post(address(Person, "publish", person.pk), {"seen": seen_at})
    assert "Nothing was done" in response.content.decode()
    assert not Person.objects.published().exists()


def test_reverting_overwrites_no_version_that_was_not_shown(alan: Client, grace: Client) -> None:
    person = make_person("Ada")
    save(alan, url(person), name="Ada King", reason="she married")
    page = grace.get(address(Person, "simple_history", person.pk, person.history.earliest().pk))
    save(alan, url(person), description="A countess.", reason="who she was")
    response = send(grace, page)
    assert "alan saved version 3 (“who she was”)" in errors(response)[0]
    assert conflicts(response) == [("Name", "Ada", "Ada King", "yours"), ("Description", "–", "A countess.", "yours")]
    assert "<caption>Differences</caption>" in response.content.decode()
    assert send(grace, response).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.version) == ("Ada", 4)


def test_a_draft_that_changed_since_it_was_shown_is_not_deleted(alan: Client, grace: Client) -> None:
    person = make_person("Ada", status="draft")
    forms = (
        (address(Person, "delete", person.pk), {"post": "yes"}),
        (address(Person, "changelist"), {"post": "yes", "action": "delete_selected", "_selected_action": [person.pk]}),
    )
    for number, (form_url, sent) in enumerate(forms, 2):
        page = grace.get(form_url) if "delete" in form_url else grace.post(form_url, sent)
        save(alan, url(person), description=f"Version {number}.")
        response = grace.post(form_url, sent | {"seen": page.context["record_versions"]})
        assert read_messages(response)[-1] == "Ada was changed since you opened this page. Check it again."
        assert Person.objects.exists()
    grace.post(form_url, sent | {"seen": response.context["record_versions"]})
    assert not Person.objects.exists()


def test_a_field_for_records_survives_invalid_keys(grace: Client) -> None:
    post, event = make_employment(status="draft"), make_event(status="draft")
    assert errors(save(grace, url(post), organization="nonsense"))
    assert errors(save(grace, url(event), people=["nonsense", "99999999999999999999999"]))
    assert grace.get(address(Employment, "add"), {"person": "nonsense"}).status_code == 200
    assert grace.get(address(NewsEvent, "add"), {"people": "nonsense"}).status_code == 200


def test_a_save_between_the_preview_and_the_transition_is_noticed(grace: Client) -> None:
    """An edit that is saved after the page was checked, and before the transition has the edit lock."""
    person, stale = make_person("Ada", status="draft"), Person.objects.get()
    person.name = "Ada King"
    person.save()
    result = BulkTransition(SUBMIT, grace, "ready").run([stale])
    assert result.refused == [(stale, ["Version 2 was saved a moment ago: look at it first."])]
