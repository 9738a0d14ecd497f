"""The passage that a claim rests on: for the desk alone, and beside the versions."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction

from events.models import NewsEvent
from people.models import Claim, Employment
from talentwatch.changefeed.models import Change
from talentwatch.exchange.dump import dump_timeline
from talentwatch.exchange.importer import Content
from talentwatch.exchange.integrity import check_timeline
from talentwatch.exchange.readers import read
from talentwatch.exchange.run_import import ImportOptions, import_timeline, run_import
from talentwatch.exchange.serialization import serialized
from talentwatch.merging.merge import merge, undo
from tests.support.built_once import built_once
from tests.support.desk import address, errors, make_editor, save
from tests.support.factories import make_claim, make_employment, make_event, make_organization, make_person, make_source
from tests.support.timeline_file import small_timeline

pytestmark = pytest.mark.django_db

PASSAGE = "הוא עזב את מטא"
QUOTED = {"quote": PASSAGE, "quote_language": "he"}


@pytest.fixture
@built_once
def claim() -> Claim:
    """What Calcalist says of Ada's job at Acme, which two sources report."""
    calcalist = make_source("Calcalist", language="he")
    employment = make_employment(claims=({"source": calcalist}, {}))
    return employment.claims.get(source=calcalist)


def stored(claim: Claim) -> tuple[str, str]:
    return Claim.objects.values_list("quote", "quote_language").get(pk=claim.pk)


def traces(claim: Claim) -> list[Any]:
    """All that an edit of the claim would leave behind."""
    claim.refresh_from_db()
    claim.employment.refresh_from_db()
    versions = claim.employment.version, claim.employment.updated_at, claim.updated_at
    return [*versions, claim.history.count(), claim.employment.history.count(), Change.objects.count()]


def test_a_quote_alone_makes_no_version_no_change_and_no_history(claim: Claim) -> None:
    before = traces(claim)
    claim.quote, claim.quote_language = PASSAGE, "he"
    claim.save()
    assert stored(claim) == (PASSAGE, "he")
    assert traces(claim) == before
    assert check_timeline() == []


def test_a_quote_with_something_else_is_stored_with_the_version_and_not_in_its_history(claim: Claim) -> None:
    version = claim.employment.version
    claim.quote, claim.quote_language, claim.title = PASSAGE, "he", "Engineer"
    claim.save()
    claim.employment.refresh_from_db()
    assert (stored(claim), claim.employment.version) == ((PASSAGE, "he"), version + 1)
    row = claim.history.latest()
    assert row.title == "Engineer"
    assert not hasattr(row, "quote")


def test_the_desk_keeps_it_in_the_form_of_the_claim(claim: Claim) -> None:
    desk, page = make_editor(), address(Employment, "change", claim.employment.pk)
    before = traces(claim)
    number = list(claim.employment.claims.order_by("slug")).index(claim)
    row = f"claims__{number}__"
    assert save(desk, page, **{f"{row}quote": PASSAGE, "reason": "for later"}).status_code == 302
    # Without a language of its own, a quote has that of the source.
    assert (stored(claim), traces(claim)) == ((PASSAGE, "he"), before)
    assert PASSAGE in desk.get(page).content.decode()
    too_long = save(desk, page, **{f"{row}quote": "x" * 301, "reason": "for later"})
    assert "Ensure this value has at most 300 characters (it has 301)." in errors(too_long)
    assert save(desk, page, **{f"{row}quote": "", "reason": "not needed"}).status_code == 302
    assert stored(claim) == ("", "")


@pytest.mark.parametrize("values", [{"quote": PASSAGE}, {"quote_language": "he"}])
def test_a_quote_and_its_language_need_each_other(claim: Claim, values: dict[str, str]) -> None:
    for name, value in values.items():
        setattr(claim, name, value)
    with pytest.raises(ValidationError, match="A quote needs its language"):
        claim.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        claim.save()


@pytest.mark.parametrize(
    "path",
    [
        "employments/ada-lovelace-acme/",
        "claims/?format=json",
        "claims/?format=csv",
        "changes/",
        "corrections/",
        "people/ada-lovelace/?format=jsonld",
        "people/ada-lovelace/?format=timelinejs",
    ],
)
def test_no_reader_is_served_it(client: Any, claim: Claim, path: str) -> None:
    claim.quote, claim.quote_language, claim.title = PASSAGE, "he", "Engineer"
    claim.save()
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200
    text = b"".join(response) if response.streaming else response.content
    assert PASSAGE.encode() not in text
    assert b"quote" not in text


def test_the_page_the_fixture_and_the_data_package_leave_it_out(client: Any, claim: Claim, tmp_path: Any) -> None:
    claim.quote, claim.quote_language = PASSAGE, "he"
    claim.save()
    assert PASSAGE not in client.get("/people/ada-lovelace/").content.decode()
    assert "quote" not in dump_timeline()[0]
    call_command("export_datapackage", str(tmp_path / "data"), verbosity=0)
    texts = [file.read_text(encoding="utf-8") for file in (tmp_path / "data").iterdir()]
    assert not any(PASSAGE in text or "quote_language" in text for text in texts)


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_exports_of_the_desk_have_it_and_those_of_what_is_published_do_not(
    claim: Claim, tmp_path: Any, ending: str
) -> None:
    claim.quote, claim.quote_language = PASSAGE, "he"
    claim.save()
    texts = {}
    for name, options in {"all": {}, "published": {"published": True}}.items():
        file = tmp_path / f"{name}.{ending}"
        call_command("export_timeline", str(file), kind="employments", verbosity=0, **options)
        texts[name] = file.read_text(encoding="utf-8")
    assert PASSAGE in texts["all"]
    assert PASSAGE not in texts["published"]
    # Importing either file again leaves the quote as it is.
    for name in texts:
        call_command("import_timeline", str(tmp_path / f"{name}.{ending}"), kind="employments", verbosity=0)
        assert stored(claim) == (PASSAGE, "he")


