"""A preview compares and judges every row, whatever else is wrong with the file."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User

from talentwatch.exchange.importer import Content
from talentwatch.exchange.run_import import ImportOptions, run_import
from tests.support.factories import make_employment, make_person, make_source

pytestmark = pytest.mark.django_db


def rows_of(data: dict[str, Any], **options: Any) -> dict[str, tuple[str, list[str]]]:
    report = run_import(Content(data), ImportOptions(dry_run=True, **options))
    return {row.slug: (row.outcome, [change.column for change in row.changes]) for row in report.rows}


def test_a_wrong_row_hides_no_change_of_another() -> None:
    make_person("Baptiste Roziere", slug="baptiste-roziere")
    people = [
        {"slug": "baptiste-roziere", "name": "Baptiste Rozière", "names": []},
        {"slug": "Bad Slug", "name": "Foo Bar", "names": []},
        {"slug": "grace-hopper", "name": "Grace Hopper", "names": []},
    ]
    assert rows_of({"people": people}) == {
        "baptiste-roziere": ("changed", ["name"]),
        "Bad Slug": ("wrong", []),
        "grace-hopper": ("new", ["slug", "name"]),
    }


def test_an_import_that_may_not_be_published_shows_its_changes() -> None:
    make_source("Fortune", slug="fortune")
    acme = make_employment()
    row = {"slug": acme.slug, "person": acme.person.slug, "organization": acme.organization.slug, "came_from": None}
    row |= {"role": "lead", "title": None, "start": None, "end": None, "end_state": "unknown", "claims": []}
    people = [{"slug": "ada-2", "name": "Ada", "names": []}]
    hire = {
        "slug": "hire",
        "kind": "hire",
        "date": "2023",
        "headline": "A hire",
        "summary": "One.",
        "people": ["ada-2"],
    }
    hire |= {"organizations": [], "employments": [], "citations": []}
    report = run_import(
        Content({"people": people, "employments": [row], "events": [hire]}), ImportOptions(dry_run=True, publish=True)
    )
    assert report.has_errors
    assert {one.slug: one.outcome for one in report.rows} == {acme.slug: "changed", "ada-2": "new", "hire": "new"}


def test_rights_are_checked_beside_a_wrong_row() -> None:
    make_person("Ada Lovelace", slug="ada")
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    people = [{"slug": "ada", "name": "Ada King", "names": []}, {"slug": "Bad Slug", "name": "Foo", "names": []}]
    report = run_import(Content({"people": people}), ImportOptions(dry_run=True, user=editor))
    assert [str(problem) for problem in report.rows[0].problems] == [
        "people/ada: It is published: only a publisher can change what readers see."
    ]
    assert [row.outcome for row in report.rows] == ["wrong", "wrong"]


def test_of_a_list_only_the_rows_that_differ_are_shown() -> None:
    ada = make_person("Ada Lovelace", slug="ada")
    for text in ("A. Lovelace", "Ada King"):
        ada.names.create(text=text, language="en", kind="alias")
    names = [
        {"text": "A. Lovelace", "language": "en", "kind": "alias"},
        {"text": "Ada King", "language": "en", "kind": "former"},
    ]
    report = run_import(
        Content({"people": [{"slug": "ada", "name": "Ada Lovelace", "names": names}]}), ImportOptions(dry_run=True)
    )
    (change,) = report.rows[0].changes
    assert change.before.split("\n") == ["A. Lovelace | en | alias", "Ada King | en | alias"]
    assert (change.removed, change.added) == ("Ada King | en | alias", "Ada King | en | former")
