"""The downloads: the same rows as the data package in every format, built once for each state of the data."""

import csv
import io
import json
import sqlite3
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from io import StringIO
from threading import Barrier, Thread

import duckdb
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from people.models import Person
from talentwatch.changefeed.data_version import current_version
from talentwatch.changefeed.models import Change
from talentwatch.exchange import downloads
from talentwatch.exchange.datapackage import export_datapackage
from talentwatch.exchange.downloads import build_downloads, current_build, home, latest_build
from talentwatch.records.edit import edit
from tests.support.built_once import built_once
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source
from tests.support.worlds import load_llama, make_world_with_secrets

MOMENT = datetime(2026, 11, 21, 1, 2, 3, 4, tzinfo=UTC)
HOSTILE = [
    '"q", é; \t',
    "two\r\nlines",
    "=HYPERLINK(A1)",
    "NA",
    "null",
    "007",
    "2023-06-01",
    "纪尧姆 😀",
    "a|b",
    "\\N",
    "-1",
    "true",
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(settings, tmp_path):
    settings.DOWNLOADS_DIR = tmp_path / "downloads"


@pytest.fixture
@built_once
def world():
    with edit(at=MOMENT):
        paper = make_source("The Paper", published="2023-06-02")
        ada, acme = make_person("Ada"), make_organization("Acme")
        for number, text in enumerate(HOSTILE):
            make_person(f"Person {number}", slug=f"x{number:02}", description=text)
        said = ({"source": paper},)
        left = make_employment(ada, acme, start="2018", end="2023-06", end_state="ended", claims=said)
        job = make_employment(ada, make_organization("Zenith"), start="2023-07", came_from=left, claims=said)
        make_event("Ada leaves", people=(ada,), employments=(left, job), sources=(paper,))


def path(build, name):
    return build.directory / name


def csv_tables(build):
    with zipfile.ZipFile(path(build, "talentwatch-csv.zip")) as archive:
        return {
            name.removesuffix(".csv"): list(csv.reader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def as_cell(value):
    """A value as CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)


def test_every_format_has_the_same_rows(world, tmp_path):
    build = build_downloads()
    export_datapackage(tmp_path / "package")
    with zipfile.ZipFile(path(build, "talentwatch-csv.zip")) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            file.name: file.read_bytes() for file in (tmp_path / "package").iterdir()
        }
    package = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))
    database = sqlite3.connect(path(build, "talentwatch.sqlite3"))
    booleans = {
        (resource["name"], field["name"])
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
        if field["type"] == "boolean"
    }
    for table, (header, *rows) in csv_tables(build).items():
        parquet = duckdb.read_parquet(str(path(build, f"{table}.parquet")))
        assert parquet.columns == header
        assert [[as_cell(value) for value in row] for row in parquet.fetchall()] == rows
        cursor = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid')
        assert [column[0] for column in cursor.description] == header
        is_boolean = [(table, name) in booleans for name in header]
        assert [
            [
                as_cell(bool(value) if flag and value is not None else value)
                for value, flag in zip(row, is_boolean, strict=True)
            ]
            for row in cursor
        ] == rows
        assert build.tables[table] == len(rows) == build.file(f"{table}.parquet").rows
    database.close()
    assert build.file("talentwatch.sqlite3").rows == sum(build.tables.values())


def test_the_tables_have_types_keys_links_and_meanings(world):
    build = build_downloads()
    described = duckdb.sql(f"DESCRIBE FROM '{path(build, 'employments.parquet')}'").fetchall()
    types = {name: kind for name, kind, *_ in described}
    assert [types[name] for name in ("slug", "start_earliest", "updated_at", "has_conflict", "tenure_months_min")] == [
        "VARCHAR",
        "DATE",
        "TIMESTAMP WITH TIME ZONE",
        "BOOLEAN",
        "BIGINT",
    ]
    database = sqlite3.connect(path(build, "talentwatch.sqlite3"))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    links = {(row[3], row[2]) for row in database.execute("PRAGMA foreign_key_list(employments)")}
    assert links == {
        ("person_slug", "people"),
        ("organization_slug", "organizations"),
        ("came_from_slug", "employments"),
    }
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM employments WHERE person_slug = 'ada'").fetchall()
    assert "employments_person_slug" in str(plan)
    assert dict(database.execute("SELECT * FROM about"))["licence"].startswith("CC-BY-4.0 ")
    (meaning,) = database.execute(
        "SELECT description FROM columns WHERE table_name = 'moves' AND name = 'left_for'"
    ).fetchone()
    assert meaning
    database.close()


def test_the_tools_of_others_open_them():
    from frictionless import Package, validate

    load_llama()
    build = build_downloads()
    assert validate(str(path(build, "talentwatch-csv.zip")), type="package").flatten(["type", "note"]) == []
    assert Package(str(path(build, "talentwatch-csv.zip"))).licenses[0]["name"] == "CC-BY-4.0"
    employments = duckdb.sql(f"SELECT count(*) FROM '{path(build, 'employments.parquet')}'").fetchall()
    assert employments == [(build.tables["employments"],)]


def digests(build):
    return {file.name: file.sha256 for file in build.files}


def test_sizes_and_digests_are_those_of_the_files(world):
    build = build_downloads()
    sums = dict(line.split("  ")[::-1] for line in path(build, "SHA256SUMS").read_text().splitlines())
    for file in build.files:
        content = path(build, file.name).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file.size, file.sha256)
        assert file.name == "SHA256SUMS" or sums.pop(file.name) == file.sha256
    assert sums == {}


def test_the_same_rows_give_the_same_bytes(world):
    before = digests(build_downloads())
    Change.objects.filter(is_latest=True).order_by("-seq")[:1].get().delete()  # another change number, the same rows
    again = build_downloads()
    assert (digests(again), again.seq) == (before, current_version().seq)


def test_nothing_unpublished_is_in_any_file():
    make_world_with_secrets()
    build = build_downloads()
    with zipfile.ZipFile(path(build, "talentwatch-csv.zip")) as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    texts += [path(build, "talentwatch.sqlite3").read_bytes()]
    texts += [
        repr(duckdb.read_parquet(str(path(build, file.name))).fetchall()).encode()
        for file in build.files
        if file.name.endswith(".parquet")
    ]
    assert [word for word in (b"ecret", b"mallory") for text in texts if word in text.lower()] == []


# When it is built


def test_it_is_built_once_until_something_public_changes(world):
    first = build_downloads()
    make_person("Draft", status="draft")
    assert build_downloads() == first == current_build()
    make_person("Bob")
    second = build_downloads()
    assert (second.seq, second.tables["people"]) == (first.seq + 1, first.tables["people"] + 1)
    assert first.directory.exists()
    make_person("Cid")
    third = build_downloads()
    assert [one.directory.exists() for one in (first, second, third)] == [False, True, True]


def test_new_code_builds_again(world, monkeypatch):
    first = build_downloads()
    monkeypatch.setattr("talentwatch.changefeed.data_version.code_fingerprint", lambda: "another")
    assert build_downloads().version != first.version


@pytest.fixture
def requests(monkeypatch):
    """The builds that were asked for."""
    made = []
    monkeypatch.setattr(downloads, "request_build", lambda: made.append("build"))
    return made


def test_readers_get_the_older_build_meanwhile(world, requests):
    first = build_downloads()
    assert (current_build(), requests) == (first, [])
    make_person("Bob")
    assert (current_build(), requests) == (first, ["build"])


def test_nobody_gets_what_was_withdrawn_or_a_build_of_the_future(world, requests):
    assert (current_build(), requests) == (None, ["build"])
    build_downloads()
    ada = Person.objects.get(slug="x00")
    ada.status = "withdrawn"
    ada.save()
    assert Change.objects.filter(action="withdrawn").exists()
    assert current_build() is None
    assert build_downloads() == current_build()
    # A backup was restored.
    Change.objects.order_by("-seq")[:1].get().delete()
    assert current_build() is None


def test_another_database_has_other_files(world, monkeypatch):
    build_downloads()
    monkeypatch.setitem(connection.settings_dict, "NAME", "another")
    assert latest_build() is None


def test_what_is_no_build_is_passed_over(world):
    build = build_downloads()
    for name, content in (("3", None), ("4", "{"), ("5", "[]"), ("6", '{"version": "x"}')):
        (home() / name).mkdir()
        if content:
            (home() / name / "build.json").write_text(content, encoding="utf-8")
    assert latest_build() == build


def test_an_unfinished_build_is_removed_by_the_next(world, monkeypatch):
    def fail(*args):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(downloads, "write_sqlite", fail)
        with pytest.raises(CommandError, match="no space left"):
            call_command("build_downloads")
    assert latest_build() is None
    assert [one.name for one in home().glob(".unfinished-*")]
    build_downloads()
    assert [one.name for one in home().iterdir() if one.name.startswith(".")] == [".lock"]


def test_after_a_failure_requests_wait_before_they_try_again(world, settings, monkeypatch, caplog):
    settings.DOWNLOADS_ON_REQUEST = True
    threads = []
    monkeypatch.setattr(downloads, "Thread", lambda **options: threads.append(options) or Thread(target=int))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    downloads.request_build()
    monkeypatch.setattr(downloads, "write_build", lambda: 1 / 0)
    threads[0]["target"]()
    assert "The downloads could not be built." in caplog.text
    downloads.request_build()
    assert len(threads) == 1
    monkeypatch.setattr(downloads, "RETRY_AFTER_FAILURE", -1)
    downloads.request_build()
    assert len(threads) == 2


def test_a_directory_that_cannot_be_used_is_a_failure_like_any_other(
    world, settings, tmp_path, monkeypatch, caplog, reader
):
    """Readers are told to come back, and not each of them tries again."""
    settings.DOWNLOADS_ON_REQUEST = True
    (tmp_path / "file").touch()
    settings.DOWNLOADS_DIR = tmp_path / "file" / "downloads"
    threads = []
    monkeypatch.setattr(downloads, "Thread", lambda **options: threads.append(options) or Thread(target=int))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    address = "/data/talentwatch-csv.zip"
    assert reader.get(address).status_code == 503
    threads[0]["target"]()
    assert "The downloads could not be built." in caplog.text
    assert reader.get(address).status_code == 503
    assert len(threads) == 1


def test_requests_build_nothing_where_only_the_command_may(world, settings, monkeypatch):
    settings.DOWNLOADS_ON_REQUEST = False
    monkeypatch.setattr(downloads, "Thread", None)
    downloads.request_build()


def test_while_one_is_made_nobody_else_makes_one(world):
    with downloads.lock_builds(wait=False):
        assert build_downloads(wait=False) is None
    assert build_downloads(wait=False) == latest_build()


def test_the_command_lists_the_files(world):
    out = StringIO()
    call_command("build_downloads", stdout=out)
    names = [line.split()[-1] for line in out.getvalue().splitlines()]
    assert names[:4] == [
        "talentwatch-csv.zip",
        "talentwatch-ndjson.zip",
        "talentwatch.sqlite3",
        "talentwatch-parquet.zip",
    ]
    assert names[-1] == "SHA256SUMS"


def test_the_number_of_queries_does_not_depend_on_the_rows(world):
    build_downloads()
    counts = []
    for rows in (1, 20):
        with edit():
            for number in range(rows):
                make_employment(make_person(f"Person {rows} {number}"), make_organization(f"Place {rows} {number}"))
        with CaptureQueriesContext(connection) as queries:
            build_downloads()
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_many_first_requests_build_once(settings, monkeypatch):
    settings.DOWNLOADS_ON_REQUEST = True
    with edit():
        make_person("Ada")
    written, barrier, results = [], Barrier(8), []
    write_build = downloads.write_build
    monkeypatch.setattr(downloads, "write_build", lambda: written.append(1) or write_build())

    def ask():
        barrier.wait()
        try:
            results.append(build_downloads(wait=len(results) % 2 == 0))
        finally:
            connections.close_all()

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 1
    assert {result.version for result in results if result} == {str(current_version())}
