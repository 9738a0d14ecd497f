"""The screen asks for the rights of a save, not for that of an import."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from people.models import Employment, Person, Source
from talentwatch.articles import enter_article as entering
from talentwatch.articles.enter_article import FOUR_EYES, ArticleReport, SaveAction, enter_article
from talentwatch.articles.screen import read_screen
from talentwatch.articles.views import actions_of
from tests.support.articles import make_row, make_screen, send
from tests.support.desk import as_role
from tests.support.factories import make_employment, make_organization, make_person

pytestmark = pytest.mark.django_db
ROW = make_row(left__organization="Meta", left__end="2023")


def user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def enter(user: User, action: SaveAction) -> ArticleReport:
    screen = read_screen(make_screen(ROW))
    report = enter_article(screen, user, action)
    return enter_article(screen, user, action, report.digest) if report.can_be_saved else report


@pytest.mark.parametrize(
    ("role", "actions"),
    [("writer", ["draft", "submit"]), ("editor", ["draft", "submit"]), ("publisher", ["draft", "submit", "publish"])],
)
def test_each_role_is_offered_what_it_may_do(role: str, actions: list[str]) -> None:
    assert [value for value, _ in actions_of(user_of(as_role(role)))] == actions


@pytest.mark.parametrize(("action", "status"), [(SaveAction.DRAFT, "draft"), (SaveAction.SUBMIT, "in_review")])
def test_a_writer_drafts_and_submits(action: SaveAction, status: str) -> None:
    writer = user_of(as_role("writer"))
    assert enter(writer, action).errors == []
    assert {one.status for model in (Source, Person, Employment) for one in model.objects.all()} == {status}
    row = Employment.history.get()
    assert (row.history_user, row.history_change_reason) == (None, "article: An article")


def test_a_writer_cant_publish() -> None:
    report = enter(user_of(as_role("writer")), SaveAction.PUBLISH)
    assert [error.message for error in report.errors].count("Your role doesn’t let you publish people.") == 1
    assert not Person.objects.exists()


def test_a_writer_cant_change_what_is_published() -> None:
    make_employment(make_person("Ada Lovelace"), make_organization("Meta"), end="2023", end_state="ended")
    report = enter(user_of(as_role("writer")), SaveAction.DRAFT)
    assert [(error.row, error.cell, error.is_for_publisher) for error in report.errors] == [(None, "", True)]
    assert "Only a publisher can change what is published: Ada Lovelace, Meta. " in report.errors[0].message


def test_what_a_writer_cant_change_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    meta = make_organization("Meta")
    for name in ("Ada Lovelace", "Grace Hopper", "Alan Turing"):
        make_employment(make_person(name), meta, end="2023", end_state="ended")
    rows = [make_row(name, left__organization="Meta", left__end="2023") for name in ("Ada Lovelace", "Grace Hopper")]
    wrong = make_row("Alan Turing", left__organization="Meta", left__end="soon")
    writer = user_of(as_role("writer"))
    report = enter_article(read_screen(make_screen(*rows, wrong)), writer, SaveAction.DRAFT)
    assert [(error.row, error.cell) for error in report.errors] == [(3, "left.end"), (None, "")]
    assert [error.is_for_publisher for error in report.errors] == [False, True]
    names = "Ada Lovelace, Meta; Grace Hopper, Meta; Alan Turing, Meta"
    assert f"Only a publisher can change what is published: {names}. " in report.errors[1].message
    monkeypatch.setattr(entering, "MAX_NAMED", 1)
    report = enter_article(read_screen(make_screen(*rows)), writer, SaveAction.DRAFT)
    assert [": Ada Lovelace, Meta; and 1 more. " in error.message for error in report.errors] == [True]


def test_a_publisher_publishes_the_drafts_that_it_names() -> None:
    make_person("Ada Lovelace", status="draft")
    report = enter(user_of(as_role("publisher")), SaveAction.PUBLISH)
    assert report.errors == []
    assert Person.objects.get().is_published


def test_with_four_eyes_nobody_publishes_what_they_enter(settings: pytest.FixtureRequest) -> None:
    settings.FOUR_EYES = True  # type: ignore[attr-defined]  # ours
    publisher = user_of(as_role("publisher"))
    assert [error.message for error in enter(publisher, SaveAction.PUBLISH).errors] == [FOUR_EYES]
    assert not Person.objects.exists()
    assert enter(publisher, SaveAction.SUBMIT).errors == []


def test_with_four_eyes_the_author_cant_publish_by_entering_it_again(settings: pytest.FixtureRequest) -> None:
    settings.FOUR_EYES = True  # type: ignore[attr-defined]  # ours
    author, screen = as_role("publisher"), make_screen(ROW)
    preview = send(author, "preview", screen=screen, action="submit")
    send(author, "save", screen=screen, action="submit", digest=preview["digest"])
    errors = send(author, "preview", screen=screen, action="publish")["errors"]
    assert errors and all("somebody else has to publish it" in error["error"] for error in errors)
    colleague = as_role("publisher", "ada")
    assert send(colleague, "preview", screen=screen, action="publish")["errors"] == []


def test_a_changed_outcome_is_not_saved() -> None:
    publisher = user_of(as_role("publisher"))
    screen = read_screen(make_screen(ROW))
    digest = enter_article(screen, publisher, SaveAction.PUBLISH).digest
    make_person("Ada Lovelace")
    report = enter_article(screen, publisher, SaveAction.PUBLISH, digest)
    assert report.digest != digest
    assert not Employment.objects.exists()


def test_everything_is_saved_or_nothing() -> None:
    screen = make_screen(ROW, events=[{"number": "1", "kind": "departure", "date": "", "headline": "", "summary": ""}])
    screen["rows"][0]["cells"] = ROW["cells"] | {"event": "1"}
    report = enter_article(read_screen(screen), user_of(as_role("publisher")), SaveAction.PUBLISH)
    assert {error.cell for error in report.errors} >= {"events.1.headline"}
    assert not Person.objects.exists()


def test_each_mistake_is_one_error() -> None:
    row = make_row(left__organization="Meta", left__end="2023", left__stated_months="many", stance="sure", event="1")
    event = {"number": "1", "kind": "departure", "date": "2023", "headline": "Ada Lovelace leaves Meta", "summary": ""}
    screen = make_screen(row, events=[event], cohort={"name": "The list"}, source={"url": "", "title": ""})
    report = enter_article(read_screen(screen), user_of(as_role("publisher")), SaveAction.DRAFT)
    assert [(error.row, error.cell) for error in report.errors] == [
        (None, "source.url"),
        (1, "left.stated_months"),
        (None, "cohort.expected_size"),
        (1, "stance"),
    ]
    assert "the number of months" in report.errors[1].message and "how many people" in report.errors[2].message


@pytest.mark.parametrize(
    ("published", "end", "places"),
    [
        ("", "", [(1, "left.end"), (2, "joined.end_state")]),
        ("soon", "", [(None, "source.published")]),
        ("", "soon", [(1, "left.end"), (2, "joined.end_state")]),
    ],
)
def test_an_end_that_not_even_the_article_dates_is_asked_for(published: str, end: str, places: list[object]) -> None:
    rows = [
        make_row(left__organization="Meta", left__end=end),
        make_row("Grace Hopper", joined__organization="Meta", joined__end_state="ended"),
    ]
    screen = read_screen(make_screen(*rows, source={"published": published}))
    report = enter_article(screen, user_of(as_role("publisher")), SaveAction.DRAFT)
    assert [(error.row, error.cell) for error in report.errors] == places
    assert end or published or "without an end, it means" in report.errors[0].message


def test_what_is_wrong_with_a_row_isnt_said_of_its_event_too() -> None:
    row = make_row(joined__organization="Meta", joined__start="2099", event="1")
    event = {"number": "1", "kind": "hire", "date": "2025-06", "headline": "Ada Lovelace joins Meta", "summary": ""}
    report = enter_article(
        read_screen(make_screen(row, events=[event])), user_of(as_role("publisher")), SaveAction.DRAFT
    )
    assert [(error.row, error.cell) for error in report.errors] == [(1, "joined.start")]
