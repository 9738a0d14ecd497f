"""The client in docs/api.md keeps its copy up to date, whatever editors do."""

import io
import re
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, connections
from django.test import Client

from people.models import Employment, Organization, Person
from talentwatch.api.throttling import AnonymousThrottle
from talentwatch.changefeed.models import Change
from talentwatch.erasure.erase import erase_person
from talentwatch.publishing import transitions
from tests.support.built_once import built_once
from tests.support.factories import (
    make_claim,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

DOCS = Path(django_settings.ROOT) / "docs" / "api.md"


@contextmanager
def _urlopen(url):
    response = Client().get(url.removeprefix("http://127.0.0.1:8000").removeprefix("http://testserver"))
    while response.status_code == 301:
        response = Client().get(response["Location"].removeprefix("http://testserver"))
    if response.status_code >= 400:
        raise urllib.error.HTTPError(url, response.status_code, "", response.headers, None)
    yield io.BytesIO(response.content)


@pytest.fixture
def client(monkeypatch, settings):
    """The example in the documentation, with Django's test client under it."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    (code,) = re.findall(r"```python\n(import json.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(code, names)
    monkeypatch.setattr(urllib.request, "urlopen", _urlopen)
    return SimpleNamespace(**names)


def differing(copy, fresh):
    """The rows of a copy that aren't as a fresh full read gives them; a record may say more than the row of its list."""
    off = copy.keys() ^ fresh.keys()
    both = ((key, copy[key], fresh[key]) for key in copy.keys() & fresh.keys())
    return off | {key for key, row, less in both if any(row.get(name) != value for name, value in less.items())}


@pytest.fixture
@built_once
def world(db):
    make_world()


def make_world():
    acme, beta = make_organization("Acme"), make_organization("Beta")
    source = make_source()
    for name in ("Ada", "Bob", "Cyd"):
        person = make_person(name)
        old = make_employment(person, acme, end="2020", end_state="ended", claims=({"source": source},))
        new = make_employment(person, beta, start="2020", claims=({"source": source},))
        make_event(f"{name} moves", people=(person,), employments=(old, new), sources=(source,))
    make_cohort(*Person.objects.all(), source=source)


def test_a_copy_follows(client, world):
    copy, since = client.start()
    assert {name for name, _ in copy} == set(client.RESOURCES)
    ada = Person.objects.get(slug="ada")
    ada.name = "Ada King"
    ada.save()
    transitions.withdraw(Person.objects.get(slug="bob"))
    make_claim(Employment.objects.get(slug="cyd-beta"), make_source("Another"))
    twin = make_organization("Beta Inc")
    twin.status, twin.merged_into = "withdrawn", Organization.objects.get(slug="beta")
    twin.save()
    assert client.follow(copy, since) == Change.objects.count()
    assert differing(copy, client.start()[0]) == set()


@pytest.mark.django_db
def test_a_copy_of_nothing(client):
    assert client.start() == ({}, 0)
    make_person("Ada")
    copy = {}
    assert client.follow(copy, 0) == 1
    assert set(copy) == {("people", "ada")}


def test_from_the_first_change_on_the_log_alone_gives_everything(client, world):
    copy = {}
    client.follow(copy, 0)
    assert differing(copy, client.start()[0]) == set()


def test_after_an_erasure_the_copy_is_read_again(client, settings, tmp_path, world):
    settings.DOWNLOADS_DIR = tmp_path
    copy, since = client.start()
    bob = Person.objects.get(slug="bob")
    erase_person(bob, ["Bob"])
    assert client.follow(copy, since) == Change.objects.count()
    assert not [key for key in copy if "bob" in key[1]]
    assert differing(copy, client.start()[0]) == set()


@pytest.fixture
def slept(monkeypatch):
    """How long the client slept each time; a clock that only this moves on is the one that requests are counted by."""
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    monkeypatch.setattr(AnonymousThrottle, "timer", staticmethod(lambda: sum(waits)))
    return waits


def test_a_copy_catches_up_with_more_changes_than_a_minute_allows(client, settings, slept, world):
    settings.API_REQUESTS_PER_MINUTE = 10
    copy = {}
    assert (client.follow(copy, 0), slept) == (Change.objects.count(), [60, 60, 60])
    assert differing(copy, client.start()[0]) == set()


@pytest.mark.django_db
def test_a_copy_waits_for_a_database_that_is_away(client, monkeypatch, slept):
    make_person("Ada")
    counted = AnonymousThrottle.allow_request

    def away_once(*args):
        monkeypatch.setattr(AnonymousThrottle, "allow_request", counted)
        raise OperationalError

    monkeypatch.setattr(AnonymousThrottle, "allow_request", away_once)
    copy = {}
    assert (client.follow(copy, 0), set(copy), slept) == (1, {("people", "ada")}, [5])


def test_any_other_error_stops_the_client(client, monkeypatch):
    def broken(url):
        raise urllib.error.HTTPError(url, 500, "", None, None)

    monkeypatch.setattr(urllib.request, "urlopen", broken)
    with pytest.raises(urllib.error.HTTPError):
        client.start()


def _rename(model, slug, number):
    row = model.objects.get(slug=slug)
    row.name = f"{slug} {number}"
    row.save()


def _in_and_out(slug, number):
    person = Person.objects.get(slug=slug)
    transitions.publish(person) if number % 2 else transitions.withdraw(person)


def _bring(number):
    make_employment(make_person(f"New {number}"), Organization.objects.get(slug="acme"))


WRITERS = [
    lambda number: _rename(Person, "ada", number),
    lambda number: _rename(Organization, "acme", number),
    lambda number: _in_and_out("bob", number),
    _bring,
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time by itself")
def test_a_copy_follows_while_others_write(client):
    make_world()
    failures = []

    def write(act):
        try:
            for number in range(6):
                act(number)
        except ValidationError as error:
            failures.append(error)
        connections.close_all()

    threads = [threading.Thread(target=write, args=[act]) for act in WRITERS]
    for thread in threads:
        thread.start()
    copy, since = client.start()
    rounds = 0
    while any(thread.is_alive() for thread in threads):
        since = client.follow(copy, since)
        rounds += 1
    since = client.follow(copy, since)
    assert (failures, rounds > 1, since) == ([], True, Change.objects.count())
    assert list(Change.objects.values_list("seq", flat=True)) == list(range(1, since + 1))
    assert differing(copy, client.start()[0]) == set()
