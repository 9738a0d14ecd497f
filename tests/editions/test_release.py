"""Releasing an edition, and writing its files again at a later time."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from people.models import Employment, Organization, Person, Source
from talentwatch.changefeed.models import Change
from talentwatch.documents.models import Document
from talentwatch.documents.past import still_public, withheld_at
from talentwatch.editions import files
from talentwatch.editions.files import build_edition, build_editions, current_build, edition_home, withheld
from talentwatch.editions.models import Edition
from talentwatch.editions.release import (
    CHANGED_MEANWHILE,
    ListChanges,
    count_changes,
    describe_changes,
    preview_release,
    release_edition,
)
from talentwatch.exchange.downloads import home, lock_builds
from talentwatch.merging.merge import merge
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.api import ApiClient
from tests.support.built_once import built_once
from tests.support.factories import (
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)

pytestmark = pytest.mark.django_db
LISTS = ["people", "organizations", "employments", "claims", "sources", "moves", "cohorts", "events"]


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DOWNLOADS_DIR = tmp_path / "downloads"


@pytest.fixture
@built_once
def world() -> None:
    with edit():
        acme, beta = make_organization("Acme"), make_organization("Beta")
        paper = make_source("Paper", title="Who, “what”;\nand when")
        ada = make_person("Ada")
        old = make_employment(ada, acme, start="2018", end="2020", end_state="ended", claims=({"source": paper},))
        new = make_employment(ada, beta, start="2020", claims=({"source": paper},))
        make_event("Ada moves", people=(ada,), organizations=(beta,), employments=(old, new), sources=(paper,))
        make_cohort(ada, make_person("Bob"), source=paper)


def change_everything() -> None:
    with edit():
        for record in (*Person.objects.all(), *Organization.objects.all()):
            record.name = f"{record.name} renamed"
            record.save()
        make_person("Zoe")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a build, and in the archives of it."""
    found = {}
    for path in folder.iterdir():
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                found |= {f"{path.name}/{name}": archive.read(name) for name in archive.namelist()}
        found[path.name] = path.read_bytes()
    found.pop("build.json", None)
    return found


