"""What the screen says of an article becomes records: all of them in one edit, matched with those that are there."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from events.models import NewsEvent, Outcome
from people.models import Employment, Person
from talentwatch.articles.enter_article import ArticleReport, SaveAction, enter_article
from talentwatch.articles.screen import read_screen
from tests.support.api import ApiClient
from tests.support.articles import eleven_screen, make_row, make_screen
from tests.support.built_once import built_once
from tests.support.worlds import load_llama

pytestmark = pytest.mark.django_db


def preview(screen: dict[str, Any], user: User, action: SaveAction = SaveAction.PUBLISH) -> ArticleReport:
    return enter_article(read_screen(screen), user, action)


def save(screen: dict[str, Any], user: User, action: SaveAction = SaveAction.PUBLISH) -> ArticleReport:
    report = preview(screen, user, action)
    assert (report.errors, report.questions) == ([], [])
    saved = enter_article(read_screen(screen), user, action, report.digest)
    assert saved.digest == report.digest
    return saved


@pytest.fixture
@built_once
def publisher() -> User:
    return User.objects.create(username="grace", is_staff=True, is_superuser=True)


@pytest.fixture
@built_once
def entered(publisher: User) -> ArticleReport:
    """The article of the eleven, entered into an empty database."""
    return save(eleven_screen(), publisher)


def test_eleven_people_are_published_from_an_empty_database(entered: ArticleReport) -> None:
    assert entered.imported.totals == {"new": 1 + 8 + 11 + 22 + 11, "changed": 0, "same": 0, "wrong": 0}
    assert {person.names.get().language for person in Person.objects.published()} == {"he"}
    meta = Employment.objects.get(slug="naman-goyal-meta")
    assert (str(meta.end), meta.claims.get().stated_months) == ("2025-02", 79)
    api = ApiClient()
    assert len(api.slugs("moves/", origin="meta", destination="mistral-ai")) == 5
    assert len(api.slugs("events/")) == 11


def test_the_same_article_again_changes_nothing(entered: ArticleReport, publisher: User) -> None:
    report = preview(eleven_screen(), publisher)
    assert report.imported.totals == {"new": 0, "changed": 0, "same": 53, "wrong": 0}
    assert (report.errors, report.questions, report.moved) == ([], [], [])


def test_over_the_curated_timeline_it_changes_nothing(publisher: User) -> None:
    load_llama()
    report = preview(eleven_screen(), publisher)
    assert [(row.slug, row.outcome, row.changes) for row in report.imported.rows if row.outcome != "same"] == []
    assert (report.errors, report.questions) == ([], [])


def test_what_lies_ahead_is_a_planned_event(publisher: User) -> None:
    """As “happened” it would be refused, and the screen has no box for the outcome."""
    row = make_row(left__organization="Meta", left__end_state="unknown", event="1")
    event = {"number": "1", "kind": "departure", "date": "2090-06", "headline": "Ada Lovelace leaves Meta"}
    save(make_screen(row, events=[event]), publisher, SaveAction.DRAFT)
    assert NewsEvent.objects.get().outcome == Outcome.PLANNED
