"""The slug of a merged record means its survivor, in files and in fixtures, and the preview says so."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.serializers import serialize

from people.models import Claim, Employment, Person, Source
from talentwatch.exchange.importer import Content
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.merging.merge import merge, merge_of, undo
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_event, make_person, make_source
from tests.support.timeline_file import claim, employment, small_timeline

pytestmark = pytest.mark.django_db

INTO_ADA = "ada-byron was merged into ada-lovelace."


@pytest.fixture
@built_once
def ada() -> Person:
    """Ada Lovelace, into whom Ada Byron was merged."""
    ada, twin = make_person("Ada Lovelace"), make_person("Ada Byron")
    merge(ada, twin, {"name": "survivor"}, "the same")
    ada.refresh_from_db()
    return ada


def import_rows(*, dry_run: bool = False, **data: Any) -> Any:
    report = run_import(Content(data), ImportOptions(dry_run=dry_run))
    return [
        (
            row.slug,
            row.outcome,
            [change.column for change in row.changes],
            [str(one) for one in row.problems],
            row.notes,
        )
        for row in report.rows
    ]


def person(slug: str, **values: Any) -> dict[str, Any]:
    return {"slug": slug, "name": "Ada Lovelace", "names": [], **values}


def test_a_row_with_the_slug_of_a_merged_record_changes_the_survivor(ada: Person) -> None:
    row = person("ada-byron", website="https://example.org/ada")
    expected = [("ada-byron", "changed", ["website"], [], [INTO_ADA])]
    assert import_rows(dry_run=True, people=[row]) == expected
    assert import_rows(people=[row]) == expected
    ada.refresh_from_db()
    twin = Person.objects.get(slug="ada-byron")
    assert (ada.website, ada.slug) == ("https://example.org/ada", "ada-lovelace")
    assert (twin.website, twin.status, twin.merged_into) == ("", "withdrawn", ada)
    assert import_rows(people=[row]) == [("ada-byron", "same", [], [], [INTO_ADA])]
    assert check_timeline() == []


def test_a_file_with_rows_for_both_is_refused(ada: Person) -> None:
    twice = "people/{}: this is in the file twice."
    rows = import_rows(people=[person("ada-byron", website="https://example.org/1"), person("ada-lovelace")])
    assert [row[3] for row in rows] == [[], [twice.format("ada-lovelace")]]
    rows = import_rows(people=[person("ada-lovelace"), person("ada-byron", website="https://example.org/1")])
    assert [row[3:] for row in rows] == [([], []), ([twice.format("ada-byron")], [INTO_ADA])]
    ada.refresh_from_db()
    assert ada.website == ""


def test_links_to_a_merged_record_lead_to_its_survivor_and_the_merge_can_be_undone(ada: Person) -> None:
    data = small_timeline()
    data["people"] = []
    for row in data["employments"]:
        row["person"] = "ada-byron"
    data["events"][0]["people"] = ["ada-byron", "ada-lovelace"]
    data["cohorts"][0]["members"][0]["person"] = "ada-byron"
    report = run_import(Content(data), ImportOptions())
    assert report.all_problems == []
    noted = {row.slug: row.notes for row in report.rows if row.notes}
    assert noted.keys() == {"ada-acme", "ada-acme-research", "the-authors", "ada-joins-acme"}
    assert all(notes == [INTO_ADA] for notes in noted.values())
    twin = Person.objects.get(slug="ada-byron")
    assert (ada.employments.count(), ada.events.count(), ada.memberships.count()) == (2, 1, 1)
    assert (twin.employments.count(), twin.events.count(), twin.memberships.count()) == (0, 0, 0)
    undo(merge_of(twin), "not the same")
    twin.refresh_from_db()
    assert (twin.merged_into, twin.status) == (None, "published")


def test_a_claim_of_a_merged_source_is_that_of_its_survivor() -> None:
    fortune, copy = make_source("Fortune"), make_source("Fortune copy")
    ada_acme = make_employment(claims=({"source": fortune},))
    merge(fortune, copy, {"title": "survivor", "publisher": "survivor", "url": "survivor"}, "the same")
    row = {**employment(ada_acme.slug, ada_acme.organization.slug), "person": ada_acme.person.slug}
    row |= {"role": ada_acme.role, "claims": [claim(copy.slug, title="Analyst")]}
    (outcome,) = import_rows(employments=[row])
    assert outcome[1:] == ("changed", outcome[2], [], [f"{copy.slug} was merged into {fortune.slug}."])
    assert [(one.source, one.title) for one in Claim.objects.all()] == [(fortune, "Analyst")]


def fixture_of(tmp_path: Any, *rows: Any) -> str:
    path = tmp_path / "old.json"
    text = serialize("json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_fixture_may_name_a_merged_record(tmp_path: Any) -> None:
    ada, twin, fortune, copy = make_person("Ada"), make_person("Ada B."), make_source("A"), make_source("B")
    job = make_employment(twin, claims=({"source": copy},))
    event = make_event(people=(twin,))
    cohort = make_cohort(twin)
    rows = [job, *job.claims.all(), event, *event.citations.all(), cohort, *cohort.members.all()]
    path = fixture_of(tmp_path, *rows)
    merge(fortune, copy, {"title": "survivor", "publisher": "survivor", "url": "survivor"}, "the same")
    merge(ada, twin, {"name": "survivor"}, "the same")
    counts = [model.objects.count() for model in (Employment, Claim, Source)]
    call_command("loaddata", path, verbosity=0)
    assert [model.objects.count() for model in (Employment, Claim, Source)] == counts
    job.refresh_from_db()
    assert (job.person, job.claims.get().source) == (ada, fortune)
    assert (list(event.people.all()), cohort.members.get().person) == ([ada], ada)
    assert check_timeline() == []


def test_a_fixture_with_the_row_of_a_merged_record_is_refused(ada: Person, tmp_path: Any) -> None:
    path = fixture_of(tmp_path, Person(slug="ada-byron", name="Ada", status="published", published_at=ada.published_at))
    with pytest.raises(ValidationError, match=r"ada-byron was merged into ada-lovelace\. Take its row out"):
        call_command("loaddata", path, verbosity=0)
    assert Person.objects.get(slug="ada-byron").merged_into == ada
