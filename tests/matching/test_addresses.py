"""A pasted address finds the source that is there, however it is written: in the form, in boxes, and in the list."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from people.models import Source
from tests.support.behind_the_rules import delete_behind_the_rules
from tests.support.desk import address, as_role, autocomplete, errors, make_editor, save, search_list
from tests.support.factories import make_source

URL = "https://www.paper.example/2024/ada-joins-acme/"
LONG = "https://paper.example/" + "-".join(["word"] * 30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> Client:
    return make_editor()


def found(desk: Client, text: str, **more: Any) -> list[str]:
    return [
        one["text"] for one in desk.get(reverse("admin:people_source_find"), {"address": text} | more).json()["found"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        URL,
        "http://paper.example/2024/ada-joins-acme",
        "HTTPS://PAPER.example:443/2024/ada-joins-acme?utm_source=feed&fbclid=1#top",
        "paper.example/2024/ada-joins-acme",
    ],
)
def test_an_address_finds_its_source_everywhere(desk: Client, text: str) -> None:
    make_source("Paper", url=URL)
    make_source("Other", url="https://paper.example/2024/bob")
    assert found(desk, text) == ["Paper"]
    assert search_list(desk, Source, q=text) == {"Paper"}
    assert autocomplete(desk, "source", text, model="claim") == ["Paper"]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("https://paper.example/2024/", {"Paper"}),
        ("https://WWW.Paper.example/2024/ada-", {"Paper"}),
        ("https://paper.example/", {"Paper", "Upper"}),
        ("https://paper.example/NEWS", {"Upper"}),
        ("https://paper.example/news", set()),  # a path may be another one in other letters
        ("https://archive.example/1", {"Upper"}),
    ],
)
def test_an_address_finds_what_lies_under_it_on_both_databases(desk: Client, text: str, there: set[str]) -> None:
    make_source("Paper", url=URL)
    make_source("Upper", url="https://paper.example/NEWS/1", archive_url="https://archive.example/1")
    assert search_list(desk, Source, q=text) == there


@pytest.mark.parametrize("text", ["", "Paper", "http://[broken", "https://", "https://paper.example/2024/eve"])
def test_what_is_no_known_address_finds_nothing(desk: Client, text: str) -> None:
    make_source("Paper", url=URL)
    make_source("Without")
    assert found(desk, text) == []


def test_a_broken_address_finds_nothing_in_the_list(desk: Client) -> None:
    make_source("Without")
    assert search_list(desk, Source, q="http://[broken") == set()


def test_an_address_may_have_more_words_than_a_search(desk: Client) -> None:
    make_source("Paper", url=LONG)
    assert search_list(desk, Source, q=f"{LONG}?utm_source=x") == {"Paper"}
    assert autocomplete(desk, "source", LONG, model="claim") == ["Paper"]
    page = desk.get(address(Source, "changelist"), {"q": "word " * 21}).content.decode()
    assert "Search for at most 20 words, 300 letters in all." in page


def test_a_form_does_not_find_its_own_record(desk: Client) -> None:
    source = make_source("Paper", url=URL)
    assert found(desk, URL, but=source.pk) == []
    assert found(desk, URL, but="nonsense") == ["Paper"]
    page = desk.get(address(Source, "change", source.pk)).content.decode()
    assert f'data-but="{source.pk}"' in page


def test_a_second_source_of_an_address_is_asked_about_with_a_link(desk: Client) -> None:
    there = make_source("Paper", url=URL)
    values = {
        "publisher": "Newspaper",
        "url": "https://paper.example/2024/ada-joins-acme?utm_source=x",
        "language": "en",
    }
    response = save(desk, address(Source, "add"), **values)
    assert any("This may already exist" in sentence for sentence in errors(response))
    assert address(Source, "change", there.pk) in response.content.decode()
    assert Source.objects.count() == 1
    save(desk, address(Source, "add"), **values, is_other="on", other_because="another edition")
    assert Source.objects.filter(url_key="paper.example/2024/ada-joins-acme").count() == 2


def test_the_key_follows_the_address(desk: Client) -> None:
    source = make_source("Paper", url=URL)
    source.url = "https://paper.example/moved"
    source.save()
    source.refresh_from_db()
    assert source.url_key == "paper.example/moved"


def test_loaded_sources_have_their_key(tmp_path: Any) -> None:
    make_source("Paper", url=URL)
    fixture = tmp_path / "sources.json"
    call_command("dumpdata", "people.source", natural_foreign=True, natural_primary=True, output=str(fixture))
    delete_behind_the_rules(Source._base_manager.all())
    fixture.write_text(fixture.read_text().replace('"url_key": "paper.example/2024/ada-joins-acme"', '"url_key": ""'))
    call_command("loaddata", str(fixture), verbosity=0)
    assert Source.objects.get().url_key == "paper.example/2024/ada-joins-acme"


def test_the_migration_fills_in_the_keys_of_what_is_there() -> None:
    make_source("Paper", url=URL)
    make_source("Without")
    QuerySet(Source).update(url_key="")  # behind the back of save()
    importlib.import_module("people.migrations.0005_address_keys").fill_in(apps, None)
    assert set(Source.objects.values_list("url_key", flat=True)) == {"", "paper.example/2024/ada-joins-acme"}


def test_whoever_may_not_look_is_told_nothing() -> None:
    assert as_role("nobody").get(reverse("admin:people_source_find"), {"address": URL}).status_code == 403
    assert found(as_role("writer"), URL) == []


def test_whoever_may_only_look_opens_the_form_too() -> None:
    source = make_source("Paper", url=URL)
    assert URL in as_role("writer").get(address(Source, "change", source.pk)).content.decode()
