"""Unfinished articles: kept per editor, found again, never lost to another tab, and read by nobody else but publishers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from talentwatch.articles import views
from talentwatch.articles.models import LABEL_LENGTH, UnfinishedArticle
from tests.support.articles import make_row, make_screen, send
from tests.support.desk import as_role
from tests.support.factories import make_employment, make_organization, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Client:
    return as_role("writer")


def test_an_article_is_kept_and_found_again(writer: Client) -> None:
    screen = make_screen(make_row(left__organization="Meta"), text="יום ראשון\0\ud800")
    kept = send(writer, "autosave", id=None, revision=0, screen=screen)
    assert kept["revision"] == 1
    page = writer.get(reverse("articles:enter"), {"article": kept["id"]})
    assert page.context["setup"]["article"]["screen"] == screen
    front = writer.get(reverse("admin:index")).content.decode()
    assert "Unfinished articles" in front and "An article" in front


def test_a_save_of_an_older_revision_is_refused(writer: Client) -> None:
    kept = send(writer, "autosave", id=None, revision=0, screen=make_screen())
    assert send(writer, "autosave", **kept, screen=make_screen(make_row()))["revision"] == 2
    assert "another tab" in send(writer, "autosave", 409, **kept, screen=make_screen())["error"]
    assert UnfinishedArticle.objects.get().screen == make_screen(make_row())


@pytest.mark.parametrize("key", [10**30, -1, "1", 1.5, True, [1]])
def test_an_article_that_is_gone_is_said_to_be(writer: Client, key: Any) -> None:
    assert "gone" in send(writer, "autosave", 404, id=key, revision=1, screen={})["error"]
    assert "gone" in send(writer, "discard", 404, id=key)["error"]


def test_no_other_writer_or_editor_reads_changes_or_discards_it(writer: Client) -> None:
    kept = send(writer, "autosave", id=None, revision=0, screen=make_screen())
    for other in (as_role("editor"), as_role("writer", "ada")):
        assert other.get(reverse("articles:enter"), {"article": kept["id"]}).context["setup"]["article"] is None
        send(other, "autosave", 404, **kept, screen={})
        send(other, "discard", 404, id=kept["id"])
        assert "Unfinished" not in other.get(reverse("admin:index")).content.decode()
    assert UnfinishedArticle.objects.count() == 1


def test_a_publisher_finds_and_finishes_it(writer: Client) -> None:
    make_employment(make_person("Ada Lovelace"), make_organization("Meta"), end="2023", end_state="ended")
    screen = make_screen(make_row(left__organization="Meta", left__end="2023"))
    kept = send(writer, "autosave", id=None, revision=0, screen=screen)
    assert "Unfinished articles of others" not in writer.get(reverse("admin:index")).content.decode()
    publisher = as_role("publisher")
    front = publisher.get(reverse("admin:index")).content.decode()
    assert "Unfinished articles of others" in front and "begun by <bdi>writer</bdi>" in front
    page = publisher.get(reverse("articles:enter"), {"article": kept["id"]})
    assert page.context["setup"]["article"]["screen"] == screen
    assert "<bdi>writer</bdi> began this article" in page.content.decode()
    kept = send(publisher, "autosave", **kept, screen=screen | {"reason": "Checked."})
    # The writer, who has it open still, doesn't overwrite that.
    assert "somebody else" in send(writer, "autosave", 409, id=kept["id"], revision=1, screen=screen)["error"]
    report = send(publisher, "preview", screen=screen, action="publish")
    saved = send(publisher, "save", id=kept["id"], screen=screen, action="publish", digest=report["digest"])
    assert saved["saved"] and not UnfinishedArticle.objects.exists()


def test_publishers_see_first_what_was_left_to_them(writer: Client) -> None:
    left = make_screen(source={"title": "Left"}) | {"left_to_publisher": True}
    # Text that looks like it leaves nothing to anybody.
    begun = make_screen(source={"title": "Begun"}, text='"left_to_publisher":true')
    for screen in (left, begun):
        send(writer, "autosave", id=None, revision=0, screen=screen)
    page = as_role("publisher").get(reverse("admin:index")).content.decode()
    places = [
        page.index(text) for text in ("Left to a publisher", ">Left<", "Unfinished articles of others", ">Begun<")
    ]
    assert places == sorted(places)
    assert writer.get(reverse("admin:index")).content.decode().count(", left to a publisher") == 1
    assert "Left to a publisher" not in as_role("editor").get(reverse("admin:index")).content.decode()


def test_it_can_be_discarded(writer: Client) -> None:
    kept = send(writer, "autosave", id=None, revision=0, screen=make_screen())
    send(writer, "discard", id=kept["id"])
    assert not UnfinishedArticle.objects.exists()
    page = writer.get(reverse("articles:enter"), {"article": kept["id"]})
    assert "is gone" in page.content.decode()


def test_another_login_in_the_same_browser_doesnt_take_it(writer: Client) -> None:
    error = send(writer, "autosave", 403, id=None, revision=0, screen={}, editor=10**6)["error"]
    assert "Somebody else has logged in" in error


def test_an_editor_keeps_a_limited_number(writer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MAX_UNFINISHED", 1)
    kept = send(writer, "autosave", id=None, revision=0, screen=make_screen())
    assert "1 unfinished articles" in send(writer, "autosave", 400, id=None, revision=0, screen={})["error"]
    send(writer, "autosave", **kept, screen=make_screen())


def test_the_label_is_whatever_is_there() -> None:
    article = UnfinishedArticle()
    article.screen = {"text": "word " * 100}
    assert len(article.label) == LABEL_LENGTH
    article.screen = {"source": {"publisher": " A\0 paper "}, "text": "word"}
    assert str(article) == "A\ufffd paper: word"
    article.screen = {"source": {"publisher": "A paper", "url": "https://example.org/1"}}
    assert article.label == "A paper: https://example.org/1"
    article.screen = {"source": {"title": "A title", "publisher": "A paper"}, "text": "word"}
    assert article.label == "A title"
    article.screen = {"source": "nonsense", "text": 1}
    assert article.label == "An article without a title"


def test_it_is_deleted_once_the_article_is_saved() -> None:
    publisher = as_role("publisher")
    screen = make_screen(make_row(joined__organization="Meta"))
    kept = send(publisher, "autosave", id=None, revision=0, screen=screen)
    report = send(publisher, "preview", screen=screen, action="publish")
    assert (report["errors"], report["questions"]) == ([], [])
    saved = send(publisher, "save", id=kept["id"], screen=screen, action="publish", digest=report["digest"])
    assert saved["saved"] and not UnfinishedArticle.objects.exists()
    again = send(publisher, "preview", screen=screen, action="publish")
    assert again["counts"] == {"new": 0, "changed": 0, "same": 4, "wrong": 0}


def test_who_may_not_add_sources_has_no_screen() -> None:
    nobody = as_role("nobody")
    assert nobody.get(reverse("articles:enter")).status_code == 403
    assert "Enter an article" not in nobody.get(reverse("admin:index")).content.decode()
    assert "role" in send(nobody, "autosave", 403, id=None, revision=0, screen={})["error"]


def test_it_asks_for_a_login() -> None:
    response = Client().get(reverse("articles:enter"))
    assert response.status_code == 302 and "/login/" in response["Location"]


def test_the_page_sets_the_token_that_its_script_sends(writer: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    body = {"data": '{"id": null, "screen": {}}', "content_type": "application/json"}
    assert strict.post(reverse("articles:autosave"), **body).status_code == 403
    strict.get(reverse("articles:enter"))
    token = strict.cookies["csrftoken"].value
    assert strict.post(reverse("articles:autosave"), **body, headers={"X-CSRFToken": token}).status_code == 200
