"""The clock of the server is set back: versions stay in the order in which they were written, and no moment goes back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from people.models import Person, PersonName
from talentwatch.changefeed.models import Change
from talentwatch.records import moments
from talentwatch.records.edit import edit
from talentwatch.revisions.diff import attach_diffs, last_transition, versions_since
from talentwatch.revisions.undo import find_undo
from tests.support.factories import make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOURS = [NOON, NOON + timedelta(hours=3), NOON + timedelta(hours=1), NOON + timedelta(hours=2)]


def no_related(model):
    return []


@pytest.fixture
def ada():
    """A person with four versions, as a clock that was set back after the second dated them until now."""
    with edit("version 1", HOURS[0]):
        person = make_person("Ada 1", names=("Countess",))
    for number, at in enumerate(HOURS[1:], 2):
        with edit(f"version {number}", at):
            person.name = f"Ada {number}"
            person.save()
            name = person.names.get()
            name.text = f"Countess {number}"
            name.save()
    return person


def test_the_last_version_is_the_last_one_written(ada):
    versions = list(ada.history.all())
    assert [row.version for row in versions] == [4, 3, 2, 1]
    assert (ada.history.latest().version, ada.history.earliest().version) == (4, 1)
    assert (versions[0].prev_record, versions[1].next_record, versions[0].next_record) == (
        versions[1],
        versions[0],
        None,
    )
    assert ada.history.most_recent().name == "Ada 4"
    assert PersonName.history.latest().text == "Countess 4"


def test_the_history_says_what_each_version_changed(ada):
    versions = list(ada.history.all())
    attach_diffs(versions, no_related)
    changes = [[(diff.old, diff.new) for diff in version.field_diffs] for version in versions[:3]]
    assert changes == [
        [("Ada 3", "Ada 4"), ("Countess 3", "Countess 4")],
        [("Ada 2", "Ada 3"), ("Countess 2", "Countess 3")],
        [("Ada 1", "Ada 2"), ("Countess", "Countess 2")],
    ]
    assert [row.version for row in versions_since(ada, 2, no_related)] == [4, 3]


@pytest.mark.parametrize("version", [2, 3, 4])
def test_an_undo_restores_the_version_before(ada, version):
    row = ada.history.get(version=version)
    undo = find_undo(ada, f"people.person-{row.history_id}-name", no_related)
    assert (undo.diff.old, undo.diff.new) == (f"Ada {version - 1}", f"Ada {version}")
    child = PersonName.history.get(text=f"Countess {version}")
    undo = find_undo(ada, f"people.personname-{child.history_id}-text", no_related)
    assert undo.older.text == ("Countess" if version == 2 else f"Countess {version - 1}")
    undo.undo("wrong")
    assert ada.names.get().text == undo.older.text


def test_the_last_transition_is_the_last_one_written(ada):
    for status, at in (("withdrawn", HOURS[3]), ("published", HOURS[2])):
        with edit(status, at):
            ada.status = status
            ada.save()
    assert last_transition(ada).version == 6


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of edits."""

    def set_clock(at):
        monkeypatch.setattr(moments.timezone, "now", lambda: at)

    return set_clock


def test_no_edit_is_dated_before_the_one_before_it(clock):
    later = timezone.now() + timedelta(hours=5)
    clock(later)
    person, draft = make_person("Ada"), make_person("Eve", status="draft")
    clock(later - timedelta(hours=2))
    person.name = "Ada King"
    person.save()
    draft.delete()
    make_person("Bob")
    by_clock = Person.history.order_by("history_date").values_list("history_type", "name")
    assert list(by_clock) == [("+", "Ada"), ("+", "Eve"), ("~", "Ada King"), ("-", "Eve"), ("+", "Bob")]
    changes = list(Change.objects.order_by("seq").values_list("at", flat=True))
    assert changes == sorted(changes)
    person.refresh_from_db()
    assert later < person.updated_at < Person.objects.get(name="Bob").updated_at < later + timedelta(seconds=1)


def test_a_client_that_asks_for_later_records_misses_none(client, clock):
    later = timezone.now() + timedelta(hours=5)
    clock(later)
    ada = make_person("Ada")
    seen = client.get("/api/v1/people/").json()["results"][0]["updated_at"]
    clock(later - timedelta(hours=2))
    make_person("Bob")
    rows = client.get("/api/v1/people/", {"updated_after": seen, "ordering": "updated_at"}).json()["results"]
    assert [row["slug"] for row in rows] == [ada.slug, "bob"]
    feed = client.get("/api/v1/changes/").json()["results"]
    assert [one["at"] for one in feed] == sorted(one["at"] for one in feed)
    assert rows[-1]["updated_at"] in {one["at"] for one in feed}


def test_an_empty_database_has_no_last_moment():
    assert moments.last_moment() is None
    before = timezone.now()
    assert before <= moments.next_moment() <= timezone.now()
