"""What readers saw otherwise before needs one note for them per edit, at every door."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from people.models import Employment, Person, Source
from talentwatch.changefeed.models import Change
from talentwatch.dates import parse
from talentwatch.publishing import transitions
from tests.support.articles import make_row, make_screen, send
from tests.support.built_once import built_once
from tests.support.desk import address, as_role, errors, make_editor, read_messages, run_transition, save
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db
NO_NOTE = "Readers saw something else before: Ada Lovelace, Acme (start). Say in one sentence what was wrong."


@pytest.fixture
@built_once
def post() -> Employment:
    fortune = make_source("Fortune", published="2024-05")
    claims = ({"source": fortune, "start": "2023-06"},)
    return make_employment(make_person("Ada Lovelace"), make_organization("Acme"), start="2023", claims=claims)


def reason_of(slug: str) -> str:
    return Change.objects.get(slug=slug, is_latest=True, is_correction=True).reason


def change_address(record: Any) -> str:
    return address(type(record), "change", record.pk)


def test_a_form_that_corrects_something_public_needs_a_note(post: Employment) -> None:
    desk = make_editor()
    page = save(desk, change_address(post), start="2023-06", reason="her profile", correction="")
    assert page.context["adminform"].form.errors == {"correction": [NO_NOTE]}
    post.refresh_from_db()
    assert (str(post.start), post.version) == ("2023", 1)
    note = "The first version had only the year."
    assert save(desk, change_address(post), start="2023-06", reason="her profile", correction=note).status_code == 302
    assert reason_of(post.slug) == note


def test_a_form_asks_for_the_reason_and_the_note_at_once(post: Employment) -> None:
    desk = make_editor()
    page = save(desk, change_address(post), start="2023-06", reason="", correction="")
    assert page.context["adminform"].form.errors.keys() == {"reason", "correction"}
    post.refresh_from_db()
    assert (str(post.start), post.version, post.history.count()) == ("2023", 1, 1)
    assert not Change.objects.filter(is_correction=True).exists()
    assert save(desk, change_address(post), title="Head", reason="").context["adminform"].form.errors.keys() == {
        "reason"
    }
    messages = read_messages(save(desk, change_address(post), title="Head", reason="x"))
    assert sum("was changed successfully" in message for message in messages) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Head of research"},
        {"end_state": "ended", "end": "2025"},
        {"note": "For the desk."},
        {"start": "2023"},
    ],
)
def test_nothing_is_asked_where_nothing_was_wrong(post: Employment, values: dict[str, str]) -> None:
    assert save(make_editor(), change_address(post), **values, reason="x", correction="").status_code == 302


def test_spelling_needs_no_note_and_is_left_out_of_the_corrections(post: Employment) -> None:
    person = post.person
    assert (
        save(make_editor(), change_address(person), name="Ada Lovelaçe", reason="x", correction="").status_code == 302
    )
    change = Change.objects.get(resource="people", is_latest=True)
    assert (change.is_correction, change.is_typo) == (True, True)


def test_a_date_is_not_spelling(post: Employment) -> None:
    page = save(make_editor(), change_address(post), start="2023-06", reason="x", is_typo="on", correction="")
    (sentence,) = page.context["adminform"].form.errors["correction"]
    assert sentence.startswith("This isn’t spelling only: Ada Lovelace, Acme (start).")


def test_a_new_conflict_is_shown_before_it_is_saved(post: Employment) -> None:
    desk = make_editor()
    change = {"start": "2023-07", "reason": "her profile", "correction": "It was July."}
    page = save(desk, change_address(post), **change)
    assert page.context["adminform"].form.errors.keys() == {"accepts_conflicts"}
    sentence = "Ada Lovelace, Acme: Fortune gives the start as June 2023, the desk now as July 2023."
    assert sentence in page.content.decode()
    post.refresh_from_db()
    assert str(post.start) == "2023"
    assert save(desk, change_address(post), **change, accepts_conflicts="on").status_code == 302
    again = {"title": "Head", "reason": "x", "correction": ""}
    assert save(desk, change_address(post), **again).status_code == 302, (
        "a conflict that is there isn't asked about again"
    )


def test_adopting_a_date_says_to_readers_whose_it_is(post: Employment) -> None:
    save(make_editor(), change_address(post), _adopt=f"{post.claims.get().pk}-start", correction="")
    assert reason_of(post.slug) == "The start is now as Fortune gives it."


def test_undoing_a_change_needs_a_note_and_shows_new_conflicts(post: Employment) -> None:
    desk = make_editor()
    post.start = parse("2022")
    post.save()
    post.start = parse("2023-06")
    post.save()
    row = post.history.get(version=3)
    url = f"{address(Employment, 'undo', post.pk)}?change=people.employment-{row.history_id}-start"
    sent = {"seen": 3, "reason": "x"}
    unexplained = desk.post(url, sent | {"reason": ""}).context["form"].errors
    assert unexplained.keys() == {"reason", "correction", "accepts_conflicts"}
    post.refresh_from_db()
    assert (post.version, str(post.start)) == (3, "2023-06")
    assert desk.post(url, sent).context["form"].errors.keys() == {"correction", "accepts_conflicts"}
    sent["correction"] = "It was right before."
    page = desk.post(url, sent)
    assert page.context["form"].errors.keys() == {"accepts_conflicts"}
    assert "Fortune gives the start as June 2023, the desk now as 2022." in page.content.decode()
    assert desk.post(url, sent | {"accepts_conflicts": "on"}).status_code == 302
    assert reason_of(post.slug) == "It was right before."


def test_in_the_shell_its_absence_is_a_warning(
    post: Employment, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.WARNING):
        post.start = parse("2023-06")
        post.save()
    assert "A correction without a note for readers: Ada Lovelace, Acme (start)." in caplog.text
    caplog.clear()
    monkeypatch.setattr("talentwatch.records.edit.MAX_LOGGED", 0)
    with caplog.at_level(logging.WARNING):
        post.start = parse("2023-07")
        post.save()
    assert "A correction without a note for readers: and 1 more." in caplog.text
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        transitions.withdraw(post.person)
    assert "note for readers" not in caplog.text


def test_what_was_corrected_while_withdrawn_is_explained_when_it_is_restored(post: Employment) -> None:
    desk = make_editor()
    person = post.person
    transitions.withdraw(person)
    assert save(desk, change_address(person), name="Ada King", reason="x", correction="").status_code == 302
    response = run_transition(desk, person, "publish", reason="she agreed")
    assert "Readers saw something else before: Ada King (name)." in read_messages(response)[-1]
    run_transition(desk, person, "publish", reason="she agreed", correction="We had her maiden name.")
    assert reason_of("ada-lovelace") == "We had her maiden name."


def test_an_import_at_the_desk_asks_for_the_note_in_its_preview(
    post: Employment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    desk = make_editor()
    file = SimpleUploadedFile("people.csv", b"slug,name,names\nada-lovelace,Ada King,\n")
    preview = desk.post(address(Person, "import"), {"file": file, "progress_key": "a" * 32})
    assert not preview.context["report"].has_errors
    assert 'name="correction"' in preview.content.decode()
    sent = {"token": preview.context["token"], "progress_key": "a" * 32}
    preview = desk.post(address(Person, "process_import"), sent)
    (sentence,) = preview.context["confirm_form"].errors["correction"]
    assert sentence.startswith("Readers saw something else before: Ada King (name).")
    sent["token"] = preview.context["token"]
    response = desk.post(address(Person, "process_import"), sent | {"correction": "We had her maiden name."})
    assert read_messages(response)[-1] == "Imported people.csv: 1 changed."
    assert reason_of("ada-lovelace") == "We had her maiden name."


def test_the_import_command_needs_it_too(post: Employment, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.json"
    file.write_text(json.dumps({"people": [{"slug": "ada-lovelace", "name": "Ada King", "names": []}]}))
    with pytest.raises(CommandError, match="Give the note for readers as --correction"):
        call_command("import_timeline", file)
    call_command("import_timeline", file, dry_run=True)
    assert "Readers saw something else before: Ada King (name)." in capsys.readouterr().out
    assert Person.objects.get().name == "Ada Lovelace"
    call_command("import_timeline", file, correction="We had her maiden name.")
    assert reason_of("ada-lovelace") == "We had her maiden name."


def test_the_screen_of_an_article_needs_it_too(post: Employment) -> None:
    Source.objects.filter(slug="fortune-2024-05").update(url="https://example.org/article", language="en")
    desk = as_role("publisher")
    row = make_row(left__organization="Acme", left__start="2023", left__end="2025", left__end_state="ended")
    screen = make_screen(row, source={"published": "2024-05"})
    report = send(desk, "preview", screen=screen, action="draft")
    (error,) = [one for one in report["errors"] if one["cell"] == "correction"]
    assert error["error"].startswith("Readers saw something else before: Ada Lovelace, Acme (claims).")
    screen["correction"] = "The article gives the year only."
    report = send(desk, "preview", screen=screen, action="draft")
    assert report["errors"] == []
    send(desk, "save", screen=screen, action="draft", digest=report["digest"])
    assert reason_of(post.slug) == "The article gives the year only."


def test_a_draft_needs_none() -> None:
    draft = make_employment(status="draft", start="2023")
    assert save(make_editor(), change_address(draft), start="2024").status_code == 302
    page = make_editor("eve").get(change_address(draft)).content.decode()
    assert 'name="correction"' not in page
    assert errors(save(make_editor("bob"), change_address(draft), start="nonsense"))
