"""The data package: everything public and nothing else, in tables that the frictionless tool accepts."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext

from people.models import Employment, OrganizationName, Person, PersonName
from talentwatch.exchange import datapackage
from talentwatch.exchange.datapackage import export_datapackage
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.package_tables import TABLES
from talentwatch.records.edit import edit
from tests.support.behind_the_rules import set_behind_the_rules
from tests.support.built_once import built_once
from tests.support.factories import (
    delete_everything,
    make_cohort,
    make_employment,
    make_event,
    make_organization,
    make_person,
    make_source,
)
from tests.support.worlds import load_llama, make_world_with_secrets

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 21, 1, 2, 3, 4, tzinfo=UTC)
HOSTILE = [
    '"quoted", with, commas; and \t tabs',
    "two\nlines and\nthree",
    "=HYPERLINK(A1)",
    "-1+1",
    "@SUM(A1)",
    "'",
    "NA",
    "null",
    "007",
    "2023-06-01",
    "גיום למפל",
    "纪尧姆 😀 é",
    "a|b",
    "\\N",
    "# error: no",
]


@pytest.fixture
def target(tmp_path):
    return tmp_path / "package"


def contents(directory):
    return {file.name: file.read_bytes() for file in directory.iterdir()}


def descriptor(directory):
    return json.loads((directory / "datapackage.json").read_text(encoding="utf-8"))


def rows(directory, name):
    """The rows as Python reads them, every value a text."""
    with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def errors(directory):
    from frictionless import validate

    return validate(str(directory / "datapackage.json")).flatten(["type", "rowNumber", "note"])


def test_the_story_of_the_five_articles_is_a_valid_package(target):
    load_llama()
    counts = export_datapackage(target)
    assert errors(target) == []
    assert counts.keys() == {resource["name"] for resource in descriptor(target)["resources"]}
    assert counts == {name: len(rows(target, name)) for name in counts}
    assert min(counts.values()) > 0
    assert [row["person_slug"] for row in rows(target, "cohort_members")][:2] == ["hugo-touvron", "xavier-martinet"]


@pytest.fixture
@built_once
def world():
    """Ada left Acme's lab for Zenith; an event says so; a list names her."""
    with edit(at=MOMENT):
        source = make_source("The Paper", slug="paper", url="https://paper.example/1", published="2023-06-02")
        ada, acme = make_person("Ada Lovelace", names=("Countess",)), make_organization("Acme", wikidata_id="Q1")
        lab = make_organization("Lab", parent=acme, founded="2010")
        OrganizationName.objects.create(organization=lab, text="מעבדה", language="he", kind="native")
        PersonName.objects.create(person=ada, text="Ada Lovelice", language="en", kind="misspelling")
        said = ({"source": source},)
        left = make_employment(ada, lab, start="2018", end="2023-06", end_state="ended", claims=said)
        post = make_employment(ada, make_organization("Zenith"), start="2023-07", came_from=left, claims=said)
        make_event("Ada leaves", people=(ada,), organizations=(lab,), employments=(left, post), sources=(source,))
        make_cohort(ada, source=source)


def test_the_rows_are_those_of_the_api(api, world, target):
    export_datapackage(target)
    for table in TABLES:
        listed = api.get(f"/api/v1/{table.name}/", {"format": "csv", "ordering": "slug"})
        text = b"".join(listed.streaming_content).decode()
        shown = [
            {name: cell for name, cell in row.items() if name in table.columns()}
            for row in csv.DictReader(StringIO(text))
        ]
        assert rows(target, table.name) == shown
        assert shown