def export(slug: str, target: Path, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("export_edition", slug, target)
    return capsys.readouterr().out


def test_an_edition_can_be_written_again_byte_for_byte(world: None, tmp_path: Path, capsys: Any) -> None:
    edition = release_edition("2026-11", "The first one.")
    build = current_build(edition)
    assert build
    released = contents(build.directory)
    change_everything()
    text = export("2026-11", tmp_path / "again", capsys)
    assert contents(tmp_path / "again") == released
    assert "other bytes" not in text
    assert text.count("as released") == len(edition.files)
    assert released["talentwatch-2026-11-csv.zip/datapackage.json"].decode() == edition.package
    people = released["talentwatch-2026-11-ndjson.zip/people.ndjson"].decode().splitlines()
    ada = json.loads(people[0])
    assert (ada["name"], ada["url"], ada["page"]) == ("Ada", "/api/v1/people/ada/", "/people/ada/")
    assert [job["slug"] for job in ada["employments"]] == ["ada-acme", "ada-beta"]
    package = json.loads(edition.package)
    assert (package["version"], package["change"]) == ("2026-11", edition.seq)


def test_which_columns_a_table_has_is_kept_with_the_edition(world: None, tmp_path: Path, capsys: Any) -> None:
    """Here the edition's tables lack one that those of today have."""
    release_edition("2026-11")
    edition = Edition.objects.get()
    layouts = json.loads(edition.layouts)
    del layouts[2]["columns"]["name"]
    assert layouts[2]["name"] == "people"
    layouts[2]["schema"]["fields"] = [one for one in layouts[2]["schema"]["fields"] if one["name"] != "name"]
    edition.layouts = json.dumps(layouts)
    edition.save()
    text = export("2026-11", tmp_path / "again", capsys)
    with ZipFile(tmp_path / "again" / "talentwatch-2026-11-csv.zip") as archive:
        assert archive.read("people.csv").startswith(b"slug,updated_at,description")
    assert "talentwatch-2026-11-csv.zip: other bytes" in text
    assert "talentwatch-2026-11-ndjson.zip: as released" in text


def test_what_is_withdrawn_later_is_left_out_with_a_note(world: None, tmp_path: Path, capsys: Any) -> None:
    edition = release_edition("2026-11")
    first = current_build(edition)
    assert first and withheld(edition).count == 0
    released = contents(first.directory)
    transitions.withdraw(Person.objects.get(slug="ada"))
    # The files as released may not be served any more.
    assert current_build(edition) is None
    assert withheld(edition).count > 0
    build_editions()
    build = current_build(edition)
    assert build and build.directory != first.directory
    written = contents(build.directory)
    assert not [name for name, content in written.items() if b"Ada" in content or b"ada-" in content]
    package = json.loads(written["talentwatch-2026-11-csv.zip/datapackage.json"])
    assert package["withheld"].startswith(f"Written again: {withheld(edition).count} records aren't public any more")
    assert not [one for one in package["resources"] if "foreignKeys" in one["schema"]]
    with closing(sqlite3.connect(build.directory / "talentwatch-2026-11.sqlite3")) as database:
        assert database.execute("SELECT slug FROM people").fetchall() == [("bob",)]
        [[note]] = database.execute("SELECT value FROM about WHERE name = 'withheld'").fetchall()
    assert note == package["withheld"]
    assert package["withheld"] in export("2026-11", tmp_path / "again", capsys)
    # It is public again: so is the edition as it was released.
    ada = Person.objects.get(slug="ada")
    transitions.publish(ada)
    for job in Employment.objects.all():
        transitions.publish(job)
    event = next(iter(ada.events.all()))
    transitions.publish(event)
    assert withheld(edition).count == 0
    build = build_edition(edition)
    assert build and contents(build.directory) == released


@pytest.mark.parametrize("what", ["withdraw", "withdraw the source", "merge", "merge and withdraw", "unlink"])
def test_the_withheld_are_those_of_as_published(world: None, what: str) -> None:
    seq = Change.objects.latest("seq").seq
    ada, bob = Person.objects.get(slug="ada"), Person.objects.get(slug="bob")
    if what.startswith("merge"):
        merge(bob, ada, {}, "the same")
    if what == "unlink":
        event = next(iter(ada.events.all()))
        with edit():
            event.people.clear()
            event.employments.clear()
            event.save()
        seq = Change.objects.latest("seq").seq
        event.headline = "Somebody moves"
        event.save()
        transitions.withdraw(ada)
    if what == "merge and withdraw":
        transitions.withdraw(bob)
    if what == "withdraw":
        transitions.withdraw(ada)
    if what == "withdraw the source":
        transitions.withdraw(Source.objects.get())
    documents = list(Document.objects.at(seq))
    visible = {one.pk for one in still_public(documents)}
    assert withheld_at(seq) == {one.pk for one in documents} - visible


def test_names(world: None) -> None:
    release_edition("2026-11")
    release_edition("2026-11-corrected")
    for wrong in ("2026-13", "2026", "2026-11-", "2026-11-2", "", "2026-11"):
        with pytest.raises(ValidationError):
            release_edition(wrong)
    assert Edition.objects.count() == 2
    # Nothing is left of those that failed.
    assert sorted(path.name for path in (home() / "editions").iterdir()) == ["2026-11", "2026-11-corrected"]


def test_without_anything_public_there_is_nothing_to_release() -> None:
    with pytest.raises(CommandError, match=r"Nothing was released\. Nothing is public yet\."):
        call_command("release_edition", "2026-11")
    make_person("Draft", status="draft")
    with pytest.raises(ValidationError):
        preview_release()


def test_what_changed_in_words(world: None) -> None:
    release_edition("2026-10")
    change_everything()
    transitions.withdraw(Person.objects.get(slug="bob"))
    edition = release_edition("2026-11")
    assert edition.previous and edition.previous.slug == "2026-10"
    changes = {name: ListChanges(**one) for name, one in edition.changes.items()}
    assert changes["people"] == ListChanges(added=1, changed=1, removed=1)
    assert changes["organizations"] == ListChanges(added=0, changed=2, removed=0)
    assert describe_changes(changes)[0] == "1 person was added."
    assert describe_changes(changes)[-1] == "1 person was removed."
    assert describe_changes(count_changes(edition.seq, edition.seq)) == ["Nothing changed."]
    assert describe_changes({"people": ListChanges(2, 0, 0), "moves": ListChanges(1, 0, 0)}) == [
        "2 people and 1 move were added."
    ]


def test_the_command_says_what_was_released(world: None, capsys: Any) -> None:
    call_command("release_edition", "2026-11", "--note", "Hello.")
    text = capsys.readouterr().out
    edition = Edition.objects.get()
    assert text.startswith(f"Edition 2026-11, of change {edition.seq}.\n")
    assert "2 people" in text and "were added." in text
    assert f"{edition.files[0]['sha256']}  talentwatch-2026-11-csv.zip" in text
    assert (edition.note, edition.history.count()) == ("Hello.", 1)


def test_a_full_disk_releases_nothing(world: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    release_edition("2026-10")
    unfinished = edition_home("2026-11") / ".unfinished-earlier"
    unfinished.mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(files, "write_files", fail)
        with pytest.raises(CommandError, match=r"Nothing was released\. No space"):
            call_command("release_edition", "2026-11")
        with pytest.raises(CommandError, match=r"Nothing was written\. No space"):
            call_command("export_edition", "2026-10", tmp_path / "export")
    assert not Edition.objects.filter(slug="2026-11").exists()
    assert not list(edition_home("2026-11").iterdir())


def test_files_that_cannot_be_kept_are_written_again(world: None, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "finish_build", fail)
        call_command("release_edition", "2026-11")
    assert "Edition 2026-11, of change" in capsys.readouterr().out
    assert list(edition_home("2026-11").iterdir()) == []
    edition = Edition.objects.get()
    build = build_edition(edition)
    assert build and files.is_as_released(edition, build)


def test_a_withdrawal_meanwhile_stops_the_release(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = frozenset([Document.objects.current().first().pk])
    monkeypatch.setattr(files, "withheld_at", lambda _seq: keys)
    with pytest.raises(ValidationError, match=CHANGED_MEANWHILE):
        release_edition("2026-11")
    assert not list(edition_home("2026-11").iterdir())


def test_export_refuses_what_it_would_overwrite(world: None, tmp_path: Path) -> None:
    release_edition("2026-11")
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(CommandError, match="isn't empty"):
        call_command("export_edition", "2026-11", tmp_path)
    with pytest.raises(CommandError, match="There is no edition 2027-01"):
        call_command("export_edition", "2027-01", tmp_path / "new")


def test_other_libraries_are_named(world: None, tmp_path: Path, capsys: Any) -> None:
    edition = release_edition("2026-11")
    edition.libraries = {**edition.libraries, "sqlite": "3.0"}
    edition.save()
    assert "It was released with arro3-io" in export("2026-11", tmp_path / "again", capsys)


def test_one_process_writes_at_a_time(world: None) -> None:
    edition = release_edition("2026-11")
    build = current_build(edition)
    assert build_edition(edition) == build
    with lock_builds(wait=True):
        assert build_edition(edition, wait=False) is None


def test_the_moment_of_an_edition_is_its_state(world: None, api: ApiClient) -> None:
    edition = release_edition("2026-11")
    before = {name: api.get(f"/api/v1/{name}/", {"ordering": "slug"}).json()["results"] for name in LISTS}
    change_everything()
    moment = edition.at.isoformat().replace("+00:00", "Z")
    for name in LISTS:
        assert api.get_json(f"{name}/", as_published=moment)["results"] == before[name]


def test_another_release_of_the_software_looks_again_at_what_is_withheld(world: None, monkeypatch: Any) -> None:
    edition = release_edition("2026-11")
    assert withheld(edition).count == 0
    monkeypatch.setattr(files, "withheld_at", lambda _seq: {1})
    assert withheld(edition).count == 0
    monkeypatch.setattr(files, "code_fingerprint", lambda: "another")
    assert withheld(edition).count == 1
