"""A preview names stored records that new rows may repeat, by the engine that the desk's form uses."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from people.models import Employment, Organization, Person, Source
from talentwatch.exchange import run_import as module
from talentwatch.exchange.importer import Content
from talentwatch.exchange.run_import import ImportOptions, run_import
from talentwatch.merging.models import NotDuplicate
from tests.support.desk import address, make_editor
from tests.support.factories import make_employment, make_organization, make_person, make_source

pytestmark = pytest.mark.django_db


def person(slug: str, name: Any, *names: str) -> dict[str, Any]:
    return {"slug": slug, "name": name, "names": [{"text": text, "language": "he", "kind": "native"} for text in names]}


def similar(data: dict[str, Any]) -> dict[str, list[str]]:
    report = run_import(Content(data), ImportOptions(dry_run=True))
    return {row["slug"]: row["similar"] for row in report.as_dict()["rows"]}


def test_a_new_person_like_a_stored_one_is_named() -> None:
    make_person("Yann LeCun")
    make_person("Ada Lovelace")
    people = [person("yann-le-cun", "Yann LeCun"), person("grace", "Grace Hopper")]
    assert similar({"people": people}) == {"yann-le-cun": ["yann-lecun"], "grace": []}


def test_other_names_count_and_a_row_is_not_similar_to_itself() -> None:
    ada = make_person("Ada Lovelace")
    ada.names.create(text="עדה לאבלייס", language="he", kind="native")
    assert similar({"people": [person("a-l", "A. L.", "עדה לאבלייס")]}) == {"a-l": ["ada-lovelace"]}
    assert similar({"people": [person("ada-lovelace", "Ada Lovelace")]}) == {"ada-lovelace": []}


def test_so_is_an_organization_run_together_and_an_article_at_a_decorated_address() -> None:
    make_organization("OpenAI")
    make_source("Wired", url="https://wired.com/a")
    organization = {"slug": "open-ai", "name": "Open AI", "kind": "lab", "country": None, "founded": None}
    organization |= {"dissolved": None, "parent": None, "names": []}
    source = {"slug": "wired-2", "url": "http://www.wired.com/a?utm_source=x#c", "title": None, "publisher": None}
    source |= {"language": "en", "kind": "report", "published": None, "derived_from": None}
    assert similar({"organizations": [organization], "sources": [source]}) == {
        "wired-2": [Source.objects.get().slug],
        "open-ai": ["openai"],
    }


@pytest.mark.parametrize("name", [None, True, ["Ada"]])
def test_a_row_with_errors_is_only_told_its_errors(name: Any) -> None:
    make_person("Ada")
    report = run_import(Content({"people": [person("x", name)]}), ImportOptions(dry_run=True))
    assert report.has_errors
    assert [row.similar for row in report.rows] == [[]]


def test_the_import_itself_keeps_the_digest_of_its_preview() -> None:
    make_person("Yann LeCun")
    data = {"people": [person("yann-le-cun", "Yann LeCun")]}
    preview = run_import(Content(data), ImportOptions(dry_run=True))
    done = run_import(Content(data), ImportOptions(expected=preview.digest))
    assert (done.digest, Person.objects.count()) == (preview.digest, 2)


def test_too_many_comparisons_are_left_out_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    make_person("Yann LeCun")
    monkeypatch.setattr(module, "MAX_COMPARISONS", 0)
    report = run_import(Content({"people": [person("yann-le-cun", "Yann LeCun")]}), ImportOptions(dry_run=True))
    assert report.notes == ["people: too many new records to look for similar ones. Import them in several files."]
    assert [row.similar for row in report.rows] == [[]]


def import_file(tmp_path: Any, text: str, **options: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text, encoding="utf-8")
    call_command("import_timeline", file, **options)


def test_the_shell_refuses_what_may_be_there_until_it_is_answered(tmp_path: Any) -> None:
    known = make_person("Yann LeCun", status="draft")
    text = "slug,name,website\nyann-le-cun,Yann Le Cun,https://y.example\n"
    with pytest.raises(
        CommandError, match=r"people/yann-le-cun may already exist: Yann LeCun \(yann-lecun\)\nSay which"
    ):
        import_file(tmp_path, text)
    for wrong in ("nobody", "people=x", "people/x", "cats/x=y"):
        with pytest.raises(CommandError, match="write it as people/yann-le-cun=yann-lecun"):
            import_file(tmp_path, text, use=[wrong])
    with pytest.raises(CommandError, match="there is no 'nobody' that it could be"):
        import_file(tmp_path, text, use=["people/yann-le-cun=nobody"])
    with pytest.raises(CommandError, match="An answer is about people/yan-le-cun, which the file doesn’t have"):
        import_file(tmp_path, text, use=["people/yan-le-cun=yann-lecun"], different="Another generation")
    assert Person.objects.get() == known
    import_file(tmp_path, text, use=["people/yann-le-cun=yann-lecun"])
    known.refresh_from_db()
    # What is stored stays, and what it lacks is added.
    assert (Person.objects.count(), known.name, known.website) == (1, "Yann LeCun", "https://y.example")
    import_file(tmp_path, text, different="Another generation")
    other = Person.objects.get(slug="yann-le-cun")
    decision = NotDuplicate.objects.get()
    assert (set(decision.pks), decision.reason) == ({known.pk, other.pk}, "Another generation")
    with pytest.raises(CommandError, match="--different: Remove the control characters"):
        import_file(tmp_path, text, different="\x07")


def test_links_to_a_row_that_is_a_stored_record_lead_there() -> None:
    make_person("Yann LeCun")
    make_organization("Meta")
    job = {"person": "yann-le-cun", "organization": "Meta"}
    data = {"people": [person("yann-le-cun", "Yann Le Cun")], "employments": [job]}
    answers = {"people/yann-le-cun": "yann-lecun"}
    report = run_import(Content(data), ImportOptions(asks=True, answers=answers))
    assert [str(one) for one in report.all_problems] == []
    assert Employment.objects.get().person.slug == "yann-lecun"
    assert report.rows[0].notes == [
        "yann-le-cun is yann-lecun: what is stored stays, and what it lacks is added.",
        "name stays “Yann LeCun”.",
    ]
    by_name = data | {"employments": [job | {"person": "Yann Le Cun", "start": "2013"}]}
    again = run_import(Content(by_name), ImportOptions(asks=True, answers=answers))
    assert [row.outcome for row in again.rows] == ["same", "changed"]


def test_an_unanswered_question_stops_an_import() -> None:
    make_source("Wired", url="https://wired.com/a")
    row = {"slug": "wired-2", "url": "http://www.wired.com/a?utm_source=x#c", "language": "en"}
    report = run_import(Content({"sources": [row]}), ImportOptions(asks=True))
    assert ([one.key for one in report.questions], Source.objects.count()) == (["sources/wired-2"], 1)


def test_the_desk_asks_per_row_and_shows_the_outcome_before_it_imports(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    make_person("Yann LeCun"), make_person("Ada Lovelace")
    desk = make_editor()
    file = SimpleUploadedFile("people.csv", b"slug,name\nyann-le-cun,Yann Le Cun\nada-l,Ada Lovelace\n")

    def send(page: Any, **values: Any) -> Any:
        return desk.post(address(Person, "process_import"), {"token": page.context["token"], **values})

    preview = desk.post(address(Person, "import"), {"file": file})
    page = preview.content.decode()
    assert 'name="answer-people/ada-l"' in page
    assert 'value="Import"' not in page
    unanswered = send(preview)
    assert unanswered.context["report"].questions
    answers = {"answer-people/yann-le-cun": "yann-lecun", "answer-people/ada-l": "="}
    without_reason = send(unanswered, **answers)
    assert "Say why these are different." in without_reason.content.decode()
    assert [row.key for row in without_reason.context["report"].questions] == ["people/ada-l"]
    answers |= {"different_because": "Another century"}
    answered = send(without_reason, **answers)
    rows = [(row.slug, row.outcome) for row in answered.context["report"].rows]
    assert rows == [("yann-lecun", "same"), ("ada-l", "new")]
    assert Person.objects.count() == 2
    assert 'value="Import"' in answered.content.decode()
    # Every answer can still be changed, from the upload that is kept, also to none.
    assert 'name="answer-people/yann-le-cun"><option value="yann-lecun">' in answered.content.decode()
    asked_again = send(answered, **answers | {"answer-people/yann-le-cun": ""})
    assert [row.key for row in asked_again.context["report"].questions] == ["people/yann-le-cun"]
    both = {"answer-people/yann-le-cun": "yann-lecun", "answer-people/ada-l": "ada-lovelace"}
    changed = send(asked_again, **both)
    assert [(row.slug, row.outcome) for row in changed.context["report"].rows] == [
        ("yann-lecun", "same"),
        ("ada-lovelace", "same"),
    ]
    none = send(changed, **dict.fromkeys(both, ""))
    assert len(none.context["report"].questions) == 2
    answered = send(send(none, **answers), _preview="1", **answers)
    assert Person.objects.count() == 2
    assert send(answered, **answers).status_code == 302
    assert [one.slug for one in Person.objects.order_by("slug")] == ["ada-l", "ada-lovelace", "yann-lecun"]
    assert NotDuplicate.objects.get().reason == "Another century"


def test_a_job_beside_another_one_is_noted_as_the_form_does() -> None:
    make_employment(start="2018", end="2021", end_state="ended")
    make_organization("Bell")
    row = {"person": "Ada Lovelace", "organization": "Bell", "start": "2019", "end_state": "ongoing"}
    report = run_import(Content({"employments": [row]}), ImportOptions(dry_run=True))
    assert report.rows[0].notes == [
        "This person has other jobs at the same time: Ada Lovelace, Acme (ada-lovelace-acme). Check that this is right."
    ]
    later = run_import(Content({"employments": [row | {"start": "2022"}]}), ImportOptions(dry_run=True))
    assert later.rows[0].notes == []


def test_one_more_claim_is_no_job_beside_another_one() -> None:
    make_employment(start="2018", end="2021", end_state="ended")
    ada = Person.objects.get()
    make_employment(ada, make_organization("Bell"), start="2019", end_state="ongoing")
    source = make_source("Gazette", url="https://example.org/one-more")
    claim = {"source": source.slug, "stance": "reported", "stated_months": None, "title": None, "end_state": "ongoing"}
    row = {"slug": "ada-lovelace-bell", "claims": [claim | {"start": None, "end": None}]}
    [report] = run_import(Content({"employments": [row]}), ImportOptions(dry_run=True)).rows
    assert (report.outcome, report.notes) == ("changed", [])


def test_the_shell_says_so(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    make_organization("OpenAI")
    make_person("Yann LeCun")
    file = tmp_path / "people.csv"
    file.write_text("slug,name,names\nyann-le-cun,Yann LeCun,\n", encoding="utf-8")
    call_command("import_timeline", file, dry_run=True)
    assert "people/yann-le-cun may already exist: Yann LeCun (yann-lecun)\n" in capsys.readouterr().out
    assert Organization.objects.count() == 1
