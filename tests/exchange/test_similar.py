"""A preview names stored records that new rows may repeat, by the engine that the desk's form uses."""

from typing import Any

import pytest
from django.core.management import call_command

from people.models import Organization, Person, Source
from talentwatch.exchange import run_import as module
from talentwatch.exchange.importer import Content
from talentwatch.exchange.run_import import ImportOptions, run_import
from tests.support.factories import make_organization, make_person, make_source

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


def test_the_shell_says_so(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    make_organization("OpenAI")
    make_person("Yann LeCun")
    file = tmp_path / "people.csv"
    file.write_text("slug,name,names\nyann-le-cun,Yann LeCun,\n", encoding="utf-8")
    call_command("import_timeline", file, dry_run=True)
    assert "people/yann-le-cun may already exist: Yann LeCun (yann-lecun)\n" in capsys.readouterr().out
    assert Organization.objects.count() == 1
