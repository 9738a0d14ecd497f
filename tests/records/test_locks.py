"""Edits take turns: what an edit rests on doesn't change under its hands."""

import threading
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from events.models import NewsEvent
from people.models import Employment, Move, Person
from talentwatch.publishing import transitions
from talentwatch.records.edit import Edit
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time by itself"),
]


def at_once(monkeypatch, *acts):
    """Do all of it at the same time, each on a connection of its own, and slowly where an edit closes."""
    close, both_are_there = Edit.close, threading.Barrier(len(acts))

    def slow_close(self):
        with suppress(threading.BrokenBarrierError):
            both_are_there.wait(timeout=0.5)
        close(self)

    def run(act):
        with suppress(ValidationError):  # what the other one made impossible
            act()
        connections.close_all()

    monkeypatch.setattr(Edit, "close", slow_close)
    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_event_is_published_while_its_person_is_withdrawn(monkeypatch):
    person = make_person()
    event = make_event(people=(person,), status="draft")
    at_once(monkeypatch, lambda: transitions.publish(event), lambda: transitions.withdraw(person))
    statuses = NewsEvent.objects.get().status, Person.objects.get().status
    assert statuses in {("in_review", "withdrawn"), ("draft", "withdrawn")}


def test_two_sources_published_at_once_both_count(monkeypatch):
    sources = [make_source(name, status="draft") for name in ("One", "Two")]
    make_employment(status="draft", claims=tuple({"source": source} for source in sources))
    at_once(monkeypatch, *(lambda source=source: transitions.publish(source) for source in sources))
    assert Employment.objects.get().confidence == "confirmed"


def test_two_posts_edited_at_once_make_one_move(monkeypatch):
    person = make_person()
    old = make_employment(
        person, make_organization("Acme"), start="2018", end="2020", end_state="ended", status="draft"
    )
    new = make_employment(person, make_organization("Beta"), start="2020", end_state="ongoing", status="draft")
    at_once(monkeypatch, lambda: transitions.publish(old), lambda: transitions.publish(new))
    assert Move.objects.rebuild() == 0
    assert Move.objects.filter(kind="move").count() == 1
