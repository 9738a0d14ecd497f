"""Which record does a cell mean? What is known is found by any name, lookalikes are asked about, and nothing is overwritten."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from events.models import NewsEvent
from people.models import Claim, Employment, Organization, OrganizationName, Person, Source
from talentwatch.articles.enter_article import ArticleReport, SaveAction, enter_article
from talentwatch.articles.screen import read_screen
from talentwatch.merging.models import NotDuplicate
from tests.support.articles import make_row, make_screen
from tests.support.factories import make_employment, make_event, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher() -> User:
    return User.objects.create(username="grace", is_staff=True, is_superuser=True)


def enter(user: User, *rows: dict[str, Any], action: SaveAction = SaveAction.PUBLISH, **values: Any) -> ArticleReport:
    """Preview, and save if nothing is wrong or asked."""
    screen = make_screen(*rows, **values)
    report = enter_article(read_screen(screen), user, action)
    return enter_article(read_screen(screen), user, action, report.digest) if report.can_be_saved else report


def outcomes(report: ArticleReport, kind: str) -> dict[str, str]:
    return {row.slug: row.outcome for row in report.imported.rows if row.kind == kind}


def asked(report: ArticleReport) -> list[tuple[int | None, str, list[str]]]:
    return [(one.row, one.cell, [record.slug for record in one.candidates]) for one in report.questions]


def test_a_known_name_in_any_script_is_that_record(publisher: User) -> None:
    make_person("Ada Lovelace", names=("עדה לאבלייס",))
    OrganizationName.objects.create(organization=make_organization("Meta"), text="מטא", language="he")
    report = enter(publisher, make_row("עדה לאבלייס", left__organization="מטא", left__end="2023"))
    assert outcomes(report, "people") == {"ada-lovelace": "same"}
    assert outcomes(report, "organizations") == {"meta": "same"}
    assert outcomes(report, "employments") == {"ada-lovelace-meta": "new"}


def test_a_lookalike_is_asked_about_and_can_be_used(publisher: User) -> None:
    make_person("Yann LeCun")
    row = make_row("Yan LeCun", joined__organization="Meta")
    assert asked(enter(publisher, row)) == [(1, "person", ["yann-lecun"])]
    report = enter(publisher, row | {"chosen": {"person": "yann-lecun"}})
    assert outcomes(report, "people") == {"yann-lecun": "same"}


def test_somebody_else_is_remembered(publisher: User) -> None:
    make_person("Yann LeCun")
    enter(publisher, make_row("Yan LeCun", joined__organization="Meta") | {"differs": {"person": ["yann-lecun"]}})
    assert Person.objects.published().count() == 2
    assert NotDuplicate.objects.get().made_by == publisher


def test_two_records_of_one_name_are_asked_about(publisher: User) -> None:
    make_person("Jan Smith", slug="jan-smith")
    make_person("Jan Smith", slug="jan-smith-2")
    row = make_row("Jan Smith", joined__organization="Meta")
    assert asked(enter(publisher, row)) == [(1, "person", ["jan-smith", "jan-smith-2"])]
    report = enter(publisher, row | {"differs": {"person": ["jan-smith"]}})
    assert outcomes(report, "people") == {"jan-smith-2": "same"}


def test_a_chosen_record_that_is_gone_is_said_to_be(publisher: User) -> None:
    make_person("Ada Lovelace", status="withdrawn")
    for slug in ("nobody", "ada-lovelace"):
        report = enter(publisher, make_row(joined__organization="Meta") | {"chosen": {"person": slug}})
        assert "no longer exists" in report.errors[0].message


def test_a_new_name_needs_latin_letters(publisher: User) -> None:
    report = enter(publisher, make_row("נאמן גויאל", joined__organization="Meta"))
    assert [(error.row, error.cell) for error in report.errors] == [(1, "person")]
    assert "Latin letters" in report.errors[0].message


def test_an_existing_conclusion_stays_and_the_claim_says_what_the_article_says(publisher: User) -> None:
    job = make_employment(
        make_person("Ada Lovelace"), make_organization("Meta"), start="2020", end="2023-06", end_state="ended"
    )
    report = enter(publisher, make_row(left__organization="Meta", left__end="2023-09", left__title="Engineer"))
    job.refresh_from_db()
    assert (str(job.end), job.title, job.has_conflict) == ("2023-06", "", True)
    claim = Claim.objects.get(source__url="https://example.org/article")
    assert (str(claim.end), claim.title) == ("2023-09", "Engineer")
    before, after = report.evidence["ada-lovelace-meta"]
    assert (before.conflicts, after.conflicts) == ([], ["Example: end"])


def test_what_is_empty_is_filled_if_the_editor_says_so(publisher: User) -> None:
    job = make_employment(make_person("Ada Lovelace"), make_organization("Meta"), start="2020", end_state="ongoing")
    row = make_row(
        left__organization="Meta",
        left__end="2023",
        left__title="Engineer",
        left__role="engineering",
        joined__organization="Acme",
    )
    enter(publisher, row, fills_empty=True)
    job.refresh_from_db()
    assert (str(job.start), str(job.end), job.end_state, job.title, job.role) == (
        "2020",
        "2023",
        "ended",
        "Engineer",
        "engineering",
    )
    assert Employment.objects.get(slug="ada-lovelace-acme").came_from == job


def test_of_several_spells_the_compatible_one_is_meant(publisher: User) -> None:
    ada, meta = make_person("Ada Lovelace"), make_organization("Meta")
    make_employment(ada, meta, start="2010", end="2012", end_state="ended")
    make_employment(ada, meta, start="2020", end="2023", end_state="ended")
    report = enter(publisher, make_row(left__organization="Meta", left__end="June 2023"))
    assert outcomes(report, "employments") == {"ada-lovelace-meta-2": "changed"}


def test_two_jobs_of_one_name_are_told_apart(publisher: User) -> None:
    ada, meta = make_person("Ada Lovelace"), make_organization("Meta")
    make_employment(ada, meta, title="Intern", start="2010", end="2012", end_state="ended")
    make_employment(ada, meta, title="Fellow", start="2020", end="2023", end_state="ended")
    rows = [make_row(left__organization="Meta", left__end=end) for end in ("2012", "2023")]
    labels = enter(publisher, *rows).labels
    assert [label for (kind, _), label in labels.items() if kind == "employments"] == [
        "Ada Lovelace, Meta, Intern, 2010 → 2012",
        "Ada Lovelace, Meta, Fellow, 2020 → 2023",
    ]
    assert labels["people", "ada-lovelace"] == "Ada Lovelace"


def test_a_job_at_a_part_of_the_organization_is_meant(publisher: User) -> None:
    fair = make_organization("FAIR", parent=make_organization("Meta"))
    make_employment(make_person("Ada Lovelace"), fair, end="2023", end_state="ended")
    report = enter(publisher, make_row(left__organization="Meta", left__end="2023"))
    assert outcomes(report, "employments") == {"ada-lovelace-fair": "changed"}


def test_a_job_of_other_years_is_asked_about(publisher: User) -> None:
    make_employment(make_person("Ada Lovelace"), make_organization("Meta"), start="2010", end="2012", end_state="ended")
    row = make_row(joined__organization="Meta")
    assert asked(enter(publisher, row)) == [(1, "joined", ["ada-lovelace-meta"])]
    report = enter(publisher, row | {"differs": {"joined": ["ada-lovelace-meta"]}})
    assert outcomes(report, "employments") == {"ada-lovelace-meta-2": "new"}
    report = enter(
        publisher,
        row | {"chosen": {"joined": "ada-lovelace-meta"}},
        source={"url": "https://example.org/2", "title": "Another"},
    )
    assert outcomes(report, "employments") == {"ada-lovelace-meta": "changed"}


def test_somebody_who_left_on_no_day_left_by_the_day_of_the_article(publisher: User) -> None:
    enter(publisher, make_row(left__organization="Meta"))
    assert str(Employment.objects.get().end) == "[..2025-06-01]"


def test_a_start_worked_out_from_the_length_is_no_claim(publisher: User) -> None:
    enter(
        publisher,
        make_row(
            left__organization="Meta", left__end="2025-02", left__stated_months="79", left__start="[2018-06..2018-08]"
        ),
    )
    job = Employment.objects.get()
    assert (str(job.start), str(job.claims.get().start)) == ("[2018-06..2018-08]", "")


def test_a_row_says_that_one_job_was_left_for_the_other(publisher: User) -> None:
    enter(publisher, make_row(left__organization="Meta", left__end="2023", joined__organization="Acme"))
    assert Employment.objects.get(slug="ada-lovelace-acme").came_from.slug == "ada-lovelace-meta"


def test_two_rows_can_tell_one_career(publisher: User) -> None:
    report = enter(
        publisher,
        make_row(left__organization="Meta", left__end="2020", joined__organization="Acme", joined__start="2020"),
        make_row(left__organization="Acme", left__end="2023", joined__organization="Nova"),
    )
    assert outcomes(report, "employments") == dict.fromkeys(
        ("ada-lovelace-meta", "ada-lovelace-acme", "ada-lovelace-nova"), "new"
    )
    acme = Employment.objects.get(slug="ada-lovelace-acme")
    assert (str(acme.start), str(acme.end), acme.end_state) == ("2020", "2023", "ended")
    assert Employment.objects.get(slug="ada-lovelace-nova").came_from == acme


def test_rows_that_contradict_each_other_are_refused(publisher: User) -> None:
    row = make_row(left__organization="Meta", left__end="2023-02")
    report = enter(publisher, row, make_row(left__organization="Meta", left__end="2023-05"))
    assert [(error.row, error.cell) for error in report.errors] == [(2, "left.end")]
    assert report.errors[0].message == "Row 1 says something different about the same job."


def test_a_known_source_is_recognised_by_its_address(publisher: User) -> None:
    source = make_source(url="https://www.example.org/article/", title="As stored")
    report = enter(
        publisher,
        make_row(left__organization="Meta"),
        source={"url": "http://example.org/article?utm_source=x", "title": "Typed"},
    )
    assert outcomes(report, "sources") == {source.slug: "same"}


def test_a_source_of_the_same_headline_is_asked_about(publisher: User) -> None:
    source = make_source(url="https://example.org/a", title="An article", publisher="Example")
    row = make_row(left__organization="Meta")
    assert asked(enter(publisher, row)) == [(None, "source", [source.slug])]
    report = enter(publisher, row, source_differs=[source.slug])
    assert "new" in outcomes(report, "sources").values()


def test_the_source_that_it_repeats_is_named_by_its_address(publisher: User) -> None:
    original = make_source(url="https://example.org/original")
    values = {"url": "https://example.org/copy", "title": "A copy", "derived_from": "example.org/original"}
    enter(publisher, make_row(left__organization="Meta"), source=values)
    assert Source.objects.get(derived_from=original).url == values["url"]
    report = enter(
        publisher,
        make_row(left__organization="Meta"),
        source=values | {"url": "https://example.org/3", "title": "Another", "derived_from": "example.org/nothing"},
    )
    assert [error.cell for error in report.errors] == ["source.derived_from"]


def test_an_existing_event_gets_one_more_source(publisher: User) -> None:
    ada, meta = make_person("Ada Lovelace"), make_organization("Meta")
    event = make_event("Ada Lovelace leaves Meta", people=(ada,), organizations=(meta,), date="2023", kind="departure")
    row = make_row(left__organization="Meta", left__end="June 2023", event="1")
    events = [{"number": "1", "kind": "departure", "date": "June 2023", "headline": "Ada leaves", "summary": "S."}]
    report = enter(publisher, row, events=events)
    assert outcomes(report, "events") == {event.slug: "changed"}
    event.refresh_from_db()
    assert (event.headline, event.citations.count()) == ("Ada Lovelace leaves Meta", 2)


def test_two_events_that_the_desk_has_as_one_give_it_one_more_source(publisher: User) -> None:
    ada, grace, meta = make_person("Ada Lovelace"), make_person("Grace Hopper"), make_organization("Meta")
    event = make_event("Two found Meta", people=(ada, grace), organizations=(meta,), date="2023", kind="founding")
    rows = [
        make_row("Ada Lovelace", joined__organization="Meta", event="1"),
        make_row("Grace Hopper", joined__organization="Meta", stance="announced", event="2"),
    ]
    events = [
        {"number": number, "kind": "founding", "date": "2023", "headline": f"Number {number}", "summary": ""}
        for number in ("1", "2")
    ]
    report = enter(publisher, *rows, events=events)
    assert (report.errors, outcomes(report, "events")) == ([], {event.slug: "changed"})
    said = event.citations.filter(source__title="An article").order_by("stance")
    assert list(said.values_list("stance", flat=True)) == ["announced", "reported"]


def test_several_rows_make_one_event(publisher: User) -> None:
    rows = [make_row(name, joined__organization="Meta", event="7") for name in ("Ada Lovelace", "Grace Hopper")]
    events = [{"number": "7", "kind": "hire", "date": "2023", "headline": "Two join Meta", "summary": "S."}]
    enter(publisher, *rows, events=events)
    assert NewsEvent.objects.get().people.count() == 2


def test_the_people_are_saved_as_a_cohort(publisher: User) -> None:
    row = make_row(native_name="עדה", joined__organization="Meta")
    enter(publisher, row, cohort={"name": "The list", "expected_size": "3"})
    cohort = Person.objects.get().memberships.get().cohort
    assert (cohort.name, cohort.expected_size, cohort.members.get().name_as_listed) == ("The list", 3, "עדה")
    rows = [row, make_row("Grace Hopper", joined__organization="Meta")]
    report = enter(publisher, *rows, cohort={"name": "The list", "expected_size": "3"})
    assert outcomes(report, "cohorts") == {"the-list": "changed"}
    assert cohort.members.count() == 2


@pytest.mark.parametrize(
    ("name", "article", "language"),
    [
        ("עדה", "he", "he"),
        ("עדה", "en", "he"),
        ("عادل", "fa", "fa"),
        ("艾达", "zh-Hans", "zh-Hans"),
        ("エイダ", "zh", "ja"),
        ("Ада", "en", "ru"),
        ("Ada L", "it", "it"),
    ],
)
def test_the_language_of_a_name(publisher: User, name: str, article: str, language: str) -> None:
    enter(
        publisher, make_row(native_name=name, joined__organization="Meta"), source={"title": "T", "language": article}
    )
    assert Person.objects.get().names.get().language == language


def test_the_kind_and_spelling_of_a_new_organization(publisher: User) -> None:
    organizations = [{"name": "META", "kind": "lab", "native_name": "מטא"}]
    enter(publisher, make_row(joined__organization="Meta"), organizations=organizations)
    meta = Organization.objects.get()
    assert (meta.kind, meta.names.get().text) == ("lab", "מטא")


def test_proposed_and_rejected_rows_are_not_saved(publisher: User) -> None:
    row = make_row(joined__organization="Meta")
    rejected = [
        make_row("Grace Hopper", state=state, joined__organization="Meta") for state in ("proposed", "rejected")
    ]
    report = enter(publisher, *rejected, row)
    assert outcomes(report, "people") == {"ada-lovelace": "new"}
    assert "accepted" in enter(publisher, *rejected).errors[0].message


def test_a_wrong_cell_is_named_with_its_row(publisher: User) -> None:
    rows = [
        make_row("Grace Hopper", joined__organization="Meta"),
        make_row(left__organization="Meta", left__end="soon", left__stated_months="5000", stance="maybe"),
        make_row(""),
    ]
    report = enter(publisher, *rows)
    cells = {(error.row, error.cell) for error in report.errors}
    assert {(2, "left.end"), (2, "left.stated_months"), (2, "stance")} <= cells
    assert not Person.objects.exists()


PASSAGE = "She left Meta to study."


def test_the_passage_is_kept_with_the_claims_and_is_no_change(publisher: User) -> None:
    row = make_row(left__organization="Meta", left__left_for="study", left__end_reason="resigned", left__end="2023")
    enter(publisher, row)
    job = Employment.objects.get()
    assert (job.left_for, job.end_reason, job.claims.get().left_for) == ("study", "resigned", "study")
    row["cells"]["passage"] = PASSAGE
    assert enter(publisher, row).imported.totals == {"new": 0, "changed": 0, "same": 4, "wrong": 0}
    claim = Claim.objects.get()
    assert (claim.quote, claim.quote_language, claim.employment.version) == (PASSAGE, "en", 1)
    row["cells"]["passage"] = ""
    enter(publisher, row)
    claim.refresh_from_db()
    assert claim.quote == PASSAGE
    row["cells"]["passage"] = "x" * 301
    assert [error.cell for error in enter(publisher, row).errors] == ["passage"]


def test_a_new_event_says_where_people_came_from_and_went(publisher: User) -> None:
    row = make_row(left__organization="Meta", left__end="2023", joined__organization="Acme", event="1")
    events = [{"number": "1", "kind": "departure", "date": "2023", "headline": "Ada leaves"}]
    enter(publisher, row, events=events)
    parts = set(NewsEvent.objects.get().parts.values_list("organization__slug", "part"))
    assert parts == {("meta", "origin"), ("acme", "destination")}


def test_an_organization_that_is_both_has_no_part_of_its_own(publisher: User) -> None:
    row = make_row(
        left__organization="Meta", left__end="2020", joined__organization="Meta", joined__start="2024", event="1"
    )
    events = [{"number": "1", "kind": "return", "date": "2024", "headline": "Ada returns"}]
    enter(publisher, row, events=events)
    assert NewsEvent.objects.get().parts.get().part == "subject"


def test_a_row_without_an_organization_says_nothing(publisher: User) -> None:
    rows = [make_row(left__title="Engineer"), make_row("", left__organization="Meta")]
    errors = enter(publisher, *rows).errors
    assert [(error.row, error.cell) for error in errors] == [(1, "left.organization"), (2, "person")]


def test_an_event_is_cited_once_for_each_stance_of_its_rows(publisher: User) -> None:
    rows = [
        make_row(joined__organization="Meta", event="1", passage="They say so."),
        make_row("Grace Hopper", joined__organization="Meta", event="1", stance="denied"),
    ]
    events = [{"number": "1", "kind": "hire", "date": "2023", "headline": "Two join Meta"}]
    enter(publisher, *rows, events=events)
    event = NewsEvent.objects.get()
    assert set(event.citations.values_list("stance", "quote")) == {("reported", "They say so."), ("denied", "")}
    report = enter(publisher, *rows, events=events)
    assert outcomes(report, "events") == {event.slug: "same"}
    report = enter(publisher, rows[0], events=events, source={"title": "An article"})
    assert outcomes(report, "events") == {event.slug: "same"}
