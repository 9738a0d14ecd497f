"""What was asked for before is answered again at the cost of one query, and never after it changed."""

from threading import Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from talentwatch import remembered_responses
from talentwatch.remembered_responses import RememberedResponse, current_version, response_key
from talentwatch.site.models import SiteText
from tests.support.factories import make_person

ADDRESSES = [
    "/api/v1/people/",
    "/api/v1/people/ada/",
    "/people/ada/",
    "/",
    "/api/v1/people/?q=ada",
    "/moves/",
    "/about/",
]


def get(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def ask_until_remembered(address: str) -> Any:
    get(address)
    return get(address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_asked_for_again_takes_one_query_until_something_changes(address: str) -> None:
    person = make_person("Ada")
    first = ask_until_remembered(address)
    with CaptureQueriesContext(connection) as queries:
        again = get(address)
        unchanged = get(address, if_none_match=first["ETag"])
    assert len(queries) == 2
    assert (again.content, again["ETag"], again["Content-Type"]) == (
        first.content,
        first["ETag"],
        first["Content-Type"],
    )
    assert (unchanged.status_code, unchanged.content, unchanged["Cache-Control"]) == (304, b"", "no-cache")
    person.description = "Another text"
    person.save()
    text = SiteText.objects.get(key="privacy")
    text.text = "Another text."
    text.save()
    with CaptureQueriesContext(connection) as queries:
        changed = get(address, if_none_match=first["ETag"])
    assert len(queries) > 1
    assert changed.status_code == (200 if changed.content != first.content and changed.content else 304)


@pytest.mark.django_db
def test_each_form_of_an_answer_is_remembered_by_itself() -> None:
    for name in ("Ada", "Grace", "Mary"):
        make_person(name)
    address = "/api/v1/people/"
    plain = ask_until_remembered(address)
    assert get(address, accept_encoding="gzip")["Content-Type"] == plain["Content-Type"]
    compressed = get(address, accept_encoding="gzip")
    assert (compressed.get("Content-Encoding"), plain.get("Content-Encoding")) == ("gzip", None)
    assert get(address, accept_encoding="gzip")["ETag"] == compressed["ETag"] != plain["ETag"]
    assert get(address, accept="text/csv")["Content-Type"].startswith("text/csv")
    assert Client().get(address, HTTP_HOST="localhost").json()["results"][0]["url"].startswith("http://localhost/")
    head = Client().head(address)
    assert (head.content, head["ETag"]) == (b"", plain["ETag"])


@pytest.mark.django_db
def test_the_limit_on_requests_counts_what_is_remembered(settings: Any) -> None:
    make_person("Ada")
    settings.API_REQUESTS_PER_MINUTE = 4
    answers = [get("/api/v1/people/") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=3", "r=2", "r=1", "r=0", "r=0"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/api/v1/people/nobody/", "/api/v1/people/?q=", "/data/", "/embed/people/ada/", "/healthz"]
)
def test_errors_and_what_depends_on_more_are_computed_each_time(address: str, rf: Any) -> None:
    make_person("Ada")
    statuses = {get(address).status_code for _ in range(3)}
    assert len(statuses) == 1
    assert not isinstance(cache.get(response_key(rf.get(address))), RememberedResponse)


@pytest.mark.django_db
def test_who_is_logged_in_gets_nothing_remembered(admin_client: Client) -> None:
    make_person("Ada")
    ask_until_remembered("/people/ada/")
    with CaptureQueriesContext(connection) as queries:
        assert admin_client.get("/people/ada/").status_code == 200
    assert len(queries) > 1


@pytest.mark.django_db
def test_what_changes_while_a_response_is_computed_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is read before the rows: a commit between the two makes the response look too old, never too new."""
    person = make_person("Ada", slug="ada")
    get("/api/v1/people/ada/")

    def version_and_then_a_commit() -> str:
        version = current_version()
        person.name = "Countess"
        person.save()
        return version

    monkeypatch.setattr(remembered_responses, "current_version", version_and_then_a_commit)
    assert get("/api/v1/people/ada/").json()["name"] == "Countess"
    monkeypatch.undo()
    person.name = "Lovelace"
    person.save()
    assert [get("/api/v1/people/ada/").json()["name"] for _ in range(3)] == ["Lovelace"] * 3


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="connections to one SQLite database in memory lock each other out"
)
@pytest.mark.django_db(transaction=True)
def test_nobody_reads_what_was_before_a_commit(settings: Any) -> None:
    """Readers ask all the time while a writer renames a person; what is read after a commit is never older than it."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    person = make_person("Ada 0", slug="ada")
    committed, stale = [0], []

    def read() -> None:
        while committed[0] < 15:
            before = committed[0]
            number = int(get("/api/v1/people/ada/").json()["name"].split()[1])
            if number < before:
                stale.append((before, number))
        connection.close()

    readers = [Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 16):
        person.name = f"Ada {number}"
        person.save()
        committed[0] = number
    for reader in readers:
        reader.join()
    assert stale == []
