"""The timeline commands: what they print and refuse, and that a dry run changes nothing."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Claim, CohortMember, Employment, Person, Source
from talentwatch.exchange.dump import dump_timeline
from talentwatch.publishing import transitions
from talentwatch.records.edit import edit
from tests.support.factories import (
    delete_everything,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.timeline_file import small_timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "small.json"
    file.write_text(json.dumps(small_timeline()), encoding="utf-8")
    return file


def run(*arguments):
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


# Import


def test_import_counts_what_is_new_changed_and_the_same(file):
    new = ["sources: 2 new, 0 changed, 0 same", "organizations: 2 new, 0 changed, 0 same"]
    assert run("import_timeline", file) == [
        *new,
        "people: 1 new, 0 changed, 0 same",
        "employments: 2 new, 0 changed, 0 same",
        "cohorts: 1 new, 0 changed, 0 same",
        "events: 1 new, 0 changed, 0 same",
    ]
    assert Person.objects.get().status == "draft"
    assert Person.history.get().history_change_reason == "import of small.json"
    assert run("import_timeline", file)[:2] == [
        "sources: 0 new, 0 changed, 2 same",
        "organizations: 0 new, 0 changed, 2 same",
    ]


def test_import_publishes_at_a_moment_and_for_a_reason(file):
    run("import_timeline", file, "--publish", "--at", "2026-11-21T01:02:03Z", "--reason", "the first file")
    person = Person.objects.get()
    assert (person.status, person.published_at.isoformat()) == ("published", "2026-11-21T01:02:03+00:00")
    assert person.history.get().history_change_reason == "the first file"
    assert person.history.get().history_date == person.published_at == person.created_at


def test_a_dry_run_reports_and_changes_nothing(file):
    lines = run("import_timeline", file, "--dry-run", "--publish")
    assert (lines[3], lines[-1]) == ("employments: 2 new, 0 changed, 0 same", "Dry run: nothing was imported.")
    assert not Source.objects.exists()
    assert not Person.history.exists()


def test_import_prints_every_error(file):
    data = small_timeline()
    data["people"][0]["name"], data["events"][0]["kind"] = "", "party"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run("import_timeline", file)
    lines = str(refusal.value).splitlines()
    assert lines[0] == "people/ada-lovelace: name: This field cannot be blank."
    assert any(
        line.startswith("events/ada-joins-acme: kind: “party” is no choice here. Choose one of: departure,")
        for line in lines
    )
    assert lines[-1] == f"{len(lines) - 1} errors; nothing was imported."
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "isn't valid JSON"),
        (b"{", "isn't valid JSON"),
        (b"people:", "isn't valid JSON"),
        (b"\xff\xfe", "Byte 1 isn't UTF-8"),
    ],
)
def test_import_needs_json_in_utf_8(file, content, sentence):
    file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run("import_timeline", file)


def test_import_needs_a_file(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("import_timeline", tmp_path / "nothing.json")
    with pytest.raises(CommandError, match="An import accepts JSON, CSV and XLSX"):
        run("import_timeline", tmp_path)


@pytest.mark.parametrize(
    "at", ["", "now", "2026-11-21", "2026-11-21T00:00:00", "2026-13-01T00:00:00Z", "2026-11-21T25:00:00Z"]
)
def test_import_needs_a_moment_with_its_time_zone(file, at):
    with pytest.raises(CommandError, match="--at needs a moment with its time zone"):
        run("import_timeline", file, f"--at={at}")
    assert not Source.objects.exists()


def test_history_is_not_written_into_the_past(file):
    with edit(at=datetime(2026, 11, 21, tzinfo=UTC)):
        make_person("Somebody")
    with pytest.raises(CommandError, match="--at is before the last change, which was at 2026-11-21T00:00:00"):
        run("import_timeline", file, "--at", "2026-11-20T23:59:59Z")
    run("import_timeline", file, "--at", "2026-11-21T00:00:00Z")


def test_nor_before_an_edit_of_which_only_the_history_tells(file):
    with edit(at=datetime(2026, 11, 21, tzinfo=UTC)):
        job = make_employment()
    with edit(at=datetime(2026, 11, 22, tzinfo=UTC)):
        job.note = "For the desk alone."
        job.save()
    job.refresh_from_db()
    assert job.updated_at == datetime(2026, 11, 21, tzinfo=UTC)
    with pytest.raises(CommandError, match="--at is before the last change, which was at 2026-11-22T00:00:00"):
        run("import_timeline", file, "--at", "2026-11-21T12:00:00Z")


def test_a_report_that_cannot_be_written_is_said_before_the_import(file, tmp_path):
    with pytest.raises(CommandError, match=r"Nothing was imported. .*nowhere"):
        run("import_timeline", file, "--report", tmp_path / "nowhere" / "report.json")
    assert not Person.objects.exists()


# Dump


def test_dump_writes_a_file_or_prints(file, tmp_path):
    run("import_timeline", file, "--publish")
    target = tmp_path / "dump.json"
    assert run("dump_timeline", target) == [f"{len(json.loads(target.read_text(encoding='utf-8')))} rows"]
    assert target.read_text(encoding="utf-8") == dump_timeline()[0]
    assert "\n".join(run("dump_timeline")) + "\n" == dump_timeline()[0]
    with pytest.raises(CommandError, match="nowhere"):
        run("dump_timeline", tmp_path / "nowhere" / "dump.json")


def test_a_dump_of_sources_names_the_unknown_ones():
    make_source(slug="fortune"), make_source(slug="hidden", status="draft")
    assert len(json.loads("".join(run("dump_timeline", "--sources", "fortune")))) == 1
    with pytest.raises(CommandError, match="There is no published source hidden, nowhere"):
        run("dump_timeline", "--sources", "fortune", "nowhere", "hidden")


@pytest.mark.parametrize("options", [{}, {"published": True}])
def test_an_export_names_nothing_that_it_leaves_out(tmp_path, options):
    ada, eve, acme, gone = make_person("Ada"), make_person("Eve"), make_organization("Acme"), make_source("Gone")
    with edit():
        kept = make_employment(ada, acme, claims=({"source": make_source("Paper")}, {"source": gone}))
        old = make_employment(ada, make_organization("Old"), end="2020", end_state="ended")
        kept.came_from = old
        kept.save()
        make_cohort(ada, eve)
        make_event("Ada moves", people=(ada, eve), employments=(kept, old), sources=(make_source("Other"), gone))
    for record in (eve, gone, old):
        transitions.withdraw(record)
    file = tmp_path / "timeline.json"
    call_command("export_timeline", str(file), stdout=StringIO(), **options)
    text = file.read_text(encoding="utf-8")
    assert not [name for name in ("eve", "Eve", "gone", "ada-old") if f'"{name}"' in text]
    delete_everything()
    call_command("import_timeline", str(file), stdout=StringIO())
    assert Claim.objects.get().source.slug == "paper"
    assert Employment.objects.get().came_from is None
    assert [member.person.slug for member in CohortMember.objects.all()] == ["ada"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["export_timeline", "dump_timeline"])
def test_all_lists_show_one_moment(tmp_path, command):
    make_person("Ada")
    with CaptureQueriesContext(connection) as queries:
        run(command, tmp_path / "timeline.json")
    statements = [query["sql"] for query in queries]
    assert statements[0].startswith("BEGIN")
    assert ("REPEATABLE READ" in statements[1]) == (connection.vendor == "postgresql")
    assert statements[-1].startswith("COMMIT")
