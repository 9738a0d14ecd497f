"""Checking the stored timeline against its rules: find errors, repair what is derived, change nothing else."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from events.models import NewsEvent
from people.models import Claim, Cohort, Employment, Organization, Person, PersonName, Source
from talentwatch.exchange.integrity import Finding, check_timeline
from talentwatch.exchange.management.commands import check_timeline as check_timeline_command
from talentwatch.records.models import VersionedModel
from tests.support.built_once import built_once
from tests.support.factories import make_cohort, make_employment, make_event, make_organization, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_checked_in_place")]


@pytest.fixture
@built_once
def timeline_of_one():
    ada = make_person("Ada", names=("Augusta",))
    post = make_employment(ada, start="June 2023", claims=({"end_state": "ongoing"}, {"start": "May 2025"}))
    make_event("Ada joins", people=(ada,), employments=(post,))
    make_cohort(ada, source=post.claims.first().source)


def behind_the_back(model, **values):
    model._base_manager.update(**values)


def everything():
    models = [model for model in apps.get_models() if issubclass(model, VersionedModel)]
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def run(*options):
    """The exit code of the command, and what it printed."""
    out = StringIO()
    try:
        call_command("check_timeline", *options, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_a_correct_timeline_has_no_findings(timeline_of_one):
    before = everything()
    assert run() == run("--repair") == (0, ["Everything is correct."])
    assert everything() == before


def test_an_empty_timeline_has_no_findings():
    assert run() == (0, ["Everything is correct."])


DERIVED = [  # columns that are wrong together, in any number of rows
    [
        (PersonName, {"search_key": ""}, "people.personname ada/Augusta/en: derived: search_key"),
        (Person, {"search_key": "ADA"}, "people.person ada: derived: search_key"),
        (Organization, {"search_key": ""}, "people.organization acme: derived: search_key"),
        (Employment, {"confidence": "refuted"}, "people.employment ada-acme: derived: confidence"),
        (Cohort, {"search_key": ""}, "people.cohort the-authors: derived: search_key"),
        (NewsEvent, {"search_key": ""}, "events.newsevent ada-joins: derived: search_key"),
    ],
    [
        (
            Employment,
            {"verified_from": date(2020, 1, 1), "verified_on": date(2020, 1, 1)},
            "people.employment ada-acme: derived: verified_from, verified_on",
        ),
        (NewsEvent, {"confidence": "unsourced"}, "events.newsevent ada-joins: derived: confidence"),
    ],
    [
        (
            Employment,
            {"has_conflict": False, "announced_for": date(2020, 1, 1)},
            "people.employment ada-acme: derived: announced_for, has_conflict",
        )
    ],
    [
        (
            Claim,
            {"end_conflicts": True},
            "people.employment ada-acme: derived: ada-acme--the-paper, ada-acme--the-paper-2",
        )
    ],
]


@pytest.mark.parametrize("columns", DERIVED, ids=["keys", "verified", "conflicts", "claims"])
def test_wrong_derived_columns_are_found_and_repaired(timeline_of_one, columns):
    right = everything()
    for model, values, _ in columns:
        behind_the_back(model, **values)
    wrong, findings, count = everything(), [finding for _, _, finding in columns], len(columns)
    assert run() == (1, [*findings, f"{count} wrong, 0 repaired"])
    assert everything() == wrong, "without --repair nothing changes"
    repaired = [f"{finding} (repaired)" for finding in findings]
    assert run("--repair") == (0, [*repaired, f"{count} wrong, {count} repaired"])
    assert everything() == right
    assert run("--repair") == (0, ["Everything is correct."])


def test_what_a_repair_cannot_fix_is_printed_and_exits_1(timeline_of_one, monkeypatch):
    repaired, remaining = (
        Finding("people.person ada", "derived: search_key", is_repaired=True),
        Finding("people.move", "1 row"),
    )
    monkeypatch.setattr(
        check_timeline_command, "check_timeline", lambda repair=False, **_: [repaired] if repair else [remaining]
    )
    assert run("--repair") == (1, [str(repaired), str(remaining), "2 wrong, 1 repaired"])


def test_wrong_keys_of_sources_are_found_and_repaired(timeline_of_one):
    behind_the_back(Source, publisher_key="x", search_key="x")
    assert [str(finding) for finding in check_timeline(repair=True)] == [
        f"people.source the-paper{suffix}: derived: publisher_key, search_key (repaired)" for suffix in ("", "-2", "-3")
    ]
    assert {source.publisher_key for source in Source.objects.all()} == {"thepaper"}


def test_a_wrong_slug_of_a_claim_is_found_and_repaired():
    make_employment()
    behind_the_back(Claim, slug="x")
    assert [str(finding) for finding in check_timeline(repair=True)] == [
        "people.employment ada-lovelace-acme: derived: x (repaired)"
    ]
    assert Claim.objects.get().slug == "ada-lovelace-acme--the-paper"


def test_an_unmet_requirement_is_found_and_not_repaired(timeline_of_one):
    behind_the_back(Person, status="draft")
    findings = [
        "people.employment ada-acme: Ada, Acme is published, but Ada isn't.",
        "events.newsevent ada-joins: Ada joins is published, but Ada isn't.",
    ]
    moves = "people.move: 2 rows differ from a rebuild"  # the move, and when she last moved
    texts = "events.newseventsearchtext: 1 rows differ from a rebuild"
    feed = (
        "changes.change: 6 rows differ from the change feed"  # Ada and what names her; her move was logged as it went
    )
    assert run() == (1, [*findings, moves, texts, feed, "5 wrong, 0 repaired"])
    repaired = [f"{finding} (repaired)" for finding in (moves, texts, feed)]
    assert run("--repair") == (1, [*findings, *repaired, "5 wrong, 3 repaired"])
    assert run("--repair") == (1, [*findings, "2 wrong, 0 repaired"])


def test_progress_is_told_of_what_takes_long(timeline_of_one, monkeypatch, capsys):
    monkeypatch.setattr("talentwatch.exchange.management.commands.check_timeline.CHUNK_SIZE", 1)
    call_command("check_timeline")
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["3 of 3 sources checked", "2 of 2 claims checked", "3 of 3 documents of sources checked"]


def test_a_post_without_a_published_source_is_found():
    make_employment()
    behind_the_back(Source, status="in_review")
    assert [str(finding) for finding in check_timeline()] == [
        "people.employment ada-lovelace-acme: derived: confidence",
        "people.employment ada-lovelace-acme: Ada Lovelace, Acme is published, but The Paper isn't.",
        "people.move: 1 rows differ from a rebuild",
        "changes.change: 4 rows differ from the change feed",  # the source, its claim, the post and its person
    ]


@pytest.mark.parametrize(
    ("model", "values", "finding"),
    [
        (Person, {"orcid": "0000-0002-1825-0098"}, "people.person ada: This ORCID iD has a wrong check digit."),
        (Person, {"name": "Ada\u202e"}, "people.person ada: Remove the characters that override the direction of text"),
        (Source, {"title": "\u2800"}, "people.source the-paper: Enter at least one visible character."),
        (NewsEvent, {"headline": "\u2800"}, "events.newsevent ada-joins: Enter at least one visible character."),
    ],
)
def test_a_row_that_breaks_a_rule_of_its_fields_is_found(timeline_of_one, model, values, finding):
    behind_the_back(model, **values)
    assert any(str(one).startswith(finding) for one in check_timeline())


def test_a_circle_is_found(timeline_of_one):
    unit = make_organization("Unit", parent=Organization.objects.get())
    Organization._base_manager.filter(slug="acme").update(parent=unit)
    assert [str(finding) for finding in check_timeline()] == [
        "people.organization acme: An organization can't be part of itself.",
        "people.organization unit: An organization can't be part of itself.",
        "people.move: 1 rows differ from a rebuild",
        "changes.change: 2 rows differ from the change feed",
    ]


def test_a_post_left_for_somebody_elses_is_found():
    left = make_employment(end="2020", end_state="ended")
    make_employment(make_person("Grace"), left.organization, came_from=left)
    assert [str(finding) for finding in check_timeline()] == [
        "people.employment ada-lovelace-acme: Another person's job came from this one: Grace, Acme.",
        "people.employment grace-acme: Choose a job of the same person.",
    ]


def without_checks(sql, *, constraint, table):
    """Run a statement on a database whose checks are off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(sql)
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
            cursor.execute(sql)