def test_a_list_in_json_is_a_nested_table(world, target):
    export_datapackage(target)
    assert rows(target, "person_names") == [
        {"person_slug": "ada-lovelace", "text": "Countess", "language": "en", "kind": "alias"}
    ]
    assert rows(target, "organization_names") == [
        {"organization_slug": "lab", "text": "מעבדה", "language": "he", "kind": "native"}
    ]
    assert rows(target, "event_people") == [{"event_slug": "ada-leaves", "person_slug": "ada-lovelace"}]
    assert rows(target, "event_organizations") == [
        {"event_slug": "ada-leaves", "organization_slug": "lab", "part": "subject"}
    ]
    assert [row["employment_slug"] for row in rows(target, "event_employments")] == [
        "ada-lovelace-lab",
        "ada-lovelace-zenith",
    ]
    assert rows(target, "event_sources") == [{"event_slug": "ada-leaves", "source_slug": "paper", "stance": "reported"}]
    assert rows(target, "cohort_members") == [
        {
            "cohort_slug": "the-authors",
            "position": "1",
            "person_slug": "ada-lovelace",
            "name_as_listed": "Ada Lovelace",
        }
    ]


def test_the_package_has_its_licence_its_sources_and_its_moment(world, target):
    export_datapackage(target)
    package = descriptor(target)
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"][0]["path"] == "sources.csv"
    assert package["created"] == "2026-11-21T01:02:03.000004Z"
    assert package["version"].startswith("2026.11.21+")


def column(directory, table, name):
    (resource,) = (one for one in descriptor(directory)["resources"] if one["name"] == table)
    (field,) = (one for one in resource["schema"]["fields"] if one["name"] == name)
    return field


def test_a_column_has_its_type_its_meaning_and_its_constraints(target):
    export_datapackage(target)
    assert column(target, "employments", "role")["constraints"]["enum"][0] == "founder"
    assert column(target, "employments", "has_conflict") == {
        "name": "has_conflict",
        "title": "Has conflict",
        "description": Employment._meta.get_field("has_conflict").help_text,
        "type": "boolean",
        "trueValues": ["true"],
        "falseValues": ["false"],
        "constraints": {"required": True},
    }
    assert column(target, "employments", "start_latest")["type"] == "date"
    assert column(target, "employments", "tenure_months_max")["type"] == "integer"
    assert column(target, "people", "updated_at")["type"] == "datetime"
    assert column(target, "people", "orcid")["constraints"] == {"unique": True}
    assert column(target, "sources", "link")["constraints"] == {"unique": True}
    assert column(target, "employments", "came_from_slug")["constraints"] == {"unique": True}
    assert column(target, "events", "date")["constraints"] == {"required": True}
    assert "constraints" not in column(target, "employments", "start")
    assert "constraints" not in column(target, "claims", "source_published")


def test_every_column_has_a_description_for_readers_not_editors(target):
    export_datapackage(target)
    descriptions = [
        field["description"] for resource in descriptor(target)["resources"] for field in resource["schema"]["fields"]
    ]
    assert [text for text in descriptions if len(text) < 10] == []
    assert [text for text in descriptions if "Found by" in text or "Leave it" in text or "to readers" in text] == []


