"""What has happened has no day after that of the save: cut in forms and imports, named by check_timeline, free in fixtures."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.forms.models import modelform_factory
from django.urls import reverse
from django.utils import timezone

from events.models import NewsEvent
from people.admin.employment import EmploymentForm
from people.models import Claim, Employment
from talentwatch.dates import parse
from talentwatch.desk.date_preview import preview_date
from talentwatch.exchange.importer import Content
from talentwatch.exchange.integrity import check_timeline, find_future_dates
from talentwatch.exchange.report import ImportReport
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.phrases import format_date
from tests.support.desk import address, errors, make_editor, read_messages, save
from tests.support.factories import make_employment, make_event, make_organization, make_person
from tests.support.timeline_file import small_timeline

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
REFUSED = "This has happened, so it can’t be later than 26 November 2026, when it is recorded."


def employment_form(**values: Any) -> Any:
    """The form of a new employment as it is sent on DAY."""
    form = modelform_factory(Employment, EmploymentForm, fields=["person", "organization", "role", "end_state"])
    return form(
        {"person": make_person().pk, "organization": make_organization().pk, "role": "other", **values}, day=DAY
    )


@pytest.mark.parametrize(
    ("values", "start", "end", "cut"),
    [
        ({"end_state": "ended", "start": "2020", "end": "2026"}, "2020", "[2026-01-01..2026-11-26]", ["end"]),
        ({"end_state": "ended", "end": "2026-11-26"}, "", "2026-11-26", []),
        ({"end_state": "ended", "start": "2026", "end": "by 2027"}, "[2026-01-01..2026-11-26]", "[..2026-11-26]", ["start", "end"]),
        ({"end_state": "ongoing", "start": "November 2026"}, "[2026-11-01..2026-11-26]", "", ["start"]),
        ({"end_state": "ongoing", "start": "from 2026 on"}, "[2026..]", "", []),
        ({"end_state": "unknown", "start": "2027"}, "2027", "", []),
    ],
)  # fmt: skip
def test_a_form_cuts_what_has_happened(values: dict[str, str], start: str, end: str, cut: list[str]) -> None:
    form = employment_form(**values)
    assert form.is_valid(), form.errors
    assert (str(form.instance.start), str(form.instance.end), form.cut_dates) == (start, end, cut)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"end_state": "ended", "start": "2027", "end": "2028"}, {"start": [REFUSED], "end": [REFUSED]}),
        ({"end_state": "ongoing", "start": "2026-11-27"}, {"start": [REFUSED]}),
    ],
)
def test_a_form_refuses_what_can_only_happen_later(values: dict[str, str], refused: dict[str, list[str]]) -> None:
    form = employment_form(**values)
    errors = {name: list(messages) for name, messages in form.errors.items()}
    assert {name: errors[name] for name in refused} == refused


def test_the_desk_says_what_it_cut_of_a_job_and_of_a_claim() -> None:
    today = timezone.localdate()
    post = make_employment()
    page = address(Employment, "change", post.pk)
    claim = {"claims__0__end_state": "ongoing", "claims__0__start": str(today.year)}
    sent = save(make_editor(), page, end_state="ended", end=f"by {today.year + 1}", reason="news", **claim)
    day = format_date(today)
    sentences = [sentence for sentence in read_messages(sent) if "cut to" in sentence]
    is_last_day = f"{today:%m-%d}" == "12-31"
    assert sentences == [
        f"Ada Lovelace, Acme: the end has happened, so it was cut to {day}, the day of this save.",
        *([] if is_last_day else [f"{post.claims.get()}: the start has happened, so it was cut to {day}, the day of this save."]),
    ]  # fmt: skip
    post.refresh_from_db()
    assert (post.end_latest, post.claims.get().start_latest) == (today, today)


def test_the_preview_says_what_will_be_cut() -> None:
    assert preview_date("2026", day=DAY) == {
        "text": "[2026-01-01..2026-11-26]",
        "earliest": "2026-01-01",
        "latest": "2026-11-26",
        "reading": "any day from 1 January to 26 November 2026 (cut to today, because it has happened)",
    }
    assert preview_date("2027", day=DAY) == {"error": REFUSED}
    assert preview_date("2025", day=DAY) == preview_date("2025")


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({"happened": "1"}, "error"),
        ({"happened": "0"}, "reading"),
        ({"happened": "x", "first_year": "x"}, "reading"),
        ({"first_year": "9" * 50}, "reading"),
        ({"first_year": "0"}, "reading"),
    ],
)
def test_the_endpoint_of_the_preview_knows_whether_it_has_happened(query: dict[str, str], key: str) -> None:
    next_year = str(timezone.localdate().year + 1)
    assert key in make_editor().get(reverse("admin:read_date"), {"text": next_year, **query}).json()


def test_the_form_tells_the_preview_when_a_date_has_happened() -> None:
    page = make_editor().get(address(Employment, "add")).content.decode()
    assert 'data-happened-field="end_state" data-happened-values="ongoing ended"' in page
    assert 'data-happened-field="end_state" data-happened-values="ended"' in page


# Imports


def import_employment(at: datetime, **values: Any) -> ImportReport:
    """Import the small timeline with these values of a job that has ended, at a moment."""
    data = small_timeline()
    data["employments"][1] |= values
    return run_import(Content(data), ImportOptions(at=at))


AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_an_import_cuts_what_has_happened_and_says_so() -> None:
    claims = small_timeline()["employments"][1]["claims"]
    claims[0] |= {"end_state": "ongoing", "start": "2026-11"}
    report = import_employment(AT, end="[..2026]", claims=claims)
    assert not report.has_errors
    (row,) = [row for row in report.rows if row.notes]
    assert (row.slug, row.as_dict()["notes"]) == (
        "ada-acme-research",
        [
            "end: [..2026] has happened, so the days after 2026-11-26 are cut.",
            "claims/0 start: 2026-11 has happened, so the days after 2026-11-26 are cut.",
        ],
    )
    post = Employment.objects.get(slug="ada-acme-research")
    assert (str(post.end), str(Claim.objects.get(employment=post, source__slug="fortune").start)) == (
        "[..2026-11-26]",
        "[2026-11-01..2026-11-26]",
    )
    # The same file two days later changes nothing: what was recorded was recorded then.
    again = import_employment(AT + timedelta(2), end="[..2026]", claims=claims)
    assert [change for row in again.rows for change in row.changes] == []


def test_an_import_refuses_what_can_only_happen_later() -> None:
    report = import_employment(AT, end="2027")
    assert f"employments/ada-acme-research: end: {REFUSED}" in [str(problem) for problem in report.all_problems]


def test_the_command_prints_what_it_cut(tmp_path: Any) -> None:
    file, out = tmp_path / "small.json", StringIO()
    data = small_timeline()
    data["employments"][1]["end"] = "[..2100]"
    file.write_text(json.dumps(data), encoding="utf-8")
    call_command("import_timeline", str(file), at="2026-11-26T12:00:00Z", stdout=out)
    note = "employments/ada-acme-research: end: [..2100] has happened, so the days after 2026-11-26 are cut."
    assert note in out.getvalue().splitlines()


# Older rows


@pytest.mark.usefixtures("_checked_in_place")
def test_check_timeline_names_older_rows_and_does_not_fail() -> None:
    year = timezone.localdate().year + 1
    post = make_employment(start=f"by {year}", end=f"by {year}", end_state="ended")
    make_employment(make_person("Bob"), start=f"by {year}")
    recorded = timezone.localdate(post.updated_at)
    assert [str(finding) for finding in find_future_dates()] == [
        f"people.employment ada-lovelace-acme: {name} [..{year}] has happened, but may be after {recorded}, "
        "when it was recorded"
        for name in ("start", "end")
    ]
    out = StringIO()
    call_command("check_timeline", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "Everything is correct."
    assert [line.partition(": ")[0] for line in lines[1:]] == ["Note", "Note"]


def test_a_fixture_may_hold_what_was_recorded_before_the_rule() -> None:
    post = make_employment(end="[..2100]", end_state="ended")
    fixture = serializers.serialize("json", [post], use_natural_foreign_keys=True, use_natural_primary_keys=True)
    for loaded in serializers.deserialize("json", fixture):
        loaded.save()
    post.refresh_from_db()
    assert post.end == parse("[..2100]")
    assert check_timeline() == []


def test_a_stale_row_is_cut_when_it_is_next_saved_in_a_form() -> None:
    post = make_employment(end="[..2100]", end_state="ended")
    assert save(make_editor(), address(Employment, "change", post.pk), title="Poet", reason="why").status_code == 302
    post.refresh_from_db()
    assert (post.title, post.end_latest) == ("Poet", timezone.localdate())


def test_a_stale_row_that_can_only_happen_later_is_refused() -> None:
    post = make_employment(end="2100", end_state="ended")
    (sentence,) = errors(save(make_editor(), address(Employment, "change", post.pk), title="Poet", reason="why"))
    assert sentence.startswith("This has happened, so it can’t be later than ")


# Events


@pytest.mark.parametrize(("outcome", "is_cut"), [("happened", True), ("planned", False), ("in_talks", False)])
def test_the_date_of_an_event_is_cut_only_if_it_happened(outcome: str, is_cut: bool) -> None:
    today = timezone.localdate()
    event = make_event()
    typed = f"[2023..{today.year + 1}]"
    sent = save(make_editor(), address(NewsEvent, "change", event.pk), date=typed, outcome=outcome, reason="news")
    event.refresh_from_db()
    assert event.date_latest == (today if is_cut else date(today.year + 1, 12, 31))
    assert any("the date has happened, so it was cut to" in text for text in read_messages(sent)) == is_cut


def test_an_import_cuts_the_date_of_an_event_that_happened() -> None:
    data = small_timeline()
    data["events"][0]["date"] = "2026"
    report = run_import(Content(data), ImportOptions(at=AT))
    assert [row.notes for row in report.rows if row.notes] == [
        ["date: 2026 has happened, so the days after 2026-11-26 are cut."]
    ]
    assert str(NewsEvent.objects.get().date) == "[2026-01-01..2026-11-26]"