@pytest.mark.parametrize(
    ("table", "constraint", "assignment", "sentence"),
    [
        (
            "people_person",
            "person_status_is_known",
            "status = 'x'",
            "Choose one of: draft, in_review, published, withdrawn.",
        ),
        (
            "people_organization",
            "organization_country_is_known",
            "country = 'XX'",
            "Enter an ISO 3166-1 alpha-2 country code such as US, FR or CN.",
        ),
        ("people_cohort", "cohort_has_a_size", "expected_size = 0", "A cohort has at least one member."),
        (
            "people_employment",
            "employment_ended_has_an_end",
            "end_state = 'ended'",
            "An ended job needs the latest day it can have ended; “by 30 June 2023” is enough.",
        ),
        (
            "people_employment",
            "employment_start_in_order",
            "start_latest = '2023-05-01'",
            "The earliest start day can't be after the latest.",
        ),
        (
            "people_source",
            "source_published_in_calendar",
            "published_latest = '2101-01-01'",
            "only the years 1900 to 2100",
        ),
        (
            "people_source",
            "source_published_in_calendar",
            "published_latest = '2101-01-01'",
            "Enter a date in the years 1900 to 2100.",
        ),
    ],
)
def test_a_broken_constraint_is_found(timeline_of_one, table, constraint, assignment, sentence):
    without_checks(f"UPDATE {table} SET {assignment}", constraint=constraint, table=table)
    code, lines = run()
    assert code == run("--repair")[0] == 1
    assert any(line.startswith("people.") and line.endswith(f": {sentence}") for line in lines), lines
