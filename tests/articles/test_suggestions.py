"""What the screen asks for while the editor types: records by the start of any name, and the source at an address."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.support.articles import ADDRESS, hebrew_text, make_row, make_screen, send
from tests.support.desk import as_role
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Client:
    return as_role("writer")


def suggest(client: Client, text: str, kind: str = "person") -> list[dict[str, Any]]:
    answer = client.get(reverse("articles:suggest"), {"kind": kind, "text": text}).json()
    assert answer["text"] == text
    results: list[dict[str, Any]] = answer["results"]
    return results


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("ya", ["yann-lecun"]),
        ("LeC", ["yann-lecun"]),
        ("יאן", ["yann-lecun"]),
        ("לק", ["yann-lecun"]),
        ("ann", []),
        ("y", []),
        ("yann lecun", ["yann-lecun"]),
    ],
)
def test_names_are_found_from_the_start_of_a_word(writer: Client, text: str, slugs: list[str]) -> None:
    make_person("Yann LeCun", names=("יאן לקון",))
    make_person("Yann Gone", slug="gone", status="withdrawn")
    assert [result["slug"] for result in suggest(writer, text)] == slugs


def test_exact_names_come_first_and_are_marked(writer: Client) -> None:
    make_organization("Meta AI")
    make_organization("Meta")
    results = suggest(writer, "meta", "organization")
    assert [(result["name"], result["exact"]) for result in results] == [("Meta", True), ("Meta AI", False)]


def test_a_person_is_shown_with_the_employer_and_the_name_that_was_typed(writer: Client) -> None:
    person = make_person("Yann LeCun", names=("יאן לקון",))
    make_employment(person, make_organization("Meta"), end_state="ongoing")
    assert suggest(writer, "יאן")[0]["label"] == "Yann LeCun — Meta (יאן לקון)"


def test_sources_are_found_by_their_address_or_words(writer: Client) -> None:
    source = make_source(url="https://example.org/article", title="A headline", publisher="Example")
    for text in ("example.org/article", "headline"):
        assert [result["slug"] for result in suggest(writer, text, "source")] == [source.slug]


def test_the_source_at_an_address_fills_the_screen(writer: Client) -> None:
    original = make_source(url="https://example.org/original")
    make_source(url="https://example.org/article", title="A headline", publisher="Example", derived_from=original)
    answer = writer.get(reverse("articles:source"), {"address": "http://www.example.org/article/?utm_source=x"})
    source = answer.json()["source"]
    assert (source["title"], source["publisher"], source["derived_from"]) == ("A headline", "Example", original.slug)


def test_who_may_see_no_people_is_suggested_none(writer: Client) -> None:
    limited = as_role("nobody")
    User.objects.get(username="nobody").user_permissions.add(Permission.objects.get(codename="add_source"))
    assert limited.get(reverse("articles:suggest"), {"kind": "person", "text": "ada"}).status_code == 403


@pytest.mark.parametrize("language", ["he", "", "../he", "xx", "\0"])
@pytest.mark.parametrize("published", ["2025-06-01", "", "soon"])
def test_a_text_is_read(writer: Client, language: str, published: str) -> None:
    reading = send(writer, "read", text=hebrew_text(), language=language, published=published)
    assert reading["text"].strip() == hebrew_text().strip()


def test_a_text_that_cant_be_read_is_refused_with_a_sentence(writer: Client) -> None:
    assert "NUL" in send(writer, "read", 400, text="a\0b")["error"]


def test_a_save_needs_the_preview_that_was_shown(writer: Client) -> None:
    screen = make_screen(make_row(left__organization="Meta", left__end="2023"), source={"url": ADDRESS})
    assert "preview" in send(writer, "save", 400, screen=screen, action="draft")["error"]
    report = send(writer, "save", 409, screen=screen, action="draft", digest="another")
    assert not report["saved"] and report["counts"]["new"] == 4
    assert report["questions"] == []


def test_a_question_names_its_candidates(writer: Client) -> None:
    person = make_person("Yann LeCun")
    report = send(
        writer, "preview", screen=make_screen(make_row("Yan LeCun", left__organization="Meta")), action="draft"
    )
    (question,) = report["questions"]
    assert (question["row"], question["cell"], question["candidates"][0]["slug"]) == (1, "person", person.slug)
