"""The local copy of clients/python follows whatever editors do, from wherever it was interrupted."""

import httpx
import pytest
from talentwatch_client import Client, MemoryStore, NoAnswerError, SqliteStore, copies, update_copy

from people.models import Employment, Organization, Person
from talentwatch.changefeed.models import Change
from talentwatch.erasure.erase import erase_person
from talentwatch.publishing import transitions
from tests.support.built_once import built_once
from tests.support.factories import make_claim, make_employment, make_organization, make_person, make_source
from tests.support.served import RecordingTransport
from tests.support.worlds import make_worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
@built_once
def world(db):
    make_worlds(2)


@pytest.fixture
def transport():
    return RecordingTransport()


@pytest.fixture
def client(world, transport, settings, monkeypatch):
    """Two rows a page, so that each list has several."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    monkeypatch.setattr(copies, "PAGE_SIZE", 2)
    with Client("http://testserver", transport=transport, max_retries=0) as client:
        yield client


def fresh(client):
    store = MemoryStore()
    update_copy(client, store)
    return store.rows


def rename(slug):
    organization = Organization.objects.get(slug=slug)
    organization.name = f"The {organization.name}"
    organization.save()


def edit_everything():
    """A new person, a name, a merge, a withdrawal, a claim more and one less."""
    whole = Organization.objects.get(slug="whole")
    make_employment(make_person("New"), whole, start="2024", end_state="ongoing")
    rename("whole")
    transitions.withdraw(Person.objects.get(slug="person-0"))
    claim = make_claim(Employment.objects.get(slug="person-1-whole"), make_source("Another"))
    claim.employment.claims.exclude(pk=claim.pk).first().delete()
    twin = make_organization("The Whole Inc")
    twin.status, twin.merged_into = "withdrawn", whole
    twin.save()


def test_copies_follow_and_are_the_same_in_memory_and_in_a_file(client, transport, tmp_path):
    memory, file = MemoryStore(), SqliteStore(tmp_path / "copy.sqlite3")
    assert update_copy(client, memory) == update_copy(client, file) == len(memory.rows)
    assert {name for name, _ in memory.rows} == set(copies.ROWS)
    edit_everything()
    assert update_copy(client, memory) == update_copy(client, file) > 0
    file.close()
    file = SqliteStore(tmp_path / "copy.sqlite3")
    assert memory.rows == {(name, row["slug"]): row for name in copies.ROWS for row in file.read(name)} == fresh(client)
    transport.answers.clear()
    assert update_copy(client, file) == 0
    assert [answer.request.url.path for answer in transport.answers] == ["/api/v1/changes/"]


def test_a_server_may_name_itself_otherwise_than_the_client_does(client, transport):
    store = MemoryStore()
    with Client("http://TestServer", transport=transport, max_retries=0) as other:
        update_copy(other, store)
    assert store.rows == fresh(client)


def fail(*_):
    raise NoAnswerError("The power is gone.")


def test_an_interrupted_reading_goes_on_where_it_was(client, transport, tmp_path, monkeypatch):
    store = SqliteStore(tmp_path / "copy.sqlite3")
    read, pages = copies._read_page, []

    def read_three(*arguments):
        pages.append(arguments)
        return read(*arguments) if len(pages) <= 3 else fail()

    monkeypatch.setattr(copies, "_read_page", read_three)
    with pytest.raises(NoAnswerError):
        update_copy(client, store)
    rename("whole")
    monkeypatch.setattr(copies, "_read_page", read)
    transport.answers.clear()
    update_copy(client, store)
    asked = [answer.request.url.path for answer in transport.answers]
    assert asked[:2] == ["/api/v1/changes/", "/api/v1/employments/"]
    assert "/api/v1/people/" not in asked
    assert list(store.read("organizations")) == [
        row for key, row in sorted(fresh(client).items()) if key[0] == "organizations"
    ]


def test_interrupted_changes_are_applied_again(client, monkeypatch):
    store = MemoryStore()
    update_copy(client, store)
    before = store.state()
    rename("whole")
    with monkeypatch.context() as patch:
        patch.setattr(copies, "_read_row", fail)
        with pytest.raises(NoAnswerError):
            update_copy(client, store)
    assert store.state() == before
    update_copy(client, store)
    assert store.rows == fresh(client)


def test_a_change_that_another_server_does_not_show_yet_is_left_for_the_next_time():
    def answer(request):
        results = [{"seq": 5}] if "ordering" in request.url.params else []
        return httpx.Response(200, json={"next": None, "previous": None, "results": results})

    store = MemoryStore()
    store.write({}, {"seq": 4, "unread": []})
    with Client("http://x", transport=httpx.MockTransport(answer)) as client:
        assert update_copy(client, store) == 0
    assert store.state() == {"seq": 4, "unread": []}


def test_a_copy_of_another_database_is_read_anew(client):
    store = MemoryStore()
    store.write({("people", "nobody"): {"slug": "nobody"}}, {"seq": 1_000_000, "unread": []})
    update_copy(client, store)
    assert store.rows == fresh(client)


def test_what_is_withdrawn_while_it_is_read_is_left_out(client, monkeypatch):
    store = MemoryStore()
    update_copy(client, store)
    rename("whole")
    named = set(Change.objects.filter(seq__gt=store.state()["seq"]).values_list("resource", "slug"))
    transitions.withdraw(Person.objects.get(slug="person-1"))
    # The log as it was before the withdrawal: some of the records that it names are gone by now.
    Change.objects.filter(action="withdrawn").delete()
    gone = {("employments", "person-1-whole"), ("claims", "person-1-whole--source-1")}
    assert gone <= named & store.rows.keys()
    update_copy(client, store)
    assert not gone & store.rows.keys()


def test_after_an_erasure_nothing_of_the_copy_stays(client, settings, tmp_path):
    settings.DOWNLOADS_DIR = tmp_path
    store = MemoryStore()
    update_copy(client, store)
    assert ("people", "person-0") in store.rows
    erase_person(Person.objects.get(slug="person-0"), [])
    update_copy(client, store)
    assert ("people", "person-0") not in store.rows
    assert store.rows == fresh(client)