def test_an_import_stores_it_and_calls_the_row_the_same() -> None:
    import_timeline(small_timeline())
    data = small_timeline()
    employment = next(item for item in data["employments"] if item["slug"] == "ada-acme-research")
    employment["claims"][0] |= QUOTED
    report = run_import(Content(data), ImportOptions())
    assert (report.counts["employments same"], report.counts["employments changed"]) == (2, 0)
    assert [row.notes for row in report.rows if row.slug == "ada-acme-research"] == [
        ["claims/0: its quote is stored, without a new version."]
    ]
    claimed = Claim.objects.get(employment__slug="ada-acme-research", source__slug="fortune")
    assert (stored(claimed), claimed.employment.version) == ((PASSAGE, "he"), 1)
    (record,) = serialized("employments", Employment.objects.filter(slug="ada-acme-research"))
    assert {item["source"]: item["quote"] for item in record["claims"]} == {"calcalist": None, "fortune": PASSAGE}


def test_a_sheet_with_the_months_of_a_claim_does_so_too() -> None:
    job = make_employment(claims=({"source": make_source("Calcalist"), "stated_months": 60},))
    columns, line = "slug,claims", f"{job.slug},reported | calcalist | 60 |  | unknown |  |  |  |  |  | He left | "
    report = run_import(read("employments.csv", f"{columns}\n{line}\n".encode()), ImportOptions())
    assert [(row.outcome, row.notes) for row in report.rows] == [
        ("same", ["claims/0: its quote is stored, without a new version."])
    ]
    again = run_import(read("employments.csv", f"{columns}\n{line}\n".encode()), ImportOptions())
    assert ([row.notes for row in again.rows], again.stores_unversioned) == ([[]], False)


def test_the_desk_imports_a_file_that_has_nothing_else_to_add(claim: Claim, tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk = make_editor()
    (row,) = serialized("employments", Employment.objects.all())
    row["claims"] = [one | QUOTED for one in row["claims"] if one["source"] == claim.source.slug]
    file = SimpleUploadedFile("jobs.json", json.dumps({"employments": [row]}).encode())
    preview = desk.post(address(Employment, "import"), {"file": file, "progress_key": "a" * 32})
    assert preview.context["report"].totals["same"] == 1
    assert "Nothing to import" not in preview.content.decode()
    desk.post(address(Employment, "process_import"), {"token": preview.context["token"], "progress_key": "a" * 32})
    assert stored(claim) == (PASSAGE, "he")


def test_a_merge_keeps_a_quote_with_its_language_and_gives_it_back() -> None:
    ada, acme, paper = make_person(), make_organization(), make_source("Calcalist", language="he")
    first, second = make_employment(ada, acme), make_employment(ada, acme)
    kept = make_claim(first, paper, quote="He left Meta", quote_language="en")
    given = make_claim(second, paper, **QUOTED)
    decision = merge(first, second, {}, "the same")
    assert stored(kept) == ("He left Meta", "en")
    undo(decision, "they are two")
    assert Claim.objects.values_list("quote", "quote_language").get(slug=given.slug) == (PASSAGE, "he")
    decision = merge(first, second, {f"claim-{given.pk}-quote": "duplicate"}, "the same")
    assert stored(kept) == (PASSAGE, "he")


def test_a_citation_keeps_one_too(client: Any, tmp_path: Any) -> None:
    event = make_event(sources=(make_source("Calcalist", language="he"),))
    citation = event.citations.get()
    before = event.version, event.history.count(), citation.history.count(), Change.objects.count()
    page = address(NewsEvent, "change", event.pk)
    assert save(make_editor(), page, citations__0__quote=PASSAGE, reason="for later").status_code == 302
    citation.refresh_from_db()
    event.refresh_from_db()
    assert (citation.quote, citation.quote_language) == (PASSAGE, "he")
    assert (event.version, event.history.count(), citation.history.count(), Change.objects.count()) == before
    for path in ("", "?format=atom", "?format=jsonld", "?format=csv"):
        response = client.get(f"/api/v1/events/{path}")
        text = b"".join(response) if response.streaming else response.content
        assert response.status_code in {200, 400, 406}
        assert PASSAGE not in text.decode()
    assert "quote" not in dump_timeline()[0]
    (record,) = serialized("events", NewsEvent.objects.all())
    assert record["citations"][0]["quote"] == PASSAGE
    (published,) = serialized("events", NewsEvent.objects.all(), versioned_only=True)
    assert set(published["citations"][0]) == {"source", "stance"}


def test_a_claim_that_was_loaded_without_history_can_be_changed(claim: Claim) -> None:
    claim.history.all().delete()
    claim.quote, claim.quote_language, claim.title = PASSAGE, "he", "Engineer"
    claim.save()
    assert list(claim.history.values_list("title", flat=True)) == ["Engineer", ""]