def keys(directory):
    """Every foreign key as text: its column and the table that it refers to."""
    return {
        f"{resource['name']}.{key['fields'][0]} {key['reference']['resource'] or resource['name']}"
        for resource in descriptor(directory)["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    }


def test_every_slug_of_another_record_is_a_foreign_key(target):
    export_datapackage(target)
    slugs = {
        f"{resource['name']}.{field['name']}"
        for resource in descriptor(target)["resources"]
        for field in resource["schema"]["fields"]
        if field["name"].endswith("_slug")
    }
    assert {key.split()[0] for key in keys(target)} == slugs
    assert {
        "employments.person_slug people",
        "employments.came_from_slug employments",
        "organizations.parent_slug organizations",
        "sources.derived_from_slug sources",
        "claims.source_slug sources",
        "moves.destination_slug organizations",
        "moves.origin_employment_slug employments",
        "cohort_members.person_slug people",
        "event_sources.source_slug sources",
        "event_sources.event_slug events",
    } <= keys(target)


def test_a_package_of_nothing_has_its_tables(target):
    assert set(export_datapackage(target).values()) == {0}
    assert errors(target) == []
    assert "created" not in descriptor(target)
    assert descriptor(target)["version"].startswith("0.0.0+")


# frictionless does find errors, so that its silence means something


def test_a_broken_link_and_a_changed_byte_are_found(world, target):
    export_datapackage(target)
    people = target / "people.csv"
    people.write_bytes(people.read_bytes().replace(b"ada-lovelace", b"eve-lovelace"))
    assert {kind for kind, *_ in errors(target)} == {"hash-count", "foreign-key"}


# The same bytes


def test_the_same_rows_give_the_same_bytes(world, target, tmp_path):
    export_datapackage(target)
    before = contents(target)
    export_datapackage(target)
    assert contents(target) == before
    text, _ = dump_timeline()
    delete_everything()
    (tmp_path / "dump.json").write_text(text, encoding="utf-8")
    call_command("loaddata", str(tmp_path / "dump.json"), verbosity=0)
    export_datapackage(tmp_path / "loaded")
    assert contents(tmp_path / "loaded") == before


def test_names_with_one_search_key_have_a_fixed_order(target, tmp_path):
    spellings = ["Rozière", "Roziere", "ROZIERE"]
    for directory, names in ((target, spellings), (tmp_path / "other", spellings[::-1])):
        delete_everything()
        with edit(at=MOMENT):
            make_person("Ada", names=tuple(names))
        export_datapackage(directory)
    assert contents(target) == contents(tmp_path / "other")
    assert [row["text"] for row in rows(target, "person_names")] == ["ROZIERE", "Roziere", "Rozière"]


def test_a_change_gives_another_version(world, target):
    export_datapackage(target)
    before = descriptor(target)
    Person.objects.update(description="Countess")
    export_datapackage(target)
    assert descriptor(target)["version"] != before["version"]
    assert descriptor(target)["created"] > before["created"]


# Nothing unpublished


def test_nothing_unpublished_is_in_a_package(target):
    make_world_with_secrets()
    export_datapackage(target)
    text = b"".join(contents(target).values()).decode().casefold()
    assert [word for word in ("ecret", "mallory") if word in text] == []
    assert [row["slug"] for row in rows(target, "people")] == ["ada"]
    assert errors(target) == []


def test_the_place_of_a_hidden_member_stays(target):
    ada, eve, zoe = make_person("Ada"), make_person("Eve"), make_person("Zoe")
    cohort = make_cohort(ada, eve, zoe)
    for member in cohort.members.exclude(person=ada):
        type(member)._base_manager.filter(pk=member.pk).update(position=None)
    set_behind_the_rules(eve, status="withdrawn")
    export_datapackage(target)
    assert [list(row.values())[1:] for row in rows(target, "cohort_members")] == [
        ["1", "ada", "Ada"],
        ["", "zoe", "Zoe"],
        ["", "", ""],
    ]
    assert errors(target) == []


# Any text


@pytest.fixture
def hostile(target):
    """A package of people with hostile names."""
    with edit():
        for number, name in enumerate(HOSTILE):
            make_person(name, slug=f"x{number:02}", description=f"«{name}\n{name}»")
    export_datapackage(target)
    return target


def test_any_text_comes_back_as_it_is_from_frictionless(hostile):
    from frictionless import Package

    assert errors(hostile) == []
    with Package(str(hostile / "datapackage.json")).get_resource("people") as people:
        texts = [(row["name"], row["description"]) for row in people.row_stream]
    assert texts == [(name, f"«{name}\n{name}»") for name in HOSTILE]


def test_any_text_comes_back_as_it_is_from_pandas(hostile):
    import pandas as pd

    people = pd.read_csv(hostile / "people.csv", dtype=str, keep_default_na=False, na_values=[""])
    assert list(people["name"]) == HOSTILE
    assert list(people["description"]) == [f"«{name}\n{name}»" for name in HOSTILE]


# All or nothing


def test_a_package_replaces_an_older_one_or_an_empty_directory(world, target):
    target.mkdir()
    export_datapackage(target)
    (target / "people.csv").write_text("older", encoding="utf-8")
    export_datapackage(target)
    assert errors(target) == []
    assert [file.name for file in target.parent.iterdir()] == ["package"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", "mine"),
        ("datapackage.json", "{"),
        ("datapackage.json", "[]"),
        ("datapackage.json", '{"name": "another", "resources": [{"path": "a.csv"}]}'),
        ("datapackage.json", '{"name": "talentwatch"}'),
    ],
)
def test_a_directory_that_is_not_our_package_is_left_alone(target, name, content):
    target.mkdir()
    (target / name).write_text(content, encoding="utf-8")
    with pytest.raises(FileExistsError, match=f"has files of something else: {name}"):
        export_datapackage(target)
    assert contents(target) == {name: content.encode()}


def test_a_package_with_a_foreign_file_is_left_alone(target):
    export_datapackage(target)
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    before = contents(target)
    with pytest.raises(FileExistsError, match=r"notes\.txt"):
        export_datapackage(target)
    assert contents(target) == before


def test_a_failure_leaves_the_older_package_and_no_other_file(world, target, monkeypatch):
    def fail(*args):
        raise OperationalError("the database went away")

    export_datapackage(target)
    before = contents(target)
    monkeypatch.setattr(datapackage, "nested_rows", fail)
    with pytest.raises(OperationalError):
        export_datapackage(target)
    assert contents(target) == before
    assert [file.name for file in target.parent.iterdir()] == ["package"]


@pytest.mark.parametrize("has_older", [True, False])
def test_the_older_package_comes_back_if_the_new_one_cannot_be_moved(world, target, monkeypatch, has_older):
    if has_older:
        export_datapackage(target)
    before = contents(target) if has_older else None
    rename = Path.rename

    def fail_for_the_new(path, to):
        if path.name == "new":
            raise OSError("no space left")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", fail_for_the_new)
    with pytest.raises(OSError, match="no space left"):
        export_datapackage(target)
    assert (contents(target) if target.exists() else None) == before


def test_the_command_prints_the_rows_of_each_table(world, target):
    out = StringIO()
    call_command("export_datapackage", str(target), stdout=out)
    assert out.getvalue().splitlines()[:4] == ["sources: 1", "organizations: 3", "organization_names: 1", "people: 1"]


def test_the_command_explains_what_it_refuses(target, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match=r"Nothing was written\. .*/file isn't a directory\."):
        call_command("export_datapackage", str(tmp_path / "file"))
    with pytest.raises(CommandError, match=r"Nothing was written\. .*No such file or directory"):
        call_command("export_datapackage", str(tmp_path / "nowhere" / "package"))


def test_rows_are_read_in_chunks(target, monkeypatch):
    monkeypatch.setattr(datapackage, "CHUNK", 2)
    for number in range(5):
        make_person(f"Person {number}")
    with CaptureQueriesContext(connection) as queries:
        export_datapackage(target)
    assert [row["slug"] for row in rows(target, "people")] == [f"person-{number}" for number in range(5)]
    # One moment and flat memory: one query of each table, read in chunks.
    assert len([query for query in queries if "'people'" in query["sql"]]) == 1


@pytest.mark.django_db(transaction=True)
def test_all_tables_show_one_moment(target):
    make_person("Ada")
    with CaptureQueriesContext(connection) as queries:
        export_datapackage(target)
    statements = [query["sql"] for query in queries]
    assert statements[0].startswith("BEGIN")
    assert ("REPEATABLE READ" in statements[1]) == (connection.vendor == "postgresql")
    assert statements[-1].startswith("COMMIT")
