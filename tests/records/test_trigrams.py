"""Indexes of trigrams: each database uses them, and finds with them what it finds without."""

import pytest
from django.apps import apps
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from people.models import Person, PersonSearchText, Source
from talentwatch.exchange.integrity import check_search_texts
from talentwatch.records import trigrams
from talentwatch.records.search_text import after_migrating
from tests.support.built_once import built_once
from tests.support.factories import make_person, make_source
from tests.support.hostile import HOSTILE

ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps the index itself.")


@pytest.fixture
@built_once
def people(db):
    for number, name in enumerate(("Ada Byron", "Ada King", "Grace Hopper", "李明", "Łukasz Kaiser", "100% *?[a-z]_")):
        make_person(name, slug=f"person-{number}")


def found(text):
    return list(Person.objects.search(text).values_list("name", flat=True))


def migrated():
    after_migrating(apps.get_app_config("people"), "default")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL has this index.")
def test_a_search_of_three_letters_reads_the_index_of_postgresql(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT event_id FROM events_newseventsearchtext WHERE text LIKE '%byron%'")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "events_newseventsearchtext_trigrams" in plan


@ON_SQLITE
def test_a_search_of_three_letters_reads_the_index_of_sqlite(people):
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT rowid FROM people_personsearchtext_trigrams WHERE text GLOB '*byron*'"
        )
        (plan,) = cursor.fetchall()
    # G0: the index looks for the pattern in its first column.
    assert plan[-1] == "SCAN people_personsearchtext_trigrams VIRTUAL TABLE INDEX 0:G0"
    assert trigrams.is_indexed("default", "people_personsearchtext")
    with CaptureQueriesContext(connection) as queries:
        assert found("byron") == ["Ada Byron"]
    assert "GLOB" in queries[0]["sql"]
    assert "LIKE" not in queries[1]["sql"]


FOUND = {
    "ada": ["Ada Byron", "Ada King"],
    "ADA k": ["Ada King"],
    "king ada": ["Ada King"],
    "a": ["100% *?[a-z]_", "Ada Byron", "Ada King", "Grace Hopper", "Łukasz Kaiser"],
    "李明": ["李明"],
    "明": ["李明"],
    "lukasz": ["Łukasz Kaiser"],
    "*?[a-z]": ["100% *?[a-z]_", "Łukasz Kaiser"],
    "*100*": ["100% *?[a-z]_"],
    "nobody": [],
    "ada nobody": [],
}


@pytest.mark.parametrize("rare", [0, 1, 250, None])
def test_the_index_changes_no_answer(people, monkeypatch, rare):
    if rare is None:
        monkeypatch.setattr(trigrams, "is_indexed", lambda *_: False)
    else:
        monkeypatch.setattr(trigrams, "RARE", rare)
    assert {text: sorted(found(text)) for text in FOUND} == FOUND


def test_hostile_texts_are_found_by_what_they_say(db):
    for title in HOSTILE.values():
        source = make_source(title=title)
        assert source in Source.objects.search(source.title), title


@ON_SQLITE
def test_a_table_that_a_migration_makes_anew_is_indexed_again(people):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER people_personsearchtext_trigrams_insert")
    nobody_indexed = make_person("Barbara Liskov")
    assert not Person.objects.search("liskov")
    migrated()
    assert list(Person.objects.search("liskov")) == [nobody_indexed]
    make_person("Edsger Dijkstra")
    assert found("dijkstra") == ["Edsger Dijkstra"]


@ON_SQLITE
def test_an_index_of_other_words_is_found_and_repaired(people):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO people_personsearchtext_trigrams(rowid, text) VALUES (1000000, 'nobody')")
    (finding,) = check_search_texts(repair=False)
    assert str(finding) == "people.personsearchtext: its index of trigrams has other words"
    (finding,) = check_search_texts(repair=True)
    assert finding.is_repaired
    assert not list(check_search_texts(repair=False))


def test_without_an_index_everything_is_found_and_the_log_says_so(people, monkeypatch, caplog):
    def refuse(*_):
        raise OperationalError("no such module: fts5")

    monkeypatch.setattr(trigrams, "_add_to_sqlite", refuse)
    monkeypatch.setattr(trigrams, "_add_to_postgresql", refuse)
    migrated()
    assert "No trigram index, so that searches read all texts: no such module: fts5" in caplog.text
    assert found("ada king") == ["Ada King"]
    assert PersonSearchText.objects.count() == Person.objects.count()
